// The files of a goal plan, made in the page: forms that Python has set, with what a learner has written. Loaded on a
// click only, with its forms before it (book/_ext/plan_files.py).

import { clean, filled, flat, shortened } from "./fillin.js";
import { ended, inRoom } from "./slideroom.js";

const CELL = 32_000; // units that a cell of a spreadsheet holds
const EMU = 12_700; // of a point

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const fill = (text, values) => text.replace(/\{(\w+)(:02d)?\}/g, (all, name, two) => (two ? String(values[name]).padStart(2, "0") : values[name] ?? all));
const said = (value) => (typeof value === "string" ? clean(value).trim() : typeof value === "number" ? String(value) : "");

const figure = (value) => (typeof value === "string" && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value);
const dated = (text) => /^(\d{4})-(\d\d)-(\d\d)$/.exec(said(text))?.slice(1).map(Number);
const serial = ([year, month, day]) => (Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 864e5; // a day in a sheet
const asDay = (text) => (dated(text) ? serial(dated(text)) : text);
const IN_SHEET = { baseline: figure, target: figure, start: asDay, due: asDay };
const inCell = (text) => (text.length <= CELL ? text : `${text.slice(0, CELL).replace(/[\ud800-\udbff]$/, "")}…`);
const inOrder = new Intl.Collator("en", { numeric: true }).compare;

// `rows` as plan.js reads them off a workbook, and the goals that are one: settled in an exercise, listed, or a draft.
function planOf(rows, book, owner) {
  const head = isTable(book.goals?.plan) ? book.goals.plan : {};
  const keys = Object.keys(book.goals ?? {}).filter((key) => !["plan", "cascade"].includes(key) && isTable(book.goals[key])).sort(inOrder);
  const listed = keys.map((key) => book.goals[key]);
  const row = rows.find((one) => one.row === "goal");
  const ofGoal = new Set(row.exercises.filter(({ goal }) => goal).map(({ id }) => id));
  const statements = new Set(listed.map((one) => said(one.statement)));
  const alone = row.notes.filter((note) => ofGoal.has(note.id) || note.from === "draft").map((note) => said(note.text)).filter((text) => !statements.has(text));
  // Which goal says a note; those of an exercise or a draft come before the ones listed, and none comes twice.
  const numberOf = (note, of) => {
    if (note.key) return alone.length + keys.indexOf(note.key) + 1;
    return note.from === "draft" || (of === "goal" && ofGoal.has(note.id)) ? alone.indexOf(said(note.text)) + 1 : Infinity;
  };
  return {
    title: said(head.title), organisation: said(head.organisation), owner: said(head.owner) || owner, date: said(head.date),
    goals: [...alone.map((statement) => ({ statement })), ...listed],
    rows: rows.map((one) => ({
      ...one,
      notes: one.notes.map((note) => ({ ...note, goal: numberOf(note, one.row) })).filter(({ goal }) => goal).sort((a, b) => a.goal - b.goal || 0),
    })),
  };
}

export class Files {
  constructor(forms, rows, book, owner) {
    [this.forms, this.words] = [forms, forms.words];
    this.plan = planOf(rows, book, clean(owner));
    this.has = { plan: rows.some(({ text }) => text), card: this.plan.goals.some((one) => said(one.statement)) };
    this.over = this.plan.goals.length > forms.goals; // more than the register has rows
  }

  name(kind) {
    return kind === "card" ? `${this.forms.names.card}.docx` : `${this.forms.names.plan}.${kind}`;
  }

  make(kind) {
    return this[kind]();
  }

  day(text) {
    const [year, month, day] = dated(text) ?? [];
    return year ? fill(this.words.date, { year, month, day }) : said(text);
  }

  amount(value, unit) {
    if (typeof value !== "number") return said(value) && `${said(value)}${unit && ` ${unit}`}`;
    const shown = String(Number(value.toPrecision(10)));
    return ["%", "％"].includes(unit) ? `${shown}${unit}` : fill(this.words.amount, { value: shown, unit }).trim();
  }

  source(note) {
    return note.chapter ? fill(this.words.from_exercise, note) : "";
  }

  // A row as the document says it: with the goal it is of where there are several, and the exercise it was written in.
  text(row) {
    const { notes, own } = this.plan.rows.find((one) => one.row === row);
    const told = notes.map((note) => {
      const text = clean(note.text);
      if (note.goal < Infinity) return this.plan.goals.length > 1 ? fill(this.words.of_goal, { number: note.goal, text }) : text;
      return note.chapter ? fill(this.words.from_said, { text, source: this.source(note) }) : text;
    });
    return [...told, ...(own ? [clean(own)] : [])].join("\n");
  }

  head() {
    const { title, organisation, owner, date } = this.plan;
    const name = title || this.words.plan_title;
    return { title: name, organisation, owner, date: this.day(date), by: [organisation, owner, this.day(date)].filter(Boolean).join(" · ") };
  }

  docx() {
    const head = this.head();
    const rows = Object.fromEntries(this.plan.rows.map(({ row }) => [row, this.text(row)]));
    const open = Object.fromEntries(["organisation", "owner", "date"].map((key) => [key, head[key] || this.forms.open]));
    const header = shortened(flat([head.organisation, head.title].filter(Boolean).join(" · ")), 60);
    return filled(this.forms.forms.docx, { ...rows, ...head, ...open, header });
  }

  pptx() {
    const { words, plan, forms: { room, rows: numbered, slides, spoken } } = this;
    const head = this.head();
    const known = new Map(plan.rows.map((one) => [one.row, { ...one, text: this.text(one.row) }]));
    const told = (row) => {
      const [first] = known.get(row).text.trim().split("\n");
      return first && fill(words.fact, { label: numbered[row], value: shortened(first, spoken) });
    };
    const goal = known.get("goal").text || words.no_goal;
    const values = {
      title: shortened(flat(head.title), 90),
      by: shortened(flat(head.by), 220),
      opening: ended(goal, room.opening, 6),
      "notes.opening": [head.title, goal, head.by].filter(Boolean).join("\n"),
    };
    const [first] = plan.goals;
    const asked = { owner: said(first?.owner), cost: known.get("cost").text.split("\n")[0], first_step: said(first?.first_step) };
    const decide = [
      plan.goals.length > 1 ? fill(words.decide_goal, { n: plan.goals.length }) : words.decide_one,
      ...Object.entries(asked).map(([key, value]) => fill(words[`decide_${key}`], { value: value || "____" })),
    ].join("\n");
    const still = plan.rows.filter(({ text }) => !text).map(({ name }) => name).join(words.comma);
    const heights = new Map();
    for (const { slide, rows } of slides) {
      const keys = slide === "ask" ? [...rows, "decide", ...(still ? ["still"] : [])] : rows;
      const whole = keys.map((key) => [words[`label_${key}`], { decide, still }[key] ?? (known.get(key).text || words.empty)]);
      const shown = inRoom(whole, room);
      for (const [at, key] of keys.entries()) {
        values[key] = shown[at].text;
        heights.set(key, Math.round(shown[at].tall * EMU));
      }
      const cut = whole.some(([, text], at) => text !== shown[at].text);
      const rest = cut ? ["", words.whole, ...whole.map((row) => row.join(" · "))] : [];
      values[`notes.${slide}`] = [fill(words[`speech_${slide}`], { told: rows.map(told).filter(Boolean).join("\n") || words.nothing }), ...rest].join("\n");
    }
    return filled(this.forms.forms.pptx, values, (name, xml) => xml.replace(/<a:tr h="\d+">.*?<\/a:tr>/gs, (row) => {
      const [, key] = /\uE000([\w.]+)\uE001/.exec(row);
      return heights.has(key) ? row.replace(/h="\d+"/, `h="${heights.get(key)}"`) : "";
    }));
  }

  xlsx() {
    const { goals, rows } = this.plan;
    const head = this.head();
    const values = { title: head.title, by: head.by };
    for (const [at, goal] of goals.entries()) {
      const place = `goals.${at + 1}`;
      values[`${place}.number`] = at + 1;
      for (const field of this.forms.fields) {
        const value = IN_SHEET[field]?.(goal[field]) ?? goal[field];
        values[`${place}.${field}`] = typeof value === "number" ? value : inCell(said(value));
      }
    }
    const kept = {};
    for (const { row, notes, own } of rows) {
      const registered = [...notes.filter(({ goal }) => goal === Infinity), ...(own ? [{ text: own }] : [])]; // goals have a sheet
      const text = inCell(clean(registered.map((note) => note.text).join("\n")));
      values[`said.${row}`] = text;
      values[`source.${row}`] = [...new Set(registered.map((note) => this.source(note)).filter(Boolean))].join(this.words.comma);
      if (text) kept[row] = [{ text, source: "" }];
    }
    const { title, organisation, owner, date } = this.plan;
    const data = JSON.stringify({ format: 1, title, organisation, owner, date, goals, rows: kept });
    values.data = data.length <= CELL ? data : ""; // what is too long for it stands in the cells
    return filled(this.forms.forms.xlsx, values);
  }

  card() {
    const { steps, statement: most, fact, unit: mostUnit } = this.forms.card;
    const [given] = this.plan.goals.filter((one) => said(one.statement));
    const goal = { ...given, baseline: figure(given.baseline), target: figure(given.target) };
    const unit = shortened(flat(said(goal.unit)), mostUnit);
    const [baseline, target] = [this.amount(goal.baseline, unit), this.amount(goal.target, unit)];
    const text = shortened(flat(said(goal.statement)), most);
    const short = (value) => shortened(flat(said(value)), fact);
    const values = {
      "card.statement": text, "card.metric": short(goal.metric) || this.words.metric_empty,
      "card.baseline": baseline || "____", "card.target": target || "____",
      "card.due": this.day(goal.due), "card.owner": short(goal.owner), "card.first_step": short(goal.first_step),
    };
    const way = [goal.baseline, goal.target].every((one) => typeof one === "number") && goal.baseline !== goal.target;
    const points = steps.find(([letters]) => [...text].length <= letters)[1];
    const form = this.forms.forms[way ? "card_bar" : "card"];
    return filled(form, values, (name, xml) => (name === "word/document.xml" ? xml.replaceAll(`w:val="${2 * steps[0][1]}"`, `w:val="${2 * points}"`) : xml));
  }
}

if (typeof document !== "undefined") globalThis.sgmPlanFiles = (rows, book, owner) => new Files(globalThis.sgmPlanForms, rows, book, owner);
