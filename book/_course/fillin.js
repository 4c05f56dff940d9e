// A form that Python has set (book/_ext/plan_files.py) filled in: the parts of an office file with a learner's words in
// the place of their tokens, as that kind of file writes them.

import { members, squeezed } from "./archive.js";
import { lines } from "./slideroom.js";

const ALL = 1e8; // bytes of a part of a form: they are our own
const TOKEN = /\uE000([\w.]+)\uE001/g;
const MARK = /\uE000([?!])([\w.]+)\uE001/g;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

// As `clean`, `flat`, `shortened` of sgm_lab/paper/style.py; letters are counted as Python counts them.
export const clean = (text) => text.replace(/\r\n|[\r\v\f]/g, "\n").replace(/[\0-\x08\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");
export const flat = (text) => clean(text).split(/\s+/).filter(Boolean).join(" ");
export function shortened(text, most) {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
const escaped = (text) => text.replace(/[&<>]/g, (one) => ENTITIES[one]);

// ---- a form filled ----

const put = (values, text, as = escaped) => text.replace(TOKEN, (all, key) => as(values[key] ?? ""));
// What stands only where something is written, or only where it is not, goes with its mark.
const chosen = (values, xml, part) => xml.replace(part, (all) => {
  const marks = [...all.matchAll(MARK)];
  return marks.every(([, kind, key]) => (kind === "?") === Boolean(values[key])) ? all.replace(MARK, "") : "";
});
const broken = (text, between) => escaped(text).replaceAll("\n", between);

const FORMATS = {
  word: (values, xml) => chosen(values, xml, /<w:tbl>.*?<\/w:tbl>/gs).replace(/<w:t(?: [^>]*)?>([^<]*\uE000[^<]*)<\/w:t>/g, (all, text) => {
    const again = '<w:t xml:space="preserve">';
    return `${again}${put(values, text, (one) => broken(one, `</w:t><w:br/>${again}`).replaceAll("\t", `</w:t><w:tab/>${again}`))}</w:t>`;
  }),
  ppt: (values, xml) => xml.replace(/<a:r>((?:(?!<a:r>).)*?)<a:t>([^<]*\uE000[^<]*)<\/a:t><\/a:r>/gs, (all, look, text) =>
    `<a:r>${look}<a:t>${put(values, text, (one) => broken(one, `</a:t></a:r><a:br>${look}</a:br><a:r>${look}<a:t>`))}</a:t></a:r>`),
  xl: (values, xml) => sheet(values, xml),
};

// `before` changes a part of the form, called by its name, while its tokens still stand.
export async function filled(form, values, before = (name, xml) => xml) {
  const made = [];
  for (const { name, read } of members(Uint8Array.from(atob(form), (one) => one.charCodeAt(0)))) {
    const bytes = await read(ALL);
    if (!/\.(?:xml|rels)$/.test(name)) {
      made.push([name, bytes]);
      continue;
    }
    const xml = before(name, new TextDecoder().decode(bytes));
    const format = FORMATS[name.split("/")[0]];
    made.push([name, new TextEncoder().encode(format ? format(values, xml) : put(values, xml, (one) => escaped(flat(one))))]);
  }
  return squeezed(made);
}

// ---- a sheet ----

const CELL = /<c r="(\w+)"( s="\d+")? t="inlineStr"><is><t(?: [^>]*)?>\uE000([\w.]+)\uE001<\/t><\/is><\/c>/g;
const WIDE = [[/\.statement$/, 21.6], [/\.metric$/, 8.6], [/^said\./, 37.5]]; // letters of a column

// A number as a number, nothing as an empty cell, all else as a text and never a formula. The height of a row as
// sgm_lab/paper/excel.py has it: programs other than Excel do not fit it to its text.
function sheet(values, xml) {
  const tall = xml.replace(/<row ([^>]*) ht="[\d.]+"([^>]*)>(.*?)<\/row>/gs, (all, before, after, inner) => {
    const own = [...inner.matchAll(CELL)].map(([, , , key]) => [values[key], WIDE.find(([name]) => name.test(key))?.[1]]);
    if (!own.length) return all;
    const most = Math.max(1, ...own.map(([text, wide]) => (wide && text ? lines(text, wide).length : 1)));
    return `<row ${before} ht="${Math.min(400, 10.5 * 1.55 * most + 4).toFixed(1)}"${after}>${inner}</row>`;
  });
  const placed = tall.replace(CELL, (all, place, style = "", key) => {
    if (typeof values[key] === "number") return `<c r="${place}"${style}><v>${values[key]}</v></c>`;
    return values[key] ? all : `<c r="${place}"${style}/>`;
  });
  return placed.replace(/<t(?: [^>]*)?>([^<]*\uE000[^<]*)<\/t>/g, (all, text) =>
    `<t xml:space="preserve">${put(values, text, (one) => escaped(one).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_"))}</t>`);
}
