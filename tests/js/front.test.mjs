// The front end judges as Python does. tests/test_exercises.py writes what Python says and names the file in SGM_EXERCISES.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { KINDS, check, cleanState, deal, fill, judgeLab, nameOf, readNumber } from "../../sgm_lab/exercises/front.js";

const file = process.env.SGM_EXERCISES;
const said = file ? JSON.parse(readFileSync(file, "utf8")) : null;
const table = JSON.parse(readFileSync(new URL("../data/exercises/cases.json", import.meta.url), "utf8"));
const needed = { skip: file ? false : "run by pytest (tests/test_exercises.py)" };

test("numbers are read as in Python", () => {
  for (const [text, value, unit] of table.numbers) {
    const found = readNumber(text);
    assert.deepEqual(found, value === null ? null : { value, unit }, text);
  }
});

test("the table of answers", needed, () => {
  for (const row of table.answers) {
    const record = said.records.zh[row.id];
    const found = check(record, row.answer, said.words.zh);
    const name = `${row.id} ${JSON.stringify(row.answer)}`;
    if (row.python) {
      assert.equal(found, null, name);
      continue;
    }
    assert.equal(found.state, row.state, name);
    assert.deepEqual(found.missing, row.missing, name);
    assert.ok(found.feedback.join("").includes(row.says), `${name}: ${found.feedback}`);
  }
});

test("whatever is answered, both say the same in both languages", needed, () => {
  assert.ok(said.outcomes.length > 300);
  for (const { id, lang, answer, outcome } of said.outcomes) {
    assert.deepEqual(check(said.records[lang][id], answer, said.words[lang]), outcome, `${id} ${JSON.stringify(answer)}`);
  }
});

test("a state that cannot be right becomes an empty one", () => {
  const empty = { answer: null, outcome: "not_attempted", tries: 0, hints: 0, solution: false, updated: "", mistakes: [] };
  for (const raw of [null, undefined, 3, "x", [], { outcome: "great", tries: -1, hints: 1.5, solution: "yes", updated: 4, mistakes: {} }]) {
    assert.deepEqual(cleanState(raw), empty);
  }
});

test("each exercise of a chapter has a name of its own", needed, () => {
  for (const [lang, chapters] of Object.entries(said.course)) {
    for (const [chapter, records] of Object.entries(chapters)) {
      const names = records.map((record) => nameOf(record, said.words[lang]));
      assert.equal(new Set(names).size, names.length, `${lang} ${chapter}`);
    }
  }
});

test("choices are dealt anew for each learner, and always alike for one", needed, () => {
  const options = ["a", "b", "c", "d"].map((id) => ({ id }));
  const record = { id: "x", kind: "single", options, answer: "b" };
  const ids = (found) => found.options.map((one) => one.id);
  const lots = Array.from({ length: 1000 }, (_, i) => `lot 2026-01-01T00:00:00.${String(i).padStart(3, "0")}Z 5e`);
  const places = [0, 0, 0, 0];
  for (const lot of lots) {
    const found = deal(record, lot);
    assert.deepEqual(ids(found), ids(deal(record, lot)));
    assert.deepEqual([...ids(found)].sort(), ["a", "b", "c", "d"]);
    const longer = ids(deal({ ...record, options: [{ id: "e" }, ...options] }, lot));
    assert.deepEqual(longer.filter((id) => id !== "e"), ids(found)); // a choice added later moves no other
    places[ids(found).indexOf("b")] += 1;
  }
  for (const n of places) assert.ok(n > 200 && n < 300, `${places}`);
  assert.equal(deal(record, ""), record);
  // What is to be put in order is never dealt in that order.
  for (const one of Object.values(said.records.zh).filter((each) => each.kind === "order")) {
    for (const lot of lots) assert.notDeepEqual(deal(one, lot).items.map(({ id }) => id), one.answer);
  }
});

test("placeholders without a value stay", () => {
  assert.equal(fill("{a} {b}", { a: 0 }), "0 {b}");
});

test("a kind is one entry", () => {
  KINDS.yesno = { check: (record, answer) => ({ state: answer === record.answer ? "right" : "wrong", feedback: [] }) };
  const record = { kind: "yesno", answer: "no", right: "Well seen." };
  assert.deepEqual(check(record, "no", {}), { state: "right", feedback: ["Well seen."] });
  assert.equal(check(record, "yes", {}).state, "wrong");
  delete KINDS.yesno;
  assert.equal(check(record, "no", {}), null);
});

test("a lab's state and the figure in its result are judged without Python where the page knows it", () => {
  const words = { still: "still {what}", found_write: "read {ask}", found_wrong: "wrong {why}{where}", number_unread: "unread", lab_met: "met" };
  const record = { goal: { wave: 1, view: "q" }, steps: { wave: "wave 1", view: "view q" }, feedback: "not yet", worked: ["row x"],
    finding: { ask: "how much?" }, figure: { value: -0.26, decimals: 2, state: { wave: 1, view: "q", rule: "m" } } };
  const there = { wave: 1, view: "q", rule: "m" };
  const said = (state, found) => judgeLab(record, state, found === undefined ? null : { found }, words)?.outcome;
  assert.deepEqual(said({ wave: 2, view: "q" }), { state: "partly", feedback: ["not yet", "still wave 1"], missing: ["wave"], details: { wrong: ["wave"] } });
  assert.equal(said({ wave: 2, view: "t" }, "1").state, "wrong");
  assert.deepEqual(said(there), { state: "partly", feedback: ["read how much?"], missing: ["found"], details: { wrong: [] } });
  for (const right of ["−0.26", "0.26", "-0.26"]) assert.deepEqual(said(there, right).feedback, ["met"]);
  assert.deepEqual(said(there, "-0.68"), { state: "partly", feedback: ["wrong row x"], missing: ["found"], details: { wrong: ["found"] } });
  assert.deepEqual(said(there, "x").feedback, ["unread"]);
  assert.deepEqual(judgeLab(record, there, { found: "0.26" }, words).answer, { ...there, found: "0.26" });
  assert.equal(judgeLab(record, { ...there, rule: "other" }, { found: "0.26" }, words), null); // only Python knows
});
