// What a class answered about the course itself, put together as classes/surveys.py does: KANO's categories, SERVQUAL's
// gaps, never one person's. Quantiles and the table of categories come with the page, worked out by Python.

import { answeredOn, fill } from "./front.js";

const LETTERS = ["M", "O", "A", "I", "R", "Q"];
const mean = (values) => values.reduce((all, one) => all + one, 0) / values.length;

// First to what both sides of a sum in another order agree on, then halves away from 0; nothing where there is no figure.
const shown = (value) => (Number.isFinite(value) ? Number(Number(value.toFixed(9)).toFixed(2)) || 0 : null);

// Wilson's limits of the share of x among n.
function wilson(x, n, z) {
  if (!n) return [NaN, NaN];
  const half = z * Math.sqrt(z ** 2 + (4 * x * (n - x)) / n);
  const [low, high] = [-half, half].map((side) => (2 * x + z ** 2 + side) / (2 * (n + z ** 2)));
  return [x === 0 ? 0 : low, x === n ? 1 : high];
}

function feature({ id, text }, whole, { cells, z }) {
  const letters = whole.map((one) => cells[one[id].functional - 1][one[id].dysfunctional - 1]);
  const counts = LETTERS.map((letter) => letters.filter((one) => one === letter).length);
  const [must, more, extra, same] = counts;
  const largest = (some) => LETTERS.filter((_, at) => some[at] && some[at] === Math.max(...some));
  const category = largest(counts);
  const [first, second] = counts.slice(0, 5).sort((a, b) => b - a);
  const n = counts.reduce((all, one) => all + one, 0);
  // Fong's test of the two most frequent, Q aside.
  const clear = category.length > 1 || category[0] === "Q" || first - second >= 1.65 * Math.sqrt(((first + second) * (2 * n - first - second)) / (2 * n));
  const rival = clear ? [] : largest(counts.map((one, at) => (category.includes(LETTERS[at]) ? 0 : one)));
  const base = must + more + extra + same;
  const [least, most] = wilson(must + more, base, z);
  const ends = [wilson(extra + more, base, z), [-most, -least]];
  return {
    name: text, counts, category: category.join("/"), rival: rival.join("/"),
    figures: [(extra + more) / base, -(must + more) / base].map(shown),
    ranges: ends.map((pair) => pair.map(shown)),
  };
}

function dimension(name, items, whole, { critical, dimensions }) {
  const of = (side) => whole.map((one) => mean(items.map(({ id }) => one[id][side])));
  const [expected, perceived] = [of("expectation"), of("perception")];
  const gaps = perceived.map((value, at) => value - expected[at]);
  const [n, gap] = [gaps.length, mean(gaps)];
  const sd = Math.sqrt(gaps.reduce((all, one) => all + (one - gap) ** 2, 0) / (n - 1));
  const half = sd <= 1e-12 * Math.max(1, Math.abs(gap)) ? NaN : (critical[Math.min(n - 1, critical.length) - 1] * sd) / Math.sqrt(n);
  const figures = [mean(expected), mean(perceived), gap].map(shown);
  return { name: dimensions[name], counts: [], category: "", rival: "", figures, ranges: [[gap - half, gap + half].map(shown)] };
}

// Put together what a class answered; nothing where nobody answered anything.
export function surveyed(record, states, survey) {
  const given = states.map(({ answer }) => answeredOn(record, answer));
  const all = record.items.length * record.sides.length;
  const whole = given.filter(({ n }) => n === all).map(({ values }) => values);
  const partly = given.filter(({ n }) => n && n < all).length;
  if (!whole.length && !partly) return null;
  const made = { id: record.id, method: record.method, n: whole.length, partly };
  if (whole.length < survey.least) return { ...made, rows: [] };
  if (record.method === "kano") return { ...made, rows: record.items.map((item) => feature(item, whole, survey)) };
  const named = Object.keys(survey.dimensions).map((name) => [name, record.items.filter((item) => item.dimension === name)]);
  const rows = named.filter(([, items]) => items.length).map(([name, items]) => dimension(name, items, whole, survey));
  return { ...made, rows: rows.sort((a, b) => a.figures[2] - b.figures[2]) };
}

// ---- in words ----

const written = (value) => (value === null ? "" : value.toFixed(2).replace("-", "−"));

export function surveyHeads(method, { letters }, say) {
  const named = (...names) => names.map((name) => say[`surveys_${name}`]);
  if (method === "servqual") return named("dimension", "expectation", "perception", "gap", "interval");
  return [say.surveys_feature, ...LETTERS.map((letter) => letters[letter]), ...named("category", "better", "worse")];
}

// Above the columns of a page, which has no room for ten names: letters, and the sentence that says which is which.
export function surveyLetters(method, survey, say) {
  const names = surveyHeads(method, survey, say);
  if (method !== "kano") return [names, ""];
  const legend = LETTERS.map((letter, at) => `${letter} ${names[at + 1]}`).join(say.separator);
  return [[names[0], ...LETTERS, ...names.slice(LETTERS.length + 1)], fill(say.surveys_letters, { names: legend })];
}

export function surveyTold(one, survey, say) {
  const said = [fill(say.surveys_n, one)];
  if (!one.rows.length) said.push(fill(say.surveys_few, survey));
  else if (one.method === "servqual") {
    const short = one.rows.filter(({ ranges: [[, high]] }) => (high ?? 0) < 0).map(({ name }) => name);
    said.push(fill(say[`surveys_gap_${short.length ? "clear" : "open"}`], { names: short.join(say.separator) }));
  }
  return said;
}

export function surveyCategory(row, { letters }, say) {
  const [first, second] = [row.category, row.rival].map((some) => some.split("/").filter(Boolean).map((letter) => letters[letter]).join(say.surveys_tie));
  return second ? fill(say.surveys_unclear, { first, second }) : first;
}

export function surveyCells(method, row, survey, say) {
  if (method === "servqual") {
    const [low, high] = row.ranges[0].map(written);
    return [row.name, ...row.figures.map(written), low ? fill(say.surveys_span, { low, high }) : say.surveys_same];
  }
  const sure = row.figures.map((figure, at) => {
    const [value, low, high] = [figure, ...row.ranges[at]].map(written);
    return value ? fill(say.surveys_range, { value, low, high }) : "—";
  });
  return [row.name, ...row.counts.map(String), surveyCategory(row, survey, say), ...sure];
}

// A sheet for each method: every figure in a cell of its own.
export function surveySheets(found, survey, say) {
  const ends = [say.surveys_low, say.surveys_high];
  const spread = (method, first) => (method === "kano" ? [...first.slice(0, -1), ...ends, first.at(-1), ...ends] : [...first.slice(0, -1), ...ends]);
  return [["kano", [28, ...Array(6).fill(9), 26, ...Array(6).fill(12), 8]], ["servqual", [18, ...Array(5).fill(12), 8]]].map(([method, widths]) => {
    const rows = found.filter((one) => one.method === method).flatMap((one) => one.rows.map((row) => [
      one.id, row.name, ...row.counts, ...(method === "kano" ? [surveyCategory(row, survey, say)] : row.figures),
      ...(method === "kano" ? row.figures.flatMap((value, at) => [value, ...row.ranges[at]]) : row.ranges[0]), one.n,
    ]));
    return [`surveys_${method}`, [say.exercise, ...spread(method, surveyHeads(method, survey, say)), say.surveys_people], [22, ...widths], rows];
  });
}
