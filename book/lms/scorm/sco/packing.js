// The workbook as the platform keeps it: no names of fields, compressed, in letters that every platform takes. What does not
// fit is left out by whole pieces, the least needed first, and named.

const FIRST = "s1."; // the first letters say how the rest is written
const OUTCOMES = ["not_attempted", "right", "partly", "wrong"];
const NEEDED = ["exercises", "learner", "settings"]; // settings deal everyone their own order
const LONG = 30; // characters of an answer that are worth leaving out
const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const mapped = (table, change) => Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value, key)]));

// A time as a number, where it comes back as it was.
const shortTime = (text) => (new Date(Date.parse(text) || 0).toISOString() === text ? Date.parse(text) : text);
const longTime = (time) => (typeof time === "number" ? new Date(time).toISOString() : time);

// A record as a list, without the defaults at its end; what else it holds comes last.
function listOf({ answer = null, outcome, tries = 0, hints = 0, solution = false, updated = "", mistakes = [], ...more }, here) {
  const all = [answer, Math.max(0, OUTCOMES.indexOf(outcome)), tries, hints, Number(solution), shortTime(updated), here, mistakes, more];
  const empty = [null, 0, 0, 0, 0, "", -1, [], {}];
  while (all.length && JSON.stringify(all.at(-1)) === JSON.stringify(empty[all.length - 1])) all.pop();
  return all;
}

function recordOf([answer = null, outcome = 0, tries = 0, hints = 0, solution = 0, updated = "", , mistakes = [], more = {}]) {
  return { answer, outcome: OUTCOMES[outcome], tries, hints, solution: Boolean(solution), updated: longTime(updated), mistakes, ...more };
}

const letters = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

function written(short, { deflateSync, strToU8 }) {
  return FIRST + letters(deflateSync(strToU8(JSON.stringify(short)), { level: 9 }));
}

// `here` says on which page an exercise was last worked on, -1 for none: there it stays open.
function shortened(book, here) {
  const sections = Object.entries(book).filter(([, value]) => !isTable(value) || Object.keys(value).length);
  return { ...Object.fromEntries(sections), exercises: mapped(book.exercises ?? {}, (one, id) => listOf(one, here(id, one))), again: mapped(book.again ?? {}, (one) => listOf(one, -1)) };
}

// An answer without its words. A little older than it is, so that the file that has the words counts as newer.
const emptied = ([, outcome, tries, hints, solution, updated, ...rest]) =>
  ["", outcome, tries, hints, solution, typeof updated === "number" ? updated - 1000 : "", ...rest];

// What may be left out, in this order: the name of a section, or the id of an exercise with a long text.
function spare(short) {
  const sections = Object.keys(short).filter((name) => isTable(short[name]) && Object.keys(short[name]).length && !NEEDED.includes(name));
  sections.sort((a, b) => Number(b === "history") - Number(a === "history"));
  const texts = Object.entries(short.exercises).filter(([, [answer]]) => typeof answer === "string" && answer.length > LONG);
  texts.sort(([, [a]], [, [b]]) => b.length - a.length);
  return [...sections.map((section) => ({ section })), ...texts.map(([id]) => ({ id }))];
}

// The workbook's text for a platform that takes so many characters: what to give it, and what is left out.
export function pack(text, room, tools, here = () => -1) {
  const short = shortened(JSON.parse(text), here);
  const left = { sections: [], ids: [] };
  let data = written(short, tools);
  for (const { section, id } of data.length > room ? spare(short) : []) {
    if (section) {
      delete short[section];
      left.sections.push(section);
    } else {
      short.exercises[id] = emptied(short.exercises[id]);
      left.ids.push(id);
    }
    short.left = left.ids;
    data = written(short, tools);
    if (data.length <= room) break;
  }
  return data.length <= room ? { data, ...left } : { data: null, ...left };
}

// The workbook's text again, with the ids of what was left out and the page of each exercise; null where it cannot be read.
export function unpack(data, { inflateSync, strFromU8 }) {
  try {
    if (!data.startsWith(FIRST)) return null;
    const { left = [], ...short } = JSON.parse(strFromU8(inflateSync(bytes(data.slice(FIRST.length)))));
    const here = mapped(short.exercises, (one) => one[6] ?? -1);
    const book = { ...short, exercises: mapped(short.exercises, recordOf), again: mapped(short.again ?? {}, recordOf) };
    return { text: JSON.stringify(book), left, here };
  } catch {
    return null;
  }
}
