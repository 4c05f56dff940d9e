// How the guesses of a class lie against the data, as classes/guesses.py counts them.

import { expected, fill, guessed, valueOf } from "./front.js";

// Guesses that somebody made: at a quarter, in the middle, at three quarters.
function quarters(values) {
  const ordered = [...values].sort((a, b) => a - b);
  const last = ordered.length - 1;
  const quarter = Math.floor(last / 4);
  return [ordered[quarter], ordered[Math.floor(last / 2)], ordered[last - quarter]];
}

export function guesses(record, states, say, words) {
  const answers = states.filter(({ outcome }) => outcome === "right").map(({ answer }) => answer);
  const whole = answers.map((answer) => guessed(record, answer)).filter((mine) => !mine.includes(null));
  if (!whole.length) return null;
  const told = new Map();
  for (const mine of whole) for (const text of expected(record, mine)) told.set(text, (told.get(text) ?? 0) + 1);
  const points = record.points.map(({ label, value }, i) => {
    const [low, middle, high] = quarters(whole.map((mine) => mine[i])).map((one) => valueOf(record, one, words));
    return { label, data: valueOf(record, value, words), middle, half: fill(say.guess_span, { low, high }) };
  });
  const often = [...told].sort((a, b) => b[1] - a[1]).map(([what, n]) => fill(say.guess_expected, { n, what }));
  return { id: record.id, n: whole.length, points, expected: often };
}
