// An instructor pack on the pages: what one has opened (book/_desk/pack.js makes it ready and keeps it in this browser)
// takes the place of texts before the page comes to life. All of a pack is put in as text, its logo as a picture.
// A site that was built of a pack says in its plan what is left to do here: to keep worked answers closed.

import { element, fill } from "./journey.js";

const KEPT = "sgm_lab.pack";
const CODE = "sgm_lab.answers";
const NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*\.zip$/u;
const MOST = 20_000_000; // bytes of a pack

export function storage(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null; // blocked, or full
  }
}

// The open pack, if there is one in this language.
export function keptPack(lang) {
  const kept = storage((place) => JSON.parse(place.getItem(KEPT)));
  return kept?.v === 1 && kept.lang === lang ? kept : null;
}

export const withPack = (records, kept) =>
  (kept ? records.filter(({ id }) => !kept.hidden.includes(id)).map((one) => (Object.hasOwn(kept.records, one.id) ? kept.records[one.id] : one)) : records);

const dataOf = (page) => [...page.querySelectorAll("script.sgm-records")].map((script) => ({ script, data: JSON.parse(script.textContent) }));

// ---- what a pack changes ----

const isLeftOut = (kept, link) => (kept.settings.hidden_chapters ?? []).some((chapter) => new RegExp(`/(?:book|notebooks)/\\w+/${chapter.replace(/[^\w.]/g, "").replaceAll(".", "-")}-[a-z][^/]*$`).test(link));

function leaveOut(page, kept, say) {
  const list = [...page.querySelectorAll("#sgm-contents a")];
  for (const turn of page.querySelectorAll(".sgm-turn a")) {
    const links = turn.rel === "next" ? list : [...list].reverse();
    const at = links.findIndex((one) => one.href === turn.href);
    const to = at < 0 || !isLeftOut(kept, turn.pathname) ? turn : links.slice(at).find((one) => !isLeftOut(kept, one.pathname));
    if (!to) turn.remove();
    else if (to !== turn) {
      turn.href = to.href;
      turn.lastChild.replaceWith(` ${to.firstChild.textContent}`);
    }
  }
  for (const one of page.querySelectorAll("a[href]")) {
    if (!isLeftOut(kept, one.pathname) || one.getAttribute("href").startsWith("#")) continue;
    const row = one.closest("#sgm-contents li, table.sgm-chapters tr");
    if (row) row.remove();
    else one.replaceWith(...one.childNodes);
  }
  for (const part of page.querySelectorAll("#sgm-contents ul")) {
    const caption = part.previousElementSibling;
    if (!part.children.length && caption?.matches(".caption")) caption.remove();
  }
  if (isLeftOut(kept, new URL(`${page.documentElement.dataset.page}.html`, "https://x/").pathname)) {
    page.querySelector("article").replaceChildren(element("p", { textContent: say.left_out }));
    page.querySelectorAll(".sgm-aside, .sgm-take").forEach((part) => part.remove());
  }
}

// Records of the page, and those that the pack adds to its chapter, at the end of the text.
function putRecords(page, plan, kept, here, say) {
  const all = dataOf(page);
  const chapter = plan.chapters.find((one) => one.page === here && here >= 0);
  const added = chapter ? kept.added.map((id) => kept.records[id]).filter((one) => one.chapter === chapter.name) : [];
  all.forEach(({ script, data }, at) => {
    data.records = [...withPack(data.records, kept), ...(at ? [] : added)];
    script.textContent = JSON.stringify(data);
  });
  for (const id of kept.hidden) page.querySelectorAll(`.sgm-exercise[data-id="${CSS.escape(id)}"]`).forEach((one) => one.remove());
  if (!added.length || !all.length) return;
  const places = added.map(({ id }) => element("div", { className: "sgm-exercise", "data-id": id }));
  const section = element("section", { id: "sgm-pack-more" }, element("h2", { textContent: say.more }), ...places);
  (page.querySelector("article > section") ?? page.querySelector("article")).append(section);
}

// The plan counts what is there.
function putPlan(plan, kept) {
  const away = kept.settings.hidden_chapters ?? [];
  if (plan.goalPlan) plan.goalPlan = withWriters(plan.goalPlan, kept);
  for (const page of plan.pages) if (isLeftOut(kept, `/${page.url}`)) page.url = ""; // a page of no chapter
  plan.chapters = plan.chapters.filter(({ name }) => !away.includes(name));
  for (const chapter of plan.chapters) {
    chapter.exercises = chapter.exercises.filter(({ id }) => !kept.hidden.includes(id)).map((one) => ({ ...one, minutes: kept.records[one.id]?.minutes ?? one.minutes }));
    const own = kept.added.map((id) => kept.records[id]).filter((one) => one.chapter === chapter.name);
    if (chapter.page === null || !own.length) continue;
    const parts = plan.pages[chapter.page].parts;
    if (!parts.some(([id]) => id === "sgm-pack-more")) parts.push(["sgm-pack-more", plan.pack.say.more]);
    chapter.exercises.push(...own.map(({ id, minutes }) => ({ id, minutes, places: [[chapter.page, parts.length - 1]] })));
  }
}

// The goal plan is written by what is there: changed exercises as the pack has them, new ones last, none that goes.
export function withWriters(template, kept) {
  if (!kept?.writes) return template;
  const own = Object.entries(kept.writes).map(([id, { rows, ...one }]) => ({ rows, one: { id, ...one } }));
  const rows = template.rows.map((row) => {
    const mine = own.filter(({ rows: written }) => written.includes(row.row)).map(({ one }) => one);
    const stay = row.exercises.filter(({ id }) => !kept.hidden.includes(id)).flatMap((one) => (Object.hasOwn(kept.writes, one.id) ? mine.filter(({ id }) => id === one.id) : [one]));
    return { ...row, exercises: [...stay, ...mine.filter(({ id }) => !stay.some((one) => one.id === id))] };
  });
  return { ...template, rows };
}

const COLOUR = /^#[0-9A-Fa-f]{6}$/;

function dress(page, { settings, logo }) {
  const rule = (where, colour) => (COLOUR.test(colour ?? "") ? `${where} { --sgm-accent: ${colour}; --accent: ${colour}; --main: ${colour}; }` : "");
  const widgets = ".sgm-exercise, .sgm-ex-back, .sgm-workbook, .sgm-goal-plan, .sgm-class .sgm-class-main";
  const sheet = [rule(`:root:root:not([data-theme=dark]), :root:not([data-theme=dark]) :is(${widgets})`, settings.accent),
    rule(`:root:root[data-theme=dark], :root[data-theme=dark] :is(${widgets})`, settings.accent_dark)].join("\n");
  if (sheet.trim()) page.head.append(element("style", { textContent: sheet }));
  const brand = page.querySelector(".sgm-brand");
  if (brand && settings.title) {
    page.title = page.title.split(brand.textContent.trim()).join(settings.title);
    brand.lastElementChild.textContent = settings.title;
  }
  if (brand && /^data:image\/(?:png|jpeg|svg\+xml);base64,/.test(logo)) brand.firstElementChild.replaceWith(element("img", { src: logo, alt: "", height: 28 }));
}

// ---- worked answers that open later ----

const today = () => new Intl.DateTimeFormat("sv", { dateStyle: "short" }).format(new Date()); // as 2026-12-05

export const isClosed = ({ until, code } = {}, now, given) => Boolean(until || code) && !(until && now >= until) && !(code && given === code);

function lock(page, answers, say, tag) {
  if (!isClosed(answers, today(), storage((place) => place.getItem(CODE)))) return null;
  const day = answers.until ? new Intl.DateTimeFormat(tag, { dateStyle: "long" }).format(new Date(`${answers.until}T00:00`)) : "";
  const closed = fill(say[answers.until && answers.code ? "closed_both" : answers.until ? "closed_until" : "closed_code"], { day });
  for (const { script, data } of dataOf(page)) {
    data.records = data.records.map((one) => ({ ...one, closed }));
    script.textContent = JSON.stringify(data);
  }
  const list = [...page.querySelectorAll("details.sgm-answers")];
  list.forEach((one, at) => one.replaceWith(...(at ? [] : [element("p", { textContent: closed })])));
  const shown = dataOf(page).length || list.length;
  return shown ? element("p", { className: "sgm-pack-closed" }, closed, ...(answers.code ? [codeField(answers.code, say)] : [])) : null;
}

function codeField(code, say) {
  const box = element("input", { type: "text", autocomplete: "off", maxLength: 60, "aria-label": say.code, placeholder: say.code });
  const said = element("span", { role: "status" });
  const form = element("form", {}, box, element("button", { type: "submit", textContent: say.code_open }), said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sha256(box.value.trim()) !== code) said.textContent = say.code_wrong;
    else if (storage((place) => (place.setItem(CODE, code), true))) location.reload();
  });
  return form;
}

// SHA-256 in hex: the browser's own is not there on an intranet's plain http.
export function sha256(text) {
  const roots = [];
  for (let n = 2; roots.length < 64; n++) if (![...Array(n).keys()].slice(2).some((by) => n % by === 0)) roots.push(n);
  const part = (value) => ((value % 1) * 2 ** 32) | 0;
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const bytes = new TextEncoder().encode(text);
  const blocks = new Int32Array((((bytes.length + 8) >> 6) + 1) * 16);
  bytes.forEach((byte, at) => (blocks[at >> 2] |= byte << (24 - 8 * (at & 3))));
  blocks[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length & 3));
  blocks[blocks.length - 1] = bytes.length * 8;
  const sum = roots.slice(0, 8).map((n) => part(Math.sqrt(n)));
  const keys = roots.map((n) => part(Math.cbrt(n)));
  for (let from = 0; from < blocks.length; from += 16) {
    const w = [...blocks.subarray(from, from + 16)];
    let [a, b, c, d, e, f, g, h] = sum;
    for (let at = 0; at < 64; at++) {
      if (at > 15) {
        const [x, y] = [w[at - 15], w[at - 2]];
        w[at] = (w[at - 16] + w[at - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
      }
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + keys[at] + w[at]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => (sum[at] = (sum[at] + word) | 0));
  }
  return sum.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// ---- opening one ----

// What reads packs is fetched when one is to be read.
export function tools(plan, root) {
  const load = (name) => new Promise((resolve, reject) => {
    const script = element("script", { src: root + name });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(name)));
    document.head.append(script);
  });
  return globalThis.sgmPackTools ? Promise.resolve(globalThis.sgmPackTools) : load(plan.pack.data).then(() => load(plan.pack.tools)).then(() => globalThis.sgmPackTools);
}

// The files of a case are for Python in the page (book/_live/worker.js), too large for what is read at every page.
async function keepFiles(files) {
  const settled = (asked) => new Promise((done, fail) => Object.assign(asked, { onsuccess: () => done(asked.result), onerror: () => fail(asked.error) }));
  const opening = indexedDB.open("sgm_lab.pack", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "name" });
  const store = (await settled(opening)).transaction("files", "readwrite").objectStore("files");
  await settled(store.clear());
  for (const [name, bytes] of Object.entries(files)) await settled(store.put({ name: name.replace(/^case\//, ""), bytes }));
}

// Whether the pack is kept; `live` says whether Python in the page will have its case.
export async function keep(kept, files) {
  const live = await keepFiles(files).then(() => true, () => false);
  return storage((place) => (place.setItem(KEPT, JSON.stringify({ ...kept, live })), true)) === true;
}

export async function close() {
  await keepFiles({}).catch(() => {});
  storage((place) => (place.removeItem(KEPT), place.removeItem(CODE)));
  location.reload();
}

// A pack that a link names lies beside the site: index.html?pack=name.zip.
async function fromLink(name, plan, root) {
  const { say } = plan.pack;
  if (location.protocol === "file:") return say.folder;
  const answer = NAME.test(name) ? await fetch(root + encodeURIComponent(name)).catch(() => null) : null;
  if (!answer?.ok) return fill(say.link, { name: name.slice(0, 60) });
  const large = Number(answer.headers.get("content-length")) > MOST;
  const bytes = large ? new Uint8Array(MOST + 1) : new Uint8Array(await answer.arrayBuffer());
  const { opened, files, sentence } = await (await tools(plan, root)).open(name, bytes);
  if (!opened) return sentence;
  if (!(await keep(opened, files))) return say.no_room;
  location.replace(location.href.replace(/[?&]pack=[^&#]*/, ""));
  return say.opening;
}

// Sentences one after the other: between those of Chinese no space stands.
export const together = (lines) => lines.filter(Boolean).reduce((all, line) => all + (!all || /[。！？]$/.test(all) ? "" : " ") + line, "");

function bar(page, ...children) {
  const shown = children.filter(Boolean);
  if (!shown.length) return;
  page.querySelector("#main > article").before(element("aside", { className: "sgm-pack", role: "status" }, ...shown));
}

function told(kept, say, plan) {
  const n = Object.keys(kept.records).length - kept.added.length;
  const lines = [fill(say.open, { name: kept.name }), n ? fill(say.changed, { n }) : "", kept.added.length ? fill(say.added, { n: kept.added.length }) : "",
    kept.waits.length ? fill(say.waits, { ids: kept.waits.join(say.between) }) : "", kept.cases.length ? say[kept.live && plan.python ? "case_live" : "case"] : "", kept.texts ? fill(say.texts, { n: kept.texts }) : ""];
  const away = element("button", { type: "button", textContent: say.close });
  away.addEventListener("click", close);
  return element("p", {}, together(lines), " ", away);
}

export function begin(page, plan) {
  const root = new URL(page.documentElement.dataset.content_root || "./", page.baseURI).href;
  const { say, set } = plan.pack;
  const lang = page.documentElement.lang || "zh-CN";
  const kept = keptPack(plan.pack.lang);
  if (kept) {
    const here = plan.pages.findIndex(({ url }) => url === `${page.documentElement.dataset.page}.html`);
    putRecords(page, plan, kept, here, say);
    putPlan(plan, kept);
    leaveOut(page, kept, say);
    dress(page, kept);
  }
  const closed = lock(page, kept?.settings.answers ?? set.answers, say, lang);
  bar(page, kept && told(kept, say, plan), closed);
  const asked = new URLSearchParams(location.search).get("pack");
  if (asked && plan.pack.tools) fromLink(asked, plan, root).catch(() => fill(say.link, { name: asked.slice(0, 60) })).then((sentence) => bar(page, element("p", { textContent: sentence })));
}

// The place of the editor is drawn once it is asked for; its script comes with another copy of this module.
function offerEditor(plan) {
  const place = document.querySelector(".sgm-editor");
  if (!place || !plan.pack.tools) return;
  const root = new URL(document.documentElement.dataset.content_root || "./", document.baseURI).href;
  const start = element("button", { type: "button", className: "main", textContent: plan.pack.say.edit });
  start.addEventListener("click", () => {
    start.disabled = true;
    tools(plan, root).then(({ edit }) => edit(place), () => (start.disabled = false));
  });
  place.replaceChildren(start);
}

if (typeof document !== "undefined" && globalThis.sgmPlan?.pack && !globalThis.sgmPacked) {
  globalThis.sgmPacked = true;
  try {
    begin(document, globalThis.sgmPlan);
    offerEditor(globalThis.sgmPlan);
  } catch (error) {
    console.error(error); // a pack that this edition does not understand leaves the page as it is
    storage((place) => place.removeItem(KEPT));
  }
}
