// Instructor packs in the browser: read and checked as book/pack.py does, written, and made ready for the pages.

import { members, packed } from "./archive.js";
import { Refused, filled, isTable } from "./fields.js";
import { payload, readRecord } from "./records.js";
import { exercisesOf, textsOff } from "./texts.js";

const MB = 1_000_000;
const FILE = /^(?:pack\.json|exercises\.json|chapters\.json|logo\.(?:svg|png|jpg)|case\/[a-z][a-z0-9_]{0,39}\/(?:datapackage\.json|case\.toml|[a-z][a-z0-9_-]{0,39}\.csv))$/;
const TABLE = /^[a-z][a-z0-9_-]{0,39}\.csv$/;
const PASSED = /^(?:.*\/)?(?:__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/s;
const HALF_LETTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;
const PICTURE = { png: [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], jpg: [0xff, 0xd8, 0xff] };
const MIME = { png: "image/png", jpg: "image/jpeg", svg: "image/svg+xml" };
const VERSION = 1;
const RECORDS = "exercises.json";
const TEXTS = "chapters.json";
export const KEPT = "sgm_lab.pack";

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// A pack of a zip's bytes; what is wrong with it is thrown as one sentence.
export async function readPack(name, bytes, rules) {
  const { limits } = rules;
  const bad = (key, values = {}) => { throw new Refused(filled(rules.pack[key], { name, ...values })); };
  const large = () => bad("large", { most: limits.zip, inside: limits.inside });
  if (bytes.length > limits.zip * MB) large();
  const entries = members(bytes);
  if (!entries) bad("no_zip");
  if (entries.length > limits.files) bad("many", { most: limits.files });
  const names = entries.filter((one) => !PASSED.test(one.name)).map((one) => one.name);
  names.forEach((file, at) => {
    if (!FILE.test(file)) bad("file", { file: file.slice(0, 60) });
    if (names.indexOf(file) < at) bad("twice", { file });
  });
  if (entries.reduce((all, { size }) => all + size, 0) > limits.inside * MB) large();
  const files = {};
  for (const entry of entries.filter((one) => names.includes(one.name))) {
    const content = entry.locked ? null : await entry.read(entry.size + 1);
    if (!content || content.length !== entry.size) bad("no_zip");
    files[entry.name] = content;
  }
  return checked(files, rules, bad);
}

function checked(files, rules, bad) {
  const json = (file) => {
    try {
      const found = JSON.parse(utf8(files[file]));
      if (isTable(found) && !HALF_LETTER.test(JSON.stringify(found))) return found;
    } catch {
      // said below
    }
    return bad("manifest", { file });
  };
  if (!files["pack.json"]) bad("no_zip");
  const { pack: version, settings = {} } = json("pack.json");
  if (Number.isInteger(version) && version > VERSION) bad("newer");
  if (version !== VERSION || !isTable(settings)) bad("manifest", { file: "pack.json" });
  for (const [setting, value] of Object.entries(settings)) {
    const form = settingOff(setting, value, rules);
    if (form) bad("setting", { setting: setting.slice(0, 40), form });
  }
  checkPictures(files, rules, bad);
  checkCases(files, rules, bad, json);
  const { exercise: records = [], hidden = [] } = files[RECORDS] ? json(RECORDS) : {};
  if (!Array.isArray(hidden) || !hidden.every((id) => typeof id === "string")) bad("manifest", { file: RECORDS });
  if (!Array.isArray(records)) throw new Refused(filled(rules.bad.not_table, { file: RECORDS, number: 1 }));
  const made = records.map((record, at) => readRecord(record, at + 1, rules));
  const ids = made.map(({ id }) => id);
  const twice = ids.find((id) => ids.indexOf(id) !== ids.lastIndexOf(id));
  if (twice) throw new Refused(filled(rules.bad.id_twice, { file: RECORDS, id: twice, other: RECORDS }));
  const texts = files[TEXTS] ? json(TEXTS).chapter : [];
  const off = textsOff(texts, settings.hidden_chapters ?? [], exercisesOf({ records: made, hidden }, rules), rules);
  if (off && !off[0]) bad("manifest", { file: TEXTS });
  if (off) bad("own_text", { n: off[0], why: filled(rules.pack[`text.${off[1]}`], off[2]) });
  const rest = Object.fromEntries(Object.entries(files).filter(([file]) => !["pack.json", RECORDS, TEXTS].includes(file)));
  return { settings, records, made, hidden, files: rest, texts };
}

// ---- what is in them ----

// Contrast of two colours (WCAG 2.2).
export function contrast(one, other) {
  const luminance = (colour) => {
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !text.startsWith("0000") && !Number.isNaN(Date.parse(`${text}T00:00Z`)) && new Date(`${text}T00:00Z`).toISOString().startsWith(text);

// What a setting should be where it does not fit; nothing where it does.
export function settingOff(name, value, rules) {
  const { limits, ground } = rules;
  const isText = typeof value === "string";
  const fits = {
    title: () => isText && value.trim() === value && value.length > 0 && [...value].length <= limits.title,
    hidden_chapters: () => Array.isArray(value) && value.every((one) => typeof one === "string" && one.length > 0 && one.length <= 9),
    answers: () => isTable(value) && Object.keys(value).length > 0 && Object.entries(value).every(([key, one]) =>
      (key === "until" ? typeof one === "string" && isDay(one) : key === "code" && typeof one === "string" && /^[0-9a-f]{64}$/.test(one))),
  };
  for (const accent of Object.keys(ground)) fits[accent] = () => isText && /^#[0-9A-Fa-f]{6}$/.test(value) && contrast(value, ground[accent]) >= rules.contrast;
  if (Object.hasOwn(fits, name) && fits[name]()) return "";
  const known = Object.hasOwn(ground, name) ? "accent" : Object.hasOwn(fits, name) ? name : "unknown";
  return filled(rules.pack[`form.${known}`], { most: limits.title });
}

function checkPictures(files, rules, bad) {
  const logos = Object.keys(files).filter((file) => file.startsWith("logo."));
  for (const file of logos) if (!isPicture(file, files[file], rules) || logos.length > 1) bad("logo", { file, most: rules.limits.logo });
}

export function isPicture(file, content, { limits }) {
  const kind = file.slice(file.lastIndexOf(".") + 1);
  const begins = kind === "svg" ? new TextDecoder("latin1").decode(content.subarray(0, 1000)).includes("<svg") : PICTURE[kind]?.every((byte, at) => content[at] === byte);
  return Boolean(begins) && content.length <= limits.logo * 1000;
}

function checkCases(files, rules, bad, json) {
  const inside = {};
  for (const [file, content] of Object.entries(files).filter(([name]) => name.startsWith("case/"))) {
    try {
      utf8(content);
    } catch {
      bad("manifest", { file });
    }
    (inside[file.split("/")[1]] ??= []).push(file);
  }
  for (const [name, names] of Object.entries(inside)) {
    const described = `case/${name}/datapackage.json`;
    if (names.includes(described)) {
      const { resources = [] } = json(described);
      const paths = Array.isArray(resources) ? resources.flatMap((one) => (isTable(one) ? one.path ?? null : null)) : [null];
      if (!paths.every((path) => typeof path === "string" && TABLE.test(path))) bad("manifest", { file: described });
    }
    for (const needed of rules.cases.includes(name) ? [] : ["datapackage.json", "case.toml"]) {
      if (!names.includes(`case/${name}/${needed}`)) bad("new_case", { case: name, file: needed });
    }
  }
}

// ---- writing ----

// A pack as a zip: settings, records, ids left out, files by name, and texts of one's own.
export function writePack({ settings = {}, records = [], hidden = [], files = {}, texts = [] }, now = new Date()) {
  const manifest = { pack: VERSION, made: now.toISOString(), settings };
  const told = records.length || hidden.length ? [[RECORDS, JSON.stringify({ exercise: records, hidden }, null, 1)]] : [];
  if (texts.length) told.push([TEXTS, JSON.stringify({ chapter: texts }, null, 1)]);
  return packed([["pack.json", JSON.stringify(manifest, null, 1)], ...told, ...Object.entries(files)]);
}

// ---- for the pages ----

const ASKED_OF_DATA = { predict: ["truth", "low", "high", "step", "unit", "source", "draw"], lab: ["lab", "start", "goal"], goal: ["criteria"] };
const KEPT_OF_DATA = { predict: ["points", "decimals", "plot", "worked", "source"], lab: ["figure"], goal: [] };
const where = ({ finding: { row, column, says } = {} }) => [row, column, says];

// What the pages keep of an open pack: records as they draw them, which rows of the goal plan each writes, what is new and what goes. `waits` names the exercises
// that only a rebuilt site can change, as their answer is worked out by Python; on the pages they stay as they were.
export function prepared(name, pack, { rules, raw, base }) {
  const before = new Map(raw.map((one) => [one.id, one]));
  const [records, writes, added, waits] = [{}, {}, [], []];
  pack.made.forEach((made, at) => {
    const [given, old] = [pack.records[at], before.get(made.id)];
    const asked = ASKED_OF_DATA[made.kind];
    const follows = !asked || (old?.kind === made.kind && asked.every((field) => same(given[field], old[field])) && same(where(given), where(old)));
    if (!follows) waits.push(made.id);
    else {
      const kept = (KEPT_OF_DATA[made.kind] ?? []).filter((field) => base[made.id] && field in base[made.id]);
      records[made.id] = { ...payload(made, rules), ...Object.fromEntries(kept.map((field) => [field, base[made.id][field]])) };
      if (made.kind === "predict") delete records[made.id].truth;
      writes[made.id] = { rows: made.plan, chapter: made.chapter, goal: made.kind === "goal", least: made.kind === "reflection" ? made.least : 0 };
      if (!old) added.push(made.id);
    }
  });
  const logo = Object.entries(pack.files).find(([file]) => file.startsWith("logo."));
  const picture = logo ? `data:${MIME[logo[0].slice(5)]};base64,${base64(logo[1])}` : "";
  const cases = [...new Set(Object.keys(pack.files).filter((file) => file.startsWith("case/")).map((file) => file.split("/")[1]))];
  return { v: VERSION, name, lang: rules.lang, settings: pack.settings, logo: picture, records, writes, added, hidden: pack.hidden, waits, cases, texts: (pack.texts ?? []).length }; // a preview is of one record
}

function base64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
