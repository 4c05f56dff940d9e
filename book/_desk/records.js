// Read a record as sgm_lab/exercises does (reading.py and kinds), and give it to a page in one language (base.py):
// what is refused there is refused here, with the same sentence, and a record looks the same (tests/test_pack.py).

import { Fields, filled, isTable } from "./fields.js";

const SIGNS = ["highest", "lowest", "under", "over", "rising", "falling", "flat"];
const AT = SIGNS.slice(0, 4);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export function readRecord(table, number, rules) {
  const given = isTable(table) ? table.id : undefined;
  const row = new Fields(isTable(table) ? table : {}, typeof given === "string" && given.trim() ? given : `#${number}`, rules);
  if (!isTable(table)) row.refuse("not_table", { number });
  const common = {
    id: row.identifier(),
    chapter: row.string("chapter"),
    minutes: row.number("minutes", "minutes", (m) => m > 0 && m <= 60),
    prompt: row.text("prompt"),
    solution: row.text("solution"),
    hints: row.texts("hints"),
    right: row.maybe("right"),
    plan: row.has("plan") ? row.someOf("plan", rules.rows) : [],
    recalls: row.has("recalls") ? row.string("recalls") : undefined,
    besides: row.has("besides") ? row.number("besides", "minutes", (m) => m >= 0 && m <= 60) : 0,
  };
  const kind = row.oneOf("kind", Object.keys(rules.kinds));
  const made = { kind, ...common, ...KINDS[kind].read(row, rules) };
  row.done();
  return made;
}

// ---- the kinds ----

const named = (one) => ({ id: one.identifier(), text: one.text("text") });
const ids = (entries) => entries.map(({ id }) => id);

// An entry stands open until the answer says whether it must give a reason.
function options(row, take) {
  const found = [];
  const rows = row.tables("options", 2, (one) => {
    found.push({ ...named(one), feedback: one.maybe("feedback"), missed: one.maybe("missed") });
    return one;
  });
  row.unique("options", ids(found));
  const answer = take(ids(found));
  found.forEach(({ id }, at) => [answer].flat().includes(id) || rows[at].text("feedback"));
  return { options: found, answer };
}

export const KINDS = {
  single: {
    read: (row) => options(row, (names) => row.oneOf("answer", names)),
    worked: ({ options: all, answer }) => all.filter(({ id }) => id === answer).map(({ text }) => text),
  },

  multiple: {
    read(row) {
      const made = options(row, (names) => row.someOf("answer", names));
      if (made.answer.length === made.options.length) row.fail("answer", row.form("some_wrong"));
      return made;
    },
    worked: ({ options: all, answer }) => all.filter(({ id }) => answer.includes(id)).map(({ text }) => text),
  },

  number: {
    read(row, rules) {
      const given = row.numbers("given", "number");
      const [answer, tolerance] = [row.calculated("answer", given), toleranceOf(row)];
      const slips = row.tables("slips", 0, (one) => {
        const [value, formula] = [one.has("value"), one.has("formula")];
        if (value === formula) one.fail("value", one.form("value_or_formula"));
        return { value: value ? one.number("value", "number") : one.calculated("formula", { ...given, answer }), feedback: one.text("feedback") };
      });
      const allowed = Math.max(tolerance.absolute, tolerance.relative * Math.abs(answer)) + 1e-9 * Math.max(1, Math.abs(answer));
      slips.forEach(({ value }, at) => Math.abs(value - answer) <= allowed && row.refuse("slip_right", { field: `slips[${at + 1}]`, value }));
      const others = row.numbers("other_units", "factor", (factor) => factor !== 0);
      const made = { answer, tolerance, feedback: row.text("feedback"), unit: row.maybe("unit"), unit_words: row.strings("unit_words"), slips };
      const tidy = (name) => name.normalize("NFKC").toLowerCase().replace(/[−–﹣]|负|minus /g, "-").trim();
      made.other_units = Object.fromEntries(Object.entries(others).map(([name, factor]) => [tidy(name), factor]));
      made.units = [...rules.languages.filter((lang) => made.unit?.[lang]).map((lang) => made.unit[lang]), ...made.unit_words];
      return made;
    },
    worked({ answer, tolerance, unit = "" }) {
      const allowed = Math.max(tolerance.absolute, tolerance.relative * Math.abs(answer));
      const shown = allowed > 0 ? fixed(answer, Math.max(0, Math.ceil(-Math.log10(2 * allowed)))) : String(Number(answer.toPrecision(6)));
      return [`${shown}${/^[A-Za-z]/.test(unit) ? " " : ""}${unit}`.replaceAll("-", "−")];
    },
  },

  sort: {
    read(row) {
      const categories = row.tables("categories", 2, named);
      row.unique("categories", ids(categories));
      const items = row.tables("items", 2, (one) => ({ ...named(one), answer: one.oneOf("answer", ids(categories)), feedback: one.text("feedback"), feedback_for: one.textMap("feedback_for", ids(categories)) }));
      row.unique("items", ids(items));
      return { categories, items };
    },
    worked: ({ categories, items }, words) => items.map((item) => filled(words.arrow, { item: item.text, category: categories.find(({ id }) => id === item.answer).text })),
  },

  order: {
    read(row) {
      const items = row.tables("items", 3, named);
      const shown = ids(items);
      row.unique("items", shown);
      const answer = row.someOf("answer", shown);
      if (answer.length !== shown.length) row.fail("answer", row.form("all_of", { choices: shown }));
      if (same(answer, shown)) row.fail("answer", row.form("not_shown_order"));
      const slips = row.tables("slips", 0, (one) => {
        const slip = { first: one.oneOf("first", answer), second: one.oneOf("second", answer), feedback: one.text("feedback") };
        if (answer.indexOf(slip.first) <= answer.indexOf(slip.second)) one.fail("first", one.form("wrong_pair"));
        return slip;
      });
      return { items, answer, feedback: row.text("feedback"), slips };
    },
    worked: ({ items, answer }) => answer.map((id, at) => `${at + 1}. ${items.find((one) => one.id === id).text}`),
  },

  goal: {
    read(row, rules) {
      const criteria = row.scalars("criteria", 1);
      const inner = row.inner("criteria");
      for (const name of Object.keys(criteria)) {
        if (!Object.hasOwn(rules.criteria, name)) row.fail("criteria", row.form("one_of", { choices: Object.keys(rules.criteria) }), name);
        inner.oneOf(name, rules.criteria[name]);
      }
      return { criteria, model: row.text("model") };
    },
    worked: ({ model }) => [model],
    more: ({ criteria }, words) => ({ asked: filled(words.criteria, { names: Object.keys(criteria).map((name) => words.criterion[name]).join(words.separator) }) }),
  },

  reflection: {
    read(row, rules) {
      const model = row.text("model");
      return { model, least: row.has("least") ? row.number("least", "whole", (n) => Number.isInteger(n) && n >= 1 && n <= 500) : rules.least };
    },
    worked: ({ model }) => [model],
  },

  survey: {
    read(row, rules) {
      const method = row.oneOf("method", Object.keys(rules.words.surveys));
      const own = (one) => (method === "servqual" ? { dimension: one.oneOf("dimension", Object.keys(rules.dimensions)) } : { functional: one.text("functional"), dysfunctional: one.text("dysfunctional") });
      const items = row.tables("items", 2, (one) => ({ ...named(one), ...own(one) }));
      row.unique("items", ids(items));
      return { method, items };
    },
    worked: (_, words) => [words.survey_worked],
    more: ({ method }, words) => words.surveys[method],
  },

  lab: {
    read(row, rules) {
      const lab = row.oneOf("lab", Object.keys(rules.labs));
      const goal = row.scalars("goal", 1);
      const steps = row.textMap("steps", Object.keys(goal));
      const unsaid = Object.keys(goal).filter((name) => !Object.hasOwn(steps, name));
      if (unsaid.length) row.fail("goal", row.form("step"), unsaid);
      const start = row.scalars("start");
      const inner = row.inner("finding");
      const finding = { ask: inner.text("ask"), column: inner.maybe("column"), row: inner.maybe("row"), says: inner.maybe("says") };
      if (Boolean(finding.says) === Boolean(finding.column) || (finding.row && finding.says)) inner.fail("says", inner.form("cell_or_sentence"));
      for (const text of Object.values(finding.says ?? {})) if (!oneGroup(text)) inner.fail("says", inner.form("one_group"), text);
      inner.done();
      return { lab, goal, steps, start, finding, feedback: row.text("feedback") };
    },
    worked: ({ goal, steps, finding: { row, column } }, words) =>
      [...Object.keys(goal).map((key) => steps[key]), column === undefined ? words.found_in_words : filled(row === undefined ? words.found_in_first : words.found_in_cell, { row, column })],
    more: ({ lab, finding }, words) => ({ tool: words.labs[lab], finding: { ask: finding.ask } }),
  },

  predict: {
    read(row, rules) {
      const low = row.has("low") ? row.number("low", "number") : 0;
      const made = { truth: truthOf(row.inner("truth"), rules), axis: row.text("axis"), unit: row.text("unit"), source: row.text("source"), low };
      made.high = row.number("high", "above_low", (n) => n > low);
      made.draw = row.oneOf("draw", ["bars", "line"]);
      made.slips = row.tables("slips", 0, (one) => {
        const when = Array.isArray(one.table.when) ? one.someOf("when", SIGNS) : [one.oneOf("when", SIGNS)];
        const slip = { when, feedback: one.text("feedback"), at: one.has("at") ? one.string("at") : undefined };
        if (when.some((sign) => AT.includes(sign)) !== (slip.at !== undefined)) one.fail("at", one.form("at_point"));
        return slip;
      });
      made.step = row.has("step") ? row.number("step", "positive", (n) => n >= 1e-6 && n <= 1e6) : 1;
      return made;
    },
    worked: () => [], // worked out from the case
  },
};

function toleranceOf(row) {
  const none = { absolute: 0, relative: 0 };
  if (!row.has("tolerance")) return none;
  if (!isTable(row.table.tolerance)) return { ...none, absolute: row.number("tolerance", "positive", (size) => size >= 0) };
  const inner = row.inner("tolerance");
  const sizes = Object.fromEntries(["absolute", "relative"].filter((name) => inner.has(name)).map((name) => [name, inner.number(name, "positive", (size) => size >= 0)]));
  inner.done();
  if (!Object.keys(sizes).length) row.fail("tolerance", row.form("positive"));
  return { ...none, ...sizes };
}

function truthOf(row, rules) {
  const of = row.oneOf("of", Object.keys(rules.sources));
  const known = rules.sources[of];
  const needed = Object.keys(known).filter((name) => known[name]);
  const expected = row.form("source_argument", { of, choices: Object.keys(known), needed });
  for (const [name, value] of Object.entries(row.table)) {
    if (name === "of") continue;
    if (!Object.hasOwn(known, name)) row.fail(name, expected);
    const plain = (one) => ["string", "number", "boolean"].includes(typeof one);
    const fits = Array.isArray(value) ? value.every((one) => typeof one === "number") : isTable(value) ? Object.values(value).every(plain) : plain(value);
    if (!fits) row.fail(name, row.form("source_value"));
  }
  for (const name of needed) if (!row.has(name)) row.fail(name, expected);
  return row.table;
}

function oneGroup(pattern) {
  try {
    return new RegExp(`${pattern}|`, "u").exec("").length === 2;
  } catch {
    return false;
  }
}

// As kinds/number.py writes a number: of 9 digits, and halves away from 0.
function fixed(value, digits) {
  const [digit, ten] = Math.abs(value).toExponential(8).split("e");
  return (Math.sign(value) * Number(`${Math.round(Number(`${digit}e${Number(ten) + digits}`))}e-${digits}`)).toFixed(digits);
}

// ---- as a page has it (base.py) ----

function inOne(value, lang, rules) {
  if (Array.isArray(value)) return value.map((one) => inOne(one, lang, rules));
  if (!isTable(value)) return value;
  if (Object.keys(value).length && Object.keys(value).every((key) => rules.languages.includes(key))) return value[lang] ?? Object.values(value)[0];
  const made = Object.entries(value).map(([key, one]) => [key, inOne(one, lang, rules)]);
  return Object.fromEntries(made.filter(([, one]) => one !== undefined && !(isTable(one) && !Object.keys(one).length)));
}

// A record that was read, as the front end takes it. What is worked out from data is not there: `prepared` in pack.js
// takes it from the record that it replaces, where that asks for the same.
export function payload(made, rules) {
  const { lang, tag, words } = rules;
  const plain = inOne(made, lang, rules);
  const kind = KINDS[made.kind];
  const plan = made.plan.length ? filled(words.row_arrow, { rows: made.plan.map((row) => words.plan_rows[row]).join(words.row_and) }) : "";
  return { ...plain, ...(kind.more?.(plain, words) ?? {}), lang, tag, worked: kind.worked(plain, words), plan };
}

// ---- all of a course ----

// Minutes by what there is to read and to do (effort.py): a sentence where those declared are far off.
export function minutesOff(made, rules) {
  const { read, other, write, each, whole, less, more, room } = rules.effort;
  const texts = [made.prompt, ...[...(made.options ?? []), ...(made.items ?? [])].flatMap(({ text, functional, dysfunctional }) => [text, functional, dysfunctional].filter(Boolean)), ...Object.values(made.steps ?? {}), ...(made.finding ? [made.finding.ask] : [])];
  const asked = made.options?.length || made.items?.length || Object.keys(made.steps ?? {}).length;
  const letters = texts.reduce((all, text) => all + [...text.zh].length * (/[\u3400-\u9fff]/.test(text.zh) ? 1 : other), 0);
  const effort = letters / read + (each[made.kind] ?? 0) * asked + (whole[made.kind] ?? 0) + (made.least ?? 0) / write + made.besides;
  if (made.minutes >= less * effort - room && made.minutes <= more * effort + room) return "";
  return filled(rules.bad.minutes, { file: rules.file, id: made.id, minutes: made.minutes, asked: fixed(effort, 0) });
}
