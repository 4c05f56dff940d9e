// Who is who in a class, by the rules of classes/handed.py and classes/people.py: tests/test_desk.py holds both against
// each other.

import { joined, same, seconds } from "./workbook.js";
import { fill } from "./front.js";

export const OURS = /\.json(\.[\p{L}\p{N}_]{1,8})?( \(\d+\))?$/iu; // a mail program or a browser puts something behind it
export const ZIP = /\.zip$/i;
export const SYSTEM = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

// How an LMS names who handed something in: Moodle, Canvas, Blackboard.
const SUBMITTERS = [/^(?<who>.+?)_(?<id>\d+)_assignsubmission_/, /^(?<who>[^_\d]+)_(?:LATE_)?(?<id>\d+)_\d+_/, /_(?<who>(?<id>[^_]+))_attempt_\d{4}-/];
const COPY = /\s*[(（]\d+[)）]|\s*-?\s*(副本|copy)\s*\d*$/gi;
const PARTS = /\s+-+\s+|[-_+—–]+/;
const NO_NAME = /^(?:(workbook|练习册|我的练习册|submission|file|序号\d*|第?\d*题?|q?\d+|late|attempt|\d{1,2}月\d{1,2}日?)\s*\d*)$/i;

export const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");
export const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const plain = (name) => name.replace(/\s+/g, "").toLowerCase();
const bare = (label) => plain(label.replace(/[^\p{L}]+$/u, "")) || plain(label); // without the number of a second copy
const folderOf = (file) => file.split("/").slice(0, -1).join("/");
const nameIn = (file) => file.split("/").at(-1);

// The part of a file's name that may be a person's.
export function labelOf(name) {
  const stem = name.replace(OURS, "").replace(ZIP, "").replace(COPY, "");
  return stem.split(PARTS).map((part) => part.trim()).filter((part) => part && !NO_NAME.test(part)).join(" ");
}

// Say of each workbook who handed it in, as its name and the folders it lies in tell.
export function labelled(books) {
  const beside = new Map();
  for (const { file } of books) beside.set(folderOf(file), (beside.get(folderOf(file)) ?? 0) + 1);
  return books.map(({ file, book }) => {
    const found = file.split("/").reverse().map((part) => SUBMITTERS.map((rule) => part.match(rule)).find(Boolean)).find(Boolean);
    if (found) {
      const { who, id } = found.groups;
      return { file, book, submitter: `${who}_${id}`, submitterName: who.trim(), label: who.trim() };
    }
    const alone = beside.get(folderOf(file)) === 1;
    return { file, book, submitter: "", submitterName: "", label: labelOf(nameIn(file)) || (alone ? labelOf(nameIn(folderOf(file))) : "") };
  });
}

export const written = ({ book }) => words(String(book.learner.name || ""));
const lastChange = (book) => Object.values(book.exercises).reduce((last, { updated }) => Math.max(last, seconds(updated)), seconds(book.saved));

function nameOf(files) {
  const newest = [...files].reverse();
  const told = [...newest.map((one) => one.submitterName), ...newest.map(written), ...newest.map((one) => one.label)];
  return told.find(Boolean) ?? newest[0].file;
}

// A later copy goes on from the earlier one; clones of one machine each go their own way.
function goesOn(earlier, later) {
  const end = lastChange(earlier);
  return [...new Set([...Object.keys(earlier.exercises), ...Object.keys(later.exercises)])].every((id) => {
    const [was, now] = [earlier, later].map((book) => (Object.hasOwn(book.exercises, id) ? book.exercises[id] : null));
    if (was && now && same(was, now)) return true;
    return now !== null && seconds(now.updated || later.saved) > end;
  });
}

const takesIn = (one, other) => (other.book.includes ?? []).includes(one.book.id) || (one.book.includes ?? []).includes(other.book.id);

function samePerson(earlier, later) {
  if (earlier.submitter && later.submitter) return earlier.submitter === later.submitter;
  const [name, other] = [earlier, later].map((one) => plain(one.submitterName || written(one)));
  const [label, second] = [bare(earlier.label), bare(later.label)];
  const differ = Boolean(label && second && label !== second);
  if (name && other) return name === other && (!differ || takesIn(earlier, later) || goesOn(earlier.book, later.book));
  return !differ && goesOn(earlier.book, later.book);
}

// What a file shares with other states of the same workbook, and with nothing else.
function signs(one) {
  const { book } = one;
  const found = [book.id, ...(book.includes ?? [])].filter(Boolean).map((id) => ["id", id]);
  if (one.submitter) found.push(["submitter", one.submitter]);
  if (book.created) found.push(["created", book.created]);
  else if (!book.id && written(one)) found.push(["name", plain(written(one))]);
  // To the millisecond, as every edition has written it.
  for (const [id, state] of Object.entries(book.exercises)) if (state.updated.includes(".")) found.push(["answer", id, state.updated, state.answer]);
  return found.map((sign) => JSON.stringify(sign));
}

function families(handed) {
  const root = handed.map((_, at) => at);
  const top = (at) => {
    while (root[at] !== at) at = root[at] = root[root[at]];
    return at;
  };
  const holder = new Map();
  handed.forEach((one, at) => {
    for (const sign of signs(one)) {
      if (!holder.has(sign)) holder.set(sign, at);
      root[top(at)] = top(holder.get(sign));
    }
  });
  const found = new Map();
  handed.forEach((one, at) => found.set(top(at), [...(found.get(top(at)) ?? []), one]));
  return [...found.values()];
}

// The people in order of their names, and in words: older copies, and who was taken for whom.
export function people(handed, say, separator) {
  const [found, older, notes] = [[], [], []];
  const files = (apart) => apart.map((person) => person.files.at(-1).file).join(separator);
  const ordered = handed.map((one) => ({ one, last: lastChange(one.book) })).sort((a, b) => a.last - b.last || before(a.one.file, b.one.file));
  for (const family of families(ordered.map(({ one }) => one))) {
    const apart = [];
    for (const one of family) {
      const owner = apart.find((person) => samePerson(person.files.at(-1), one));
      if (!owner) {
        apart.push({ files: [one], book: one.book });
        continue;
      }
      const twin = owner.files.find(({ book }) => same(book, one.book));
      if (twin) {
        older.push(fill(say.same, { file: twin.file, other: one.file }));
        owner.files.push(one);
        continue;
      }
      const whole = goesOn(owner.book, one.book);
      (whole ? older : notes).push(fill(say[whole ? "older" : "joined"], { file: owner.files.at(-1).file, newer: one.file }));
      owner.book = whole ? one.book : joined(one.book, owner.book);
      owner.files.push(one);
    }
    if (apart.length > 1) notes.push(fill(say.clones, { files: files(apart), n: apart.length }));
    found.push(...apart);
  }
  for (const person of found) person.name = nameOf(person.files);
  const namesakes = new Map();
  for (const person of found) namesakes.set(plain(person.name), [...(namesakes.get(plain(person.name)) ?? []), person]);
  for (const alike of namesakes.values()) {
    if (alike.length < 2) continue;
    for (const person of alike) person.namesake = true;
    notes.push(fill(say.namesakes, { name: alike[0].name, files: files(alike), n: alike.length }));
  }
  found.sort((a, b) => before(a.name.toLowerCase(), b.name.toLowerCase()) || before(a.files.at(-1).file, b.files.at(-1).file));
  return { people: found, older, notes };
}
