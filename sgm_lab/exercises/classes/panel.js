// The panel of the class report in JupyterLab: choose what was handed in, choose how to look at it, take it along.
// Files go to Python one by one and in parts, since a socket takes no large message; what is too large to be a workbook
// or a zip of them is named without being sent.

const PART = 1_000_000; // bytes
const { assign } = Object;

function element(tag, properties = {}, ...children) {
  const node = assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

let serial = 0;

function render({ model, el }) {
  const words = model.get("words");
  const here = `sgm-class-${Date.now().toString(36)}-${serial++}`;
  const said = element("p", { className: "sgm-class-said" });
  said.setAttribute("role", "status");
  const report = element("div", { className: "sgm-class-report" });
  const file = element("input", { type: "file", multiple: true, accept: ".json,.zip", hidden: true });
  const waiting = new Map(); // what Python is to answer → who waits for it
  let turn = Promise.resolve(); // one thing after the other

  function ask(message, answer, buffers = []) {
    return new Promise((resolve) => {
      waiting.set(answer, resolve);
      model.send(message, undefined, buffers);
    });
  }

  async function send(chosen) {
    for (const [at, one] of chosen.entries()) {
      said.textContent = fill(words.reading, { n: at + 1, total: chosen.length });
      const large = one.size > model.get(/\.zip$/i.test(one.name) ? "largest_zip" : "largest");
      const parts = Math.max(1, Math.ceil(one.size / PART)); // read one by one: nobody holds a whole class
      for (let part = 0; part < parts; part++) {
        const content = large ? null : await one.slice(part * PART, (part + 1) * PART).arrayBuffer().catch(() => null);
        // A folder that was dropped cannot be read; Python says so of the name alone.
        await ask({ do: "file", name: one.name, size: one.size, parts: content ? parts : 0, part }, "next", content ? [content] : []);
        if (!content) break;
      }
    }
    await look();
    file.value = "";
  }

  async function look() {
    await ask({ do: "read", ...chosenNow() }, "read");
    said.textContent = "";
  }

  const after = (act) => (turn = turn.then(act, act));

  // ---- how to look at it ----

  const sort = element("select", { id: `${here}-sort` });
  for (const [value, text] of Object.entries(words.sorts)) sort.append(element("option", { value, textContent: text }));
  const since = element("input", { type: "date", id: `${here}-since` });
  const until = element("input", { type: "date", id: `${here}-until` });
  const chapters = model.get("chapters").map(({ name, title }, at) => {
    const box = element("input", { type: "checkbox", value: name, id: `${here}-chapter-${at}` });
    return { box, label: element("label", { htmlFor: box.id }, box, title) };
  });
  const names = element("input", { type: "checkbox", id: `${here}-names` });
  const chosenNow = () => ({
    names: names.checked,
    sort: sort.value,
    since: since.value,
    until: until.value,
    chapters: chapters.filter(({ box }) => box.checked).map(({ box }) => box.value),
  });
  for (const control of [sort, since, until, names, ...chapters.map(({ box }) => box)]) {
    control.addEventListener("change", () => after(look));
  }
  const named = (text, control) => element("label", { htmlFor: control.id }, `${text} `, control);
  const how = element("div", { className: "sgm-class-how", hidden: true },
    element("div", { className: "sgm-class-row" }, named(words.sort, sort), named(words.since, since), named(words.until, until),
      element("label", { htmlFor: names.id }, names, ` ${words.names}`)),
    element("details", {}, element("summary", { textContent: words.chapters }),
      element("p", { textContent: words.all_chapters }),
      element("div", { className: "sgm-class-chapters" }, ...chapters.map(({ label }) => label))),
    element("div", { className: "sgm-class-row" }, button(words.download, () => take("html")), button(words.download_xlsx, () => take("xlsx"))));

  function button(text, act, main = false) {
    const node = element("button", { type: "button", textContent: text, className: main ? "sgm-class-main" : "" });
    node.addEventListener("click", act);
    return node;
  }

  function take(kind) {
    after(() => ask({ do: "download", kind }, "download"));
  }

  function save({ name, mime }, content) {
    const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: mime })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // ---- both ends ----

  function hear(message, buffers) {
    if (message.do === "download") save(message, buffers[0]);
    if (message.text) said.textContent = message.text;
    for (const name of message.do === "broken" ? [...waiting.keys()] : [message.do]) {
      waiting.get(name)?.(message);
      waiting.delete(name);
    }
  }

  function draw() {
    const open = new Set([...report.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    report.innerHTML = model.get("report");
    for (const one of report.querySelectorAll("summary")) one.parentElement.open = open.has(one.textContent);
    how.hidden = !model.get("report");
  }

  file.addEventListener("change", () => {
    const chosen = [...file.files];
    if (chosen.length) after(() => send(chosen));
  });
  const drop = element("div", { className: "sgm-class-drop" }, button(words.choose, () => file.click(), true), file,
    element("p", { textContent: words.choose_help }));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const chosen = [...event.dataTransfer.files];
    if (chosen.length) after(() => send(chosen));
  });
  el.classList.add("sgm-class");
  el.append(drop, said, how, report);
  model.on("change:report", draw);
  model.on("msg:custom", hear);
  draw();
  return () => {
    model.off("change:report", draw);
    model.off("msg:custom", hear);
  };
}

export default { render };
