// When an exercise that was done is asked again: days after it was last asked, fewer where it went wrong. What is
// answered then is kept apart from the first answer, in the workbook's part "again", under "<id>@<day>".

// The days and the minutes of a sitting come with the plan of the course; again.py declares them and reckons the same.

const DAY = 86_400_000;
const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const two = (number) => String(number).padStart(2, "0");

// A day as a number, by the learner's own calendar, and as the workbook writes it.
export const dayOf = (time) => {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;
};
export const written = (day) => {
  const date = new Date(day * DAY);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};
export const keyOf = (id, day) => `${id}@${written(day)}`;

const tried = (state) => isTable(state) && (state.tries > 0 || (state.outcome ?? "not_attempted") !== "not_attempted");
const slipped = (state) => state.outcome !== "right" || (Array.isArray(state.mistakes) && state.mistakes.length > 0);

// The times an exercise was asked again, by id, the first one first.
export function repeats(again) {
  const found = new Map();
  for (const [key, state] of Object.entries(again)) {
    const [, id, day] = key.match(/^(.+)@(\d{4}-\d\d-\d\d)$/) ?? [];
    if (id && tried(state)) found.set(id, [...(found.get(id) ?? []), { day: Date.parse(`${day}T00:00:00Z`) / DAY, state }]);
  }
  for (const times of found.values()) times.sort((a, b) => a.day - b.day);
  return found;
}

// The day on which an exercise is due, and whether it went wrong; null where it is not asked (again).
export function due(state, times, { steps }) {
  if (!tried(state)) return null;
  let [at, wrong, day] = [0, slipped(state), Date.parse(state.updated) ? dayOf(state.updated) : 0];
  for (const one of times) {
    day = one.day;
    at = slipped(one.state) ? 0 : at + 1;
    wrong ||= slipped(one.state);
  }
  const days = steps[wrong ? "wrong" : "right"][at];
  return days === undefined ? null : { day: day + days, wrong };
}

// What the plan's exercises owe on a day: due now, the ones that went wrong first; the day after that; done on this day.
export function owed(plan, get, again, today) {
  const times = repeats(again);
  const all = plan.chapters.flatMap(({ exercises }) => exercises).filter((one) => one.again && one.places.length);
  const found = all.map((one) => ({ one, ...(due(get(one.id), times.get(one.id) ?? [], plan.again) ?? { day: Infinity }) }));
  const now = found.filter(({ day }) => day <= today).sort((a, b) => b.wrong - a.wrong || a.day - b.day);
  return {
    begun: plan.chapters.some(({ exercises }) => exercises.some(({ id }) => tried(get(id)))),
    tried: all.some(({ id }) => tried(get(id))),
    due: now,
    next: found.reduce((first, { day }) => (day > today && day < first ? day : first), Infinity),
    done: all.filter(({ id }) => times.get(id)?.at(-1).day === today).length,
  };
}

// As many of them as fit into a sitting, one at least.
export function sitting(found, { minutes: most }) {
  let minutes = 0;
  return found.filter(({ one }, number) => {
    if (number && minutes + one.minutes > most) return false;
    minutes += one.minutes;
    return true;
  });
}
