// What the workbooks of a class say, without Python: the figures of classes/result.py, which tests/test_desk.py holds
// against these. Goal sentences are not read anew here, that takes Python: they count as they did for the learner.

import { KINDS, check, cleanState, fill, readNumber } from "./front.js";
import { SECTIONS, decoded, isTable, parse, seconds } from "./workbook.js";
import { guesses } from "./guesses.js";
import { isZip, members } from "./archive.js";
import { isPassed, isSheet, kindOf } from "./beside.js";
import { bothTests, nameless } from "./compare.js";
import { plansOf } from "./planned.js";
import { surveyed } from "./surveys.js";
import { BOARD_LAB, games } from "./board.js";
import { OURS, SYSTEM, ZIP, before, labelled, people, written } from "./people.js";

export const LARGEST = 10_000_000; // bytes: far more than any workbook
export const LARGEST_ZIP = 300_000_000;
const MOST_FILES = 5_000; // in one zip
const MOST_BYTES = 500_000_000;
const MOST_MISTAKES = 3; // that a class is told of one exercise
const DEEPEST = 2; // a zip that holds what each learner zipped

// ---- files ----

// What a class is told of a workbook: who it is, exercises, plan, sandbox; the rest may be megabytes. Of a file that a lab was
// given, that there is one says enough.
const LABS = ["servqual", "pdca", "monthly", "report_builder", "training", "handoff", "smart", BOARD_LAB];
const EMPTY = Object.fromEntries(SECTIONS.map((name) => [name, {}]));
const withoutFile = (state) => (isTable(state) && isTable(state.upload) ? { ...state, upload: {} } : state);
const labsIn = (labs) => Object.fromEntries(Object.entries(labs).filter(([key]) => LABS.includes(key.split(":")[0])).map(([key, state]) => [key, withoutFile(state)]));
const needed = ({ id, created, saved, includes = [], learner, exercises, goals, labs }) => ({ ...EMPTY, id, created, saved, includes, learner, exercises, goals, labs: labsIn(labs) });

// Takes in what a class hands in, one file after another: of each it keeps what a class is told of, never the file. Of
// what is no workbook there is a sentence in `leftOut`.
export class Inbox {
  constructor({ say, beside }) {
    Object.assign(this, { say, by: beside, books: [], leftOut: [], beside: new Set() });
  }

  // `content` is bytes, or why there are none.
  async take(file, content, depth = 0) {
    const { say, by } = this;
    const refuse = (why) => void this.leftOut.push(fill(say.unreadable, { file, why }));
    if (isPassed(file, by)) return undefined;
    if (typeof content === "string") return refuse(content);
    const kind = await kindOf(file, content, by);
    if (kind && content.length <= LARGEST) {
      this.beside.add(kind);
      return void this.leftOut.push(fill(say.beside, { file, why: say[`beside_${kind}`] }));
    }
    if (!kind && isZip(content)) return depth === DEEPEST ? refuse(say.nested) : this.unpack(file, content, depth, refuse);
    if (content.length > LARGEST) return refuse(tooLarge(content.length, say));
    const text = decoded(content);
    if (text === null) return refuse(say.coding);
    const book = parse(text);
    if (isTable(book)) return void this.books.push({ file, book: needed(book) });
    return refuse(book === "newer" ? say.newer : say.no_workbook);
  }

  async unpack(file, content, depth, refuse) {
    const { say, by } = this;
    const found = members(content);
    if (!found) return refuse(say.bad_zip);
    const wanted = found.filter(({ name }) => !SYSTEM.test(name));
    const ours = wanted.filter(({ name }) => OURS.test(name) || ZIP.test(name) || isSheet(name, by));
    const all = ours.reduce((sum, { size }) => sum + Math.min(size, LARGEST), 0);
    if (found.length > MOST_FILES || all > MOST_BYTES) return refuse(fill(say.large_zip, { n: found.length }));
    const others = wanted.filter((one) => !ours.includes(one)).map(({ name }) => name);
    if (others.length) refuse(fill(say.others, { names: some(others, say) }));
    else if (!ours.length) refuse(say.empty_zip);
    for (const one of ours) {
      const why = one.locked ? say.locked : one.size > LARGEST ? tooLarge(one.size, say) : null;
      await this.take(`${file}/${one.name}`, why ?? (await one.read(LARGEST + 1)) ?? say.bad_zip, depth + 1);
    }
  }

  // Who handed in what.
  gathered() {
    return { leftOut: this.leftOut, beside: [...this.beside], ...people(labelled(this.books), this.say, this.say.separator) };
  }
}

const tooLarge = (size, say) => fill(say.too_large, { size: Math.round(size / 1e6), most: LARGEST / 1e6 });

// The first names of a long list, so that a zip of holiday pictures is no wall of text.
const some = (names, say) => [...names.slice(0, 5), ...(names.length > 5 ? ["…"] : [])].join(say.separator);

// ---- judging ----

// As Python writes a number in six digits.
export function shortest(value) {
  const [digits, power] = value.toExponential(5).split("e");
  const rank = Number(power);
  const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (value === 0 || (rank >= -4 && rank < 6)) return bare(value.toFixed(Math.max(0, Math.min(100, 5 - rank))));
  return `${bare(digits)}e${rank < 0 ? "-" : "+"}${String(Math.abs(rank)).padStart(2, "0")}`;
}

// What is wrong in an answer, each mistake in words that are the same for all (`mistakes` of the kinds).
const MISTAKES = {
  single: (record, answer) => record.options.filter(({ id }) => id === answer).map(({ text }) => text),

  multiple(record, answer, found, say) {
    const named = (ids, how) => record.options.filter(({ id }) => ids.includes(id)).map(({ text }) => fill(say[how], { what: text }));
    return [...named(found.details.wrong, "chose"), ...named(found.missing, "missed")];
  },

  number(record, answer) {
    const read = readNumber(String(answer));
    return read ? [shortest(read.value) + read.unit] : [];
  },

  sort(record, answer, found, say) {
    const names = new Map(record.categories.map(({ id, text }) => [id, text]));
    return record.items.filter(({ id }) => found.details.wrong.includes(id)).map(({ id, text }) => fill(say.arrow, { item: text, category: names.get(answer[id]) }));
  },

  order(record, answer, found, say) {
    const text = new Map(record.items.map((one) => [one.id, one.text]));
    const rank = (key) => record.answer.indexOf(key);
    return answer.flatMap((a, at) => answer.slice(at + 1).filter((b) => rank(a) > rank(b)).map((b) => fill(say.before, { first: text.get(a), second: text.get(b) })));
  },

  lab(record, answer, found, say, words) {
    const state = isTable(answer) ? answer : {};
    const away = Object.entries(record.goal).filter(([key, value]) => JSON.stringify(state[key]) !== JSON.stringify(value)).map(([key]) => record.steps[key]);
    return [away.length ? fill(words.still, { what: away.at(-1) }) : say.misread];
  },
};

// Judges answers anew, each only once: a class gives many that are alike. What takes Python counts as its learner was told.
class Judge {
  constructor(words, say) {
    Object.assign(this, { words, say, known: new Map(), states: new Map() }); // each state is asked for several times
  }

  look(record, answer, told) {
    const key = `${record.id} ${told} ${typeof answer === "string" ? `"${answer}` : JSON.stringify(answer)}`;
    if (!this.known.has(key)) {
      const found = check(record, answer, this.words) ?? { state: told };
      const wrong = !["right", "not_attempted"].includes(found.state);
      this.known.set(key, { state: found.state, said: wrong ? (MISTAKES[record.kind]?.(record, answer, found, this.say, this.words) ?? []) : [] });
    }
    return this.known.get(key);
  }

  of(record, kept) {
    if (!this.states.has(kept)) {
      const { state, said } = this.look(record, kept.answer, kept.outcome);
      const before = kept.mistakes.flatMap((answer) => this.look(record, answer, "wrong").said);
      this.states.set(kept, { state, said: [...new Set([...before, ...said])] });
    }
    return this.states.get(kept);
  }

  state = (record, kept) => this.of(record, kept).state;

  mistakes = (record, kept) => this.of(record, kept).said;
}

// The outcome as the record gives it today, where more than the record is not needed for it (state.py).
function today(record, kept, judge) {
  const told = KINDS[record.kind].written || KINDS[record.kind].free || record.kind === "lab" || kept.answer === null || kept.outcome === "not_attempted";
  const outcome = told ? kept.outcome : judge.state(record, kept);
  return outcome === kept.outcome ? kept : { ...kept, outcome };
}

const NOTHING = cleanState(null); // of an exercise that nobody opened: a class has a hundred thousand
const stood = (worked, { id }) => worked.flatMap((kept) => kept.get(id) ?? []); // in everybody's order
const tried = ({ tries, outcome }) => tries > 0 || outcome !== "not_attempted";
const isDone = ({ tries, outcome, solution }) => outcome === "right" || (tries > 0 && solution);

// ---- the class ----

// The day of a time here, where the class is.
export function dayOf(time) {
  if (!time) return "";
  if (!/(Z|[+-]\d\d:\d\d)$/.test(time)) return time.slice(0, 10); // without a zone it is here
  const moment = new Date(seconds(time) * 1000);
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function attemptsOf(records, kept, judge) {
  const states = records.map((record) => [record, kept.has(record.id) ? today(record, kept.get(record.id), judge) : NOTHING]);
  const attempts = states.filter(([, state]) => tried(state)).map(([record, state]) => ({
    id: record.id,
    state: judge.state(record, state),
    done: isDone(state),
    tries: state.tries,
    wrong: judge.mistakes(record, state),
    day: dayOf(state.updated),
  }));
  const left = states.filter(([, state]) => !isDone(state));
  const progress = { done: states.length - left.length, total: states.length, minutes: left.reduce((all, [record]) => all + record.minutes, 0) };
  return { attempts, progress };
}

function learnerOf(person, kept, chapters, judge, say) {
  const made = [...chapters].map(([name, records]) => [name, attemptsOf(records, kept, judge)]);
  const sum = (what) => made.reduce((all, [, { progress }]) => all + progress[what], 0);
  const attempts = made.flatMap(([, own]) => own.attempts);
  const days = attempts.map(({ day }) => day).filter(Boolean).sort();
  const own = person.files.map(written).findLast(Boolean) ?? "";
  return {
    name: person.namesake ? fill(say.namesake, { name: person.name, file: person.files.at(-1).file }) : person.name,
    done: sum("done"), total: sum("total"), minutes: sum("minutes"),
    first: days[0] ?? "", last: days.at(-1) ?? "",
    chapters: made.map(([name, { progress }]) => [name, progress]), // no table: "4" would come before "2.1"
    attempts,
    files: person.files.map(({ file }) => file),
    written: own === person.name ? "" : own,
  };
}

function countOf(record, worked, judge) {
  const states = stood(worked, record).filter(tried);
  const made = new Map();
  const outcomes = { right: 0, partly: 0, wrong: 0 };
  for (const state of states) {
    outcomes[judge.state(record, state)] += 1;
    for (const mistake of judge.mistakes(record, state)) made.set(mistake, (made.get(mistake) ?? 0) + 1);
  }
  const mistakes = [...made].sort((a, b) => b[1] - a[1]).slice(0, MOST_MISTAKES);
  const [common, often] = mistakes[0] ?? ["", 0];
  const at_once = states.filter((state) => state.tries <= 1 && !state.mistakes.length && judge.state(record, state) === "right").length;
  const { right, partly, wrong } = outcomes;
  return { id: record.id, attempted: states.length, right, partly, wrong, at_once, common_mistake: common, common_mistake_n: often, mistakes };
}

const ORDER = {
  name: () => 0, // as they come
  least: (a, b) => a.done - b.done,
  most: (a, b) => b.done - a.done,
  recent: (a, b) => before(b.last, a.last),
};

// Who handed in what: `files` are [name, bytes or why there is none].
export async function gathered(files, course) {
  const inbox = new Inbox(course);
  for (const [name, content] of files) await inbox.take(name, content);
  return inbox.gathered();
}

// Read and count; `how` says which chapters, days and order.
export const readClass = async (files, course, how) => counted(await gathered(files, course), course, how);

export function counted(found, { records, words, say, test, plan, survey }, how = {}) {
  const { chapters = [], since = "", until = "", sort = "name" } = how;
  const there = [...new Set(records.map(({ chapter }) => chapter))];
  const wanted = records.filter(({ chapter }) => !chapters.length || chapters.includes(chapter));
  const inDays = ({ updated }) => (!since || dayOf(updated) >= since) && (!until || (dayOf(updated) || "9999") <= until);
  const worked = found.people.map(({ book: { exercises } }) => {
    const states = wanted.filter(({ id }) => Object.hasOwn(exercises, id)).map(({ id }) => [id, cleanState(exercises[id])]);
    return new Map(since || until ? states.filter(([, state]) => inDays(state)) : states);
  });
  const judge = new Judge(words, say);
  const byChapter = grouped(wanted);
  const texts = wanted.filter(({ kind }) => KINDS[kind].written).map(({ id }) => [id, worked.map((kept) => kept.get(id)?.answer).filter((text) => typeof text === "string" && text.trim()).map((text) => text.trim()).sort(before)]);
  return {
    learners: found.people.map((person, at) => learnerOf(person, worked[at], byChapter, judge, say)).sort(ORDER[sort]),
    counts: wanted.map((record) => countOf(record, worked, judge)).filter(({ attempted }) => attempted),
    texts: Object.fromEntries(texts.filter(([, said]) => said.length)),
    guesses: wanted.filter(({ kind }) => kind === "predict").map((record) => guesses(record, stood(worked, record), say, words)).filter(Boolean),
    surveys: wanted.filter(({ kind }) => kind === "survey").map((record) => surveyed(record, stood(worked, record), survey)).filter(Boolean),
    tests: test ? bothTests(found.people, { ...test, words }) : [],
    plans: plansOf(found.people, plan),
    games: games(found.people),
    left_out: [...found.leftOut, ...found.older],
    notes: found.notes,
    beside: found.beside,
    chapters: there.filter((chapter) => !chapters.length || chapters.includes(chapter)),
    since, until,
  };
}

// As it can be shown to a room: learners numbered in their order, no file named.
export function unnamed(result, say) {
  const told = { left_out: result.left_out.length, notes: result.notes.length };
  const said = [...(told.left_out || told.notes ? [fill(say.hidden, told)] : []), ...result.beside.map((kind) => fill(say.beside_unnamed, { why: say[`beside_${kind}`] }))];
  const learners = result.learners.map((one, at) => ({ ...one, name: fill(say.number, { n: at + 1 }), files: [], written: "" }));
  return { ...result, learners, tests: result.tests.map(nameless), plans: result.plans.map(nameless), games: result.games.map(nameless), left_out: [], notes: said };
}

function grouped(records) {
  const found = new Map();
  for (const record of records) found.set(record.chapter, [...(found.get(record.chapter) ?? []), record]);
  return found;
}

