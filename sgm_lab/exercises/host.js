// The published page: bring its exercises to life without Python, and keep the work in the browser.
// Exercises are <div class="sgm-exercise" data-id="…">, their records <script type="application/json" class="sgm-records">;
// <div class="sgm-workbook"> becomes the line with progress, download and load; where it holds a list of chapters, this
// follows the work; with data-sheet the completion sheet as well. What there is in the course says `sgmPlan` (journey.py).
// The work lies in the layout of workbook.json (workbook.js), so that it opens in JupyterLab, and back.

import exercise, { cleanState, fill, judgeLab } from "./front.js";
import { CLEARED, KEY, Workbook, decoded, fileName, isTable } from "./workbook.js";
import { planPage } from "./plan.js";
import { chapterList, element, isDone, journey, meter, placeOf, sum } from "./journey.js";

const time = (state) => Date.parse(isTable(state) ? state.updated : "") || 0;
const opened = () => location.protocol === "file:"; // straight from a folder: no server, so no Python

// When each exercise was last worked on in this page: there it stays open, in the others it folds.
const lastHere = {
  key: (id) => `sgm_lab.here/${document.documentElement.dataset.page}/${id}`,
  get(id) {
    try {
      return window.localStorage.getItem(this.key(id));
    } catch {
      return null; // blocked: then it folds here, too
    }
  },
  set(id, when) {
    try {
      window.localStorage.setItem(this.key(id), when);
    } catch {
      // as above
    }
  },
};

// What front.js asks of a model, on top of the workbook instead of a kernel.
// `section` is where the workbook keeps it: "exercises", or "again" for what is asked once more on another day.
export class Model {
  constructor(record, words, workbook, python, { twin = "", planPage = "", section = "exercises" } = {}) {
    const state = cleanState(workbook.get(record.id, section));
    this.values = { record, words, planPage, lang: record.lang, state, notice: "", twin, lot: workbook.lot };
    this.workbook = workbook;
    this.section = section;
    this.python = python;
    this.handlers = new Map();
    this.trouble = new Trouble(workbook, words);
    workbook.listeners.add(() => this.pull());
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    this.emit(`change:${name}`);
  }

  // Said to be saved only when the browser has it; what is wrong is said where the change was made.
  keep({ state, before, ref }) {
    const { record, words } = this.values;
    this.values.state = state;
    lastHere.set(record.id, state.updated);
    const clash = this.workbook.put(record.id, state, before, this.section);
    this.set("notice", clash ? words.clash : "");
    this.trouble.show();
    this.emit("msg:custom", { do: "kept", ref, updated: state.updated, saved: this.workbook.stored });
  }

  pull() {
    const kept = this.workbook.get(this.values.record.id, this.section);
    if (time(kept) > time(this.values.state)) this.set("state", cleanState(kept));
  }

  on(name, handler) {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), handler]);
  }

  off(name, handler) {
    this.handlers.set(name, (this.handlers.get(name) ?? []).filter((one) => one !== handler));
  }

  emit(name, ...values) {
    for (const handler of this.handlers.get(name) ?? []) handler(...values);
  }

  send(message) {
    if (message.do === "keep") this.keep(message);
    else void this.ask(message);
  }

  async ask(message) {
    const wait = (text) => this.emit("msg:custom", { do: "wait", text });
    const answer = this.python.check && (await this.python.check(message, wait).catch(() => null));
    const where = opened() ? "folder" : "page";
    const absent = { do: "absent", text: this.values.words[`${where}_need_python_${this.values.record.kind}`] };
    setTimeout(() => this.emit("msg:custom", answer || absent));
  }
}

function button(text, act, main) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = main ? "sgm-ex-main" : "sgm-ex-plain";
  node.textContent = text;
  node.addEventListener("click", act);
  return node;
}

function hand(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const download = (workbook) => hand(fileName(workbook.name), workbook.text());

// What could not be kept, why, how far it is carried, and what to do about it, with the buttons that do it.
class Trouble {
  constructor(workbook, words) {
    [this.workbook, this.words] = [workbook, words];
    this.node = element("div", { className: "sgm-ex-trouble", role: "status", hidden: true });
    this.told = "";
  }

  show() {
    const { workbook, words } = this;
    const framed = workbook.why === "blocked" && window.parent !== window;
    const lines = workbook.damaged ? [words.kept_damaged] : [];
    const buttons = workbook.damaged ? [button(words.download_damaged, () => hand("workbook.damaged.json", workbook.damaged))] : [];
    if (!workbook.stored) {
      lines.push(words[framed ? "kept_framed" : `kept_${workbook.why}`] + words[workbook.carried ? "kept_visit" : "kept_page"]);
      buttons.unshift(button(words.download, () => download(workbook), true));
      if (framed) buttons.push(button(words.own_window, () => this.open()));
    }
    this.node.hidden = lines.length === 0;
    if (this.told === lines.join("")) return; // a button that has the focus stays
    this.told = lines.join("");
    const tools = element("div", { className: "sgm-ex-tools" }, ...buttons);
    this.node.replaceChildren(...lines.map((textContent) => element("p", { textContent })), tools);
  }

  // The name of the new window brings the work along; the space keeps it apart from this window's own.
  open() {
    if (window.open(location.href, `${CARRIED}${this.workbook.text()} `)) return;
    const address = element("p", { textContent: fill(this.words.own_window_not, { url: location.href }) });
    this.node.append(address);
  }
}

// Where the browser keeps nothing, as for a frame of another site, the window's name goes along to the next page.
const CARRIED = `${KEY}:`;
const visit = {
  get: () => (window.name.startsWith(CARRIED) ? window.name.slice(CARRIED.length) : ""),
  set(text) {
    if (text || visit.get()) window.name = text && CARRIED + text;
    return text !== "" && visit.get() === text;
  },
};

// Other sites could read that name: what leads to them opens a window of its own.
function guard(workbook) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (workbook.carried && link && (link.protocol !== location.protocol || link.host !== location.host)) Object.assign(link, { target: "_blank", rel: "noopener" });
  }, { capture: true });
}

// Whose work it is, wherever it is printed or taken along.
function nameField(workbook, words) {
  const who = element("input", { type: "text", maxLength: 60, autocomplete: "name" });
  const draw = () => {
    if (document.activeElement !== who) who.value = workbook.name;
  };
  who.addEventListener("change", () => (workbook.name = who.value.trim()));
  workbook.listeners.add(draw);
  draw();
  return element("label", { className: "sgm-who" }, `${words.sheet_name} `, who);
}

// Clearing a shared machine for the next person: the file is offered first, and it can be taken back.
function handover(workbook, words, give) {
  const box = element("div", { className: "sgm-next" });
  const said = element("p", { role: "status" });
  const tools = element("div", { className: "sgm-ex-tools" });
  const ask = button(words.next, () => show(words.next_ask, [button(words.download, taken, true), clear, button(words.next_cancel, rest)], 0));
  const clear = button("", () => {
    const back = workbook.clear();
    const undo = button(words.next_undo, () => {
      const done = back();
      rest();
      said.textContent = words[done ? "next_undone" : "next_begun"];
    });
    show(words.next_done, [undo], 0);
  });

  function show(text, buttons, focused) {
    said.textContent = text;
    tools.replaceChildren(...buttons);
    buttons[focused].focus();
  }

  function taken() {
    give();
    clear.textContent = words.next_clear;
    clear.focus();
  }

  function rest() {
    clear.textContent = words.next_clear_unsaved;
    show("", [ask], 0);
  }

  clear.textContent = words.next_clear_unsaved;
  tools.append(ask);
  box.append(said, tools);
  const draw = () => (box.hidden = workbook.why === "newer"); // another edition's work is no page's to clear
  workbook.listeners.add(draw);
  draw();
  return box;
}

function bar(place, workbook, words, plan, here, sheetHere) {
  const line = document.createElement("div");
  const said = element("p", { role: "status" });
  const trouble = new Trouble(workbook, words);
  const file = element("input", { type: "file", accept: ".json,application/json", hidden: true });
  const tools = element("div", { className: "sgm-ex-tools" });

  function give() {
    download(workbook);
    said.textContent = workbook.name ? "" : words.unnamed;
  }

  async function load() {
    const [chosen] = file.files;
    if (!chosen) return;
    const text = await chosen.arrayBuffer().then((bytes) => decoded(new Uint8Array(bytes))).catch(() => "");
    const taken = workbook.take(text);
    said.textContent = typeof taken === "number" ? fill(words.loaded, { n: taken }) : fill(words[`load_${taken}`], { file: chosen.name });
    file.value = "";
  }

  function draw() {
    const get = (id) => workbook.get(id);
    const chapter = chapterAt(plan, here);
    if (chapter) line.replaceChildren(meter(plan.words, sum(chapter.exercises, get), "chapter"));
    else if (plan) line.replaceChildren(meter(plan.words, journey(plan, get), "course"));
    trouble.show();
  }

  file.addEventListener("change", load);
  if (!sheetHere) tools.append(nameField(workbook, words));
  tools.append(button(words.download, give), button(words.load, () => file.click()), file);
  place.replaceChildren(line, tools, said, trouble.node);
  if (sheetHere) place.append(handover(workbook, words, give));
  workbook.listeners.add(draw);
  draw();
}

// ---- the page of the workbook: chapters, and a sheet to print ----

const cell = (...children) => element("td", {}, ...children);
const head = (text, scope) => element("th", { textContent: text, scope });

function table(caption, heads, rows) {
  const top = element("thead", {}, element("tr", {}, ...heads.map((text) => head(text, "col"))));
  const body = element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells)));
  return element("table", { className: "sgm-chapters" }, element("caption", { textContent: caption }), top, body);
}

function chapters(plan, workbook, root) {
  const place = element("div");
  const draw = () => place.replaceChildren(chapterList(plan, (id) => workbook.get(id), root));
  workbook.listeners.add(draw);
  draw();
  return place;
}

function sheet(plan, workbook, words, lang) {
  const day = (when) => (when ? new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(when) : "–");
  const list = element("div", {});
  const date = element("span", {});
  function draw() {
    date.textContent = `${words.sheet_date} ${day(Date.now())}`;
    const rows = journey(plan, (id) => workbook.get(id)).chapters.map(({ title, done, total, right, last }) =>
      [head(title, "row"), cell(fill(plan.words.done_of, { done, total })), cell(fill(words.count, { n: right })), cell(day(last))]);
    list.replaceChildren(table(words.sheet_note, [plan.words.chapter, plan.words.exercises, words.sheet_right, words.sheet_last], rows));
  }
  window.addEventListener("beforeprint", draw);
  workbook.listeners.add(draw);
  draw();
  return element("section", { className: "sgm-sheet" },
    element("h2", { textContent: `${words.course} · ${words.sheet}` }),
    element("p", { className: "sgm-sheet-who" }, nameField(workbook, words), date), list,
    element("div", { className: "sgm-ex-tools" }, button(words.sheet_print, printSheet)));
}

// Only the sheet goes to the printer; the page itself prints as any other.
function printSheet() {
  document.documentElement.classList.add("sgm-print-sheet");
  window.addEventListener("afterprint", () => document.documentElement.classList.remove("sgm-print-sheet"), { once: true });
  window.print();
}

// The folder of the site, the page of the plan that one is on, and the chapter that it belongs to.
export const rootOf = (page) => new URL(page.documentElement.dataset.content_root || "./", page.baseURI).href;
export const pageAt = (plan, page) => (plan ? plan.pages.findIndex(({ url }) => url === `${page.documentElement.dataset.page}.html`) : -1);
export const chapterAt = (plan, here) => plan?.chapters.find(({ exercises }) => exercises.some(({ places }) => places.some(([at]) => at === here)));

// Where else an exercise stands that was done there: it is not asked again here.
function twinOf(plan, here, id, workbook) {
  if (!plan || !isDone(workbook.get(id)) || lastHere.get(id) === workbook.get(id).updated) return "";
  const known = plan.chapters.flatMap(({ exercises }) => exercises).find((one) => one.id === id);
  const other = known?.places.find(([at]) => at !== here);
  return other ? fill(plan.words.twin, { page: plan.pages[other[0]].title }) : "";
}

export function start(page = document, plan = globalThis.sgmPlan ?? null) {
  const records = new Map();
  let words = null;
  for (const script of page.querySelectorAll("script.sgm-records")) {
    const data = JSON.parse(script.textContent);
    words ??= data.words;
    for (const record of data.records) records.set(record.id, record);
  }
  const workbook = new Workbook(() => window.localStorage, visit);
  const here = pageAt(plan, page);
  // The page sets `check` where it can run Python: async ({ id, answer, … }, wait) → { do: "checked", answer, outcome };
  // `wait(text)` says that it takes a while.
  const python = { check: null };
  const root = rootOf(page);
  const addressOf = ({ url, name }) => ({ url: root + url, name });
  const rowOf = (course, id) => course.goalPlan.rows.find(({ exercises }) => exercises.some((one) => one.id === id))?.row;
  const planAt = plan?.goalPlan?.url ? `${root}${plan.goalPlan.url}` : "";
  for (const place of page.querySelectorAll(".sgm-exercise[data-id]")) {
    const record = records.get(place.dataset.id);
    if (!record) continue;
    const model = new Model(record, words, workbook, python, { twin: twinOf(plan, here, record.id, workbook), planPage: planAt && `${planAt}#row-${rowOf(plan, record.id)}` });
    exercise.render({ model, el: place });
    place.append(model.trouble.node);
  }
  for (const place of plan?.goalPlan ? page.querySelectorAll(".sgm-goal-plan") : []) {
    const known = new Map(plan.chapters.flatMap(({ exercises }) => exercises).filter(({ places }) => places.length).map((one) => [one.id, one]));
    planPage(place, plan.goalPlan, workbook, (id) => known.has(id) && addressOf(placeOf(plan, known.get(id))));
  }
  for (const place of words ? page.querySelectorAll(".sgm-workbook") : []) {
    const list = place.querySelector(".sgm-chapters"); // as it stands without a script
    const whole = Boolean(plan && "sheet" in place.dataset);
    bar(place, workbook, words, plan, here, whole);
    if (plan && list) place.prepend(chapters(plan, workbook, root));
    if (whole) place.append(sheet(plan, workbook, words, page.documentElement.lang || "zh-CN"));
  }
  for (const line of opened() ? page.querySelectorAll(".sgm-live[data-folder]") : []) line.replaceChildren(element("p", { textContent: line.dataset.folder }));
  guard(workbook);
  window.addEventListener("storage", (event) => {
    if (event.key === CLEARED) location.reload(); // Python in the page may hold the work of the one before, too
    if (event.key !== KEY) return;
    workbook.refresh();
    workbook.tell();
  });
  return { workbook, python, records, words, plan, here, judgeLab };
}

if (typeof document !== "undefined") window.sgmExercises = start();
