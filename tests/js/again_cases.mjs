// The page's side of tests/test_today.py: what is owed in each case, as again.js reckons it.
import { readFileSync } from "node:fs";

import { owed, sitting } from "../../book/_course/again.js";

const DAY = 86_400_000;
const written = (at) => (Number.isFinite(at) ? new Date(at * DAY).toISOString().slice(0, 10) : null);

const { plan, cases } = JSON.parse(readFileSync(0, "utf8"));
const found = cases.map(({ states, again, today }) => {
  const made = owed(plan, (id) => states[id] ?? null, again, Date.parse(`${today}T00:00:00Z`) / DAY);
  return {
    begun: made.begun, tried: made.tried, next: written(made.next),
    due: made.due.map(({ one: { id }, day, wrong }) => [id, written(day), wrong]),
    sitting: sitting(made.due, plan.again).map(({ one: { id } }) => id),
  };
});
process.stdout.write(JSON.stringify(found));
