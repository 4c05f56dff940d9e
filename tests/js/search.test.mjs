// What is found of what people type: words in their other forms, phrases, and things by their name in another language.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

globalThis.document = undefined; // none of the page's own doing
const { prepare, search } = createRequire(import.meta.url)("../../book/_static/sgm.js");

const page = (title, ...texts) => ({ title, url: `${title}.html`, parts: texts.map((text, at) => ({ id: `${at}`, head: "", text })) });
const english = () =>
  prepare({
    name: "English",
    tag: "en",
    kin: ["wait waited waiting waits", "time times", "goal goals", "operate operates"],
    pages: [
      page("Waits", "They waited outside.\nWaiting times grew."),
      page("Goals", "A must-be need; the must be of goals. It operates at a rate."),
      page("Time", "In time, nobody had to wait."),
    ],
    terms: [{ own: ["waiting time"], other: { zh: [["候诊", "等候"], [1, 0]] } }, { own: ["queue reminder"], other: { zh: [["候诊提醒"], [2]] } }],
    others: { zh: { name: "中文", tag: "zh-CN", search: "search.html", elsewhere: "", pages: [["甲", "a.html"], ["乙", "b.html"], ["丙", "c.html"]] } },
  });
const chinese = () =>
  prepare({
    name: "中文",
    tag: "zh-CN",
    pages: [page("候诊", "候诊要有提醒。用KANO看。"), page("别的", "没有。")],
    terms: [{ own: ["候诊", "等候"], other: { en: [["waiting time"], [0]] } }, { own: ["NPS"], other: { en: [["NPS"], [0]] } }],
    others: { en: { name: "English", tag: "en", search: "book/en/search.html", elsewhere: "", pages: [["Waits", "w.html"]] } },
  });
const found = (index, query) => search(index, query).found.map(({ page }) => page.title);
const marked = (index, query) => search(index, query).found.flatMap(({ hits }) => hits.map(({ part, at, length }) => part.text.slice(at, at + length)));

test("a word is found in its other forms, and not inside another word", () => {
  assert.deepEqual(found(english(), "waiting"), ["Waits", "Time"]);
  assert.deepEqual(marked(english(), "wait"), ["waited", "Waiting", "wait"]);
  assert.deepEqual(marked(english(), "rate"), ["rate"]); // which operates holds too
});

test("a phrase is found word for word in any form, with a hyphen or without", () => {
  assert.deepEqual(marked(english(), "waits time"), ["Waiting times"]);
  assert.deepEqual(marked(english(), "must be"), ["must-be", "must be"]);
  assert.deepEqual(marked(english(), "must-be"), ["must-be", "must be"]);
  assert.deepEqual(marked(english(), "waiting ti"), ["Waiting ti"]); // as it is typed
});

test("either spelling of a word finds the other, and an alias is found in the plural", () => {
  const index = prepare({
    name: "English",
    tag: "en",
    kin: ["organisation organisations", "queue queues"],
    pages: [page("Firms", "Organisations labelled by colour.\nFour programmes at the centre."), page("Lines", "They picked up; a queue for all.")],
    terms: [{ own: ["picked up", "abandonment"], other: {} }, { own: ["queue", "waiting line"], other: {} }],
    others: {},
  });
  for (const [typed, stands] of [["organization", "Organisations"], ["labeled", "labelled"], ["color", "colour"], ["program", "programmes"], ["center", "centre"]]) {
    assert.deepEqual(found(index, typed), ["Firms"], typed);
    assert.ok(marked(index, typed)[0].startsWith(stands.slice(0, 5)), typed);
  }
  assert.deepEqual(found(index, "for"), ["Lines"]); // and not four
  for (const typed of ["abandonment", "abandonments", "waiting lines", "waiting line"]) assert.deepEqual(found(index, typed), ["Lines"], typed);
});

test("words that do not stand side by side are found on one page; a word of no page is cut", () => {
  assert.deepEqual(found(english(), "goals rate"), ["Goals"]);
  assert.deepEqual(marked(english(), "operators"), ["operat"]);
  assert.deepEqual(found(english(), "xyzzy"), []);
});

test("what has a name in another language is found under its own, and told where the other tells of it", () => {
  const there = search(english(), "候诊");
  assert.deepEqual(there.also, ["waiting time"]);
  assert.deepEqual(there.found.map(({ page }) => page.title), ["Waits"]);
  assert.deepEqual(there.abroad.map(({ lang, pages }) => [lang, pages]), [["zh", [1, 0]]]); // and not of the reminder
  for (const query of ["waiting time", "Waiting Times", "waiting"]) {
    const here = search(chinese(), query);
    assert.deepEqual(here.also, ["候诊"], query); // 等候 stands nowhere
    assert.deepEqual(here.found.map(({ page }) => page.title), ["候诊"]);
    assert.deepEqual(here.abroad.map(({ lang, pages }) => [lang, pages]), [["en", [0]]]);
  }
  assert.deepEqual(search(chinese(), "NPS").abroad, []); // the same in both
  assert.deepEqual(search(chinese(), "候诊").abroad, []);
});

test("Chinese is found letter by letter, and so are Latin names in it", () => {
  assert.deepEqual(marked(chinese(), "诊要有"), ["诊要有"]);
  assert.deepEqual(marked(chinese(), "ano"), ["ANO"]);
});
