// What a case is called anew, and which exercises still say what it was called: they do not change by themselves.

import { table } from "./tables.js";

// Tables whose rows are known by a code, and have labels.
export const LABELS = { features: ["feature"], segments: ["column", "value"], codes: ["column", "value"] };

// Names that changed, as pairs of old and new: those of the case, and labels of its tables, in every language.
export function renamed(ours, given) {
  const found = new Map();
  const compare = (before, now) => {
    for (const [name, old] of Object.entries(before)) if (/^(?:title|label)_/.test(name) && old && now?.[name] && now[name] !== old) found.set(old, now[name]);
  };
  if (ours["datapackage.json"]) compare(given.package, JSON.parse(ours["datapackage.json"]));
  for (const [resource, keys] of Object.entries(LABELS)) {
    const [before, now] = [given.files, ours].map((files) => files[`${resource}.csv`]);
    if (before === undefined || now === undefined) continue;
    const code = (row) => keys.map((key) => row[key]).join("=");
    const rows = new Map(table(now).rows.map((row) => [code(row), row]));
    for (const row of table(before).rows) compare(row, rows.get(code(row)));
  }
  return [...found];
}

// The exercises that still say an old name.
export const stillSaying = (records, [old, made]) => records.filter((one) => JSON.stringify(one).replaceAll(made, "").includes(old)).map(({ id }) => id);
