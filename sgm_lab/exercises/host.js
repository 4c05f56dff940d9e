// The published page: bring its exercises to life without Python, and keep the work in the browser.
// Exercises are <div class="sgm-exercise" data-id="…">, their records <script type="application/json" class="sgm-records">;
// <div class="sgm-workbook"> becomes the line with progress, download and load; where it holds a list of chapters, this
// follows the work; with data-sheet the completion sheet as well. What there is in the course says `sgmPlan` (journey.py).
// The work lies under one key in the layout of workbook.json, so that it opens in JupyterLab, and back.

import exercise, { cleanState, fill } from "./front.js";
import { chapterList, element, isDone, journey, meter, sum } from "./journey.js";

const KEY = "sgm_lab.workbook";
const SCHEMA = 2;
const LARGEST = 5_000_000; // characters of a file that can be a workbook

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const time = (state) => Date.parse(isTable(state) ? state.updated : "") || 0;
const empty = () => ({ schema: SCHEMA, program: "sgm_lab", exercises: {} });
const texts = (list) => (Array.isArray(list) ? list.filter((one) => typeof one === "string") : []);

// Who hands in two copies of one workbook is one person: it gets an id that no other has (randomUUID wants https).
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");

// "王芳-workbook.json", without what Windows forbids in the name of a file.
export function fileName(learner) {
  const safe = learner.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, "").replace(/^[.\s]+|[.\s]+$/g, "").slice(0, 40);
  return safe ? `${safe}-workbook.json` : "workbook.json";
}

function parse(text) {
  try {
    const book = JSON.parse(text);
    if (!isTable(book) || book.program !== "sgm_lab" || !Number.isInteger(book.schema)) return null;
    // The first edition kept bare answers.
    const { answers, ...rest } = book;
    const kept = book.schema === 1 ? mapped(isTable(answers) ? answers : {}, (answer) => ({ answer })) : book.exercises;
    return isTable(kept) ? { ...rest, exercises: mapped(kept, complete) } : null;
  } catch {
    return null;
  }
}

const mapped = (table, change) => Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));

// Whatever else an entry holds stays; a field that cannot be right would make JupyterLab refuse the whole file.
function complete(entry) {
  const state = { ...(isTable(entry) ? entry : {}), ...cleanState(entry) };
  return { ...state, updated: time(state) ? state.updated : "" };
}

const name = (book) => (isTable(book.learner) && typeof book.learner.name === "string" ? book.learner.name : "");

// Of two workbooks, entry by entry, the newer one; what only one of them has stays.
export function merge(mine, theirs) {
  const both = { ...theirs, ...mine };
  for (const [section, entries] of Object.entries(theirs)) {
    if (!isTable(entries) || !isTable(mine[section])) continue;
    const joined = new Map(Object.entries(mine[section]));
    for (const [id, entry] of Object.entries(entries)) {
      if (!joined.has(id) || time(entry) > time(joined.get(id))) joined.set(id, entry);
    }
    both[section] = Object.fromEntries(joined);
  }
  if (isTable(both.learner)) both.learner.name = name(mine) || name(theirs);
  const ids = new Set([...texts(mine.includes), ...texts(theirs.includes), ...texts([theirs.id])]);
  ids.delete(both.id);
  if (ids.size) both.includes = [...ids].sort();
  return both;
}

// The workbook of this browser. `storage` is handed in so that it can be tested without one.
export class Workbook {
  constructor(storage) {
    this.storage = storage;
    this.book = empty();
    this.stored = true; // whether the last change could be kept
    this.newer = false;
    this.listeners = new Set();
    this.refresh();
  }

  get(id) {
    return Object.hasOwn(this.book.exercises, id) ? this.book.exercises[id] : null;
  }

  put(id, state) {
    this.refresh(); // another tab may have written since
    this.book.exercises = { ...this.book.exercises, [id]: state };
    this.save();
  }

  // Whatever else the workbook holds: the state of a lab, a goal.
  keep(section, key, value) {
    this.refresh();
    const kept = isTable(this.book[section]) ? this.book[section] : {};
    this.book[section] = { ...kept, [key]: value };
    this.save();
  }

  drop(section, key) {
    this.refresh();
    if (isTable(this.book[section])) delete this.book[section][key];
    this.save();
  }

  get name() {
    return name(this.book);
  }

  set name(text) {
    this.refresh();
    this.book.learner = { ...(isTable(this.book.learner) ? this.book.learner : {}), name: text };
    this.save();
  }

  refresh() {
    try {
      const text = this.storage().getItem(KEY);
      const kept = text && parse(text);
      this.newer = Boolean(kept && kept.schema > SCHEMA); // a newer edition's work is not written over
      if (text && !kept) this.storage().setItem(`${KEY}.damaged`, text); // set aside, to be looked at
      else if (kept && !this.newer) this.book = { ...merge(this.book, kept), schema: SCHEMA };
    } catch {
      this.stored = false;
    }
  }

  // Said of every workbook that is kept or handed in: which one it is, since when, and how new.
  stamp() {
    const now = new Date().toISOString();
    Object.assign(this.book, { id: this.book.id || newId(), created: this.book.created || now, saved: now });
  }

  save() {
    this.stamp();
    try {
      if (!this.newer) this.storage().setItem(KEY, JSON.stringify(this.book));
      this.stored = !this.newer;
    } catch {
      this.stored = false;
    }
    this.tell();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  text() {
    if (!this.book.saved) this.stamp();
    return JSON.stringify(this.book, null, 1);
  }

  // Take in a file: how many exercises it brought, or why not ("bad", "newer").
  take(text) {
    const book = text.length <= LARGEST ? parse(text) : null;
    if (!book) return "bad";
    if (book.schema > SCHEMA) return "newer";
    this.refresh();
    if (!this.book.id) this.stamp(); // this browser's workbook takes the other in and stays itself
    this.book = { ...merge(this.book, book), schema: SCHEMA };
    this.save();
    return Object.keys(book.exercises).length;
  }
}

// What front.js asks of a model, on top of the workbook instead of a kernel.
class Model {
  constructor(record, words, workbook, python, twin = "") {
    const state = cleanState(workbook.get(record.id));
    this.values = { record, words, lang: record.lang, state, notice: "", twin };
    this.workbook = workbook;
    this.python = python;
    this.handlers = new Map();
    workbook.listeners.add(() => this.pull());
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    this.emit(`change:${name}`);
  }

  save_changes() {
    this.workbook.put(this.values.record.id, this.values.state);
    this.set("notice", this.workbook.stored ? "" : this.values.words.storage); // said where the change was made
  }

  pull() {
    const kept = this.workbook.get(this.values.record.id);
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

  async send(message) {
    const wait = (text) => this.emit("msg:custom", { do: "wait", text });
    const answer = this.python.check && (await this.python.check(message, wait).catch(() => null));
    const absent = { do: "absent", text: this.values.words[`page_need_python_${this.values.record.kind}`] };
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

function bar(place, workbook, words, plan, here, sheetHere) {
  const line = document.createElement("div");
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const file = document.createElement("input");
  Object.assign(file, { type: "file", accept: ".json,application/json", hidden: true });
  const tools = document.createElement("div");
  tools.className = "sgm-ex-tools";

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([workbook.text()], { type: "application/json" }));
    link.download = fileName(workbook.name);
    link.click();
    said.textContent = workbook.name ? "" : words.unnamed;
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function load() {
    const [chosen] = file.files;
    if (!chosen) return;
    const taken = workbook.take(await chosen.text().catch(() => ""));
    said.textContent = typeof taken === "number" ? fill(words.loaded, { n: taken }) : fill(words[`load_${taken}`], { file: chosen.name });
    if (!workbook.stored) said.textContent += words.storage;
    file.value = "";
  }

  function draw() {
    const get = (id) => workbook.get(id);
    const chapter = chapterAt(plan, here);
    if (chapter) line.replaceChildren(meter(plan.words, sum(chapter.exercises, get), "chapter"));
    else if (plan) line.replaceChildren(meter(plan.words, journey(plan, get), "course"));
  }

  file.addEventListener("change", load);
  if (!sheetHere) tools.append(nameField(workbook, words));
  tools.append(button(words.download, download), button(words.load, () => file.click()), file);
  place.replaceChildren(line, tools, said);
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

// Where else an exercise stands that was done before the page was opened: it is not asked again.
function twinOf(plan, here, id, workbook) {
  if (!plan || !isDone(workbook.get(id))) return "";
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
  if (!words && !plan) return null;
  const workbook = new Workbook(() => window.localStorage);
  const here = pageAt(plan, page);
  // The page sets `check` where it can run Python: async ({ id, answer, … }, wait) → { do: "checked", answer, outcome };
  // `wait(text)` says that it takes a while.
  const python = { check: null };
  for (const place of page.querySelectorAll(".sgm-exercise[data-id]")) {
    const record = records.get(place.dataset.id);
    if (record) exercise.render({ model: new Model(record, words, workbook, python, twinOf(plan, here, record.id, workbook)), el: place });
  }
  for (const place of words ? page.querySelectorAll(".sgm-workbook") : []) {
    const list = place.querySelector(".sgm-chapters"); // as it stands without a script
    const whole = Boolean(plan && "sheet" in place.dataset);
    bar(place, workbook, words, plan, here, whole);
    if (plan && list) place.prepend(chapters(plan, workbook, rootOf(page)));
    if (whole) place.append(sheet(plan, workbook, words, page.documentElement.lang || "zh-CN"));
  }
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    workbook.refresh();
    workbook.tell();
  });
  return { workbook, python, records, words, plan, here };
}

if (typeof document !== "undefined") window.sgmExercises = start();
