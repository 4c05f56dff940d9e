// The workbook of the page: merging, other tabs, a storage that is full, blocked, damaged or from a newer edition.
import assert from "node:assert/strict";
import test from "node:test";

import { fileName } from "../../sgm_lab/exercises/workbook.js";
import { Workbook, combine, parse } from "../../sgm_lab/exercises/workbook.js";

const KEY = "sgm_lab.workbook";
const entry = (answer, updated, more = {}) => ({ answer, outcome: "wrong", tries: 1, hints: 0, solution: false, updated, ...more });
const book = (exercises, more = {}) => JSON.stringify({ schema: 2, program: "sgm_lab", exercises, ...more });

class Storage {
  constructor(text) {
    this.kept = new Map(text ? [[KEY, text]] : []);
    this.full = false;
  }
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, text) {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.kept.set(key, text);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}

test("what is put is kept in the layout of workbook.json", () => {
  const storage = new Storage();
  new Workbook(() => storage).put("a", entry("M", "2026-01-01T00:00:00Z"));
  const kept = JSON.parse(storage.getItem(KEY));
  assert.equal(kept.schema, 2);
  assert.equal(kept.program, "sgm_lab");
  assert.equal(kept.exercises.a.answer, "M");
});

test("a learner's lot is kept with the first answer, and the oldest counts where workbooks come together", () => {
  const storage = new Storage();
  const [one, two] = [new Workbook(() => storage), new Workbook(() => storage)];
  const { lot } = one;
  assert.equal(one.lot, lot);
  assert.ok(one.untouched);
  one.put("a", entry("M", "2026-01-01T00:00:00Z"));
  two.put("b", entry("O", "2026-01-01T00:00:01Z"));
  assert.deepEqual([one.lot, two.lot, new Workbook(() => storage).lot], [lot, lot, lot]);
  one.take(book({}, { id: "5e", settings: { "lot 2025-01-01T00:00:00.000Z 00": true } }));
  assert.equal(one.lot, "lot 2025-01-01T00:00:00.000Z 00");
  one.clear();
  assert.ok(one.lot > lot); // the next learner has a lot of their own
});

test("two tabs do not write over each other", () => {
  const storage = new Storage();
  const [one, two] = [new Workbook(() => storage), new Workbook(() => storage)];
  one.put("a", entry("M", "2026-01-01T00:00:00Z"));
  two.put("b", entry("O", "2026-01-01T00:00:01Z"));
  one.put("a", entry("A", "2026-01-01T00:00:02Z"));
  const kept = JSON.parse(storage.getItem(KEY)).exercises;
  assert.deepEqual([kept.a.answer, kept.b.answer], ["A", "O"]);
});

test("of two answers the newer stands, whatever the time zone; the other is kept, and what only one has stays", () => {
  const mine = parse(book({ a: entry("old", "2026-01-01T08:00:00+08:00"), c: entry("mine", "2026-01-02T00:00:00Z") }, { labs: { x: 1 } }));
  const theirs = parse(book({ a: entry("new", "2026-01-01T00:00:01Z"), b: entry("theirs", ""), c: entry("older", "2026-01-01T23:00:00Z") }, { labs: { y: 2 }, future: 7 }));
  const changes = ["a", "c"].map((id) => ["exercises", id, Symbol("unknown")]);
  const both = combine(theirs, mine, [...changes, ["labs", "x", Symbol("unknown")]], false);
  assert.deepEqual(Object.values(both.exercises).map((one) => one.answer).sort(), ["mine", "new", "theirs"]);
  assert.deepEqual(Object.entries(both.history).map(([name, [lost]]) => [name, lost.answer]), [["exercises/a", "old"], ["exercises/c", "older"]]);
  assert.deepEqual(both.labs, { x: 1, y: 2 });
  assert.equal(both.future, 7);
});

test("what another tab has written since is never put back to what was here before", () => {
  const storage = new Storage();
  const [one, two] = [new Workbook(() => storage), new Workbook(() => storage)];
  one.keep("labs", "smart-inbox", [1]); // an entry that cannot say when it was kept
  two.keep("labs", "kano", { rule: "mode" });
  two.keep("labs", "smart-inbox", [1, 2]);
  one.keep("settings", "size", "large");
  const kept = JSON.parse(storage.getItem(KEY));
  assert.deepEqual(kept.labs["smart-inbox"], [1, 2]);
  assert.equal(kept.labs.kano.rule, "mode");
  one.drop("labs", "kano");
  two.put("a", entry("M", "2026-01-01T00:00:00Z"));
  assert.equal("kano" in JSON.parse(storage.getItem(KEY)).labs, false);
});

test("where the browser keeps nothing, the work goes along to the next page", () => {
  let name = "";
  const visit = { get: () => name, set: (text) => ((name = text), text !== "") };
  const blocked = () => { throw new Error("SecurityError"); };
  const first = new Workbook(blocked, visit);
  first.put("a", entry("M", "2026-01-01T00:00:00Z"));
  assert.deepEqual([first.stored, first.carried, first.why], [false, true, "blocked"]);
  const second = new Workbook(blocked, visit);
  assert.equal(second.get("a").answer, "M");
  second.put("b", entry("O", "2026-01-01T00:00:00Z"));
  const storage = new Storage(); // a window of its own: from here on the browser keeps it
  const third = new Workbook(() => storage, visit);
  assert.deepEqual([third.stored, third.carried, name], [true, false, ""]);
  assert.deepEqual(Object.keys(JSON.parse(storage.getItem(KEY)).exercises), ["a", "b"]);
});

test("a full or blocked storage keeps the work on the page and says so", () => {
  const storage = new Storage();
  storage.full = true;
  const full = new Workbook(() => storage);
  full.put("a", entry("M", "2026-01-01T00:00:00Z"));
  assert.deepEqual([full.stored, full.why], [false, "full"]);
  assert.equal(full.get("a").answer, "M");
  storage.full = false;
  full.put("b", entry("O", "2026-01-01T00:00:00Z"));
  assert.equal(full.stored, true);
  assert.deepEqual(Object.keys(JSON.parse(storage.getItem(KEY)).exercises), ["a", "b"]);

  const blocked = new Workbook(() => { throw new Error("SecurityError"); });
  blocked.put("a", entry("M", "2026-01-01T00:00:00Z"));
  assert.equal(blocked.stored, false);
  assert.equal(blocked.get("a").answer, "M");
});

test("a damaged store is set aside and said, an earlier one stays; a newer edition's is left alone", () => {
  const storage = new Storage("{ not json");
  const workbook = new Workbook(() => storage);
  assert.equal(workbook.damaged, "{ not json");
  workbook.put("a", entry("M", ""));
  assert.equal(storage.getItem(`${KEY}.damaged`), "{ not json");
  assert.equal(JSON.parse(storage.getItem(KEY)).exercises.a.answer, "M");
  storage.setItem(KEY, "again");
  assert.equal(new Workbook(() => storage).damaged, "again");
  assert.deepEqual([storage.getItem(`${KEY}.damaged`), storage.getItem(`${KEY}.damaged-2`)], ["{ not json", "again"]);

  const newer = new Storage(JSON.stringify({ schema: 3, program: "sgm_lab", exercises: { z: 1 } }));
  const before = newer.getItem(KEY);
  const careful = new Workbook(() => newer);
  careful.put("a", entry("M", ""));
  assert.equal(newer.getItem(KEY), before);
  assert.deepEqual([careful.stored, careful.why], [false, "newer"]);
});

test("a file is taken in, or refused whole", () => {
  const storage = new Storage();
  const workbook = new Workbook(() => storage);
  for (const text of ["", "{", "[]", "null", '"x"', '{"program":"other","schema":2,"exercises":{}}', '{"program":"sgm_lab","schema":2,"exercises":[]}', '{"program":"sgm_lab","exercises":{}}', book({ b: 5 }), book({ c: { outcome: "great" } }), book({}, { labs: [] }), book({}, { saved: "soon" })]) {
    assert.equal(workbook.take(text), "bad", text);
  }
  assert.equal(workbook.take(JSON.stringify({ schema: 9, program: "sgm_lab", exercises: {} })), "newer");
  assert.equal(storage.getItem(KEY), null);
  assert.equal(workbook.take(" ".repeat(5_000_001)), "large");
  assert.equal(workbook.take("\ufeff" + book({ a: entry("M", "2026-01-01T00:00:00Z", { extra: 1 }), b: {} }, { saved: "2026-02-01" })), 2);
  assert.equal(workbook.get("a").extra, 1);
  assert.deepEqual([workbook.get("b").outcome, workbook.get("b").updated], ["not_attempted", "2026-02-01"]);
});

test("the first edition's bare answers are taken in", () => {
  const workbook = new Workbook(() => new Storage());
  assert.equal(workbook.take('{"schema":1,"program":"sgm_lab","answers":{"2.1-1":"M"}}'), 1);
  assert.equal(workbook.get("2.1-1").answer, "M");
  assert.equal(JSON.parse(workbook.text()).schema, 2);
  assert.equal("answers" in JSON.parse(workbook.text()), false);
});

test("names of the language itself are ordinary ids", () => {
  const workbook = new Workbook(() => new Storage());
  assert.equal(workbook.get("constructor"), null);
  workbook.take('{"schema":2,"program":"sgm_lab","exercises":{"__proto__":{"answer":"x"},"toString":{"answer":"y"}}}');
  assert.equal(workbook.get("toString").answer, "y");
  assert.equal({}.answer, undefined);
});

test("the learner's name is kept, and taken from a file only where there is none", () => {
  const storage = new Storage();
  const workbook = new Workbook(() => storage);
  assert.equal(workbook.name, "");
  workbook.take(book({}, { learner: { name: "林敏", other: 1 } }));
  assert.equal(workbook.name, "林敏");
  workbook.name = "何倩";
  assert.deepEqual(JSON.parse(storage.getItem(KEY)).learner, { name: "何倩", other: 1 });
  workbook.take(book({}, { learner: { name: "林敏" } }));
  assert.equal(new Workbook(() => storage).name, "何倩");
  assert.equal(workbook.take('{"schema":2,"program":"sgm_lab","exercises":{},"learner":{"name":7}}'), "bad");
  assert.equal(workbook.name, "何倩");
});

test("a workbook says which one it is, since when and how new; taking another in is noted, not adopted", () => {
  const storage = new Storage();
  const workbook = new Workbook(() => storage);
  workbook.put("a", entry("M", "2026-01-01T00:00:00Z"));
  const first = JSON.parse(workbook.text());
  assert.match(first.id, /^[0-9a-f]{16}$/);
  assert.ok(Date.parse(first.created) <= Date.parse(first.saved));
  workbook.put("b", entry("M", "2026-01-02T00:00:00Z"));
  const second = JSON.parse(new Workbook(() => storage).text());
  assert.deepEqual([second.id, second.created], [first.id, first.created]);

  const phone = new Workbook(() => new Storage());
  phone.take(book({ c: entry("M", "2026-01-03T00:00:00Z") }, { id: "lab", includes: ["older", 7] }));
  phone.take(workbook.text());
  const third = JSON.parse(phone.text());
  assert.deepEqual(third.includes, [first.id, "lab", "older"].sort());
  assert.equal(third.includes.includes(third.id), false);
  assert.match(JSON.parse(new Workbook(() => new Storage()).text()).id, /^[0-9a-f]{16}$/);
});

test("the file is called by the learner's name, in letters that every system takes", () => {
  assert.equal(fileName("王芳"), "王芳-workbook.json");
  assert.equal(fileName("  ..a/b\\c:*?\"<>|\u0000. "), "abc-workbook.json");
  assert.equal(fileName("…".repeat(99)).length, 40 + "-workbook.json".length);
  assert.equal(fileName(" . "), "workbook.json");
});

test("what gives way to a change may stay in the history", () => {
  const storage = new Storage(book({}, { labs: { kano: { case: "own" } } }));
  new Workbook(() => storage).replace("labs", "kano", { case: "education" });
  const kept = JSON.parse(storage.getItem(KEY));
  assert.equal(kept.labs.kano.case, "education");
  assert.deepEqual(kept.history["labs/kano"].map((one) => one.case), ["own"]);
});

test("the next person begins empty, whatever page is still open; until then it can be taken back", () => {
  const storage = new Storage();
  const [one, other] = [new Workbook(() => storage), new Workbook(() => storage)];
  one.put("a", entry("M", "2026-01-01T00:00:00Z"));
  one.name = "何倩";
  other.refresh();
  assert.equal(other.name, "何倩");
  const back = one.clear();
  assert.deepEqual([one.get("a"), one.name, storage.getItem(KEY)], [null, "", null]);
  assert.equal(back(), true);
  assert.deepEqual([one.get("a").answer, one.name], ["M", "何倩"]);
  const again = one.clear();
  other.put("b", entry("O", "2026-01-02T00:00:00Z")); // a page of the one before that was left open
  const kept = JSON.parse(storage.getItem(KEY));
  assert.deepEqual([Object.keys(kept.exercises), kept.learner.name], [["b"], ""]);
  assert.equal(again(), false); // somebody has begun
  assert.deepEqual(Object.keys(JSON.parse(storage.getItem(KEY)).exercises), ["b"]);
});

test("where the browser keeps nothing, the next person begins empty too", () => {
  let name = "";
  const workbook = new Workbook(() => { throw new Error("blocked"); }, { get: () => name, set: (text) => ((name = text), text !== "") });
  workbook.put("a", entry("M", "2026-01-01T00:00:00Z"));
  const back = workbook.clear();
  assert.deepEqual([workbook.get("a"), name], [null, ""]);
  assert.equal(back(), true);
  assert.equal(workbook.get("a").answer, "M");
});

test("of two tabs' answers the newer stands and the other goes to the history", () => {
  const storage = new Storage();
  const [one, two] = [new Workbook(() => storage), new Workbook(() => storage)];
  const first = entry("甲", "2026-01-01T00:00:01Z");
  const second = entry("乙", "2026-01-01T00:00:02Z");
  const nothing = { answer: null };
  assert.equal(two.put("a", second, nothing), false);
  assert.equal(one.put("a", first, nothing), true);
  const kept = JSON.parse(storage.getItem(KEY));
  assert.equal(kept.exercises.a.answer, "乙");
  assert.deepEqual(kept.history["exercises/a"].map((lost) => lost.answer), ["甲"]);
});
