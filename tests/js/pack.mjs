// The page's side of tests/test_pack.py: what it refuses with which sentence, and what a record looks like.
import { Refused } from "./fields.js";
import { minutesOff, payload, readRecord } from "./records.js";
import { prepared, readPack, writePack } from "./pack.js";
import { isClosed, sha256, withWriters } from "./packed.js";
import { inOneFile, tidied, wrongInCase } from "./case.js";
import { renamed, stillSaying } from "./renamed.js";
import { parse, written } from "./tables.js";

const { readFileSync } = require("node:fs");

const attempt = async (act) => {
  try {
    return { made: await act() };
  } catch (error) {
    if (error instanceof Refused) return { said: error.message };
    throw error;
  }
};

async function answer({ data, template, records, packs, write, logo, days, oneFile, names, hashes, closed, cases, tables }) {
  const found = { records: [], packs: [], hashes: (hashes ?? []).map(sha256), closed: (closed ?? []).map((one) => isClosed(...one)) };
  found.cases = (cases ?? []).map(([name, files]) => wrongInCase(name, files, data.cases[name], data.rules));
  found.tables = (tables ?? []).map((text) => [parse(text), written(parse(text))]);
  for (const record of records ?? []) {
    found.records.push(await attempt(() => {
      const made = readRecord(record, 1, data.rules);
      return { payload: payload(made, data.rules), minutes: minutesOff(made, data.rules) };
    }));
  }
  for (const [name, content] of packs ?? []) {
    found.packs.push(await attempt(async () => {
      const pack = await readPack(name, new Uint8Array(Buffer.from(content, "base64")), data.rules);
      return { settings: pack.settings, records: pack.records, hidden: pack.hidden, files: Object.keys(pack.files).sort(), texts: pack.texts, prepared: prepared(name, pack, data) };
    }));
  }
  if (template) found.template = withWriters(template, found.packs[0].made.prepared);
  found.days = (days ?? []).map(([text, resource]) => tidied(text, resource));
  found.names = (names ?? []).map(([ours, given]) => renamed(ours, given).map((pair) => [...pair, stillSaying(data.raw, pair)]));
  found.oneFile = oneFile && inOneFile(...oneFile);
  if (logo) write.files[logo[0]] = new Uint8Array(Buffer.from(logo[1], "base64"));
  if (write) found.written = Buffer.from(await writePack(write).arrayBuffer()).toString("base64");
  process.stdout.write(JSON.stringify(found));
}

answer(JSON.parse(readFileSync(0, "utf8")));
