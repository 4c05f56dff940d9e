// Labs: draw the controls, show the result, pass on what the learner does. One module for JupyterLab (through
// anywidget), for a page with Python in a worker, and for a page with states made beforehand. A lab's view comes as
// plain values (base.py); its `html` is made by the package, everything else goes in as text, never as markup.

const PAUSE = 300; // ms after the last key before typed text counts
const PART = 700_000; // bytes of a file sent at once
const SLOW = 400; // ms until a learner is told that work goes on
const DEAF = 2_000; // ms until a learner is told that Python is idle and yet does not answer: it is not the one asked
const LATE = 10_000; // ms until a learner is told that work may not go on
const LOOKS = 4; // so often in a row Python has to be found idle: between two messages it is, too
const NARROW = 600; // px

// A notebook gives every widget a copy of this module: the page counts, or two would use one name.
const fresh = () => `sgm-lab-${(document.sgmSerial = (document.sgmSerial ?? 0) + 1)}`;

export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const option = ([text, value], at) => make("option", { value: String(at), text: String(text), "data-value": String(value) });

// ---- one function a kind of control: build the inputs once, then `show` a face in them ----

const KINDS = {
  choice(face, send) {
    if (face.buttons) return buttons(face, send);
    const select = make("select", { id: face.id, title: face.help, onchange: () => send(face.now.options[select.value][1]) });
    return {
      node: labelled(face, select),
      show(now) {
        if (!same(face.options, now.options) || !select.options.length) select.replaceChildren(...now.options.map(option));
        select.value = String(now.options.findIndex(([, value]) => same(value, now.value)));
      },
    };
  },

  many(face, send) {
    const group = fieldset(face, "sgm-many");
    return {
      node: group,
      show(now) {
        if (!same(face.options, now.options) || !group.querySelector("input")) {
          group.querySelectorAll("label").forEach((label) => label.remove());
          now.options.forEach(([text], at) => {
            const box = make("input", { type: "checkbox", value: String(at), onchange: () => {
              const on = [...group.querySelectorAll("input:checked")].map((one) => face.now.options[one.value][1]);
              send(on);
            } });
            group.append(make("label", {}, box, make("span", { text })));
          });
        }
        group.querySelectorAll("input").forEach((box) => {
          box.checked = now.value.some((value) => same(value, now.options[box.value][1]));
        });
      },
    };
  },

  text(face, send) {
    const field = make(face.rows > 1 ? "textarea" : "input", { id: face.id, title: face.help, placeholder: face.help });
    if (face.rows > 1) field.rows = face.rows;
    typed(field, () => send(field.value));
    return { node: labelled(face, field, true), show: (now) => put(field, now.value) };
  },

  number(face, send) {
    const kind = { min: face.low, max: face.high, step: face.step, title: face.help };
    const field = make("input", { ...kind, type: face.slider ? "range" : "number", id: face.id, inputmode: "decimal" });
    const shown = make(face.slider ? "output" : "span", { class: "sgm-unit", for: face.slider ? face.id : null });
    const unit = face.unit ?? "";
    const read = () => {
      if (face.slider) shown.textContent = `${field.value}${unit}`;
      if (field.value !== "" && Number.isFinite(Number(field.value))) send(Number(field.value));
    };
    if (face.slider) {
      field.addEventListener("input", () => { shown.textContent = `${field.value}${unit}`; });
      field.addEventListener("change", read);
    } else typed(field, read);
    return {
      node: labelled(face, make("span", { class: "sgm-number" }, field, shown)),
      show(now) {
        Object.assign(field, { min: now.low, max: now.high, step: now.step });
        put(field, String(now.value));
        shown.textContent = face.slider ? `${field.value}${unit}` : unit;
      },
    };
  },

  day(face, send) {
    const field = make("input", { type: "date", id: face.id, title: face.help, onchange: () => send(field.value) });
    return { node: labelled(face, field), show: (now) => put(field, now.value) };
  },

  points(face, send, words, post) {
    const group = fieldset(face, "sgm-points");
    const sum = make("p", { class: "sgm-quiet-line", text: `= ${face.total}` });
    let held = []; // what was set, longest ago first: it gives way last
    const give = (name, value) => {
      held = [...held.filter((one) => one !== name), name];
      post({ do: "points", name: face.name, option: name, value, held: held.slice(0, -1) });
    };
    return {
      node: group,
      show(now) {
        if (!same(face.options, now.options) || !group.querySelector("input")) {
          group.querySelectorAll(".sgm-point").forEach((row) => row.remove());
          for (const [text, name] of now.options) {
            const limits = { min: 0, max: now.total, step: 1, "data-name": name };
            const range = make("input", { ...limits, type: "range", "aria-label": text });
            const exact = make("input", { ...limits, type: "number", inputmode: "numeric", id: `${face.id}-${name}` });
            range.addEventListener("input", () => { exact.value = range.value; });
            range.addEventListener("change", () => give(name, Number(range.value)));
            typed(exact, () => exact.value !== "" && Number.isFinite(Number(exact.value)) && give(name, Number(exact.value)));
            const label = make("label", { for: exact.id, text });
            group.append(make("div", { class: "sgm-point" }, label, range, exact));
          }
          group.append(sum);
        }
        group.querySelectorAll("input").forEach((field) => put(field, String(now.value[field.dataset.name])));
      },
    };
  },

  upload(face, send, words, post) {
    const field = make("input", { type: "file", id: face.id, class: "sgm-hidden", accept: face.accepts.join(",") });
    const shown = make("span", { class: "sgm-file" });
    const away = make("button", { type: "button", class: "sgm-quiet", text: words.remove_file, onclick: () => send(null) });
    field.addEventListener("change", async () => {
      const [file] = field.files;
      field.value = ""; // the same file can be chosen again
      if (file) await post({ do: "file", name: face.name, file: file.name }, file);
    });
    const label = make("label", { for: face.id, class: "sgm-choose", title: face.help, text: words.choose_file });
    const node = make("div", { class: "sgm-control sgm-upload" },
      make("span", { class: "sgm-label", id: `${face.id}-label`, text: face.label }), field, label, shown, away, helpOf(face));
    return {
      node,
      show(now) {
        shown.textContent = now.value ? now.value.name : "";
        away.hidden = !now.value;
      },
    };
  },

  rows(face, send, words) {
    const body = make("tbody");
    const head = make("tr", {}, ...face.columns.map((c) => make("th", { scope: "col", text: c.label })));
    const table = make("table", { class: "sgm-table sgm-rows", "aria-labelledby": `${face.id}-label` }, make("thead", {}, head), body);
    const add = make("button", { type: "button", class: "sgm-quiet", text: words.add_row, onclick: () => {
      const rows = read();
      if (rows.length < face.now.most) send([...rows, { ...face.now.fresh }]);
      added = true;
    } });
    let added = false;
    if (face.add) head.append(make("th", {}, make("span", { class: "sgm-hidden", text: words.remove_row })));
    const read = () => [...body.rows].map((row, at) => {
      const made = { ...(face.now.value[at] ?? face.now.fresh) };
      for (const input of row.querySelectorAll("[data-column]")) made[input.dataset.column] = value(input);
      return made;
    });
    const value = (input) => {
      const column = face.now.columns.find((one) => one.name === input.dataset.column);
      if (column.kind === "flag") return input.checked;
      if (column.kind === "number") return input.value === "" || Number.isNaN(Number(input.value)) ? null : Number(input.value);
      if (column.kind === "choice") return input.value === "" ? "" : column.options[input.value][1];
      return input.value;
    };
    const cell = (column, at) => {
      const name = `${column.label} ${at + 1}`;
      const common = { "data-column": column.name, "aria-label": name };
      let input;
      if (column.kind === "label") return make("th", { scope: "row", "data-label": column.name, "data-head": column.label });
      if (column.kind === "choice") {
        input = make("select", common, make("option", { value: "", text: "—" }), ...column.options.map(option));
        input.addEventListener("change", () => send(read()));
      } else if (column.kind === "flag") {
        input = make("input", { ...common, type: "checkbox", onchange: () => send(read()) });
      } else if (column.kind === "day") {
        input = make("input", { ...common, type: "date", onchange: () => send(read()) });
      } else if (column.kind === "number") {
        input = make("input", { ...common, type: "number", min: column.low, max: column.high, step: column.step, inputmode: "decimal" });
        typed(input, () => send(read()));
      } else {
        input = make(column.wide ? "textarea" : "input", common);
        if (column.wide) input.rows = 2;
        typed(input, () => send(read()));
      }
      return make("td", { "data-head": column.label, class: `sgm-cell-${column.kind}` }, input);
    };
    const node = make("div", { class: `sgm-control sgm-wide sgm-rows-control` },
      make("span", { class: "sgm-label", id: `${face.id}-label`, text: face.label }), helpOf(face),
      make("div", { class: "sgm-scroll" }, table), face.add ? add : null);
    return {
      node,
      show(now) {
        const fresh = !same(face.columns, now.columns);
        if (fresh) {
          body.replaceChildren();
          [...head.children].slice(0, now.columns.length).forEach((th, at) => { th.textContent = now.columns[at]?.label ?? ""; });
        }
        while (body.rows.length > now.value.length) body.lastElementChild.remove();
        while (body.rows.length < now.value.length) {
          const at = body.rows.length;
          const row = make("tr", {}, ...now.columns.map((column) => cell(column, at)));
          if (now.add) {
            const remove = make("button", { type: "button", class: "sgm-remove", text: "✕", title: words.remove_row,
              "aria-label": `${words.remove_row} ${at + 1}`, onclick: () => send(read().filter((_, n) => n !== [...body.rows].indexOf(row))) });
            row.append(make("td", { class: "sgm-cell-remove" }, remove));
          }
          body.append(row);
          if (added) row.querySelector("input, select, textarea")?.focus();
        }
        added = false;
        [...body.rows].forEach((row, at) => {
          for (const label of row.querySelectorAll("[data-label]")) label.textContent = now.value[at][label.dataset.label] ?? "";
          const about = row.querySelector("[data-label]")?.textContent; // a row that has a name is called by it
          for (const input of row.querySelectorAll("[data-column]")) {
            const column = now.columns.find((one) => one.name === input.dataset.column);
            const kept = now.value[at][column.name];
            if (about) input.setAttribute("aria-label", `${about}: ${column.label}`);
            if (column.kind === "flag") input.checked = Boolean(kept);
            else if (column.kind === "choice") put(input, String(column.options.findIndex(([, one]) => same(one, kept))).replace("-1", ""));
            else put(input, kept === null || kept === undefined ? "" : String(kept));
          }
        });
        add.disabled = now.value.length >= now.most;
        add.title = add.disabled ? words.row_full : "";
        table.hidden = !now.value.length;
      },
    };
  },
};

function buttons(face, send) {
  const group = fieldset(face, "sgm-buttons");
  return {
    node: group,
    show(now) {
      if (!same(face.options, now.options) || !group.querySelector("input")) {
        group.querySelectorAll("label").forEach((label) => label.remove());
        now.options.forEach(([text], at) => {
          const radio = make("input", { type: "radio", name: face.id, value: String(at), onchange: () => send(face.now.options[radio.value][1]) });
          group.append(make("label", {}, radio, make("span", { text })));
        });
      }
      group.querySelectorAll("input").forEach((radio) => { radio.checked = same(now.options[radio.value][1], now.value); });
    },
  };
}

const helpOf = (face) => (face.help ? make("small", { class: "sgm-help", id: `${face.id}-help`, text: face.help }) : null);

function labelled(face, input, wide = false) {
  const node = make("div", { class: `sgm-control${wide ? " sgm-wide" : ""}` },
    make("label", { class: "sgm-label", for: face.id, text: face.label }), input, helpOf(face));
  const field = node.querySelector(`#${face.id}`);
  if (face.help) field.setAttribute("aria-describedby", `${face.id}-help`);
  return node;
}

function fieldset(face, kind) {
  return make("fieldset", { class: `sgm-control sgm-wide ${kind}`, title: face.help },
    make("legend", { class: "sgm-label", text: face.label }), helpOf(face));
}

// Send what was typed after a pause, and at once when the field is left.
function typed(field, send) {
  let timer = null;
  let last = field.value;
  const now = () => {
    clearTimeout(timer);
    if (field.value !== last) {
      last = field.value;
      send();
    }
  };
  field.addEventListener("focus", () => { last = field.value; });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  field.addEventListener("change", now);
}

// Never overwrite what somebody is writing.
function put(field, value) {
  if (field.value !== value && document.activeElement !== field) field.value = value;
}

// ---- the lab ----

/**
 * Show a lab in `host`. `post(message, bytes?)` hands a message to the lab and returns a promise that is fulfilled when
 * the lab has done it, with `false` where it was refused; whoever calls this then calls `update(view)`, whose `notice` is
 * why, and `beside` what can be pressed for it. `idle()` says, where that is known, that Python has nothing to do.
 */
export function mount(host, post, idle = () => false) {
  const id = fresh();
  const controls = make("div", { class: "sgm-controls" });
  const helper = make("button", { type: "button", class: "sgm-quiet sgm-helper", "aria-expanded": "false" });
  const notice = make("div", { class: "sgm-notice" });
  const journey = make("p", { class: "sgm-travels", hidden: true });
  const goes = make("p", { class: "sgm-goes", hidden: true });
  const working = make("p", { class: "sgm-working", role: "status", hidden: true });
  const lost = make("div", { class: "sgm-lost", role: "status", hidden: true });
  const area = make("div", { class: "sgm-area", tabindex: "-1" });
  const tools = make("div", { class: "sgm-tools" });
  const root = make("section", { class: "sgm-lab" }, journey, goes, controls, notice, lost, working, area, tools);
  const known = new Map();
  let view = null;
  let shown = "";
  let told = false;
  let pressed = false; // a button below the result: what it brings up is read from its first line
  host.replaceChildren(root);

  helper.addEventListener("click", () => {
    const open = root.classList.toggle("sgm-helped");
    helper.setAttribute("aria-expanded", String(open));
  });

  // While a long step runs, say so; quick ones pass without a flicker.
  async function busy(promise, reading = false) {
    const tell = (name) => {
      if (python()) return;
      working.textContent = view?.words[name] ?? "";
      working.hidden = false;
      root.setAttribute("aria-busy", "true");
    };
    const late = () => (alone() ? tell("lost_lab_alone") : inJupyter() && !python() && sayLost("lost_lab_late", true));
    let looks = 0;
    const look = () => {
      looks = idle() && !reading ? looks + 1 : 0; // a file may be long on its way to an idle Python
      if (looks === LOOKS) late();
    };
    const timers = [setTimeout(tell, SLOW, "working"), setInterval(look, DEAF / LOOKS), setTimeout(late, LATE)];
    try {
      await promise;
    } finally {
      timers.forEach(clearTimeout);
      working.hidden = true;
      working.textContent = "";
      root.removeAttribute("aria-busy");
      drawLost();
    }
  }

  // "stopped" or "away" where the page around (page.js) has noticed it.
  const python = () => root.closest("[data-sgm-python]")?.dataset.sgmPython;
  // In a JupyterLab without that page nobody notices, and there is no button.
  const inJupyter = () => "jpThemeLight" in document.body.dataset;
  const alone = () => python() === undefined && inJupyter();

  function drawLost() {
    const gone = python();
    lost.hidden = !gone || !view;
    if (!lost.hidden) sayLost(`lost_${gone}`, gone === "stopped");
  }

  function sayLost(name, button) {
    lost.hidden = false;
    working.hidden = true;
    root.removeAttribute("aria-busy");
    const again = () => root.dispatchEvent(new CustomEvent("sgm:run-page", { bubbles: true }));
    lost.replaceChildren(make("p", { class: "sgm-said sgm-trouble", text: view?.words[name] ?? "" }));
    if (button) lost.append(make("button", { type: "button", class: "sgm-quiet", text: view?.words.load_again ?? "", onclick: again }));
  }

  const progress = (share) => {
    working.hidden = false;
    working.textContent = `${view.words.reading} ${Math.round(share * 100)} %`;
  };

  // A view that does not know of a change on its way yet would take it back: it waits for the one that does.
  let flying = 0;
  let stale = null;
  async function send(message, file) {
    flying += 1;
    const before = notice.textContent;
    try {
      return await hand(message, file);
    } finally {
      flying -= 1;
      if (!flying && stale) update(stale);
      if (notice.textContent && notice.textContent !== before && hidden(notice)) notice.scrollIntoView({ block: "start" }); // the task may take half the window
    }
  }

  // Out of the window, or under what stands at its foot.
  function hidden(node) {
    const { left, top, bottom } = node.getBoundingClientRect();
    const seen = (y) => node.contains(document.elementFromPoint(left + 5, y));
    return !seen(top + 5) || !seen(bottom - 5);
  }

  // Say why the last thing was not done, and what can be pressed for it.
  function refuse(text, ...more) {
    notice.replaceChildren(make("p", { class: "sgm-said sgm-trouble", role: "alert", tabindex: "-1", text }), ...more);
  }

  async function hand(message, file) {
    if (!file) return busy(post(message));
    return busy(read(message, file), true);
  }

  async function read(message, file) {
    const parts = Math.max(1, Math.ceil(file.size / PART));
    for (let part = 0; part < parts; part += 1) {
      progress(part / parts);
      let bytes;
      try {
        bytes = await file.slice(part * PART, (part + 1) * PART).arrayBuffer();
      } catch (error) {
        console.warn(error); // moved away, changed, or not to be read, since it was chosen
        return refuse(fill(view.words.unreadable, { file: message.file }));
      }
      if ((await post({ ...message, part, parts }, bytes)) === false) return;
    }
  }

  function showControl(face) {
    const form = { choice: face.buttons, rows: face.columns?.map((column) => column.name).join() };
    const key = `${face.name}/${face.kind}/${form[face.kind] ?? face.rows ?? ""}`;
    let entry = known.get(face.name);
    if (!entry || entry.key !== key) {
      const kept = { ...face, id: `${id}-${face.name}`, options: undefined, now: face };
      if (face.kind === "rows") kept.columns = face.columns;
      const change = (value) => send({ do: "set", changes: { [face.name]: value } });
      const built = KINDS[face.kind](kept, change, view.words, send);
      built.node.classList.add(`sgm-set-${face.name}`);
      entry = { key, kept, ...built };
      known.set(face.name, entry);
    }
    entry.kept.now = face;
    entry.show(face);
    Object.assign(entry.kept, { options: face.options, columns: face.columns });
    return entry.node;
  }

  const tool = (text, help, message, kind) => {
    const button = make("button", { type: "button", class: kind, title: help, text });
    button.addEventListener("click", () => {
      pressed = message.do === "act";
      send(message);
    });
    return button;
  };

  function showTools(now) {
    const { words } = now;
    const mark = JSON.stringify([now.actions, now.exports, now.can_undo]);
    if (tools.dataset.mark === mark) return;
    const focused = tools.contains(document.activeElement) ? document.activeElement.textContent : "";
    tools.dataset.mark = mark;
    const undo = tool(words.undo, words.undo_help, { do: "undo" }, "sgm-quiet");
    undo.disabled = !now.can_undo;
    tools.replaceChildren(
      ...now.actions.map((one) => tool(one.label, one.help, { do: "act", name: one.name }, one.primary ? "sgm-primary" : "sgm-quiet")),
      undo,
      tool(words.start_over, words.start_over_help, { do: "start_over" }, "sgm-quiet"),
    );
    if (now.exports.length) {
      tools.append(make("details", { class: "sgm-exports" }, make("summary", { text: words.download }),
        ...now.exports.map(([kind, text]) => tool(text, "", { do: "export", kind }, "sgm-quiet"))));
    }
    tools.append(helper);
    if (focused) ([...tools.querySelectorAll("button, summary")].find((one) => one.textContent === focused) ?? area).focus({ preventScroll: true }); // never another button
  }

  function update(now) {
    stale = flying > 1 ? now : null;
    if (stale && view) return;
    view = now;
    root.className = `sgm-lab sgm-${now.lab}${root.classList.contains("sgm-helped") ? " sgm-helped" : ""}`;
    root.setAttribute("aria-label", now.title);
    helper.textContent = now.words.help;
    const nodes = now.controls.map(showControl);
    if (!same(nodes.map((n) => n.className), [...controls.children].map((n) => n.className)) || nodes.some((n, at) => controls.children[at] !== n)) {
      controls.replaceChildren(...nodes);
    }
    controls.hidden = !nodes.length;
    journey.textContent = now.travels ?? "";
    journey.hidden = !now.travels;
    goes.textContent = now.goes ?? "";
    goes.hidden = !now.goes;
    const before = notice.nextElementSibling === controls;
    if (now.reason_first && !before) controls.before(notice); // a long form begins with why
    else if (!now.reason_first && before) controls.after(notice);
    if (now.notice) refuse(now.notice, ...(now.beside ?? []));
    else notice.replaceChildren();
    if (now.nodes) {
      area.replaceChildren(...now.nodes); // the page has drawn it already
      shown = now.html;
    } else if (now.html !== shown) {
      const open = [...area.querySelectorAll("details")].map((one) => one.open);
      area.style.minHeight = `${area.offsetHeight}px`; // the page below does not jump while a figure is swapped
      area.innerHTML = now.html;
      area.querySelectorAll("details").forEach((one, at) => { if (open[at]) one.open = true; });
      shown = now.html;
      if (pressed && area.getBoundingClientRect().top < 0) area.scrollIntoView({ block: "start" });
      pressed = false;
      const pictures = [...area.querySelectorAll("img")].map((one) => one.decode().catch(() => {}));
      Promise.all(pictures).then(() => requestAnimationFrame(() => { if (shown === now.html) area.style.minHeight = ""; }));
    }
    showTools(now);
    if (!told) {
      told = true; // figures have a layout of their own for a narrow page
      requestAnimationFrame(() => { if (host.clientWidth > 0 && host.clientWidth < NARROW) send({ do: "narrow", value: true }); });
    }
  }

  document.addEventListener("sgm:python", drawLost);
  return {
    root,
    end: () => document.removeEventListener("sgm:python", drawLost),
    update,
    during: (work) => busy(work(), true),
  };
}

/** Hand the learner a file. */
export function download(name, mime, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// ---- JupyterLab, through anywidget ----

// Changes on their way to Python, kept in the browser until it has them: it may stop before.
function shelfOf(model) {
  const { place, id, key } = model.get("mark") ?? {};
  const start = `sgm_lab.unsaved/${place}/labs/${key}/`;
  const own = start + Math.random().toString(36).slice(2);
  const storage = (act) => {
    try {
      return place ? act(window.localStorage) : null;
    } catch {
      return null; // blocked, full, or not ours
    }
  };
  return {
    put: (changes) => storage((kept) => (changes.length ? kept.setItem(own, JSON.stringify({ book: id, changes })) : kept.removeItem(own))),
    take: () => storage((kept) => Object.keys(kept).filter((name) => name.startsWith(start) && name !== own).flatMap((name) => {
      const { book, changes } = JSON.parse(kept.getItem(name));
      if (book && id && book !== id) return []; // meant for a workbook that stood here before
      kept.removeItem(name);
      return changes;
    })) ?? [],
  };
}

export default {
  render({ model, el }) {
    const shelf = shelfOf(model);
    const waiting = [];
    const keep = () => shelf.put(waiting.map(({ message }) => message).filter(({ do: what }) => what === "set" || what === "points"));
    const post = (message, bytes) => new Promise((done) => {
      waiting.push({ message, done });
      keep();
      try {
        model.send(message, {}, bytes ? [bytes] : []);
      } catch (error) {
        console.warn("Python is gone", error); // the page says so
      }
    });
    const lab = mount(el, post, () => model.widget_manager?.kernel?.status === "idle");
    const show = () => lab.update(model.get("view"));
    const hear = (message, buffers) => {
      if (message.do === "download") return download(message.name, message.mime, buffers[0]);
      waiting.shift()?.done();
      keep();
    };
    model.on("change:view", show);
    model.on("msg:custom", hear);
    show();
    for (const change of shelf.take()) void post(change);
    return () => {
      lab.end();
      model.off("change:view", show);
      model.off("msg:custom", hear);
    };
  },
};
