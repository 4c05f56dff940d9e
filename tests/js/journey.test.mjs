// How far one is and what comes next, from the plan and the states of a workbook.
import assert from "node:assert/strict";
import test from "node:test";

import { after, chapterOf, isDone, journey, onPage, placeOf, said, span, sum } from "../../sgm_lab/exercises/journey.js";

const words = {
  minutes: "about {n} min", hours: "about {hours} h", hours_minutes: "about {hours} h {n} min", where: "{page} · {part}",
  course_left: "{done} of {total}, {time}", course_done: "all {total}",
};
const one = (id, minutes, places, more = {}) => ({ id, minutes, places, ...more });
const plan = {
  words,
  python: false,
  pages: [
    { url: "a.html", title: "A", parts: [["one", "One"], ["two", "Two"]] },
    { url: "b.html", title: "A, workbook", parts: [["warm", "Warm-up"]] },
    { url: "c.html", title: "B", parts: [["", ""]] },
  ],
  chapters: [
    { name: "1", title: "A", page: 0, exercises: [one("a", 2, [[0, 0], [1, 0]]), one("b", 1.5, [[0, 1], [1, 0]]), one("c", 3, [[1, 0]], { python: true })] },
    { name: "2", title: "B", page: 2, exercises: [one("d", 60, [[2, 0]])] },
  ],
};
const all = plan.chapters.flatMap(({ exercises }) => exercises);
const look = (states) => (id) => states[id] ?? null;
const right = (updated) => ({ outcome: "right", tries: 1, updated });

test("done: right, or tried with the solution read", () => {
  assert.equal(isDone(null), false);
  assert.equal(isDone("right"), false);
  assert.equal(isDone({ outcome: "right" }), true);
  assert.equal(isDone({ outcome: "wrong", tries: 1, solution: true }), true);
  assert.equal(isDone({ outcome: "not_attempted", tries: 0, solution: true }), false);
});

test("a page belongs to the chapter its name says, whatever it asks", () => {
  const urls = ["book/zh/2-1-goals.html", "book/zh/2-own-1.html", "book/zh/own-2.html", "book/zh/test-a.html"];
  const pages = urls.map((url) => ({ url, title: "", parts: [["", ""]] }));
  const chapters = [
    { name: "2.1", exercises: [one("a", 2, [[0, 0], [1, 0], [2, 0]]), one("b", 3, [[0, 0]])] },
    { name: "2", exercises: [one("c", 5, [])] },
    { name: "3", exercises: [one("d", 5, [[3, 0]])] },
  ];
  const course = { words, python: true, pages, chapters };
  const get = look({ a: right("2026-01-02T00:00:00Z") });
  const found = urls.map((_, page) => chapterOf(course, journey(course, get).chapters, page, get));
  assert.deepEqual(found.map(({ name, done, total }) => [name, done, total]), [["2.1", 1, 2], ["2", 0, 1], [undefined, 1, 1], ["3", 0, 1]]);
});

test("an exercise that stands in two places counts once, and in both", () => {
  const found = journey(plan, look({ a: right("2026-01-02T00:00:00Z"), elsewhere: right("2026-01-09T00:00:00Z") }));
  assert.deepEqual([found.done, found.total, found.minutes], [1, 4, 65]);
  assert.deepEqual(found.chapters.map(({ done, total, minutes }) => [done, total, minutes]), [[1, 3, 5], [0, 1, 60]]);
  const get = look({ a: right("2026-01-02T00:00:00Z") });
  assert.deepEqual([0, 1, 2].map((page) => { const { done, total } = sum(onPage(plan, page), get); return [done, total]; }), [[1, 2], [1, 3], [0, 1]]);
  assert.deepEqual(onPage(plan, 0, 1).map(({ id }) => id), ["b"]);
});

test("what comes next follows what was done last; what was passed over comes at the end", () => {
  const next = (states) => journey(plan, look(states)).next?.id;
  assert.equal(next({}), "a");
  assert.equal(next({ b: right("2026-01-02T00:00:00Z") }), "c");
  assert.equal(next({ b: { outcome: "wrong", tries: 1, updated: "2026-01-02T00:00:00Z" } }), "b");
  assert.equal(next({ b: right("2026-01-02T00:00:00Z"), d: right("2026-01-03T00:00:00Z") }), "a");
  assert.equal(next(Object.fromEntries(all.map(({ id }) => [id, right("2026-01-02T00:00:00Z")]))), undefined);
  const nowhere = [one("x", 1, []), one("y", 1, [[0, 0]])];
  assert.equal(after(nowhere, sum(nowhere, look({}))).id, "y"); // one that can be led to
});

test("only what is left needs Python, and only where there is none", () => {
  const left = (plan, states) => journey(plan, look(states)).chapters[0].python;
  assert.equal(left(plan, {}), 1);
  assert.equal(left(plan, { c: right("2026-01-02T00:00:00Z") }), 0);
  assert.equal(left({ ...plan, python: true }, {}), 0);
});

test("a place is on the page one is on, else on the first that has it", () => {
  assert.deepEqual(placeOf(plan, all[0]), { url: "a.html#one", name: "A · One" });
  assert.deepEqual(placeOf(plan, all[0], 1), { url: "b.html#warm", name: "A, workbook · Warm-up" });
  assert.deepEqual(placeOf(plan, all[3], 1), { url: "c.html", name: "B" });
});

test("what is left is said in minutes and hours", () => {
  assert.deepEqual([5, 60, 134].map((n) => span(words, n)), ["about 5 min", "about 1 h", "about 2 h 14 min"]);
  assert.equal(said(words, { done: 1, total: 4, minutes: 65 }, "course"), "1 of 4, about 1 h 5 min");
  assert.equal(said(words, { done: 4, total: 4, minutes: 0 }, "course"), "all 4");
});
