// The report of a class as HTML and as a spreadsheet, in the words and the order of classes/report.py and sheets.py.

import { KINDS, fill } from "./front.js";
import { packed } from "./archive.js";
import { byAim, comparison, verdict } from "./compare.js";
import { byPerson, byRow } from "./planned.js";
import { ranked } from "./board.js";
import { surveyCells, surveyLetters, surveySheets, surveyTold } from "./surveys.js";

const SHORT = 60; // letters of a prompt that are enough to know it by
const SHORTER = 24; // where it stands in full above

const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => MARKUP[sign]);
const list = (lines) => `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join("")}</ul>`;

// A table; cells are HTML already. Its style sheet names the columns where a phone stacks the cells.
function table(heads, rows) {
  const head = heads.map((cell) => `<th scope="col">${cell}</th>`).join("");
  const names = heads.map((name, at) => `--head-${at + 1}:'${name}'`).join(";");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("");
  return `<table style="${names}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

// Which chapters and days are looked at, where it is not all of them.
export function scope(result, { records, say }) {
  const said = [];
  if (result.chapters.length < new Set(records.map(({ chapter }) => chapter)).size) said.push(fill(say.only_chapters, { chapters: result.chapters.join(say.separator) }));
  if (result.since || result.until) said.push(fill(say.only_days, { since: result.since || say.any_day, until: result.until || say.any_day }));
  return said;
}

const straight = ({ state, tries, wrong }) => state === "right" && tries <= 1 && !wrong.length;
const days = ({ first, last }, say) => (first === last ? last : fill(say.from_to, { first, last }));
// A thought or a guess is unfinished at most, and misunderstood never.
const judged = (result, known) => result.counts.filter(({ id }) => !KINDS[known.get(id).kind].free);
const hardest = (counts) => [...counts].sort((a, b) => a.right / a.attempted - b.right / b.attempted || b.attempted - a.attempted);

// The sections of the report.
export function body(result, course) {
  const { records, say, titles } = course;
  const known = new Map(records.map((record) => [record.id, record]));
  const told = (key, values = {}) => escape(fill(say[key], values));
  const heads = (...keys) => keys.map((key) => told(key));

  function exercise(id, most) {
    const prompt = [...known.get(id).prompt.replaceAll("\n", " ")];
    if (new TextEncoder().encode(prompt.join("")).length < 2 * prompt.length) most *= 2; // Latin letters are half as wide
    const shown = prompt.length <= most ? prompt.join("") : `${prompt.slice(0, most - 1).join("")}…`;
    return `<small>${escape(id)}</small><br>${escape(shown)}`;
  }

  const progress = ({ name, done, total, minutes, ...one }) => [
    escape(name),
    `<meter min="0" max="${total}" value="${done}"></meter> ${told("done_of", { done, total })}`,
    told("left", { n: Math.ceil(minutes) }),
    days(one, say),
  ];
  const mistake = (one) => [
    escape(titles[known.get(one.id).chapter]),
    exercise(one.id, SHORT),
    told("right_of", { right: one.right, n: one.attempted }),
    told("right_of", { right: one.at_once, n: one.attempted }),
    one.mistakes.map(([what, n]) => told("mistake", { what, n })).join("<br>"),
  ];
  const guess = (one) => `<p>${exercise(one.id, SHORT)}<br>${told("guess_n", { n: one.n })}</p>` +
    table(heads("guess_point", "guess_data", "guess_middle", "guess_half"), one.points.map((p) => [p.label, p.data, p.middle, p.half].map(escape))) + (one.expected.length ? list(one.expected) : "");
  const attempt = (one) => [exercise(one.id, SHORTER), told(`state_${one.state}`), String(one.tries), one.wrong.map(escape).join("<br>"), one.day];

  function survey(one) {
    const rows = one.rows.map((row) => surveyCells(one.method, row, course.survey, say).map(escape));
    const [names, legend] = surveyLetters(one.method, course.survey, say);
    return `<h3>${told(`surveys_${one.method}`)} <small>${escape(one.id)}</small></h3>` + surveyTold(one, course.survey, say).map((sentence) => `<p>${escape(sentence)}</p>`).join("") +
      (rows.length ? (legend && `<p>${escape(legend)}</p>`) + table(names.map(escape), rows) : "");
  }

  function plans(found) {
    const of = (k, n) => told("plans_of", { k, n });
    const rows = byRow(found, course.plan).map(({ name, written, empty, weak, most }) => [escape(name), of(written, found.length), of(empty, found.length), written ? of(weak, written) : "", most.map(([what, n]) => told("mistake", { what, n })).join("<br>")]);
    const named = found.every(({ name }) => name);
    return `<h2>${told("plans")}</h2><p>${told("plans_note", { n: found.length })}</p>` + table(heads("plans_row", "plans_written", "plans_empty", "plans_weak", "plans_wanting"), rows) +
      (named ? table(heads("learner", "plans_count", "plans_empty", "plans_weak"), byPerson(found, course.plan, say).map((row) => row.map((cell) => escape(String(cell))))) : "");
  }

  function board(found) {
    const named = found.every(({ name }) => name);
    const own = (name) => (named ? [name] : []);
    const markets = new Map();
    for (const [market, place, name, result, times] of ranked(found, course.cases, say)) {
      const row = [fill(say.board_nth, { n: place }), ...own(name), (result || 0).toFixed(1).replace("-", "−"), String(times)].map(escape);
      markets.set(market, [...(markets.get(market) ?? []), row]);
    }
    const tables = [...markets].map(([market, rows]) => `<h3>${escape(market)}</h3>${table(heads("board_place", ...own("learner"), "board_result", "board_attempt"), rows)}`);
    return `<h2>${told("board")}</h2><p>${told("board_note", { n: found.length })}</p>${tables.join("")}`;
  }

  function person(one) {
    const lines = one.files.length ? [told("file_of", { files: one.files.join(say.separator) })] : [];
    if (one.written) lines.push(told("written", { name: one.written }));
    const begun = new Set(one.attempts.map(({ id }) => known.get(id).chapter));
    const chapters = one.chapters.filter(([name]) => begun.has(name)).map(([name, { done, total, minutes }]) => [escape(titles[name]), told("done_of", { done, total }), told("left", { n: Math.ceil(minutes) })]);
    let inner = lines.length ? `<p>${lines.join("<br>")}</p>` : "";
    if (one.attempts.length) {
      inner += table(heads("chapter", "done", "time"), chapters);
      const ids = one.attempts.filter(straight).map(({ id }) => id);
      const rest = one.attempts.filter((own) => !straight(own)).map(attempt);
      if (ids.length) inner += `<p>${told("straight", { n: ids.length })}<br><small>${escape(ids.join(say.separator))}</small></p>`;
      if (rest.length) inner += table(heads("exercise", "state", "tries", "wrong", "day"), rest);
    } else inner += `<p>${told("nothing_yet")}</p>`;
    return `<details><summary>${escape(one.name)} <small>${told("done_of", { done: one.done, total: one.total })}</small></summary>${inner}</details>`;
  }

  const parts = [`<p>${told("read", { n: result.learners.length })}</p>`, ...scope(result, course).map((sentence) => `<p>${escape(sentence)}</p>`)];
  if (result.left_out.length) parts.push(`<p>${told("left_out", { n: result.left_out.length })}</p>`, list(result.left_out));
  if (result.notes.length) parts.push(`<p>${told("who")}</p>`, list(result.notes));
  if (!result.learners.length) return [...parts, `<p>${told("nobody")}</p>`].join("");
  parts.push(`<h2>${told("progress")}</h2>`, table(heads("learner", "done", "time", "days"), result.learners.map(progress)));
  const wrong = judged(result, known);
  if (wrong.length) {
    parts.push(`<h2>${told("mistakes")}</h2><p>${told("mistakes_note")}</p>`);
    parts.push(table(heads("chapter", "exercise", "right", "at_once", "common"), hardest(wrong).map(mistake)));
  }
  if (result.guesses.length) parts.push(`<h2>${told("guesses")}</h2><p>${told("guesses_note")}</p>`, ...result.guesses.map(guess));
  if (result.surveys.length) parts.push(`<h2>${told("surveys")}</h2><p>${told("surveys_note", course.survey)}</p>`, ...result.surveys.map(survey));
  if (result.plans.length) parts.push(plans(result.plans));
  if (result.games.length) parts.push(board(result.games));
  parts.push(`<h2>${told("people")}</h2><p>${told("people_note")}</p>`, ...result.learners.map(person));
  if (Object.keys(result.texts).length) parts.push(`<h2>${told("texts")}</h2><p>${told("texts_note")}</p>`);
  for (const [id, texts] of Object.entries(result.texts)) {
    parts.push(`<h3>${escape(id)}</h3><p>${escape(known.get(id).prompt).replaceAll("\n", "<br>")}</p>${list(texts)}`);
  }
  if (result.tests.length) parts.push(`<h2>${told("tests")}</h2>`, comparison(result.tests, course.test, say));
  return parts.join("");
}

// A page to keep, to print, to show.
export function page(result, course) {
  const { say, style, tag } = course;
  const title = escape(say.title);
  return `<!doctype html><html lang="${tag}"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width">${style}</head>` +
    `<body><main class="sgm-paper sgm-class"><h1>${title}</h1>${body(result, course)}</main></body></html>`;
}

// ---- a spreadsheet ----

const NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const LONGEST = 32_767; // characters that a cell takes

// What XML cannot hold becomes a question mark; text is text, whatever it begins with.
const safe = (text) => escape(text.slice(0, LONGEST).replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "?"));
const cell = (value) => (typeof value === "number" ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${safe(value ?? "")}</t></is></c>`);

function sheet(widths, rows) {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("");
  const lines = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
  return `${XML}<worksheet xmlns="${NAMESPACE}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData>${lines}</sheetData></worksheet>`;
}

// Learners, exercises, who did what, what was written, what was left out: a sheet each.
export function spreadsheet(result, course) {
  const { records, say, titles } = course;
  const known = new Map(records.map((record) => [record.id, record]));
  const heads = (...keys) => keys.map((key) => say[key]);
  const people = result.learners.map((one) => [one.name, one.done, one.total, Math.ceil(one.minutes), one.first, one.last, ...one.chapters.map(([, { done }]) => done), one.written, one.files.join(say.separator)]);
  const exercises = judged(result, known).map((one) => [titles[known.get(one.id).chapter], one.id, known.get(one.id).prompt, one.attempted, one.right, one.at_once, one.partly, one.wrong, one.common_mistake, one.common_mistake ? one.common_mistake_n : ""]);
  const done = result.learners.flatMap((one) => one.attempts.map((own) => [one.name, titles[known.get(own.id).chapter], own.id, say[`state_${own.state}`], own.tries, own.wrong.join("\n"), own.day]));
  const guessed = result.guesses.flatMap((one) => one.points.map((p) => [titles[known.get(one.id).chapter], one.id, known.get(one.id).prompt, p.label, p.data, p.middle, p.half, one.n]));
  const texts = Object.entries(result.texts).flatMap(([id, found]) => found.map((text) => [id, known.get(id).prompt, text]));
  const planned = result.plans.length ? byRow(result.plans, course.plan).map(({ name, written, empty, weak, most }) => [name, written, empty, weak, most.map(([what]) => what).join("\n")]) : [];
  const planners = byPerson(result.plans.filter(({ name }) => name), course.plan, say);
  const pairs = result.tests.filter(({ before }) => before !== null);
  const scores = pairs.filter(({ name }) => name).map(({ name, before, after }) => [name, before, after, after - before]);
  const asked = pairs.length ? byAim(result.tests, course.test).map((row) => [...row, pairs.length]) : [];
  const compared = result.tests.length ? verdict(result.tests, course.test, say) : [];
  const surveys = result.surveys.flatMap((one) => surveyTold(one, course.survey, say));
  const told = [...surveys, ...compared, ...scope(result, course), ...result.left_out, ...result.notes].map((line) => [line]);
  const sheets = [
    ["progress", [...heads("learner", "done", "exercise", "time", "first", "last"), ...result.chapters, ...heads("written_head", "files")], [18, 8, 8, 10, 13, 13, ...result.chapters.map(() => 8), 16, 40], people],
    ["mistakes", heads("chapter", "exercise", "prompt", "tried", "right", "at_once", "partly", "not_right", "common", "common_n"), [22, 22, 60, 10, 8, 10, 12, 8, 40, 10], exercises],
    ["guesses", heads("chapter", "exercise", "prompt", "guess_point", "guess_data", "guess_middle", "guess_half", "tried"), [22, 22, 60, 22, 12, 12, 22, 10], guessed],
    ...surveySheets(result.surveys, course.survey, say),
    ["plans", heads("plans_row", "plans_written", "plans_empty", "plans_weak", "plans_wanting"), [30, 10, 10, 14, 80], planned],
    ["plans_people", heads("learner", "plans_count", "plans_empty", "plans_weak"), [18, 10, 30, 30], planners],
    ["board", heads("board_market", "board_place", "learner", "board_result", "board_attempt"), [30, 8, 18, 12, 10], ranked(result.games, course.cases, say)],
    ["people", heads("learner", "chapter", "exercise", "state", "tries", "wrong", "day"), [18, 22, 22, 14, 12, 60, 13], done],
    ["texts", heads("exercise", "prompt", "text"), [22, 50, 70], texts],
    ["tests", heads("tests_aim", "tests_before", "tests_after", "tests_n"), [40, 10, 10, 12], asked],
    ["tests_people", heads("learner", "tests_before", "tests_after", "tests_by"), [18, 10, 10, 10], scores],
    ["told", heads("told"), [110], told],
  ].filter(([name, , , rows]) => rows.length || name === "progress");
  const each = (make) => sheets.map((one, at) => make(one, at + 1)).join("");
  const types = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)}</Types>`;
  const relation = (id, type, target) => `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const relations = (inner) => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`;
  const book = `${XML}<workbook xmlns="${NAMESPACE}" xmlns:r="${RELATIONS}"><sheets>${each(([name], n) => `<sheet name="${safe(say[name])}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`;
  return packed([
    ["[Content_Types].xml", types],
    ["_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.xml"))],
    ["xl/workbook.xml", book],
    ["xl/_rels/workbook.xml.rels", relations(each((_, n) => relation(n, "worksheet", `worksheets/sheet${n}.xml`)))],
    ...sheets.map(([, head, widths, rows], at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(widths, [head, ...rows])]),
  ]);
}
