// Pack workbooks, read as lines of JSON, for a platform that takes so many characters; say how long each becomes.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { pack, unpack } from "../../book/lms/scorm/sco/packing.js";

const require = createRequire(import.meta.url);
const fflate = require("../../book/lms/scorm/fflate/fflate.js");
for (const { name, text, room } of JSON.parse(readFileSync(0, "utf8"))) {
  const made = pack(text, room, fflate);
  const same = made.data !== null && JSON.stringify(JSON.parse(unpack(made.data, fflate).text).exercises) === JSON.stringify(JSON.parse(text).exercises);
  console.log(JSON.stringify({ name, length: made.data?.length ?? null, left: made.ids, sections: made.sections, same }));
}
