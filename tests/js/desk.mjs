// The page's side of tests/test_desk.py, last of the desk's bundle: reads some classes and how to look at each, writes
// what each comes to and its report; the spreadsheet of the last lies in a file.
import { readClass, unnamed } from "./result.js";
import { body, spreadsheet } from "./report.js";

const { readFileSync, writeFileSync } = require("node:fs");

async function answer({ classes, course, table }) {
  const found = [];
  for (const { files, how } of classes) {
    const result = await readClass(files.map(([name, content]) => [name, new Uint8Array(Buffer.from(content, "base64"))]), course, how);
    found.push({ result, body: body(result, course), hidden: body(unnamed(result, course.say), course) });
    writeFileSync(table, Buffer.from(await spreadsheet(result, course).arrayBuffer()));
  }
  process.stdout.write(JSON.stringify(found));
}

answer(JSON.parse(readFileSync(0, "utf8")));
