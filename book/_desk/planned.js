// The goal plans of a class, as classes/plans.py counts them: who wrote which rows, which stay empty, which are weak.

import { fill } from "./front.js";
import { rowsOf } from "./plan.js";

const MOST = 3; // of what a row wants that a class is told

// The plans of those who have begun one: whose it is, and for each row that is written what it wants.
export function plansOf(people, template) {
  const found = people.map(({ name, book }) => {
    const written = rowsOf(template, book).filter(({ text }) => text);
    return { name, rows: Object.fromEntries(written.map(({ row, wanting }) => [row, [...new Set(wanting)]])) };
  });
  return found.filter(({ rows }) => Object.keys(rows).length);
}

// For each row how many wrote it, left it empty, wrote it weakly, and what it wants most often.
export function byRow(found, template) {
  const rows = template.rows.map((one) => {
    const own = found.filter(({ rows: mine }) => one.row in mine).map(({ rows: mine }) => mine[one.row]);
    const often = new Map();
    for (const said of own.flat()) often.set(said, (often.get(said) ?? 0) + 1);
    const most = [...often].sort((a, b) => b[1] - a[1]).slice(0, MOST);
    return { name: fill(template.words.row, one), written: own.length, empty: found.length - own.length, weak: own.filter((wanting) => wanting.length).length, most };
  });
  return rows.sort((a, b) => a.written - a.weak - (b.written - b.weak));
}

// Whose plan has how many rows written, and by number which are empty and which weak.
export function byPerson(found, template, say) {
  const numbers = (wanted) => {
    const rows = template.rows.filter(wanted).map(({ number }) => number).join(say.separator);
    return rows && fill(say.plans_rows, { rows });
  };
  return found.map(({ name, rows }) => [name, Object.keys(rows).length, numbers(({ row }) => !(row in rows)), numbers(({ row }) => rows[row]?.length)]);
}
