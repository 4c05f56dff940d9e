// The workbook in the browser: read, checked, merged and kept by the rules of sgm_lab/workbook (_format.py, _merge.py).
// What one side writes the other reads: tests/test_workbook_contract.py holds both against each other.

import { alike } from "./front.js";

export const KEY = "sgm_lab.workbook";
export const CLEARED = `${KEY}.cleared`; // ids of workbooks that made room: no page that still has one writes it back
const LOT = "lot ";
const SCHEMA = 2;
const LARGEST = 5_000_000; // characters; a browser keeps no more
const DEEPEST = 50;
export const SECTIONS = ["learner", "exercises", "labs", "goals", "surveys", "settings", "again", "history"];
const RECORDS = ["exercises", "again"]; // sections of records: first answers, and those given when asked again
const OUTCOMES = ["not_attempted", "right", "partly", "wrong"];
const RECORD = { answer: null, outcome: "not_attempted", tries: 0, hints: 0, solution: false };
const FIELDS = [...Object.keys(RECORD), "updated"];
const TIME = /^(2\d{3})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))?)?$/;
const GONE = Symbol("no such entry");
const UNKNOWN = Symbol("differs from whatever is there");

export const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : GONE);
// Object.fromEntries and spreading keep "__proto__" an ordinary name, assigning does not.
const mapped = (table, change) => Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
const put = (table, key, value) => ({ ...table, ...Object.fromEntries([[key, value]]) });
const without = (table, key) => Object.fromEntries(Object.entries(table).filter(([name]) => name !== key));
const now = () => new Date().toISOString();
// Who hands in two copies of one workbook is one person: it gets an id that no other has (randomUUID wants https).
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");

// ---- what a workbook file says (_format.py) ----

// "王芳-workbook.json", without what Windows forbids in the name of a file.
export function fileName(learner) {
  const safe = learner.replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, "").replace(/^[.\s]+|[.\s]+$/g, "").slice(0, 40);
  return safe ? `${safe}-workbook.json` : "workbook.json";
}

const empty = () => ({ schema: SCHEMA, program: "sgm_lab", id: "", created: "", saved: "", ...Object.fromEntries(SECTIONS.map((name) => [name, {}])), learner: { name: "" } });

// Seconds since 1970 of a time as the workbook writes it, none as minus infinity; NaN where it is no time.
export function seconds(text) {
  if (text === "") return -Infinity;
  const found = typeof text === "string" ? text.match(TIME) : null;
  if (!found) return NaN;
  const [, year, month, day, hour = 0, minute = 0, second = 0, part = "", sign, offHour = 0, offMinute = 0] = found;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== Number(day)) return NaN; // 30 February
  const offset = (sign === "-" ? -60 : 60) * (60 * offHour + Number(offMinute));
  const whole = date.getTime() / 1000 + 3600 * hour + 60 * minute + Number(second) - offset;
  return (whole * 1e6 + Number(part.padEnd(6, "0"))) / 1e6;
}

const isTime = (value) => !Number.isNaN(seconds(value));
const count = (value) => Number.isInteger(value) && value >= 0;

// Whether Python could write it again: no endless numbers, no bottomless nesting.
function sound(value, depth = 0) {
  if (depth > DEEPEST || (typeof value === "number" && !Number.isFinite(value))) return false;
  return typeof value !== "object" || value === null || Object.values(value).every((part) => sound(part, depth + 1));
}

// Complete a record where it stands, since a class has a hundred thousand; whether it is one.
function record(made, saved) {
  if (!isTable(made)) return false;
  for (const name of FIELDS) if (!Object.hasOwn(made, name)) made[name] = name === "updated" ? saved : RECORD[name];
  return OUTCOMES.includes(made.outcome) && count(made.tries) && count(made.hints) && typeof made.solution === "boolean" && isTime(made.updated);
}

// The text of a file by the rules of _coding.py: "" where it is none, null where its writing cannot be told for certain.
export function decoded(bytes) {
  const as = (writing) => {
    try {
      return new TextDecoder(writing, { fatal: true }).decode(bytes);
    } catch {
      return "";
    }
  };
  const marked = (one, two) => bytes[0] === one && bytes[1] === two;
  if (marked(0xff, 0xfe) || marked(0x7b, 0)) return as("utf-16le");
  if (marked(0xfe, 0xff) || marked(0, 0x7b)) return as("utf-16be");
  const text = as("utf-8");
  if (text || !bytes.length) return text;
  const raw = new TextDecoder("latin1").decode(bytes).replace(/[^\0-\xff]/g, "\x80"); // a letter a byte
  if (/[\0-\x08\x0e-\x1f]/.test(raw) || !/^\s*[{[]/.test(raw)) return "";
  const letters = [];
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] >= 0x80) letters.push([bytes[at], bytes[(at += 1)]]);
  const common = letters.filter(([one, two]) => ((one >= 0xa1 && one <= 0xa3) || (one >= 0xb0 && one <= 0xd7)) && two >= 0xa1 && two <= 0xfe);
  const telling = common.some(([one]) => one >= 0xc9);
  return (common.length >= 0.9 * letters.length && telling && as("gb18030")) || null;
}

// The workbook that a text holds, in the present layout; or why it is none: "bad", "newer".
export function parse(text) {
  let book = null;
  try {
    book = JSON.parse(text.replace(/^\ufeff/, "")); // Windows' Notepad puts a mark in front
  } catch {
    return "bad";
  }
  if (!isTable(book) || book.program !== "sgm_lab" || !sound(book) || !Number.isInteger(book.schema) || book.schema < 1) return "bad";
  if (book.schema > SCHEMA) return "newer";
  if (book.schema === 1) {
    const { answers = {}, ...rest } = book; // the first edition kept bare answers
    if (!isTable(answers)) return "bad";
    book = { ...rest, schema: SCHEMA, exercises: mapped(answers, (answer) => ({ answer })) };
  }
  book = { ...empty(), ...book };
  if (typeof book.id !== "string") book.id = "";
  if ("includes" in book) book.includes = (Array.isArray(book.includes) ? book.includes : []).filter((one) => typeof one === "string");
  if (!isTime(book.created) || !isTime(book.saved) || !SECTIONS.every((name) => isTable(book[name]))) return "bad";
  book.learner = { name: "", ...book.learner };
  const records = RECORDS.flatMap((name) => Object.values(book[name]));
  const good = typeof book.learner.name === "string" && Object.values(book.history).every(Array.isArray) && records.every((one) => record(one, book.saved));
  return good ? book : "bad";
}

// ---- two versions become one (_merge.py) ----

const bare = (value) => (isTable(value) ? without(value, "updated") : value);
const sorted = (_, value) => (isTable(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);
// The same JSON, apart from the time an entry was updated.
export const same = (one, other) => (typeof one === "symbol" || typeof other === "symbol" ? one === other : JSON.stringify(bare(one), sorted) === JSON.stringify(bare(other), sorted));

const everything = (book) => SECTIONS.flatMap((section) => Object.keys(book[section]).map((key) => [section, key, UNKNOWN]));

function isLater(other, mine, theirsLater) {
  if (mine === "" || other === "") return mine === ""; // an empty text never takes the place of a full one
  const times = [other, mine].map((value) => (isTable(value) && value.updated ? seconds(value.updated) : NaN));
  return times.some(Number.isNaN) ? theirsLater : times[0] > times[1];
}

function keepOld(book, name, lost) {
  const kept = Object.hasOwn(book.history, name) ? book.history[name] : [];
  const fresh = lost.filter((one, at) => ![...kept, ...lost.slice(0, at)].some((other) => same(one, other)));
  book.history = put(book.history, name, [...kept, ...fresh]);
}

// `changes` of ours, each [section, key, what was there before], on top of theirs; of two answers the newer one
// stands, and the other is kept in the history.
export function combine(theirs, ours, changes, theirsLater) {
  const merged = { ...ours, ...theirs };
  for (const [section, key, before] of changes) {
    const [mine, other] = [own(ours[section], key), own(theirs[section], key)];
    if (section === "history") {
      keepOld(merged, key, mine === GONE ? [] : mine);
      continue;
    }
    let stands = mine;
    if (other !== GONE && !same(other, before) && !same(other, mine)) {
      const later = mine !== GONE && isLater(other, mine, theirsLater);
      if (later) stands = other;
      const lost = later ? mine : other;
      if (lost !== "") keepOld(merged, `${section}/${key}`, [lost]);
    }
    merged[section] = stands === GONE ? without(merged[section], key) : put(merged[section], key, stands);
  }
  return merged;
}

// Another workbook's work comes into ours, which stays itself and notes what it now includes.
export function joined(ours, theirs) {
  const merged = combine(theirs, ours, everything(ours), seconds(theirs.saved) > seconds(ours.saved));
  const head = Object.fromEntries(Object.entries(ours).filter(([name]) => !SECTIONS.includes(name)));
  const ids = [theirs.id, ...(theirs.includes ?? []), ...(ours.includes ?? [])].filter((id) => id && id !== ours.id);
  return { ...merged, ...head, ...(ids.length ? { includes: [...new Set(ids)].sort() } : {}) };
}

// ---- the workbook of this browser ----

// `storage` is where the browser keeps it; `visit` {get, set} what carries it to the next page where the browser keeps
// nothing. Both are handed in, so that it can be tried without a browser.
export class Workbook {
  constructor(storage, visit = { get: () => "", set: () => false }) {
    this.storage = storage;
    this.visit = visit;
    this.book = empty();
    this.fresh = ""; // the lot while it is not kept
    this.changes = new Map(); // not yet in the storage: [section, key, what was there before]
    this.stored = true; // whether the last change could be kept
    this.carried = false; // where not: whether the next page will have it
    this.why = ""; // "full" where the browser has no room, "blocked" where it keeps nothing, "newer"
    this.damaged = ""; // what was found instead of a workbook
    this.listeners = new Set();
    const brought = parse(visit.get());
    this.refresh();
    if (isTable(brought)) this.join(brought);
    else if (!this.stored) this.fail(this.why);
  }

  // What deals the choices of every exercise for this learner (front.js). It is kept with the first answer, under a name
  // that begins with the time: where workbooks have come together, the oldest counts, on either side (widget.py).
  get lot() {
    const kept = Object.keys(this.book.settings).filter((name) => name.startsWith(LOT)).sort();
    return kept[0] ?? (this.fresh ||= `${LOT}${now()} ${newId()}`);
  }

  get(id, section = "exercises") {
    return Object.hasOwn(this.book[section], id) ? this.book[section][id] : null;
  }

  // `before` is what the answer was made from: where another tab has written something else since, the newer
  // answer stands and the other goes to the history. Returns whether that was so.
  put(id, state, before, section = "exercises") {
    this.refresh();
    const there = own(this.book[section], id);
    const clash = Boolean(before) && there !== GONE && ![before, state].some((one) => alike(one, there));
    const later = clash && isLater(there, state, false);
    if (clash) {
      const name = `${section}/${id}`;
      const kept = own(this.book.history, name);
      this.change("history", name, [...(kept === GONE ? [] : kept), later ? state : there]);
    }
    if (own(this.book.settings, this.lot) === GONE) this.change("settings", this.lot, true);
    if (!later) this.change(section, id, state);
    return clash;
  }

  // Whatever else the workbook holds: the state of a lab, a goal. Each says when it was kept.
  keep(section, key, value) {
    this.change(section, key, isTable(value) ? { ...value, updated: now() } : value);
  }

  // As `keep`, and what stood there before stays in the history.
  replace(section, key, value) {
    const name = `${section}/${key}`;
    this.refresh();
    const [kept, before] = [own(this.book.history, name), own(this.book[section], key)];
    if (before !== GONE) this.change("history", name, [...(kept === GONE ? [] : kept), before]);
    this.keep(section, key, value);
  }

  drop(section, key) {
    this.change(section, key, GONE);
  }

  get name() {
    return this.book.learner.name;
  }

  set name(text) {
    this.change("learner", "name", text);
  }

  change(section, key, value) {
    this.refresh(); // another tab may have written since
    this.note([[section, key, own(this.book[section], key)]]);
    this.book[section] = value === GONE ? without(this.book[section], key) : put(this.book[section], key, value);
    this.save();
  }

  note(changes) {
    for (const [section, key, before] of changes) {
      const name = JSON.stringify([section, key]);
      if (!this.changes.has(name)) this.changes.set(name, [section, key, before]);
    }
  }

  // Bring memory up to what another tab has kept, with what could not be kept yet on top.
  refresh() {
    try {
      if (this.book.id && this.cleared().includes(this.book.id)) this.begin();
      const text = this.storage().getItem(KEY);
      const kept = text ? parse(text) : null;
      if (kept === "bad") this.setAside(text);
      if (kept === "newer") [this.stored, this.why] = [false, kept]; // a newer edition's work is not written over
      else if (this.why === "newer") [this.stored, this.why] = [true, ""];
      if (isTable(kept)) this.book = combine(kept, this.book, this.changes.values(), seconds(kept.saved) > seconds(this.book.saved));
    } catch {
      [this.stored, this.why] = [false, "blocked"];
    }
  }

  begin() {
    this.book = empty();
    this.fresh = "";
    this.changes.clear();
    this.visit.set("");
  }

  cleared() {
    return (this.storage().getItem(CLEARED) ?? "").split(" ").filter(Boolean);
  }

  // Make room for the next person. What comes back takes it back, as long as nobody has begun; then it says whether it did.
  clear() {
    this.refresh();
    if (!this.book.id) this.save(); // every page that is open learns which workbook it has
    const text = this.text();
    const { id } = this.book;
    try {
      this.storage().setItem(CLEARED, [...this.cleared(), id].slice(-50).join(" "));
      this.storage().removeItem(KEY);
    } catch {
      // nothing is kept here anyway
    }
    this.begin();
    this.tell();
    return () => {
      this.refresh();
      if (!this.untouched) return false;
      try {
        this.storage().setItem(CLEARED, this.cleared().filter((one) => one !== id).join(" "));
      } catch {
        // as above
      }
      this.book = parse(text);
      this.note(everything(this.book));
      this.save();
      return true;
    };
  }

  get untouched() {
    return this.name === "" && SECTIONS.every((section) => section === "learner" || Object.keys(this.book[section]).length === 0);
  }

  setAside(text) {
    this.damaged = text;
    const storage = this.storage();
    const place = (number) => (number === 1 ? `${KEY}.damaged` : `${KEY}.damaged-${number}`);
    let number = 1;
    while (![null, text].includes(storage.getItem(place(number)))) number += 1; // an earlier one stays
    storage.setItem(place(number), text);
  }

  // Said of every workbook that is kept or handed in: which one it is, since when, and how new.
  stamp() {
    const { id, created } = this.book;
    this.book = { ...this.book, id: id || newId(), created: created || now(), saved: now() };
  }

  save() {
    this.stamp();
    if (this.why === "newer") this.fail(this.why);
    else {
      try {
        this.storage().setItem(KEY, this.text());
        [this.stored, this.carried, this.why] = [true, false, ""];
        this.changes.clear();
        this.visit.set("");
      } catch (error) {
        this.fail(error?.name === "QuotaExceededError" ? "full" : "blocked");
      }
    }
    this.tell();
  }

  fail(why) {
    [this.stored, this.why] = [false, why];
    this.carried = this.visit.set(this.text());
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  text() {
    if (!this.book.saved) this.stamp();
    return JSON.stringify(this.book, null, 1);
  }

  // Take in a file: how many exercises it brought, or why not ("bad", "newer", "large").
  take(text) {
    if (text === null) return "coding";
    if (text.length > LARGEST) return "large";
    const book = parse(text);
    if (!isTable(book)) return book;
    this.refresh();
    this.join(book);
    return Object.keys(book.exercises).length;
  }

  join(theirs) {
    this.book = joined({ ...this.book, id: this.book.id || newId() }, theirs);
    this.note(everything(this.book));
    this.save();
  }
}
