// A class before and after: how each person's score changed, the mean change with its interval, and who rose. Scores come
// from the workbooks (both forms of the test answered there) or from two lists of names and scores.

import { check, cleanState, fill } from "./front.js";
import { seconds } from "./workbook.js";

const FORMS = ["a", "b"];
const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => MARKUP[sign]);
const mean = (values) => values.reduce((all, one) => all + one, 0) / values.length;
const one = (value) => (Object.is(value, -0) ? 0 : value).toFixed(1).replace("-", "−").replace("−0.0", "0.0");

// The answer counts that was given first: what was mended after its feedback is no longer a test.
const atFirst = (record, state, words) => state.tries <= 1 && !state.mistakes.length && check(record, state.answer, words)?.state === "right";

function sat(book, records, words) {
  const states = records.map((record) => cleanState(book.exercises[record.id]));
  const tried = states.filter(({ tries, outcome }) => tries > 0 || outcome !== "not_attempted");
  if (2 * tried.length < records.length) return null;
  const right = states.map((state, at) => tried.includes(state) && atFirst(records[at], state, words));
  return { right, score: right.filter(Boolean).length, at: Math.min(...tried.map(({ updated }) => seconds(updated))) };
}

// Who sat which form; the one answered first is the test before the class.
export function bothTests(people, { forms, words }) {
  const found = [];
  for (const { name, book } of people) {
    const [a, b] = FORMS.map((form) => sat(book, forms[form], words));
    if (!a && !b) continue;
    if (!a || !b) found.push({ name, before: null, after: null, first: "", right: [] });
    else found.push(a.at <= b.at ? { name, before: a.score, after: b.score, first: "a", right: [a.right, b.right] } : { name, before: b.score, after: a.score, first: "b", right: [b.right, a.right] });
  }
  return found;
}

// Two lists as they are pasted, a name and a score a line: who is in both, and what could not be read.
export function twoLists(before, after, full) {
  const [lists, wrong] = [[], []];
  for (const text of [before, after]) {
    const list = new Map();
    for (const line of text.split(/\r?\n/).filter((given) => given.trim())) {
      const read = line.normalize("NFKC").match(/^\s*(.+?)[\s,;:，；：]+(\d+(?:\.\d+)?)\s*分?\s*$/);
      const name = read?.[1].trim() ?? "";
      if (!read || Number(read[2]) > full || list.has(name)) wrong.push(line.trim());
      else list.set(name, Number(read[2]));
    }
    lists.push(list);
  }
  const names = [...new Set([...lists[0].keys(), ...lists[1].keys()])];
  const found = names.map((name) => ({ name, before: lists[0].get(name) ?? null, after: lists[1].get(name) ?? null }));
  return { found: found.map((person) => (person.before === null || person.after === null ? { ...person, before: null, after: null } : person)), wrong };
}

// The mean change of those who sat both, with the t interval of their changes (as satisfaction.change).
export function change(found, critical) {
  const pairs = found.filter(({ before }) => before !== null);
  const moved = pairs.map(({ before, after }) => after - before);
  const n = moved.length;
  const made = { n, only: found.length - n, rose: moved.filter((by) => by > 0).length, fell: moved.filter((by) => by < 0).length };
  if (!n) return made;
  Object.assign(made, { before: mean(pairs.map(({ before }) => before)), after: mean(pairs.map(({ after }) => after)), by: mean(moved) });
  if (n < 2) return made;
  const sd = Math.sqrt(moved.reduce((all, by) => all + (by - made.by) ** 2, 0) / (n - 1));
  const half = (critical[Math.min(n - 1, critical.length) - 1] * sd) / Math.sqrt(n);
  return { ...made, low: made.by - half, high: made.by + half };
}

// Whether the class can do more than before, in sentences.
export function verdict(found, test, say) {
  const told = (key, values = {}) => fill(say[`tests_${key}`], values);
  const made = change(found, test.critical);
  const parts = [];
  if (made.n < 2) parts.push(told("few", made));
  else {
    const by = { by: one(Math.abs(made.by)), low: one(made.low), high: one(made.high) };
    const way = made.low > 0 ? "better" : made.high < 0 ? "worse" : "open";
    parts.push(told("means", { n: made.n, full: test.full, before: one(made.before), after: one(made.after) }));
    parts.push(told(made.by < 0 ? "less" : "more", by), told(way));
    parts.push(told("moved", { rose: made.rose, fell: made.fell, same: made.n - made.rose - made.fell }));
  }
  if (made.only) parts.push(told("only", { n_only: made.only }));
  const ordered = found.filter(({ first }) => first);
  if (made.n < 2 || !ordered.length) return parts;
  const [ab, ba] = FORMS.map((form) => ordered.filter(({ first }) => first === form).length);
  parts.push(told("order", { ab, ba }));
  if (!ab || !ba) parts.push(told("one_order"));
  return parts;
}

// For each question how many had it right before and after, the least often right after first.
export function byAim(found, { aims }) {
  const ordered = found.filter(({ first }) => first);
  if (!ordered.length) return [];
  return aims.map((aim, at) => [aim, ...[0, 1].map((when) => ordered.filter(({ right }) => right[when][at]).length)]).sort((x, y) => x[2] - y[2]);
}

// The comparison as HTML: sentences, question by question, person by person where they are named.
export function comparison(found, test, say) {
  const pairs = found.filter(({ before }) => before !== null);
  const heads = [say.tests_before, say.tests_after];
  const parts = verdict(found, test, say).map((sentence) => `<p>${escape(sentence)}</p>`);
  const rows = byAim(found, test);
  if (rows.length && pairs.length >= 2) parts.push(table([say.tests_aim, ...heads], rows.map(([aim, ...right]) => [aim, ...right.map((k) => fill(say.tests_right_of, { k, n: pairs.length }))])));
  if (pairs.length && pairs.every(({ name }) => name)) parts.push(table([say.learner, ...heads], pairs.map(({ name, before, after }) => [name, before, after])));
  return parts.join("");
}

export const nameless = (one) => ({ ...one, name: "" });

function table(heads, rows) {
  const head = heads.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("");
  const named = heads.map((cell, at) => `--head-${at + 1}:'${cell}'`).join(";");
  return `<table style="${named}"><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("")}</tbody></table>`;
}

// The place where two lists are pasted.
export function listsPanel(place, { test, say }) {
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const boxes = ["before", "after"].map((when) => make("textarea", { rows: 8, placeholder: say.tests_paste_example }));
  const labels = ["before", "after"].map((when, at) => make("label", {}, make("span", { textContent: say[`tests_paste_${when}`] }), boxes[at]));
  const full = make("input", { type: "number", min: 1, value: test.full });
  const names = make("input", { type: "checkbox" });
  const said = make("div", { className: "sgm-class-report" });
  said.setAttribute("role", "status");
  const draw = () => {
    const { found, wrong } = twoLists(boxes[0].value, boxes[1].value, Number(full.value) || test.full);
    said.innerHTML = wrong.map((line) => `<p>${escape(fill(say.tests_unread, { line, full: full.value }))}</p>`).join("") + (found.length ? comparison(names.checked ? found : found.map(nameless), { ...test, full: Number(full.value) || test.full }, say) : "");
  };
  for (const control of [...boxes, full, names]) control.addEventListener("input", draw);
  place.replaceChildren(
    make("div", { className: "pair" }, ...labels),
    make("div", { className: "row" }, make("label", {}, say.tests_paste_full, full), make("label", {}, names, say.tests_paste_names)),
    said);
}
