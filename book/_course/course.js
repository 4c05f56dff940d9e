// What every page of the site tells of the way through the course: ticks in the contents and beside the headings, a bar,
// where one was, what comes next. The figures are those of journey.js; where one was reading is kept here.

import { after, chapterOf, element, fill, journey, link, meter, next, onPage, placeOf, span, sum } from "./journey.js";
import { planLine, rowsOf } from "./plan.js";
import { beside } from "./steps.js";
import { dayOf, owed } from "./again.js";

const KEY = "sgm_lab.places";
const NEAR = 60; // px that one may be off one's place

// ---- where one was ----

export class Places {
  constructor(storage) {
    this.storage = storage;
  }

  get all() {
    try {
      const kept = JSON.parse(this.storage().getItem(KEY) ?? "{}");
      return Object.fromEntries(Object.entries(kept).filter(([, one]) => typeof one?.part === "string" && Number.isFinite(one.at)));
    } catch {
      return {};
    }
  }

  keep(url, place) {
    try {
      this.storage().setItem(KEY, JSON.stringify({ ...this.all, [url]: place }));
    } catch {
      // Where nothing can be kept, the page begins at its beginning.
    }
  }

  get last() {
    return Object.entries(this.all).map(([url, one]) => ({ url, ...one })).sort((a, b) => b.at - a.at)[0] ?? null;
  }
}

// The heading one is under: the last one above the middle of the window.
function reading() {
  const heads = [...document.querySelectorAll("article section[id]")].filter((one) => one.getClientRects().length);
  const part = heads.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).pop();
  const name = part?.querySelector("h1, h2, h3, h4")?.firstChild?.textContent ?? "";
  return part ? { part: part.id, name, y: Math.round(part.getBoundingClientRect().top), first: part === heads[0], at: Date.now() } : null;
}

// ---- marks ----

function mark(words, { done, total }) {
  if (!done) return null;
  const whole = done === total;
  const seen = element("span", { "aria-hidden": "true" }, whole ? "✓" : `${done}/${total}`);
  const text = whole ? words.tick : fill(words.done_of, { done, total });
  return element("small", { className: whole ? "sgm-mark sgm-mark-done" : "sgm-mark", title: text }, seen, element("span", { className: "sgm-unseen" }, ` ${text}`));
}

function put(node, made) {
  node.querySelector(":scope > .sgm-mark")?.remove();
  if (made) node.append(made);
}

// ---- the page ----

class Course {
  constructor({ workbook, plan, here }) {
    this.workbook = workbook;
    this.plan = plan;
    this.here = here;
    this.places = new Places(() => window.localStorage);
    this.root = document.documentElement.dataset.content_root || "./";
    this.before = here < 0 ? null : this.places.all[plan.pages[here].url];
    this.get = (id) => workbook.get(id);
    this.steps = beside(plan, workbook);
    this.start = document.querySelector(".sgm-front .sgm-start");
    this.box = document.querySelector(".sgm-journey") ?? this.front();
    this.found = [...document.querySelectorAll("#sgm-contents a, .sgm-front table.sgm-chapters a")].map((node) => ({ node, page: this.pageOf(node) })).filter(({ page }) => page >= 0);
    this.top = document.getElementById("sgm-contents").appendChild(element("div", { className: "sgm-journey" }));
    document.querySelector("#sgm-contents .sgm-close").after(this.top);
    workbook.listeners.add(() => this.draw());
    this.draw();
    if (here >= 0) this.remember();
  }

  // On the front page there is nothing to go on with on the first day.
  front() {
    const hero = document.querySelector(".sgm-front .sgm-hero");
    const box = element("div", { className: "sgm-journey" });
    hero?.after(box);
    return box;
  }

  pageOf(node) {
    if (node.getAttribute("href") === "#") return this.here;
    return this.plan.pages.findIndex(({ url }) => new URL(this.root + url, document.baseURI).pathname === node.pathname);
  }

  sum(page, part = null) {
    return sum(onPage(this.plan, page, part), this.get);
  }

  draw() {
    const whole = journey(this.plan, this.get);
    this.drawMarks();
    this.drawTables(whole);
    const begun = Boolean(whole.latest || this.places.last);
    const go = this.back(whole);
    const again = this.again();
    this.top.replaceChildren(...(begun ? [meter(this.plan.words, whole, "course"), ...this.growing(), this.line(go && this.toPlace(go), again)] : []));
    if (this.here >= 0) this.drawChapter(whole);
    else if (document.body.classList.contains("sgm-front")) {
      this.box.replaceChildren(...(begun ? [meter(this.plan.words, whole, "course"), ...this.growing(), this.line(next(this.plan, this.root, whole.next, -1), again?.cloneNode(true))] : []));
      if (this.start && go) {
        this.start.href = this.root + go.url;
        this.start.textContent = fill(this.plan.words.go_back, { where: go.name });
      }
    }
  }

  // The goal plan as it grows, where it has a page.
  growing() {
    const { goalPlan } = this.plan;
    return goalPlan?.url ? [planLine(goalPlan, rowsOf(goalPlan, this.workbook.book), this.root)] : [];
  }

  line(...links) {
    return element("p", { className: "sgm-journey-go" }, ...links.filter(Boolean));
  }

  // What is due to be asked again, where there is a page for it.
  again() {
    const { today, words } = this.plan;
    const n = today ? owed(this.plan, this.get, this.workbook.book.again, dayOf(Date.now())).due.length : 0;
    return n ? element("a", { href: this.root + today, className: "sgm-journey-again" }, fill(words.again_due, { n })) : null;
  }

  toPlace(place, text = this.plan.words.go_back) {
    return link(this.root, place, text, "sgm-journey-back");
  }

  // Where one was last: reading, or at an exercise, also on another machine.
  back({ latest, last }) {
    const read = this.places.last;
    const page = read && this.plan.pages.find(({ url }) => url === read.url);
    if (page && read.at >= last) {
      const name = read.first || !read.name ? page.title : fill(this.plan.words.where, { page: page.title, part: read.name });
      return { url: read.first ? page.url : `${page.url}#${read.part}`, name };
    }
    return latest && placeOf(this.plan, latest);
  }

  drawChapter(whole) {
    const chapter = chapterOf(this.plan, whole.chapters, this.here, this.get);
    const own = onPage(this.plan, this.here);
    const one = after(own, sum(own, this.get)) ?? chapter.next ?? whole.next;
    const { before } = this;
    const read = before && !before.first && before.name && { url: `${this.plan.pages[this.here].url}#${before.part}`, name: before.name };
    this.box.replaceChildren(meter(this.plan.words, chapter, "chapter"), this.line(read && this.toPlace(read, this.plan.words.read_on), next(this.plan, this.root, one, this.here)));
  }

  drawMarks() {
    for (const { node, page } of this.found) if (node.closest("#sgm-contents")) put(node, mark(this.plan.words, this.sum(page)));
    if (this.here < 0) return;
    this.plan.pages[this.here].parts.forEach(([id], part) => {
      const { done, total } = this.sum(this.here, part);
      const beside = document.querySelector(`.sgm-aside a[href="#${CSS.escape(encodeURI(id))}"], .sgm-aside a[href="#${CSS.escape(id)}"]`);
      if (beside) put(beside, mark(this.plan.words, { done, total }));
      const heading = document.getElementById(id)?.querySelector(":scope > :is(h2, h3, h4)");
      if (heading) put(heading, done === total ? mark(this.plan.words, { done, total }) : null);
    });
  }

  // The list of chapters on the front page: what is left instead of how long it takes.
  drawTables({ chapters }) {
    for (const { node, page } of this.found) {
      const row = node.closest(".sgm-front tr");
      const chapter = row && chapters.find((one) => one.page === page);
      if (!chapter || !chapter.done) continue;
      const [title, , time] = row.cells;
      put(title.querySelector("p") ?? title, mark(this.plan.words, chapter));
      (time.querySelector("p") ?? time).textContent = chapter.minutes ? fill(this.plan.words.left, { time: span(this.plan.words, chapter.minutes) }) : this.plan.words.none_left;
    }
  }

  // -- where one is reading --

  remember() {
    const { url } = this.plan.pages[this.here];
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      const place = scrollY > 0 || this.moved ? reading() : null;
      if (place) this.places.keep(url, place);
    };
    addEventListener("scroll", () => {
      this.moved ||= scrollY > 0;
      waiting ||= setTimeout(keep, 1000);
    }, { passive: true });
    addEventListener("pagehide", keep);
    const kind = performance.getEntriesByType("navigation")[0]?.type;
    if (this.before && (kind === "reload" || kind === "back_forward")) this.comeBack(this.before);
  }

  // Exercises and labs have another height than what stood in their place: back to where one was, not to where the number says.
  comeBack(place) {
    const go = () => requestAnimationFrame(() => {
      this.steps.show(place.part);
      const part = document.getElementById(place.part);
      const off = part ? part.getBoundingClientRect().top - place.y : 0;
      if (Math.abs(off) > NEAR) scrollBy({ top: off, behavior: "instant" });
    });
    if (document.readyState === "complete") go();
    else addEventListener("load", go, { once: true });
  }
}

if (typeof document !== "undefined" && window.sgmExercises?.plan) window.sgmCourse = new Course(window.sgmExercises);
