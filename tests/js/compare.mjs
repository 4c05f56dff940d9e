// The page's side of tests/test_class_test.py: what a class comes to before and after, from workbooks or from lists.
import { change, comparison, nameless, twoLists } from "./compare.js";
import { counted, gathered, unnamed } from "./result.js";
import { body, spreadsheet } from "./report.js";

const { readFileSync } = require("node:fs");

async function answer({ files, lists, course }) {
  const told = (found, shown) => ({ found, change: change(found, course.test.critical), said: comparison(shown, course.test, course.say) });
  const made = [];
  for (const one of files) {
    const handedIn = await gathered(one.map(([name, text]) => [name, new TextEncoder().encode(text)]), course);
    const result = counted(handedIn, course);
    const table = Buffer.from(await spreadsheet(result, course).arrayBuffer()).toString("base64");
    const hidden = body(unnamed(result, course.say), course);
    made.push({ ...told(result.tests, result.tests.map(nameless)), report: body(result, course), hidden, table });
  }
  for (const { before, after, full } of lists) {
    const { found, wrong } = twoLists(before, after, full);
    made.push({ ...told(found, found), wrong });
  }
  process.stdout.write(JSON.stringify(made));
}

answer(JSON.parse(readFileSync(0, "utf8")));
