// The page's side of tests/test_workbook_contract.py: reads a JSON list of questions, writes the list of answers.
import { readFileSync } from "node:fs";

import { Workbook, decoded, parse } from "../../sgm_lab/exercises/workbook.js";

const ASKED = {
  // What a text holds, in the present layout, or why it is no workbook.
  read: ({ text }) => parse(text),

  // What the bytes of a file say.
  decode: ({ hex }) => decoded(Uint8Array.from(Buffer.from(hex, "hex"))),

  // Put entries one by one, each [section, key, value], and give the file that is downloaded.
  write({ entries }) {
    const workbook = new Workbook(() => new Map([]));
    for (const [section, key, value] of entries) {
      if (section === "exercises" || section === "again") workbook.put(key, value, undefined, section);
      else if (section === "learner") workbook.name = value;
      else workbook.keep(section, key, value);
    }
    return workbook.text();
  },

  // Open one file, take in another, and give the file that is downloaded.
  merge({ ours, theirs }) {
    const workbook = new Workbook(() => ({ getItem: () => null, setItem() {} }));
    workbook.book = parse(ours);
    const taken = workbook.take(theirs);
    return typeof taken === "string" ? taken : workbook.text();
  },
};

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map((question) => ASKED[question.do](question))));
