// A case as an instructor edits it: its names, its small tables, and files of answers and records. What is wrong is said
// as `python start.py check` does (book/case_check.py), by the same rules and with the same sentences.

import { button, element, labelled } from "./draft.js";
import { filled, listing } from "./fields.js";
import { together } from "./packed.js";
import { recordsNow } from "./questions.js";
import { LABELS, renamed, stillSaying } from "./renamed.js";
import { asWritten, grid, parse, sheet, table, written } from "./tables.js";

const FIXED = { ...LABELS, items: ["item", "dimension"], comments: ["comment", "record"] };
const ASKED = [["kano", "wave"], ["servqual", "wave"], ["kano", "feature"], ["servqual", "item"]];
const LARGE = 20_000_000;
const PAGE = 40;

// What stops a build in the files of a case, each as [file, key, values]. `given` is the case as it came: its package, its
// small tables as text, and for the large ones what values some columns hold. A file that is not here is as it came.
export function wrongInCase(name, ours, given, rules) {
  const found = [];
  const said = (file, key, values = {}) => found.push(filled(rules.case[key], { file: `datasets/${name}/${file}`, ...values }));
  const whole = { ...given.files, ...ours };
  let described = given.package;
  try {
    if (ours["datapackage.json"]) described = JSON.parse(ours["datapackage.json"]);
  } catch {
    said("datapackage.json", "package");
    return found;
  }
  const rowsOf = (resource, files) => (files[`${resource}.csv`] === undefined ? null : table(files[`${resource}.csv`]).rows);
  const allowed = {};
  for (const { column, value } of [...(rowsOf("segments", whole) ?? []), ...(rowsOf("codes", whole) ?? [])]) (allowed[column] ??= new Set()).add(value);

  for (const { name: resource, schema } of given.package.resources) {
    if (!(described.resources ?? []).some((one) => one.name === resource)) {
      said("datapackage.json", "no_table", { name: resource });
      continue;
    }
    const file = `${resource}.csv`;
    if (ours[file] === undefined) continue;
    const { head, rows } = table(ours[file]);
    for (const { name: column } of schema.fields) if (!head.includes(column)) said(file, "no_column", { column });
    for (const rule of schema.fields.filter((one) => head.includes(one.name))) {
      const met = new Set();
      for (const [at, row] of rows.entries()) {
        const value = row[rule.name];
        if (met.has(value)) continue;
        if (!fits(value, rule, allowed[rule.name])) {
          said(file, "bad_value", { row: at + 2, column: rule.name, value });
          break;
        }
        met.add(value);
      }
    }
  }
  for (const { name: resource, schema } of given.package.resources) {
    const rows = rowsOf(resource, ours);
    for (const key of rows ? schema.foreignKeys ?? [] : []) {
      const [column, there] = [key.fields[0], key.reference];
      const target = rowsOf(there.resource, whole);
      if (!target) continue; // as it came, and too large to be here
      const known = new Set(target.map((row) => row[there.fields[0]]));
      const at = rows.findIndex((row) => column in row && !known.has(row[column]));
      if (at >= 0) said(`${resource}.csv`, "not_listed", { row: at + 2, column, value: rows[at][column], table: there.resource });
    }
  }
  for (const [resource, keys] of Object.entries(LABELS)) {
    const code = (row) => keys.map((key) => row[key]).join("=");
    const here = new Set((rowsOf(resource, whole) ?? []).map(code));
    for (const row of rowsOf(resource, given.files) ?? []) if (!here.has(code(row))) said(`${resource}.csv`, "no_code", { code: code(row), label: row[`label_${rules.lang}`] });
  }
  for (const [resource, column] of ASKED) {
    const rows = rowsOf(resource, ours);
    const here = new Set((rows ?? []).map((row) => row[column]));
    const lost = [...here].some(Boolean) ? (given.values[resource]?.[column] ?? []).filter((one) => !here.has(one)).sort() : [];
    if (lost.length) said(`${resource}.csv`, "no_answers", { column, values: lost.join(rules.case.between) });
  }
  return found;
}

// The rows of a table as its columns take them, and not as a spreadsheet program writes days and times.
export function tidied(text, { schema: { fields } }) {
  const [head = [], ...rows] = parse(text);
  const rules = head.map((name) => fields.find((one) => one.name === name) ?? {});
  return written([head, ...rows.map((row) => row.map((value, at) => asWritten(value, rules[at] ?? {})))]);
}

// The description of a case with one of its tables in a file of its own: a case may come with one for each quarter.
export const inOneFile = (described, name) => ({ ...described, resources: described.resources.map((one) => (one.name === name ? { ...one, path: `${name}.csv` } : one)) });

function fits(value, { type, constraints = {} }, allowed) {
  if (!value) return !constraints.required;
  if (type === "integer" || type === "number") {
    const number = /^[\s]*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[\s]*$/i.test(value) ? Number(value) : NaN;
    if (Number.isNaN(number) || (type === "integer" && !Number.isInteger(number))) return false;
    return number >= (constraints.minimum ?? number) && number <= (constraints.maximum ?? number);
  }
  if (type === "date") return /^\d{4}-\d{2}-\d{2}$/.test(value);
  const wanted = allowed ?? new Set(constraints.enum ?? []);
  return !wanted.size || wanted.has(value);
}

// ---- the panel ----

export function caseEditor(place, draft, data) {
  const { rules, say, cases } = data;
  const chosen = element("select", {}, ...Object.entries(cases).map(([name, { package: about }]) => element("option", { value: name }, about[`title_${rules.lang}`] ?? about.title)));
  const inside = element("div", {});
  const wrong = element("ul", { className: "wrong", role: "status" });
  const stale = element("ul", { className: "hint", role: "status" });
  const file = element("input", { type: "file", accept: ".csv,.xlsx,.toml", hidden: true });
  let wanted = "";

  const name = () => chosen.value;
  const given = () => cases[name()];
  const key = (one) => `case/${name()}/${one}`;
  const ours = () => Object.fromEntries(Object.entries(draft.state.files).filter(([path]) => path.startsWith(key(""))).map(([path, text]) => [path.slice(key("").length), text]));
  const described = () => (ours()["datapackage.json"] ? JSON.parse(ours()["datapackage.json"]) : given().package);
  const textOf = (one) => ours()[one] ?? given().files[one];
  const put = (one, text, same) => draft.change({ files: { ...draft.state.files, [key(one)]: text } }, same && `${key(one)}/${same}`);

  function check() {
    const all = wrongInCase(name(), ours(), given(), rules);
    wrong.className = all.length ? "wrong" : "hint";
    wrong.replaceChildren(...(all.length ? all.map((text) => element("li", {}, text)) : [element("li", {}, Object.keys(ours()).length ? say.case_fine : say.case_same)]));
    const shown = recordsNow(data, draft.state).filter(({ id }) => !draft.state.hidden.includes(id));
    const old = renamed(ours(), given()).map(([was, now]) => [was, now, stillSaying(shown, [was, now])]).filter(([, , ids]) => ids.length);
    stale.replaceChildren(...old.map(([was, now, ids]) => element("li", {}, filled(say.case_old, { old: was, new: now, ids: listing(ids, rules) }))));
  }

  function download(one) {
    const link = element("a", { href: URL.createObjectURL(new Blob([`\ufeff${textOf(one)}`], { type: "text/csv" })), download: one });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function take() {
    const [one] = file.files;
    file.value = "";
    if (!one) return;
    const bytes = one.size > LARGE ? null : new Uint8Array(await one.arrayBuffer());
    const text = bytes && (await asText(one.name, bytes));
    if (!text) wrong.replaceChildren(element("li", {}, filled(say.unread, { name: one.name })));
    else {
      const resource = described().resources.find((known) => `${known.name}.csv` === wanted);
      const parted = resource && Array.isArray(resource.path);
      const more = parted ? { [key("datapackage.json")]: JSON.stringify(inOneFile(described(), resource.name), null, 2) } : {};
      draft.change({ files: { ...draft.state.files, ...more, [key(wanted)]: resource ? tidied(text, resource) : text } });
      draw();
    }
  }

  // Back to the table that came, in as many files as it came in.
  function restore(one) {
    const { [key(one)]: _, ...rest } = draft.state.files;
    const came = given().package.resources.find((known) => `${known.name}.csv` === one);
    const back = came && Array.isArray(came.path) && ours()["datapackage.json"];
    const resources = back && described().resources.map((known) => (known.name === came.name ? { ...known, path: came.path } : known));
    draft.change({ files: back ? { ...rest, [key("datapackage.json")]: JSON.stringify({ ...described(), resources }, null, 2) } : rest });
    draw();
  }

  async function asText(called, bytes) {
    if (/\.xlsx$/i.test(called)) {
      const rows = await sheet(bytes).catch(() => null);
      return rows && written(rows);
    }
    for (const code of ["utf-8", "gbk"]) {
      try {
        return new TextDecoder(code, { fatal: true }).decode(bytes);
      } catch {
        continue;
      }
    }
    return null;
  }

  function tools(one, whole) {
    const changed = one in ours();
    return element("div", { className: "row" },
      textOf(one) === undefined ? null : button(say.download, () => download(one)),
      button(one.endsWith(".csv") ? say.upload : say.upload_text, () => { wanted = one; file.click(); }),
      changed ? button(say.restore, () => restore(one)) : null,
      changed ? element("small", {}, filled(say.rows, { n: whole })) : null);
  }

  function drawNames() {
    const spoken = [rules.lang, ...rules.languages.filter((one) => one !== rules.lang)];
    return spoken.flatMap((one) => [`title_${one}`, `setting_${one}`]).filter((one) => one in given().package).map((one) => {
      const box = element("textarea", { rows: one.startsWith("title") ? 1 : 2, value: described()[one] ?? "" });
      box.addEventListener("input", () => {
        const made = { ...described(), [one]: box.value };
        put("datapackage.json", JSON.stringify(one === "title_zh" ? { ...made, title: box.value } : one === "setting_zh" ? { ...made, description: box.value } : made, null, 2), one);
      });
      return labelled(say[`case_${one}`], box);
    });
  }

  function drawTable(resource) {
    const one = `${resource}.csv`;
    const text = textOf(one);
    const box = element("details", {}, element("summary", {}, say[`table_${resource}`] ?? resource));
    const fill_ = () => {
      const count = text === undefined ? 0 : parse(text).length - 1;
      const columns = given().package.resources.find(({ name: known }) => known === resource).schema.fields.map((field) => field.name);
      const help = [say[`help_table_${resource}`], resource in FIXED ? "" : filled(say.columns_are, { columns: columns.join(rules.separator) })];
      const parts = [element("small", {}, together(help)), tools(one, count)];
      if (text !== undefined && resource in FIXED && count) {
        let from = 0;
        const shown = element("div", {});
        const turn = () => shown.replaceChildren(
          grid(textOf(one), { fixed: FIXED[resource], names: say.columns, from, most: PAGE, change: (made, same) => { put(one, made, same); check(); } }),
          ...(count > PAGE ? [element("div", { className: "row" }, button(say.earlier, () => { from = Math.max(0, from - PAGE); turn(); }), filled(say.shown, { from: from + 1, to: Math.min(count, from + PAGE), n: count }), button(say.later, () => { if (from + PAGE < count) from += PAGE; turn(); }))] : []));
        turn();
        parts.push(shown);
      }
      box.replaceChildren(box.firstChild, ...parts);
    };
    box.addEventListener("toggle", () => box.open && box.children.length === 1 && fill_());
    return box;
  }

  function drawFacts() {
    const box = element("textarea", { rows: 16, className: "code", spellcheck: false, value: textOf("case.toml") });
    box.addEventListener("input", () => put("case.toml", box.value, "text"));
    return element("details", {}, element("summary", {}, say.facts), element("small", {}, say.help_facts), box, tools("case.toml", 0));
  }

  function draw() {
    const open = [...inside.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    inside.replaceChildren(...drawNames(), ...given().package.resources.map(({ name: resource }) => drawTable(resource)), drawFacts());
    for (const one of inside.querySelectorAll("details")) one.open = open.includes(one.firstChild.textContent);
    check();
  }

  let drawn = null;
  draft.listeners.add(() => {
    clearTimeout(drawn);
    drawn = setTimeout(check, 300);
  });
  draft.redraw = draw;
  file.addEventListener("change", take);
  chosen.addEventListener("change", draw);
  place.replaceChildren(element("p", {}, say.case_said), labelled(say.case, chosen), wrong, stale, inside, file);
  draw();
}
