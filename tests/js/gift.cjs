// Read a GIFT file with gift-pegjs, a parser made by others, and write what it found as JSON.
const { readFileSync } = require("node:fs");
const { parse } = require("../vendor/gift-pegjs/pegjs-gift.js");
process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));
