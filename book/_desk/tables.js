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

// ---- spreadsheets ----

const DAY = 86_400_000;
const DATED = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]; // formats that every program knows by number
const TIMED = [18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56];

// Whether each style of a spreadsheet shows a number as a day, as a time of day: [[day, time]].
function shownAs(styles) {
  const codes = new Map([...(styles?.getElementsByTagName("numFmt") ?? [])].map((one) => [Number(one.getAttribute("numFmtId")), one.getAttribute("formatCode") ?? ""]));
  return [...(styles?.querySelector("cellXfs")?.getElementsByTagName("xf") ?? [])].map((one) => {
    const id = Number(one.getAttribute("numFmtId"));
    const code = (codes.get(id) ?? "").replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
    return codes.has(id) ? [/[yd]/i.test(code), /[hs]/i.test(code)] : [DATED.includes(id), TIMED.includes(id)];
  });
}

// A number of a spreadsheet as the day or time it is shown as: days since 1900, or since 1904 on old Macs.
function moment(value, [day, time], since1904) {
  const days = Number(value);
  if (!value || !(day || time) || !(days >= 0 && days < 2_958_466)) return value; // up to the year 9999
  const from = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const [date, clock] = new Date(Math.round((from + days * DAY) / 1000) * 1000).toISOString().slice(0, 19).split("T");
  const short = clock.replace(/:00$/, "");
  if (!time || (day && Number.isInteger(days))) return date;
  return day ? `${date}T${short}` : short;
}

// What a column of days, moments or times of day takes, of what spreadsheet programs write: 2025/1/5, 8:02.
export function asWritten(value, { type, constraints = {} }) {
  const [, year, month, date, hour, minute] = value.trim().match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d\d)(?::\d\d)?)?$/) ?? [];
  const two = (part) => (part ?? "00").padStart(2, "0");
  const day = `${year}-${two(month)}-${two(date)}`;
  if (type === "date" && year && !Number(hour ?? 0) && !Number(minute ?? 0)) return day;
  if (type === "datetime" && year) return `${day} ${two(hour)}:${two(minute)}`;
  const clock = value.trim().match(/^(\d{1,2}):(\d\d)(?::00)?$/);
  return clock && new RegExp(constraints.pattern ?? "$.").test(`${two(clock[1])}:${clock[2]}`) ? `${two(clock[1])}:${clock[2]}` : value;
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
  const shown = shownAs(await read("xl/styles.xml"));
  const since1904 = /^(1|true)$/.test((await read("xl/workbook.xml"))?.querySelector("workbookPr")?.getAttribute("date1904") ?? "");
  const column = (place) => [...place.replace(/\d+/g, "")].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return [...page.getElementsByTagName("row")].map((row) => {
    const cells = [];
    for (const one of row.getElementsByTagName("c")) {
      const value = one.getElementsByTagName("v")[0]?.textContent ?? "";
      const kind = one.getAttribute("t");
      const at = one.getAttribute("r") ? column(one.getAttribute("r")) : cells.length;
      cells[at] = kind === "s" ? shared[Number(value)] ?? "" : kind === "inlineStr" ? words(one) : kind && kind !== "n" ? value : moment(value, shown[Number(one.getAttribute("s") ?? 0)] ?? [], since1904);
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
