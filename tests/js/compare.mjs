// The page's side of tests/test_class_test.py: what a class comes to before and after, from workbooks or from lists.
import { gathered } from "./result.js";
import { bothTests, change, comparison, twoLists } from "./compare.js";

const { readFileSync } = require("node:fs");

async function answer({ files, lists, course }) {
  const told = (found, names) => ({ found, change: change(found, course.test.critical), said: comparison(found, course.test, names) });
  const made = [];
  for (const one of files) {
    const { people } = await gathered(one.map(([name, text]) => [name, new TextEncoder().encode(text)]), course);
    made.push(told(bothTests(people, course.test), false));
  }
  for (const { before, after, full } of lists) {
    const { found, wrong } = twoLists(before, after, full);
    made.push({ ...told(found, true), wrong });
  }
  process.stdout.write(JSON.stringify(made));
}

answer(JSON.parse(readFileSync(0, "utf8")));
