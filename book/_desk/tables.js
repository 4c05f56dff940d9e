// Tables as text: CSV read and written, the first sheet of an xlsx as CSV, and a grid to edit one, which takes what is
// pasted from a spreadsheet.

import { members } from "./archive.js";
import { element } from "./draft.js";

const MOST = 30_000_000; // bytes of one part of a spreadsheet

// The rows of a CSV, as Python's reader has them.
export function parse(text) {
  const rows = [];
  let [row, cell, quoted, any] = [[], "", false, false];
  const source = text.replace(/^\ufeff/, "");
  const endCell = () => { row.push(cell); cell = ""; };
  const endRow = () => {
    if (any) { endCell(); rows.push(row); }
    [row, any] = [[], false];
  };
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') cell += source[++at];
      else quoted = false;
    } else if (sign === '"' && cell === "") [quoted, any] = [true, true];
    else if (sign === ",") { endCell(); any = true; }
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && source[at + 1] === "\n") at += 1;
      endRow();
    } else { cell += sign; any = true; }
  }
  endRow();
  return rows;
}

const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const written = (rows) => `${rows.map((row) => row.map(field).join(",")).join("\n")}\n`;

// Rows as tables by column, and the columns.
export function table(text) {
  const [head = [], ...rows] = parse(text);
  return { head, rows: rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""]))) };
}

// The first sheet of an xlsx as rows of text; null where it is none.
export async function sheet(bytes) {
  const parts = members(bytes) ?? [];
  const read = async (name) => {
    const part = parts.find((one) => one.name === name);
    const content = part && part.size < MOST ? await part.read(part.size + 1) : null;
    return content && new DOMParser().parseFromString(new TextDecoder().decode(content), "application/xml");
  };
  const page = await read("xl/worksheets/sheet1.xml");
  if (!page || page.querySelector("parsererror")) return null;
  const words = (node) => [...node.getElementsByTagName("t")].map((one) => one.textContent).join("");
  const shared = [...((await read("xl/sharedStrings.xml"))?.getElementsByTagName("si") ?? [])].map(words);
  const column = (place) => [...place.replace(/\d+/g, "")].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return [...page.getElementsByTagName("row")].map((row) => {
    const cells = [];
    for (const one of row.getElementsByTagName("c")) {
      const value = one.getElementsByTagName("v")[0]?.textContent ?? "";
      const kind = one.getAttribute("t");
      const at = one.getAttribute("r") ? column(one.getAttribute("r")) : cells.length;
      cells[at] = kind === "s" ? shared[Number(value)] ?? "" : kind === "inlineStr" ? words(one) : value;
    }
    return Array.from(cells, (cell) => cell ?? "");
  }).filter((row) => row.some((cell) => cell.trim()));
}

// A grid of inputs; `fixed` columns name rows and stay. `change(rows)` is told of all rows at each change.
export function grid(text, { fixed, names, from = 0, most = 40, change }) {
  const rows = parse(text);
  const [head] = rows;
  const cells = new Map();
  const inputs = rows.slice(1 + from, 1 + from + most).map((row, at) => element("tr", {}, ...head.map((name, column) => {
    const value = row[column] ?? "";
    if (fixed.includes(name)) return element("th", { scope: "row" }, value);
    const box = element("textarea", { rows: value.length > 24 ? 2 : 1, value, "aria-label": `${names[name] ?? name} ${at + from + 1}` });
    cells.set(`${at}/${column}`, box);
    box.addEventListener("input", () => {
      rows[1 + from + at][column] = box.value;
      change(written(rows), `${at}/${column}`);
    });
    box.addEventListener("paste", (event) => {
      const pasted = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
      if (!/[\t\n]/.test(pasted)) return;
      event.preventDefault();
      pasted.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => {
        const to = cells.get(`${at + down}/${column + right}`);
        if (!to) return;
        to.value = rows[1 + from + at + down][column + right] = cell.replace(/^"|"$/g, "").trim();
      }));
      change(written(rows), "");
    });
    return element("td", {}, box);
  })));
  return element("div", { className: "grid", tabIndex: 0, role: "group" }, element("table", {}, element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, names[name] ?? name)))), element("tbody", {}, ...inputs)));
}
