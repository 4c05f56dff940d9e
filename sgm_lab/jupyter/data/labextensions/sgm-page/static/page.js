// A course page comes alive when it is opened; the one button in its toolbar says how far it is and does it again.
//
// A JupyterLab "prebuilt extension" written by hand: a module-federation container needs only `init` and `get`,
// so there is nothing to build. The words between at-signs are filled in by start.py.
(() => {
  const RUN = "sgm:run-page";
  const LABELS = { ready: "@lab.run@", running: "@lab.wait@", done: "@lab.again@" };
  let shared;

  const load = async (name) => (await Object.values(shared[name])[0].get())();

  const plugin = (INotebookTracker, CodeCell, Dialog) => ({
    id: "sgm-page:plugin",
    autoStart: true,
    requires: [INotebookTracker],
    activate: (app, tracker) => {
      const states = new WeakMap();
      const stateOf = (panel) => (panel && states.get(panel)) || "ready";
      const setState = (panel, state) => {
        states.set(panel, state);
        app.commands.notifyCommandChanged(RUN);
      };

      // Cell by cell and not "run all": that would scroll to the end, and stop at the first cell that fails.
      const runPage = async (panel) => {
        if (stateOf(panel) === "running") return;
        setState(panel, "running");
        await panel.context.ready;
        await panel.sessionContext.ready;
        if (!panel.sessionContext.session) return setState(panel, "ready");
        for (const cell of panel.content.widgets) {
          if (panel.isDisposed) return;
          if (cell.model.type !== "code") continue;
          const reply = await CodeCell.execute(cell, panel.sessionContext).catch((error) => {
            console.warn("a cell of this page did not run", error);
            return { content: { status: "error" } };
          });
          cell.node.classList.toggle("sgm-failed", reply?.content.status === "error");
        }
        setState(panel, "done");
      };

      app.commands.addCommand(RUN, {
        label: () => LABELS[stateOf(tracker.currentWidget)],
        caption: "@lab.why@",
        className: () => `sgm-page-${stateOf(tracker.currentWidget)}`,
        isEnabled: () => stateOf(tracker.currentWidget) !== "running",
        execute: () => tracker.currentWidget && runPage(tracker.currentWidget),
      });
      tracker.currentChanged.connect(() => app.commands.notifyCommandChanged(RUN));
      tracker.widgetAdded.connect((_, panel) => {
        panel.sessionContext.statusChanged.connect((_, status) => {
          if (!["autorestarting", "dead", "restarting", "terminated"].includes(status)) return;
          setState(panel, "ready");
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
      });
    },
  });

  const containers = (window._JUPYTERLAB = window._JUPYTERLAB || {});
  containers["sgm-page"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const names = ["@jupyterlab/notebook", "@jupyterlab/cells", "@jupyterlab/apputils"];
      const [notebook, cells, apputils] = await Promise.all(names.map(load));
      const made = { __esModule: true, default: plugin(notebook.INotebookTracker, cells.CodeCell, apputils.Dialog) };
      return () => made;
    },
  };
})();
