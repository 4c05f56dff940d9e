// When an exercise is asked again: the days between, what comes first, how much is a sitting.
import assert from "node:assert/strict";
import test from "node:test";

import { due as dueBy, keyOf, owed as owedOf, repeats, sitting as sittingOf } from "../../book/_course/again.js";

process.env.TZ = "Asia/Shanghai";
const again = { steps: { wrong: [1, 3, 7, 21], right: [7, 21] }, minutes: 15 }; // as in again.py
const due = (state, times = []) => dueBy(state, times, again);
const owed = (plan, ...rest) => owedOf({ ...plan, again }, ...rest);
const sitting = (found) => sittingOf(found, again);
const DAY = 86_400_000;
const day = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const at = (text, more = {}) => ({ outcome: "right", tries: 1, mistakes: [], updated: `${text}T02:00:00Z`, ...more });
const wrong = (text, more = {}) => at(text, { mistakes: ["M"], ...more });
const time = (text, state = at(text)) => ({ day: day(text), state });

test("right the first time: after 7 days and after 21; then never again", () => {
  assert.deepEqual(due(at("2026-03-01")), { day: day("2026-03-08"), wrong: false });
  assert.deepEqual(due(at("2026-03-01"), [time("2026-03-10")]), { day: day("2026-03-31"), wrong: false });
  assert.equal(due(at("2026-03-01"), [time("2026-03-10"), time("2026-03-31")]), null);
});

test("wrong the first time: after 1, 3, 7 and 21 days, also where it was mended or only given up", () => {
  const times = [];
  for (const [asked, next] of [["2026-03-02", "2026-03-05"], ["2026-03-05", "2026-03-12"], ["2026-03-12", "2026-04-02"]]) {
    times.push(time(asked));
    assert.deepEqual(due(wrong("2026-03-01"), times), { day: day(next), wrong: true });
  }
  assert.equal(due(wrong("2026-03-01"), [...times, time("2026-04-02")]), null);
  assert.equal(due(at("2026-03-01", { outcome: "wrong" })).day, day("2026-03-02"));
});

test("wrong when asked again: from one day anew, whatever it was before", () => {
  const times = [time("2026-03-08"), time("2026-03-29", wrong("2026-03-29"))];
  assert.deepEqual(due(at("2026-03-01"), times), { day: day("2026-03-30"), wrong: true });
});

test("what was never checked is not asked; a draft of today is no answer; an old workbook without times is due now", () => {
  assert.equal(due(null), null);
  assert.equal(due({ outcome: "not_attempted", tries: 0, answer: "M" }), null);
  assert.equal(repeats({ "a@2026-03-08": { outcome: "not_attempted", tries: 0 }, a: at("2026-03-08"), "a@soon": at("2026-03-08") }).size, 0);
  assert.ok(due({ outcome: "right", tries: 1, updated: "" }).day < day("2026-01-01"));
});

test("a day is one of the learner's own calendar", () => {
  assert.equal(due({ ...at("2026-03-01"), updated: "2026-03-01T18:00:00Z" }).day, day("2026-03-09")); // the 2nd in Shanghai
  assert.equal(keyOf("2.1-check-1", day("2026-03-09")), "2.1-check-1@2026-03-09");
});

const one = (id, more = {}) => ({ id, minutes: 2, places: [[0, 0]], again: true, ...more });
const plan = { chapters: [{ exercises: [one("a"), one("b"), one("c", { again: undefined })] }, { exercises: [one("d"), one("e"), one("f", { places: [] })] }] };
const states = { a: at("2026-03-01"), b: at("2026-02-01"), c: wrong("2026-03-01"), d: wrong("2026-03-06"), e: at("2026-03-07"), f: at("2026-03-01") };
const get = (id) => states[id] ?? null;

test("what went wrong comes first, then what has waited longest; of all chapters, but not what cannot be asked", () => {
  const found = owed(plan, get, {}, day("2026-03-08"));
  assert.deepEqual(found.due.map(({ one: { id } }) => id), ["d", "b", "a"]);
  assert.deepEqual([found.tried, found.next, found.done], [true, day("2026-03-14"), 0]);
  const later = owed(plan, get, { "d@2026-03-08": at("2026-03-08"), "b@2026-03-08": wrong("2026-03-08") }, day("2026-03-08"));
  assert.deepEqual(later.due.map(({ one: { id } }) => id), ["a"]);
  assert.deepEqual([later.next, later.done], [day("2026-03-09"), 2]);
  assert.deepEqual(owed(plan, () => null, {}, day("2026-03-08")), { begun: false, tried: false, due: [], next: Infinity, done: 0 });
  const written = owed(plan, (id) => (id === "c" ? at("2026-03-01") : null), {}, day("2026-03-08"));
  assert.deepEqual([written.begun, written.tried], [true, false]); // done, though nothing that can be asked
});

test("a sitting is a quarter of an hour, one exercise at least", () => {
  const many = Array.from({ length: 12 }, (_, n) => ({ one: one(`x${n}`) }));
  assert.equal(sitting(many).length, 7);
  assert.equal(sitting([{ one: one("x", { minutes: 40 }) }]).length, 1);
});
