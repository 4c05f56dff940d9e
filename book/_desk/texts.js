// Texts of an instructor's own, checked as book/pack_texts.py does: plain Markdown, nothing of which is run.

import { isTable } from "./fields.js";

const PLACES = ["instead", "after"];
const TICKS = "\x60".repeat(3); // templates and this sign: plain_script.py counts them
const FENCE = /^(\x60{3,}|~{3,})[A-Za-z0-9_+#.-]*[ \t]*$/;
const EXERCISE = /^\x60{3}\{exercise\} ([0-9A-Za-z][0-9A-Za-z._-]{0,59})[ \t]*$/;
const CODE = /\x60{3}|~~~|:::|\{[^{}]*\}\x60/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const TITLE = /^#[ \t]+([^ \t][^\n]*)$/;
const REFUSED = { html: /<(?!https?:\/\/|mailto:)[A-Za-z/!?]/, picture: /!\[/, link: /\]\((?!https?:\/\/|mailto:)/ };

const linesOf = (text) => text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n").replace(/^(?:[ \t]*\n)+/, "").split("\n");

export function titled(text) {
  const found = TITLE.exec(linesOf(text)[0]);
  return found ? found[1].replace(/[*\x60]/g, "").replace(/[ \t]+#*[ \t]*$/, "") : "";
}

// The key of what keeps a text from being a page, with its values; nothing where all is well.
export function wrongIn(text, known, { limits }) {
  const lines = linesOf(text);
  if (!/[^ \t\r\n\ufeff]/.test(text)) return ["empty", {}];
  if (new TextEncoder().encode(text).length > limits.text * 1000) return ["large", { most: limits.text }];
  const title = titled(text);
  if (!title || [...title].length > limits.text_title) return ["title", { most: limits.text_title }];
  if (!lines.slice(1).some((line) => /[^ \t]/.test(line))) return ["empty", {}];
  let [fence, level] = ["", 0];
  for (const [before, line] of lines.entries()) {
    const at = before + 1;
    const end = line.replace(/[ \t]+$/, "");
    const [opens, asked, heading] = [FENCE.exec(line), EXERCISE.exec(line), HEADING.exec(line)];
    if (asked && !fence) {
      if (lines[at] !== TICKS) return ["code", { line: at }];
      if (!known.has(asked[1])) return ["exercise", { line: at, id: asked[1] }];
      fence = TICKS;
    } else if (opens) {
      if (!fence) fence = opens[1];
      else if (end === opens[1] && end.startsWith(fence)) fence = "";
    } else if (CODE.test(line)) {
      return ["code", { line: at }]; // also in code that is shown: where that ends is not for us to say
    } else if (!fence) {
      if (heading) {
        const deep = heading[1].length;
        if (at > 1 && deep === 1) return ["one_title", { line: at }];
        if (deep > level + 1) return ["jump", { line: at }];
        level = deep;
      }
      for (const [key, sign] of Object.entries(REFUSED)) if (sign.test(line)) return [key, { line: at }];
    }
  }
  return null;
}

// Which of the texts does not fit, and why; number 0 where they are no list of texts at all.
export function textsOff(given, hidden, known, rules) {
  if (!Array.isArray(given) || given.length > rules.limits.texts || !given.every((one) => isText(one, rules))) return [0, "", {}];
  const replaced = new Set();
  for (const [at, one] of given.entries()) {
    const place = PLACES.find((name) => Object.hasOwn(one, name));
    const chapter = one[place];
    if (!rules.chapters.includes(chapter)) return [at + 1, "where", { chapter: [...chapter].slice(0, 9).join("") }];
    if (place === "instead") {
      if (replaced.has(chapter)) return [at + 1, "twice", { chapter }];
      if (hidden.includes(chapter)) return [at + 1, "hidden", { chapter }];
      replaced.add(chapter);
    }
    for (const lang of rules.languages) {
      const found = Object.hasOwn(one, lang) && wrongIn(one[lang], known, rules);
      if (found) return [at + 1, ...found];
    }
  }
  return null;
}

function isText(one, { languages }) {
  if (!isTable(one)) return false;
  const names = Object.keys(one);
  const count = (list) => names.filter((name) => list.includes(name)).length;
  return count(PLACES) === 1 && count(languages) > 0 && count([...PLACES, ...languages]) === names.length && Object.values(one).every((value) => typeof value === "string");
}

// Exercises there are: those of the course and of the pack, less those that are left out.
export const exercisesOf = ({ records, hidden }, { ids }) => new Set([...ids, ...records.map(({ id }) => id)].filter((id) => !hidden.includes(id)));
