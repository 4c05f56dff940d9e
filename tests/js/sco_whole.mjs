// The window around a chapter, without a window: what it tells the platform in the course of a visit. It imports from the
// modules of the course, so tests/test_lms_scorm.py makes one script of all, as a package does.

import { Platform } from "./api.js";
import { unpack } from "./packing.js";
import { Sco } from "./sco.js";

const assert = require("node:assert/strict");
const test = require("node:test");
const fflate = require(process.env.FFLATE);
const at = (n) => new Date(Date.UTC(2026, 10, 30, 8, 0, n)).toISOString();
const answered = (answer, n, more = {}) => ({ answer, outcome: "right", tries: 1, hints: 0, solution: false, updated: at(n), mistakes: [], ...more });
const book = (exercises) => ({ schema: 2, program: "sgm_lab", id: "0123456789abcdef", created: at(0), saved: at(9), learner: { name: "王芳" }, exercises });

const PAGE = "book/zh/1-background";
const DATA = { version: "1.2", first: `${PAGE}.html`, pages: [PAGE], words: new Proxy({}, { get: (_, name) => String(name) }),
  exercises: ["a", "b", "c"].map((id) => ({ id, minutes: 1, places: [[0, 0]], name: id, ...(id === "c" ? {} : { again: true }) })) };

function api(given = {}) {
  const told = { ...given };
  const calls = [];
  return { told, calls, LMSInitialize: () => "true", LMSFinish: () => (calls.push("end"), "true"), LMSCommit: () => (calls.push("commit"), "true"), LMSGetLastError: () => "0", LMSGetErrorString: () => "",
    LMSGetValue: (name) => told[name] ?? "", LMSSetValue: (name, value) => ((told[name] = value), "true") };
}

function opened(platform, settle) {
  const sco = new Sco(DATA, new Platform("1.2", platform), fflate, settle);
  sco.draw = () => {};
  return sco;
}

const give = (sco, exercises) => sco.greet().setItem("sgm_lab.workbook", JSON.stringify(book(exercises)));

test("half a chapter is incomplete, a whole one completed, and it stays so", () => {
  const platform = api();
  const sco = opened(platform);
  assert.equal(platform.told["cmi.core.lesson_status"], "incomplete");
  assert.equal(JSON.parse(sco.greet().getItem("sgm_lab.workbook") ?? "null"), null);
  give(sco, { a: answered("M", 1), b: answered("x", 2, { outcome: "partly" }) });
  sco.save();
  assert.deepEqual([platform.told["cmi.core.lesson_status"], platform.told["cmi.core.score.raw"], platform.told["cmi.core.score.max"]], ["incomplete", "75", "100"]);
  give(sco, { a: answered("M", 1), b: answered("x", 2), c: answered("写了", 3) });
  sco.end();
  assert.deepEqual([platform.told["cmi.core.lesson_status"], platform.told["cmi.core.score.raw"], platform.told["cmi.core.exit"]], ["completed", "100", "suspend"]);
  assert.deepEqual(platform.calls.slice(-2), ["commit", "end"]);
  sco.end(); // once only
  assert.equal(platform.calls.filter((one) => one === "end").length, 1);
  const again = opened(api(platform.told));
  assert.equal(again.get("c").answer, "写了");
  give(again, { a: answered("M", 1, { outcome: "wrong" }) });
  again.save();
  assert.equal(again.platform.api.told["cmi.core.lesson_status"], "completed");
});

test("what is typed in the last moment goes along", () => {
  const platform = api();
  const sco = opened(platform, () => give(sco, { c: answered("最后一刻", 1) }));
  sco.end();
  assert.equal(JSON.parse(unpack(platform.told["cmi.suspend_data"], fflate).text).exercises.c.answer, "最后一刻");
});

test("nothing is written in a review, and what cannot be read is kept to be taken away", () => {
  const review = api({ "cmi.core.lesson_mode": "review" });
  const sco = opened(review);
  give(sco, { a: answered("M", 1) });
  sco.end();
  assert.deepEqual(Object.keys(review.told), ["cmi.core.lesson_mode"]);
  const strange = opened(api({ "cmi.suspend_data": "page=3", "cmi.core.student_name": "王芳" }));
  assert.equal(strange.unread, "page=3");
  assert.ok(strange.said.includes("unread"));
  assert.equal(JSON.parse(strange.greet().getItem("sgm_lab.workbook")).learner.name, "王芳");
});

test("it opens where one was, and where that is gone at the beginning", () => {
  for (const [place, opens] of [[`${PAGE}.html#id3`, `${PAGE}.html#id3`], ["book/zh/gone.html", `${PAGE}.html`], ["https://example.org/", `${PAGE}.html`]]) {
    assert.equal(opened(api({ "cmi.core.lesson_location": place })).place, opens);
  }
  const sco = opened(api());
  sco.greet().setItem("sgm_lab.places", JSON.stringify({ [`${PAGE}.html`]: { part: "id3", at: 2 }, "other.html": { part: "x", at: 1 } }));
  assert.equal(sco.reading(), `${PAGE}.html`); // its first part
  sco.greet().setItem("sgm_lab.places", JSON.stringify({ [`${PAGE}.html`]: { part: "id3", at: 2, first: false } }));
  assert.equal(sco.reading(), `${PAGE}.html#id3`);
});
