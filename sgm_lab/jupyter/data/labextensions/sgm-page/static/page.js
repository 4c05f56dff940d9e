// A course page comes alive when it is opened; the one button in its toolbar says how far it is and does it again.
// The window's name is the page's, Back and Forward turn pages, and a page that was left gives its Python back.
//
// A JupyterLab "prebuilt extension" written by hand: a module-federation container needs only `init` and `get`,
// so there is nothing to build. The words between at-signs are filled in by start.py.
(() => {
  const RUN = "sgm:run-page";
  const OTHER = "sgm:other-page";
  const CONTENTS_OF = "sgm:contents";
  const LANGUAGE = "sgm:other-language";
  const WORDS = @words@; // of each language that pages are in; or of the one chosen, where it has none
  const FIRST = "@page@";
  const [SHEETS, CONTENTS] = FIRST.split(/\/\w+\/(?=[^/]+$)/);
  const TEXT = "@text@";
  const SETTLE = 1_000; // ms for what was typed last to reach Python
  const WAIT = 4_000; // ms at most, before a page opens in the other language, or in place of what the server drew
  const REFRESH = "from sgm_lab import workbook\nworkbook.open_book().refresh()"; // shows what other pages have saved
  const CALM = 600; // ms, more than JupyterLab leaves between two looks at the width of a toolbar
  const PATIENCE = 120_000; // ms for a widget to begin
  let shared;

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const nameOf = (path) => path.split("/").pop();
  // A page is in the language of its folder.
  const langOf = (path) => {
    const folder = path.split("/").at(-2);
    return folder in WORDS ? folder : "@lang@";
  };
  const wordsOf = (panel) => WORDS[langOf(panel?.context.path ?? FIRST)];
  const contentsOf = (path) => (langOf(path) === path.split("/").at(-2) ? [SHEETS, langOf(path), CONTENTS].join("/") : FIRST);
  const load = async (name) => (await Object.values(shared[name])[0].get())();

  // The title of the page, in place of the name of its file.
  const nameWindow = (tracker) => {
    const heading = (panel) => {
      const sources = [...(panel?.model?.cells ?? [])].map((cell) => cell.sharedModel.getSource());
      return sources.map((source) => source.match(/^# +(.+)$/m)?.[1]).find(Boolean);
    };
    const name = () => {
      const wanted = [heading(tracker.currentWidget), wordsOf(tracker.currentWidget).course].filter(Boolean).join(" · ");
      if (document.title !== wanted) document.title = wanted;
    };
    new MutationObserver(name).observe(document.head, { childList: true, characterData: true, subtree: true });
    tracker.currentChanged.connect(async (_, panel) => {
      await panel?.context.ready;
      name();
    });
  };

  // anywidget gives a widget up that has not begun after two seconds: it is drawn, but hears nothing from Python any
  // more. On a slow machine a page of thirty exercises takes longer.
  const giveTime = () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => timeout(Math.max(ms, PATIENCE));
  };

  // JupyterLab puts buttons that have no room behind an ellipsis, but may miss the last of several changes of width: a
  // window that was narrow for a moment would hide the one button for good.
  const keepButtons = ({ toolbar, disposed }) => {
    let timer;
    const look = () => {
      const { clientWidth: width, clientHeight: height } = toolbar.node;
      toolbar.processMessage({ type: "resize", width, height });
    };
    const watch = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(look, CALM);
    });
    watch.observe(toolbar.node);
    disposed.connect(() => {
      clearTimeout(timer);
      watch.disconnect();
    });
  };

  // The server drew the list of chapters before there were scripts (book/sgm_first_page.py). It goes when JupyterLab has
  // drawn the same at the same place, or has had time for it; what was scrolled to and the link one was at stay. Where
  // JupyterLab opens no page it goes for whatever else it opens, and stays, and says so, where that is nothing.
  const takeOver = async (app, tracker, Dialog) => {
    const first = document.querySelector(".sgm-first");
    void app.restored.then(() => sessionStorage.removeItem("sgm:going")); // what was pressed there has been gone to
    if (!first) return;
    app.shell.node.inert = true; // one list for a screen reader; and nothing takes the focus from it
    let [opening, spoke, lost] = [true, false, false];
    app.commands.commandExecuted.connect((_, { id, result }) => {
      if (id === "filebrowser:open-path") void result.catch(() => {}).then(() => (opening = false));
    });
    Dialog.tracker.widgetAdded.connect(() => (spoke = true));
    // What the address names could not be opened, or could not be read; and the reader has seen what JupyterLab says of it.
    const isOver = () => !Dialog.tracker.size && (spoke || (!opening && !tracker.size));
    const page = first.querySelector(".sgm-first-page");
    const linksOf = (node) => [...node.querySelectorAll(".jp-RenderedHTMLCommon a[href]:not(.jp-InternalAnchorLink)")];
    const own = linksOf(page);
    const before = [first.querySelector("nav a"), page.querySelector(".jp-RenderedHTMLCommon > *"), own.at(-1)];
    const placeOf = (node) => {
      const { x, y, height } = node?.getBoundingClientRect() ?? {};
      return { x, y: y + height / 2 };
    };
    let [end, links, notebook] = [Infinity, [], undefined];
    const isDrawn = (panel) => {
      notebook = panel.content.node;
      links = linksOf(notebook);
      notebook.querySelector(".jp-WindowedPanel-outer").scrollTop = page.scrollTop;
      const label = panel.toolbar.node.querySelector(".jp-ToolbarButtonComponent-label");
      const after = [label, notebook.querySelector(".jp-RenderedMarkdown > *"), links[own.length - 1]];
      const [here, there] = [before, after].map((nodes) => nodes.map(placeOf));
      return here.every((one, at) => Math.hypot(one.x - there[at].x, one.y - there[at].y) < 1 || !before[at]);
    };
    try {
      await app.restored;
      for (let calm = 0; calm < 2; await new Promise(requestAnimationFrame)) {
        if (tracker.currentWidget?.isRevealed) {
          end = Math.min(end, performance.now() + WAIT);
          calm = isDrawn(tracker.currentWidget) ? calm + 1 : 0;
          if (lost) break;
          if (performance.now() < end) continue;
          console.warn("the list of chapters is not where the server drew it");
          break;
        }
        if (!isOver()) continue;
        if ([...app.shell.widgets("main")].some((one) => one.context && one.isRevealed)) break; // as text, for instance
        if (!lost) first.dispatchEvent(new Event("sgm:lost"));
        lost = true;
      }
    } finally {
      const focused = links[own.indexOf(document.activeElement)] ?? notebook;
      app.shell.node.inert = false;
      first.remove();
      focused?.focus({ preventScroll: true });
    }
  };

  // JupyterLab writes the address of each page into the history, also that of the page it is at, but does not read it.
  const turnPages = (app) => {
    const push = history.pushState.bind(history);
    history.pushState = (state, title, url) => {
      const here = new URL(url, location.href).pathname === location.pathname;
      return here ? history.replaceState(state, title, url) : push(state, title, url);
    };
    window.addEventListener("popstate", () => {
      const path = decodeURIComponent(location.pathname).match(/\/doc\/tree\/(.+\.ipynb)$/)?.[1];
      if (path) void app.commands.execute("docmanager:open", { path });
    });
  };

  // To the contents; from a chapter's text to its workbook and back. A link to the source of a text, as on the site,
  // opens its page here.
  const changeSides = (app, tracker) => {
    const open = (path) => app.commands.execute("docmanager:open", { path });
    const here = () => tracker.currentWidget?.context.path ?? FIRST;
    const inText = () => here().startsWith(`${TEXT}/`);
    const words = () => wordsOf(tracker.currentWidget);
    app.commands.addCommand(CONTENTS_OF, {
      label: () => words().index,
      caption: () => words().back,
      execute: () => open(contentsOf(here())),
    });
    app.commands.addCommand(OTHER, {
      label: () => (inText() ? words().sheet : words().text),
      isVisible: () => /^[1-9]/.test(nameOf(here())),
      execute: () => open([inText() ? SHEETS : TEXT, here().split("/").at(-2), nameOf(here())].join("/")),
    });
    tracker.currentChanged.connect(() => [CONTENTS_OF, OTHER, LANGUAGE].forEach((id) => app.commands.notifyCommandChanged(id)));
    document.addEventListener(OTHER, () => app.commands.execute(OTHER)); // from an exercise
    const follow = (event) => {
      const link = event.target.closest?.("a[href]");
      const [, lang, name] = (link && decodeURIComponent(link.pathname).match(/\/book\/(\w+)\/(\d[\w-]*)\.md$/)) ?? [];
      if (!name) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void open(`${TEXT}/${lang}/${name}.ipynb`);
    };
    document.addEventListener("click", follow, { capture: true });
  };

  // The same page in the other language, at the same place: twins have the same cells. What was written last is kept
  // before the twin reads it.
  const changeLanguage = (app, tracker) => {
    const twinOf = (path) => {
      const parts = path.split("/");
      const other = Object.keys(WORDS).find((lang) => lang !== parts.at(-2));
      return parts.at(-2) in WORDS && other ? [...parts.slice(0, -2), other, parts.at(-1)].join("/") : "";
    };
    const seenAt = (panel) => {
      const top = panel.content.node.getBoundingClientRect().top;
      return panel.content.widgets.findIndex((cell) => cell.node.getBoundingClientRect().bottom > top + 1);
    };
    app.commands.addCommand(LANGUAGE, {
      label: () => WORDS[langOf(twinOf(tracker.currentWidget?.context.path ?? FIRST))].name,
      isVisible: () => Boolean(twinOf(tracker.currentWidget?.context.path ?? FIRST)),
      execute: async () => {
        const panel = tracker.currentWidget;
        const path = twinOf(panel.context.path);
        document.activeElement?.blur();
        const there = app.serviceManager.contents.get(path, { content: false }).then(() => path, () => contentsOf(path));
        const [page] = await Promise.all([there, Promise.race([answered(panel), pause(WAIT)])]); // Python may be busy
        const cell = seenAt(panel);
        const twin = await app.commands.execute("docmanager:open", { path: page });
        await twin.revealed;
        if (page !== path || cell < 1) return;
        // Cells come one by one and grow as they run: the place is kept until they have, or the reader moves on.
        let moved = false;
        for (const kind of ["wheel", "keydown", "pointerdown"]) {
          twin.node.addEventListener(kind, () => (moved = true), { once: true, capture: true });
        }
        for (let settled = 0; settled < 2 && !moved && !twin.isDisposed; ) {
          await pause(CALM);
          if (!moved) twin.content.widgets[cell]?.node.scrollIntoView({ block: "start" });
          settled += twin.node.dataset.sgmState === "running" ? 0 : 1;
        }
      },
    });
  };

  // Until Python has done all that it was sent before.
  const answered = async (panel) => {
    await pause(SETTLE);
    await panel.sessionContext.session?.kernel?.requestKernelInfo().catch(() => {});
  };

  // Each page has a Python of its own, some hundred MB: kept are the contents and the chapter being read, that is its
  // text and its workbook, which have one name, in one language. The answers are in the workbook; who comes back sees
  // the page run again.
  const leavePages = (app, tracker) => {
    let reading = FIRST;
    let lang = langOf(FIRST);
    const left = ({ context: { path } }) => langOf(path) !== lang || ![CONTENTS, nameOf(reading)].includes(nameOf(path));

    const leave = async (panel) => {
      await answered(panel);
      const session = panel.sessionContext.session;
      await app.serviceManager.kernels.refreshRunning();
      if (panel.isDisposed || !left(panel)) return;
      const running = [...app.serviceManager.kernels.running()].find((kernel) => kernel.id === session?.kernel?.id);
      panel.dispose(); // and not close(), which asks whether to save a file
      if (running?.connections <= 1) await app.serviceManager.sessions.shutdown(session.id); // else another window has it
    };

    tracker.currentChanged.connect((_, current) => {
      if (!current) return;
      lang = langOf(current.context.path);
      if (nameOf(current.context.path) !== CONTENTS) reading = current.context.path;
      tracker.filter(left).forEach((panel) => {
        leave(panel).catch((error) => console.warn("a page that was left is still running", error));
      });
    });
  };

  const plugin = (INotebookTracker, CodeCell, Dialog) => ({
    id: "sgm-page:plugin",
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      nameWindow(tracker);
      giveTime();
      turnPages(app);
      changeSides(app, tracker);
      changeLanguage(app, tracker);
      leavePages(app, tracker);
      void takeOver(app, tracker, Dialog);
      const states = new WeakMap();
      const stateOf = (panel) => (panel && states.get(panel)) || "ready";
      const setState = (panel, state) => {
        states.set(panel, state);
        panel.node.dataset.sgmState = state;
        app.commands.notifyCommandChanged(RUN);
      };
      // Exercises and labs say what this means for them: Python has "stopped", the server is "away", or all is well.
      const tell = (panel, state) => {
        panel.node.dataset.sgmPython = state;
        document.dispatchEvent(new CustomEvent("sgm:python"));
      };

      // The Python that makes what a page shows. One that is started again from outside (another window, the server)
      // says nothing of it, but each signs its messages in its own way.
      const pythons = new WeakMap();
      const begin = (panel) => {
        const python = { signature: null };
        python.gone = new Promise((done) => { python.end = () => done("gone"); });
        pythons.set(panel, python);
        return python;
      };
      const stop = (panel) => {
        pythons.get(panel)?.end();
        pythons.delete(panel);
        setState(panel, "ready");
        tell(panel, "stopped");
      };
      const listen = (panel, { header }) => {
        const python = pythons.get(panel);
        if (!python) return;
        python.signature ??= header.session;
        if (python.signature !== header.session) stop(panel);
      };

      // A Python that is still starting again loses what it is asked; half a minute at most.
      const settled = async (context) => {
        const away = () => ["autorestarting", "restarting", "starting"].includes(context.session?.kernel?.status);
        for (let waited = 0; away() && waited < 300; waited += 1) await new Promise((done) => window.setTimeout(done, 100));
      };

      // Cell by cell and not "run all": that would scroll to the end, and stop at the first cell that fails.
      const runPage = async (panel) => {
        if (stateOf(panel) === "running") return;
        setState(panel, "running");
        await panel.context.ready;
        for (const cell of panel.content.widgets) cell.readOnly = true; // a double click shows no source
        await panel.sessionContext.ready;
        if (panel.node.dataset.sgmPython === "stopped") await settled(panel.sessionContext);
        if (!panel.sessionContext.session) return setState(panel, "ready");
        const python = begin(panel);
        for (const cell of panel.content.widgets) {
          if (panel.isDisposed) return;
          if (cell.model.type !== "code") continue;
          const run = CodeCell.execute(cell, panel.sessionContext).catch((error) => {
            console.warn("a cell of this page did not run", error);
            return { content: { status: "error" } };
          });
          const reply = await Promise.race([run, python.gone]);
          if (reply === "gone") return;
          cell.node.classList.toggle("sgm-failed", reply?.content.status === "error");
        }
        tell(panel, "");
        setState(panel, "done");
      };

      app.commands.addCommand(RUN, {
        label: () => {
          const { run, wait, again } = wordsOf(tracker.currentWidget);
          return { ready: run, running: wait, done: again }[stateOf(tracker.currentWidget)];
        },
        caption: () => wordsOf(tracker.currentWidget).why,
        className: () => `sgm-page-${stateOf(tracker.currentWidget)}`,
        isEnabled: () => stateOf(tracker.currentWidget) !== "running",
        execute: () => tracker.currentWidget && runPage(tracker.currentWidget),
      });
      const comeBack = () => {
        const panel = tracker.currentWidget;
        if (!document.hidden && stateOf(panel) === "done") {
          panel.sessionContext.session?.kernel?.requestExecute({ code: REFRESH, silent: true, store_history: false });
        }
      };
      document.addEventListener("visibilitychange", comeBack);
      tracker.currentChanged.connect(() => {
        app.commands.notifyCommandChanged(RUN);
        comeBack();
      });
      tracker.widgetAdded.connect((_, panel) => {
        keepButtons(panel);
        panel.toggleClass("sgm-contents", nameOf(panel.context.path) === CONTENTS);
        panel.node.lang = wordsOf(panel).tag;
        panel.node.style.setProperty("--sgm-error", JSON.stringify(wordsOf(panel).error));
        panel.node.addEventListener(RUN, () => runPage(panel)); // pressed where something is not saved
        panel.sessionContext.connectionStatusChanged.connect((_, status) => {
          if (panel.node.dataset.sgmPython !== "stopped") tell(panel, status === "connected" ? "" : "away");
        });
        panel.sessionContext.iopubMessage.connect((_, message) => listen(panel, message));
        panel.sessionContext.statusChanged.connect((_, status) => {
          if (!["autorestarting", "dead", "restarting", "terminated"].includes(status)) return;
          stop(panel);
          // The button says what to do; JupyterLab's window about a "kernel" would only frighten.
          window.setTimeout(() => Dialog.tracker.forEach((dialog) => dialog.resolve()));
        });
        void runPage(panel);
      });

      // The style sheet hides menus and side bars; told so, the layout gives their room to the page.
      void app.restored.then(() => {
        for (const area of ["top", "menu", "header"]) {
          for (const widget of app.shell.widgets(area)) widget.parent?.hide();
        }
        for (const side of ["left", "right"]) {
          if (app.shell.isSideTabBarVisible(side)) app.shell.toggleSideTabBarVisibility(side);
        }
        app.shell.collapseLeft(); // the list of files, at an address of the ordinary JupyterLab
        app.shell.collapseRight();
      });
    },
  });

  // In place of JupyterLab's window about the server, which stands in the way of writing on: the page says it itself.
  const quiet = (IConnectionLost) => ({
    id: "sgm-page:quiet",
    autoStart: true,
    provides: IConnectionLost,
    activate: () => async () => {},
  });

  const containers = (window._JUPYTERLAB = window._JUPYTERLAB || {});
  containers["sgm-page"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const names = ["@jupyterlab/notebook", "@jupyterlab/cells", "@jupyterlab/apputils", "@jupyterlab/application"];
      const [notebook, cells, apputils, application] = await Promise.all(names.map(load));
      const page = plugin(notebook.INotebookTracker, cells.CodeCell, apputils.Dialog);
      const made = { __esModule: true, default: [page, quiet(application.IConnectionLost)] };
      return () => made;
    },
  };
})();
