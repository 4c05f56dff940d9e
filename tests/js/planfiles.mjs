// The page's side of tests/test_plan_files.py, last of the bundle: makes the files of a plan from its workbook.
import { rowsOf } from "./plan.js";
import { Files } from "./planfiles.js";

const { readFileSync } = require("node:fs");

async function answer({ forms, template, book, owner }) {
  const files = new Files(forms, rowsOf(template, book), book, owner);
  const made = { has: files.has, over: files.over };
  for (const kind of ["docx", "pptx", "xlsx", ...(files.has.card ? ["card"] : [])]) {
    const blob = await files.make(kind);
    made[kind] = [files.name(kind), Buffer.from(await blob.arrayBuffer()).toString("base64")];
  }
  process.stdout.write(JSON.stringify(made));
}

answer(JSON.parse(readFileSync(0, "utf8")));
