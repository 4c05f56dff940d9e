// How much room words take on a slide and in a row, as sgm_lab/paper/fit.py and slides/fixed.py count it.

const END = /[。！？；;\n]|[.!?](?= |$)/g;

const width = (letter) => (letter.codePointAt(0) > 0x10ff ? 1 : /\p{Lu}/u.test(letter) ? 0.72 : 0.58);
const isWord = (letter) => /[\p{L}\p{N}]/u.test(letter);
const meet = (one, other) => isWord(one) && isWord(other) && (width(one) === 1) !== (width(other) === 1);

// A text broken as a program would, at least as often.
export function lines(text, most) {
  const found = [];
  for (const line of text.split("\n")) {
    const letters = [...line];
    let [begin, used, space] = [0, 0, -1];
    for (const [at, letter] of letters.entries()) {
      used += width(letter) + (at > begin && meet(letters[at - 1], letter) ? 0.25 : 0);
      if (used > most && at > begin) {
        const end = space > begin ? space : at;
        found.push(letters.slice(begin, end).join(""));
        begin = end;
        used = letters.slice(begin, at + 1).reduce((all, one) => all + width(one), 0);
        space = -1;
      }
      if (letter === " " || width(letter) === 1) space = at + 1;
    }
    found.push(letters.slice(begin).join(""));
  }
  return found;
}

// So much of a text as so many lines hold, its end shown; a whole sentence where that leaves most of it.
export function ended(text, most, count) {
  const own = lines(text, most);
  if (own.length <= count) return text;
  let [place, left] = [0, own.slice(0, count).reduce((all, one) => all + one.length, 0)];
  while (left > 0) left -= text[place++] === "\n" ? 0 : 1;
  const first = [...text.slice(0, place)].slice(0, -2).join("").trimEnd();
  const ends = [...first.matchAll(END)].map((one) => one.index + one[0].length);
  const end = ends.at(-1) > first.length / 2 ? ends.at(-1) : first.length;
  return `${first.slice(0, end).trimEnd()} …`;
}

// The rows of a slide, [label, text], in the room it has: short ones whole, long ones each as much as any other.
export function inRoom(rows, { tall, above, size, label, text }) {
  const line = size * 1.5;
  const heights = rows.map(([name, own]) => Math.max(lines(name, label).length, lines(own, text).length) * line + above);
  let [free, most] = [tall, Infinity];
  for (const [at, needed] of [...heights].sort((a, b) => a - b).entries()) {
    const share = free / (heights.length - at);
    if (needed > share) {
      most = share;
      break;
    }
    free -= needed;
  }
  return rows.map(([, own], at) => ({
    text: heights[at] > most ? ended(own, text, Math.floor((most - above) / line)) : own,
    tall: Math.min(heights[at], most),
  }));
}
