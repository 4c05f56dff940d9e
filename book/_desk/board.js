// How the sandbox went in a class, as classes/board.py tells it: finished games, ranked within each market.

import { fill } from "./front.js";
import { isTable } from "./workbook.js";
import { before } from "./people.js";

export const BOARD_LAB = "sandtable";

// Games that were played to the end, market by market, the best first.
export function games(people) {
  const found = people.flatMap(({ name, book }) => Object.entries(book.labs).filter(([key, state]) => key.split(":")[0] === BOARD_LAB && isTable(state)).sort(([a], [b]) => before(a, b)).map(([, { case: where, room, attempt, result }]) => ({ name, case: where, room, attempt, result })));
  const whole = found.filter((one) => typeof one.case === "string" && [one.room, one.attempt, one.result].every((value) => typeof value === "number" && Math.abs(value) <= 1e15) && Number.isInteger(one.room) && Number.isInteger(one.attempt));
  return whole.sort((a, b) => before(a.case, b.case) || a.room - b.room || b.result - a.result);
}

// For each game its market, its place there (alike results share one), the name, the result, the attempt.
export function ranked(found, titles, say) {
  return found.map((one) => {
    const better = found.filter((other) => other.case === one.case && other.room === one.room && other.result > one.result);
    const market = fill(say.board_room, { case: titles[one.case] || fill(say.board_other, { case: one.case }), room: one.room });
    return [market, 1 + better.length, one.name, one.result, one.attempt];
  });
}
