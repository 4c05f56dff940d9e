// The window that a learning platform opens: the chapter in a frame, and above it one line that says where the work is. The
// line, not the page, speaks with the platform, so that one can turn pages without leaving.

import { fill, element } from "./journey.js";
import { KEY, fileName } from "./workbook.js";
import { Platform, ROOM, duration, find } from "./api.js";
import { pack, unpack } from "./packing.js";
import { progress } from "./progress.js";

const PLACES = "sgm_lab.places"; // under which the pages keep where one was reading (course.js) and working (host.js)
const HERE = "sgm_lab.here/";
const OFTEN = 1000; // ms: a platform asks its server at every commit
const PATIENCE = 15000; // ms for a page to appear and ask for its work

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

export class Sco {
  // `settle` has the page keep what was typed in the last moment.
  constructor(data, platform, tools, settle = () => {}) {
    Object.assign(this, { data, platform, tools, settle });
    this.begun = Date.now();
    this.kept = new Map(); // what pages keep; the platform has what of it fits
    this.left = { ids: [], sections: [] }; // what does not
    this.lacking = []; // what did not when it was kept the last time
    this.unread = ""; // what was found instead of a workbook
    this.refused = ""; // why the platform did not take what it was last given
    this.waiting = 0;
    this.greeted = false;
    if (this.platform.begin()) this.resume();
  }

  get live() {
    return this.platform.open;
  }

  get book() {
    return parse(this.kept.get(KEY) ?? "");
  }

  get = (id) => this.book.exercises?.[id] ?? null;

  // ---- what was done before ----

  resume() {
    const { platform } = this;
    this.review = ["review", "browse"].includes(platform.get("mode"));
    this.ended = ["completed", "passed", "failed"].includes(platform.get("status"));
    const state = platform.get("state");
    const found = state && unpack(state, this.tools);
    if (state && !found) this.unread = state;
    if (found) {
      this.kept.set(KEY, found.text);
      this.lacking = found.left;
      for (const [id, page] of Object.entries(found.here)) if (this.data.pages[page]) this.kept.set(`${HERE}${this.data.pages[page]}/${id}`, this.get(id).updated);
    } else {
      const name = platform.get("name");
      if (name) this.kept.set(KEY, JSON.stringify({ schema: 2, program: "sgm_lab", learner: { name: name.slice(0, 60) } }));
    }
    if (!this.review && !this.ended) platform.set("status", "incomplete");
  }

  // The page that was read last, where it is in this package.
  get place() {
    const place = this.live ? this.platform.get("place") : "";
    return this.data.pages.includes(place.split("#")[0].replace(/\.html$/, "")) ? place : this.data.first;
  }

  // ---- what the pages do ----

  // What a page gets in place of the browser's own storage.
  greet() {
    this.greeted = true;
    if (!this.live) return null;
    const { kept } = this;
    return {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => this.keep(String(key), String(value)),
      removeItem: (key) => this.keep(String(key), null),
      key: (at) => [...kept.keys()][at] ?? null,
      get length() {
        return kept.size;
      },
    };
  }

  keep(key, value) {
    if (value === null) this.kept.delete(key);
    else this.kept.set(key, value);
    if (key === "mode") globalThis.sgmTheme?.(value); // light or dark, as the page
    if (![KEY, PLACES].includes(key) && !key.startsWith(HERE)) return;
    this.waiting ||= setTimeout(() => this.save(), OFTEN);
  }

  // ---- what the platform gets ----

  save() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.live || this.review) return;
    this.refused = this.give() && this.platform.commit() ? "" : this.platform.why || "?";
    this.draw();
  }

  give() {
    const { platform, data } = this;
    const text = this.kept.get(KEY);
    const made = text ? pack(text, ROOM[platform.version].state, this.tools, (id, { updated }) => data.pages.findIndex((page) => this.kept.get(`${HERE}${page}/${id}`) === updated)) : { data: "", ids: [], sections: [] };
    this.left = made;
    const found = progress(data.exercises, this.get);
    this.ended ||= found.done === found.total;
    const asked = [["state", made.data], ["place", this.reading()], ["status", this.ended ? "completed" : "incomplete"], ["progress", found.share.toFixed(4)],
      ["score", found.score], ["low", found.score === null ? null : 0], ["high", found.score === null ? null : 100], ["scaled", found.score === null ? null : found.score / 100],
      ["time", duration(platform.version, Date.now() - this.begun)], ["exit", "suspend"]];
    let taken = true;
    for (const [name, value] of asked) if (value !== null) taken = platform.set(name, value) && taken;
    return taken;
  }

  // Where one is reading, as an address within the package.
  reading() {
    const places = Object.entries(parse(this.kept.get(PLACES) ?? "")).sort(([, a], [, b]) => b.at - a.at);
    const [url, { part = "", first = true } = {}] = places[0] ?? [this.data.first];
    const whole = first || !part ? url : `${url}#${part}`;
    return whole.length <= ROOM[this.platform.version].place ? whole : url;
  }

  pause() {
    this.settle();
    this.save();
  }

  end() {
    if (!this.live) return;
    this.pause();
    this.platform.end();
  }

  // ---- what is said ----

  // Names of the places where exercises stand, each once.
  named(ids) {
    const known = new Map(this.data.exercises.map(({ id, name }) => [id, name]));
    return [...new Set(ids.map((id) => known.get(id) ?? id))].join(this.data.words.separator);
  }

  get said() {
    const { words } = this.data;
    if (!this.platform.api) return [words.none];
    if (!this.live) return [fill(words.refused, { why: this.platform.why })];
    if (this.greeted === null) return [words.apart];
    const lines = [];
    if (this.review) lines.push(words.review);
    if (this.unread) lines.push(words.unread);
    if (this.refused) lines.push(fill(words.not_taken, { why: this.refused }));
    if (this.left.data === null) lines.push(words.nothing_fits);
    else if (this.left.ids.length) lines.push(fill(words.full, { n: this.left.ids.length, where: this.named(this.left.ids) }));
    else if (this.left.sections.length) lines.push(words.full_more);
    if (this.lacking.length && !this.left.ids.length) lines.push(fill(words.lacking, { n: this.lacking.length, where: this.named(this.lacking) }));
    return lines;
  }

  draw() {
    const lines = this.said;
    const box = document.getElementById("said");
    document.body.classList.toggle("trouble", lines.length > 0);
    const text = (lines.length ? lines : [this.data.words.on]).join("\n");
    if (box.textContent !== text) box.textContent = text;
    document.getElementById("raw").hidden = !this.unread;
  }
}

function hand(name, text, type) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The page's own workbook where it can be reached: it also has what lies in the browser.
function download(sco, frame) {
  let text = sco.kept.get(KEY);
  try {
    text = frame.contentWindow.sgmExercises?.workbook.text() ?? text;
  } catch {
    // a frame of another site
  }
  if (text) hand(fileName(parse(text).learner?.name ?? ""), text, "application/json");
}

// A page keeps what is typed when it is left, and of those that are left together the one around is left first.
function settled(frame) {
  try {
    frame.contentWindow.dispatchEvent(new Event("pagehide"));
  } catch {
    // a frame of another site
  }
}

export function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const frame = document.getElementById("page");
  const sco = new Sco(data, new Platform(data.version, find(data.version, window)), globalThis.fflate, () => settled(frame));
  window.sgmLms = { greet: () => sco.greet() };
  document.getElementById("take").addEventListener("click", () => download(sco, frame));
  document.getElementById("raw").addEventListener("click", () => hand("suspend_data.txt", sco.unread, "text/plain"));
  addEventListener("pagehide", () => sco.end());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // a visit that has ended does not begin again
  document.addEventListener("visibilitychange", () => document.hidden && sco.pause());
  setTimeout(() => {
    if (!sco.greeted) sco.greeted = null;
    sco.draw();
  }, PATIENCE);
  frame.src = new URL(`../${sco.place}`, location.href).href;
  sco.draw();
  return sco;
}

if (typeof document !== "undefined") start();
