// What is counted, drawn: bars of choices, a table of heaps, guesses against data. Numbers stand beside every mark.

import { make, say } from "./common.js";

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// The axes of a question about a chart (sgm_lab/exercises/plot.py), with what is to be drawn into them.
function axes(plot, label) {
  const made = svg("svg", { viewBox: `0 0 ${plot.width} ${plot.height}`, class: "plot", role: "img", "aria-label": label });
  for (const [x1, y1, x2, y2] of plot.lines) made.append(svg("line", { class: "rule", x1, y1, x2, y2 }));
  for (const [x, y, anchor, text] of plot.texts) made.append(svg("text", { x, y, "text-anchor": anchor }, text));
  return made;
}

const height = (plot, value) => plot.bottom - ((value - plot.low) / (plot.high - plot.low)) * (plot.bottom - plot.top);

// One's own guess, and once it is revealed the data beside it.
export function guessed(question, mine) {
  const { plot, points, result } = question;
  const made = axes(plot, question.axis);
  const half = plot.column * 0.15;
  points.forEach(({ id }, at) => {
    const x = plot.x[at];
    if (result) bar(made, plot, x + half * 0.2, half * 1.6, result.points[at]);
    const value = mine?.[id];
    if (value === undefined) return;
    const y = height(plot, value);
    if (!result) made.append(svg("rect", { class: "guess", x: x - half, width: 2 * half, y, height: Math.max(0, plot.bottom - y) }));
    made.append(svg("circle", { class: "mine", cx: result ? x - half : x, cy: y, r: 5 }));
  });
  return made;
}

function bar(made, plot, x, width, { value, low, high }) {
  const y = height(plot, value);
  made.append(svg("rect", { class: "data", x, width, y, height: Math.max(0, plot.bottom - y) }));
  if (low !== null && high !== null) made.append(svg("line", { class: "interval", x1: x + width / 2, x2: x + width / 2, y1: height(plot, low), y2: height(plot, high) }));
}

// The guesses of the room, a dot each, those alike beside one another; the middle one as a line.
export function swarm(question, counted) {
  const { plot, points, result, decimals } = question;
  const made = axes(plot, question.axis);
  points.forEach(({ id }, at) => {
    const x = plot.x[at], wide = plot.column * 0.36, guesses = counted?.guesses?.[id] ?? [];
    const middle = guesses[Math.floor((guesses.length - 1) / 2)];
    if (result) bar(made, plot, x + 2, wide * 0.75, result.points[at]);
    const left = result ? x - wide : x - wide / 2, room = wide - 4;
    const rows = new Map();
    for (const value of guesses) {
      const y = Math.round(height(plot, value) / 4) * 4;
      rows.set(y, [...(rows.get(y) ?? []), value]);
    }
    for (const [y, own] of rows) own.forEach((_, n) => made.append(svg("circle", { class: "dot", cx: left + 2 + (own.length === 1 ? room / 2 : (n * Math.min(4, room / (own.length - 1))) + Math.max(0, room - 4 * (own.length - 1)) / 2), cy: y, r: 2 })));
    if (middle !== undefined) {
      const y = height(plot, middle);
      made.append(svg("line", { class: "middle", x1: left - 1, x2: left + wide - 3, y1: y, y2: y }));
      made.append(svg("text", { class: "said", x: left - 4, y: y + 4, "text-anchor": "end" }, middle.toFixed(decimals)));
    }
    if (!result) return;
    const { value, high } = result.points[at];
    made.append(svg("text", { class: "said", x: x + 2 + wide * 0.375, y: height(plot, high ?? value) - 5, "text-anchor": "middle" }, value.toFixed(decimals)));
  });
  return made;
}

function row(letter, text, n, all, right, before) {
  const share = all ? n / all : 0;
  const width = (value) => `width:${(100 * value).toFixed(1)}%`;
  return make("li", { class: right === undefined ? "" : right ? "is-right" : "is-not" },
    make("span", { class: "letter" }, right ? "✓" : letter), make("span", { class: "what" }, text),
    make("span", { class: "track" }, make("span", { class: "bar", style: width(share) }), before && make("span", { class: "bar before", style: width(before[1] ? before[0] / before[1] : 0) })),
    make("b", { class: "n" }, String(n)), make("span", { class: "share" }, all ? `${Math.round(100 * share)}%` : ""));
}

// Counts of a question: whatever its kind; `all` is how many answered.
export function counts(question, counted, all) {
  const { result, before, answered_before: first } = question;
  if (question.options) {
    const rows = question.options.map(({ id, letter, text }) => row(letter, text, counted?.counts[id] ?? 0, all, result && result.right.includes(id), before && [before.counts[id] ?? 0, first]));
    return make("ul", { class: "bars" }, rows);
  }
  if (question.points) return swarm(question, counted);
  if (question.items) return heaps(question, counted);
  return make("ul", { class: "bars values" }, (counted?.values ?? []).map(({ text, n }) => row("", text || say("both.other_values"), n, all)));
}

function heaps({ items, heaps: names, result }, counted) {
  const head = make("tr", {}, make("th"), names.map(({ text }) => make("th", { scope: "col" }, text)));
  const body = items.map(({ id, text }) => {
    const own = counted?.items[id] ?? {}, all = Object.values(own).reduce((sum, n) => sum + n, 0);
    const cells = names.map((heap) => {
      const n = own[heap.id] ?? 0, right = result?.heaps[id] === heap.id;
      return make("td", { class: right ? "is-right" : "", style: `--share:${all ? Math.round((100 * n) / all) : 0}%` }, make("span", {}, (right ? "✓ " : "") + (counted ? n : "")));
    });
    return make("tr", {}, make("th", { scope: "row" }, text), cells);
  });
  return make("table", { class: "heaps" }, make("thead", {}, head), make("tbody", {}, body));
}

// Totals of the teams, quarter by quarter: a line each, named at its end.
export function race(teams, quarters) {
  const [wide, tall, left, right, top, bottom] = [900, 480, 60, 170, 16, 30];
  const values = teams.flatMap(({ totals }) => totals);
  const [low, high] = [Math.min(0, ...values), Math.max(10, ...values)];
  const x = (at) => left + ((wide - left - right) * at) / quarters;
  const y = (value) => tall - bottom - ((value - low) / (high - low)) * (tall - top - bottom);
  const made = svg("svg", { viewBox: `0 0 ${wide} ${tall}`, class: "race", role: "img", "aria-label": say("game.column_total") });
  const step = [10, 20, 50, 100, 200, 500, 1000].find((one) => (high - low) / one <= 6) ?? 2000;
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) {
    made.append(svg("line", { class: at ? "rule" : "zero", x1: left, x2: wide - right, y1: y(at), y2: y(at) }), svg("text", { x: left - 8, y: y(at) + 5, "text-anchor": "end" }, String(at).replace("-", "−")));
  }
  for (let at = 0; at <= quarters; at++) made.append(svg("text", { x: x(at), y: tall - 8, "text-anchor": "middle" }, String(at)));
  const ends = teams.map((team) => ({ team, at: y(team.totals.at(-1)) })).sort((one, other) => one.at - other.at);
  // Names keep apart: pushed down where they are too close, and up again from the end of the axis.
  for (let n = 1; n < ends.length; n++) ends[n].at = Math.max(ends[n].at, ends[n - 1].at + 22);
  for (let n = ends.length - 1, most = tall - bottom; n >= 0; n--) most = (ends[n].at = Math.min(ends[n].at, most)) - 22;
  for (const [n, { team, at }] of ends.entries()) {
    const last = team.totals.length - 1, tone = `tone-${n % 5}`, end = y(team.totals[last]);
    made.append(svg("polyline", { class: `line ${tone}`, points: team.totals.map((value, q) => `${x(q)},${y(value)}`).join(" ") }));
    made.append(svg("circle", { class: `end ${tone}`, cx: x(last), cy: end, r: 4 }));
    made.append(svg("line", { class: `leader ${tone}`, x1: x(last) + 5, y1: end, x2: x(last) + 24, y2: at }), svg("text", { x: x(last) + 28, y: at + 6 }, team.name));
  }
  return made;
}
