// The page's side of tests/test_print_room.py: what is read of a pasted list, and the sheets that bear names.
import { SHEETS, namesIn } from "./room.js";

const { readFileSync } = require("node:fs");
const { text, about, room } = JSON.parse(readFileSync(0, "utf8"));
const { names, said } = namesIn(text, room.say);
process.stdout.write(JSON.stringify({ names, said, sheets: Object.fromEntries(Object.entries(SHEETS).map(([kind, make]) => [kind, make(names, about, room)])) }));
