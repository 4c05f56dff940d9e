// How far a learner is, for the platform: counted by the rules of the course (journey.js).

import { sum } from "./journey.js";

const WORTH = { right: 1, partly: 0.5 };

// `exercises` are those of the package that the page alone can judge or keep, each with what the plan says of it.
export function progress(exercises, get) {
  const found = sum(exercises, get);
  const judged = exercises.filter(({ again }) => again); // as the plan marks what is judged at once
  const states = judged.map(({ id }) => get(id)?.outcome).filter((outcome) => outcome && outcome !== "not_attempted");
  const points = states.reduce((all, outcome) => all + (WORTH[outcome] ?? 0), 0);
  return {
    done: found.done,
    total: found.total,
    share: found.total ? found.done / found.total : 1,
    score: states.length ? Math.round((100 * points) / judged.length) : null,
  };
}
