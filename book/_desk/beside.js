// What lies beside workbooks and is none: sheets of answers or of marks, documents. By the rules of classes/beside.py,
// whose patterns and words are in `by`; tests/test_beside.py holds both against each other.

import { isZip, members } from "./archive.js";

const OFFICE = "[Content_Types].xml";
const PARTS = ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"];
const MOST = 300_000; // bytes that are enough to know a table by

// The class report itself, or what Excel puts beside an open file: not even mentioned.
export function isPassed(name, by) {
  const last = name.split("/").at(-1);
  return by.own.includes(last) || last.startsWith("~$");
}

export const isSheet = (name, by) => new RegExp(by.sheet, "i").test(name);

// "marks", "kano", "servqual", "table" or "document"; empty where it may be a workbook.
export async function kindOf(name, bytes, by) {
  const parts = (isZip(bytes) && members(bytes)) || [];
  if (!parts.some((one) => one.name === OFFICE)) return isSheet(name, by) ? told(cellsOf(bytes), by) : "";
  if (!isSheet(name, by) && !parts.some((one) => one.name.startsWith("xl/"))) return "document";
  return told(await textsOf(parts), by);
}

async function textsOf(parts) {
  const found = [];
  for (const part of PARTS) {
    const content = await parts.find(({ name, locked }) => name === part && !locked)?.read(MOST);
    const text = content ? new TextDecoder().decode(content) : "";
    found.push(...[...text.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)].map((match) => plain(unescaped(match[1]))));
  }
  return new Set(found);
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const unescaped = (text) => text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, ten, hex, name) => {
  const code = ten ? Number(ten) : parseInt(hex, 16);
  return name ? NAMED[name.toLowerCase()] : code <= 0x10ffff ? String.fromCodePoint(code) : whole;
});

function cellsOf(bytes) {
  const head = bytes.subarray(0, MOST);
  const whole = head.length === bytes.length ? head : head.subarray(0, head.lastIndexOf(10) + 1);
  return new Set(textOf(head, whole).split(/[,;\t\r\n]+/).map(plain));
}

function textOf(head, whole) {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le").decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be").decode(head);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    return new TextDecoder("gb18030").decode(whole);
  }
}

const plain = (cell) => cell.replace(/^[\s"']+|[\s"']+$/g, "").toLowerCase();

function told(cells, by) {
  const all = [...cells];
  const any = (pattern) => all.some((one) => new RegExp(`^(?:${pattern})$`).test(one));
  if (any(by.marks)) return "marks";
  if (by.answers.filter((words) => words.some((one) => cells.has(one))).length >= by.fewest || isPaired(cells, by)) return "kano";
  return by.sides.every(any) ? "servqual" : "table";
}

// Two columns that are called alike but for "with" and "without", as the template has them.
function isPaired(cells, { pair: [have, lack] }) {
  return [...cells].some((one) => lack.some((word) => one.endsWith(word) && have.some((other) => cells.has(one.slice(0, one.length - word.length) + other))));
}
