// What a package tells a learning platform: the workbook packed into the room there is, the two versions of SCORM, the score.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

import { Platform, ROOM, duration, find } from "../../book/lms/scorm/sco/api.js";
import { pack, unpack } from "../../book/lms/scorm/sco/packing.js";

const fflate = createRequire(import.meta.url)("../../book/lms/scorm/fflate/fflate.js");
const at = (n) => new Date(Date.UTC(2026, 10, 30, 8, 0, n)).toISOString();
const answered = (answer, n, more = {}) => ({ answer, outcome: "right", tries: 1, hints: 0, solution: false, updated: at(n), mistakes: [], ...more });
const book = (exercises, more = {}) => ({ schema: 2, program: "sgm_lab", id: "0123456789abcdef", created: at(0), saved: at(9), learner: { name: "王芳" }, settings: { [`lot ${at(0)} aa`]: true }, exercises, ...more });
const words = (n) => Array.from({ length: n }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 20000))).join(""); // that no packing shortens

test("what fits comes back as it was", () => {
  const exercises = { a: answered("M", 1, { mistakes: ["O", ["x", 2]], hints: 2, solution: true }), b: answered({ "1": "x" }, 2), c: answered(null, 3, { outcome: "not_attempted", tries: 0 }), d: answered("写了字", 4, { extra: [1] }) };
  const whole = book(exercises, { again: { a: answered("M", 5) }, history: { "exercises/a": [answered("O", 0)] }, goals: {} });
  const { data, ids, sections } = pack(JSON.stringify(whole), 4096, fflate, (id) => ({ a: 1 })[id] ?? -1);
  assert.match(data, /^[\w.-]+$/); // no sign that a platform could take for something else
  assert.deepEqual([ids, sections], [[], []]);
  const { text, left, here } = unpack(data, fflate);
  const { goals, ...kept } = whole; // what is empty need not be said
  assert.deepEqual(JSON.parse(text), kept);
  assert.deepEqual([left, here], [[], { a: 1, b: -1, c: -1, d: -1 }]);
});

test("a time that is not one of this program stays as it is written", () => {
  const whole = book({ a: answered("M", 1, { updated: "2026-11-30T08:00:01.123456Z" }) });
  assert.equal(JSON.parse(unpack(pack(JSON.stringify(whole), 4096, fflate).data, fflate).text).exercises.a.updated, "2026-11-30T08:00:01.123456Z");
});

test("what does not fit is named, the longest first, and the rest is kept", () => {
  const exercises = { short: answered("M", 1), long: answered(words(1500), 2), longest: answered(words(3000), 3), middle: answered(words(400), 4) };
  const { data, ids, sections } = pack(JSON.stringify(book(exercises, { history: { x: [words(900)] } })), ROOM["1.2"].state, fflate);
  assert.ok(data.length <= 4096);
  assert.deepEqual([sections, ids], [["history"], ["longest", "long"]]);
  const { text, left } = unpack(data, fflate);
  const back = JSON.parse(text).exercises;
  assert.deepEqual(left, ["longest", "long"]);
  assert.equal(back.middle.answer, exercises.middle.answer);
  assert.deepEqual([back.longest.answer, back.longest.outcome, back.longest.updated], ["", "right", at(2)]); // older by a second
  assert.equal(pack(JSON.stringify(book(exercises)), ROOM["2004"].state, fflate).ids.length, 0);
});

test("where nothing fits nothing is given", () => {
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [words(40).slice(n % 20) + n, answered(n, n % 60)]));
  assert.equal(pack(JSON.stringify(book(many)), 4096, fflate).data, null);
});

test("what is no workbook of this kind is not read", () => {
  for (const text of ["", "s2.abc", "s1.%%%", "s1.abcd", "page=3;score=7", pack(JSON.stringify(book({})), 4096, fflate).data.slice(0, 40)]) assert.equal(unpack(text, fflate), null, text);
});

test("how long it took, as each version writes it", () => {
  assert.equal(duration("1.2", 3_723_450), "0001:02:03.45");
  assert.equal(duration("2004", 3_723_450), "PT1H2M3.45S");
  assert.equal(duration("1.2", -5), "0000:00:00.00");
});

test("the platform's object is found above, in the opener, and not in what is of others", () => {
  const api = {};
  const chain = (depth, inside) => (depth ? { parent: chain(depth - 1, inside) } : inside);
  const top = { API: api };
  top.parent = top;
  assert.equal(find("1.2", chain(3, top)), api);
  assert.equal(find("2004", chain(3, top)), null);
  const alone = { opener: chain(1, top), top: {} };
  alone.parent = alone;
  assert.equal(find("1.2", alone), api);
  const strange = { get parent() { throw new DOMException("no", "SecurityError"); }, opener: null, top: {} };
  assert.equal(find("1.2", strange), null);
});

test("a platform that fails, or throws, says why", () => {
  const api = { LMSInitialize: () => "false", LMSGetLastError: () => "101", LMSGetErrorString: () => "General exception", LMSSetValue: () => { throw new Error("gone"); } };
  const platform = new Platform("1.2", api);
  assert.deepEqual([platform.begin(), platform.why], [false, "101 General exception"]);
  assert.deepEqual([platform.set("state", "x"), platform.why], [false, "gone"]);
  assert.equal(platform.set("progress", 1), true); // of which SCORM 1.2 knows nothing
  assert.equal(new Platform("1.2", null).begin(), false);
});
