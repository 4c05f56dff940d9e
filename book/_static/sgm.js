// The frame of every page: colours, the place in the contents, and the search.
// The search reads the text of the whole course once, when it is first asked for, and then looks for exactly what was
// typed: no dictionary of words, so nothing that stands on a page is missed. It is a plain script: a page
// that is opened straight from a folder loads no modules.

(() => {
"use strict";

const MOST = 3; // places shown of one page
const AROUND = 28; // letters before a place that was found

// ---- text that can be compared ----

// Letter for letter the same length, so that a place found here is a place in the text as it stands.
const fold = (text) =>
  text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2013\u2010\u2011]/g, "-")
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[A-Z\u00c0-\u00de\u0391-\u03a9]/g, (letter) => letter.toLowerCase());

// Spaces beside Chinese say nothing; the text of the course comes without them.
const HAN = "\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f";
const BESIDE = new RegExp(`(?<=[${HAN}]) | (?=[${HAN}])`, "g");
const squeeze = (text) => text.replace(/\u200b/g, "").replace(/\s+/g, " ").trim().replace(BESIDE, "");

// ---- finding ----

const places = (text, wanted) => {
  const found = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found.push(at);
  return found;
};

function prepare(index) {
  for (const page of index.pages) {
    page.folded = fold(page.title);
    for (const part of page.parts) [part.folded, part.foldedHead] = [fold(part.text), fold(part.head)];
  }
  index.names = index.terms.map((names) => names.map((name) => fold(squeeze(name))));
  return index;
}

// Pages that hold `wanted`, best first: {page, score, hits: [{part, at, length}]}.
function look(index, wanted, weight = 1) {
  const found = [];
  for (const page of index.pages) {
    let score = page.folded.includes(wanted) ? 1000 : 0;
    const hits = [];
    for (const part of page.parts) {
      const inHead = part.foldedHead.includes(wanted);
      if (inHead) score += 100;
      const at = places(part.folded, wanted);
      score += at.length;
      for (const place of at) hits.push({ part, at: place, length: wanted.length });
      if (inHead && at.length === 0) hits.push({ part, at: -1, length: 0 });
    }
    if (score) found.push({ page, score: score * weight, hits });
  }
  return found;
}

// Pages on which all the words stand, if not side by side.
function lookForAll(index, words) {
  const each = words.map((word) => new Map(look(index, word).map((found) => [found.page, found])));
  const shared = [...each[0].values()].filter(({ page }) => each.every((one) => one.has(page)));
  return shared.map(({ page }) => {
    const own = each.map((one) => one.get(page));
    return { page, score: Math.min(...own.map(({ score }) => score)), hits: own.flatMap(({ hits }) => hits) };
  });
}

function search(index, query) {
  const wanted = fold(squeeze(query));
  if (wanted.length < (/[a-z0-9]/.test(wanted) ? 2 : 1)) return { found: [], also: [] };
  const words = fold(query).split(/[\s,;、，]+/).filter(Boolean);
  let found = look(index, wanted);
  if (!found.length && words.length > 1) found = lookForAll(index, words.map(squeeze));
  // Other names of the same thing follow, so that an English word finds the Chinese text.
  const groups = index.names.flatMap((names, at) => (names.includes(wanted) ? [index.terms[at]] : []));
  const also = [...new Set(groups.flat())].filter((name) => fold(squeeze(name)) !== wanted);
  const known = new Map(found.map((one) => [one.page, one]));
  for (const more of also.flatMap((name) => look(index, fold(squeeze(name)), 0.01))) {
    const same = known.get(more.page);
    if (same) same.hits.push(...more.hits);
    else known.set(more.page, more);
  }
  return { found: [...known.values()].sort((a, b) => b.score - a.score), also };
}

// What to try instead: headings and terms that share two letters with what was asked.
function suggest(index, query) {
  const wanted = fold(squeeze(query));
  const pairs = [...wanted].slice(1).map((letter, at) => [...wanted][at] + letter);
  const names = [...new Set([...index.terms.map(([name]) => name), ...index.pages.map(({ title }) => title)])];
  const near = names.filter((name) => pairs.some((pair) => fold(name).includes(pair)));
  return (near.length ? near : names).slice(0, 8);
}

// ---- showing ----

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// Some text around the place, the phrase marked; browsers that can also mark it on the page it leads to.
function snippet({ part, at, length }) {
  if (at < 0) return [part.text.slice(0, 60)];
  const from = Math.max(part.text.lastIndexOf("\n", at) + 1, at - AROUND);
  const end = part.text.indexOf("\n", at + length);
  const to = Math.min(end < 0 ? part.text.length : end, at + length + 2 * AROUND);
  const cut = (a, b) => part.text.slice(a, b);
  return [from > 0 && cut(from - 1, from) !== "\n" ? "…" : "", cut(from, at), element("mark", { textContent: cut(at, at + length) }), cut(at + length, to)];
}

function address(root, page, { part, at, length }) {
  const marked = at < 0 ? "" : `:~:text=${encodeURIComponent(part.text.slice(at, at + length)).replace(/-/g, "%2D")}`;
  return `${root}${page.url}#${part.id}${marked}`;
}

class Search {
  constructor(place) {
    this.place = place;
    this.words = JSON.parse(place.dataset.words);
    this.field = place.querySelector("input");
    this.said = place.querySelector("[role=status]");
    this.hits = place.querySelector(".sgm-hits");
    this.field.addEventListener("input", () => this.show());
    place.querySelector("form").addEventListener("submit", (event) => this.submit(event));
    place.addEventListener("keydown", (event) => this.move(event));
  }

  load() {
    this.loading ??= fetch(this.place.dataset.index)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((index) => (this.index = prepare(index)))
      .catch(() => {
        this.loading = undefined; // the next key tries again
        this.say(location.protocol === "file:" ? this.words.folder : this.words.trouble);
      });
    return this.loading;
  }

  say(text) {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  async show() {
    const asked = this.field.value;
    if (!this.index) {
      this.say(this.words.waiting);
      if (!(await this.load()) || asked !== this.field.value) return;
    }
    const query = squeeze(asked);
    const { found, also } = search(this.index, asked);
    const few = [...query].length < 2;
    this.hits.replaceChildren();
    if (!found.length) {
      this.say(few ? this.words.start : fill(this.words.none, { query }));
      if (!few) this.hits.append(this.tries(query));
      return;
    }
    const count = found.reduce((sum, { hits }) => sum + hits.length, 0);
    const names = also.length ? ` ${fill(this.words.also, { names: also.join(this.words.separator) })}` : "";
    this.say(fill(this.words.found, { query, pages: found.length, places: count }) + names);
    this.hits.append(element("ol", {}, ...found.map((one) => this.item(one))));
  }

  item({ page, hits }) {
    const root = this.place.dataset.root;
    const shown = hits.slice(0, MOST).map((hit) => {
      const link = element("a", { href: address(root, page, hit) }, ...snippet(hit));
      const inHead = hit.part.text.startsWith(hit.part.head) && hit.at < hit.part.head.length;
      const head = inHead || hit.part.head === page.title ? [] : [element("small", { textContent: hit.part.head })];
      return element("li", {}, ...head, link);
    });
    const more = hits.length > MOST ? [element("small", { textContent: fill(this.words.more, { n: hits.length - MOST }) })] : [];
    const title = element("a", { href: root + page.url, textContent: page.title });
    return element("li", {}, title, element("ul", {}, ...shown), ...more);
  }

  tries(query) {
    const list = element("ul", { className: "sgm-tries" });
    for (const name of suggest(this.index, query)) {
      const again = element("button", { type: "button", textContent: name });
      again.addEventListener("click", () => this.ask(name));
      list.append(element("li", {}, again));
    }
    return list;
  }

  ask(query) {
    this.field.value = query;
    this.field.focus();
    return this.show();
  }

  submit(event) {
    event.preventDefault();
    const first = this.hits.querySelector("a");
    if (first && "page" in this.place.dataset) first.focus();
    else if (this.field.value.trim()) location.href = `${event.target.action}?q=${encodeURIComponent(this.field.value)}`;
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [this.field, ...this.hits.querySelectorAll("a, button")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    event.preventDefault();
    next?.focus();
  }
}

// ---- the page ----

function startSearch() {
  const place = document.querySelector(".sgm-search");
  if (!place) return;
  const box = new Search(place);
  const dialog = place.closest("dialog");
  if (!dialog) {
    box.field.focus();
    const query = new URLSearchParams(location.search).get("q");
    if (query) box.ask(query);
    else box.load();
    box.field.addEventListener("change", () => history.replaceState(null, "", `?q=${encodeURIComponent(box.field.value)}`));
    return;
  }
  const open = (event) => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    box.field.focus();
    box.load();
  };
  document.querySelector(".sgm-find").addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) open(event);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close(); // beside it, or off to what was found
  });
}

function startTheme() {
  const button = document.querySelector(".sgm-theme");
  const order = ["auto", "light", "dark"];
  const show = (mode) => (button.lastElementChild.textContent = button.dataset[mode]);
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.mode;
    show(window.sgmTheme(order[(order.indexOf(now) + 1) % order.length]));
  });
  show(document.documentElement.dataset.mode);
  button.hidden = false;
}

// In the contents the page one is on is in sight, and beside the text the part one is reading.
function startContents() {
  const contents = document.getElementById("sgm-contents");
  const current = contents.querySelector("a.current, .current > a");
  current?.setAttribute("aria-current", "page");
  const inSight = () => current && (contents.scrollTop = current.offsetTop - contents.clientHeight / 3);
  contents.addEventListener("toggle", inSight);
  inSight();
  const links = new Map([...document.querySelectorAll(".sgm-aside a")].map((link) => [link.hash.slice(1), link]));
  const parts = [...document.querySelectorAll("article section[id]")].filter((part) => links.has(encodeURI(part.id)));
  const mark = () => {
    const seen = parts.filter((part) => part.getClientRects().length); // a step beside a lab may be out of sight
    const read = seen.filter((part) => part.getBoundingClientRect().top < innerHeight / 3).pop();
    for (const [id, link] of links) link.classList.toggle("sgm-here", read !== undefined && id === encodeURI(read.id));
  };
  let waiting = 0;
  if (links.size) {
    addEventListener("scroll", () => (waiting ||= requestAnimationFrame(() => ((waiting = 0), mark()))), { passive: true });
    mark();
  }
}

// The other language opens at the same heading: a page has the same ones in each.
function startSwitch() {
  const heads = [...document.querySelectorAll("article :is(h1, h2, h3, h4)")];
  const from = /^#sgm-heading-(\d+)$/.exec(location.hash);
  if (from) {
    heads[Number(from[1])]?.scrollIntoView();
    history.replaceState(null, "", location.pathname + location.search);
  }
  const other = document.querySelector(".sgm-other");
  other?.addEventListener("click", () => {
    const read = heads.findLastIndex((head) => head.getClientRects().length && head.getBoundingClientRect().top < innerHeight / 3);
    other.hash = read > 0 ? `sgm-heading-${read}` : "";
  });
}

function startTables() {
  // A table too wide for a phone is scrolled by keyboard, too.
  const wide = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll("article .pst-scrollable-table-container")) wide.observe(box);
}

// The pictures of the front page move once, when they come into sight, and again when asked to.
function startPictures() {
  const place = document.querySelector(".sgm-pictures");
  if (!place || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const again = place.querySelector(".sgm-picture-again");
  const play = () => {
    place.classList.remove("sgm-wait", "sgm-play");
    void place.offsetWidth; // so that it begins anew
    place.classList.add("sgm-play");
  };
  again.hidden = false;
  again.addEventListener("click", play);
  place.classList.add("sgm-wait");
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    play();
  }, { threshold: 0.35 });
  seen.observe(place);
}

function startPrint() {
  // On paper nothing can be unfolded.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("article details:not([open], .hide)")) {
      fold.open = true;
      fold.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-printed]")) {
      fold.open = false;
      delete fold.dataset.printed;
    }
  });
}

if (typeof document !== "undefined" && document.querySelector(".sgm-top")) {
  startTheme();
  startContents();
  startSearch();
  startTables();
  startSwitch();
  startPictures();
  startPrint();
}
})();
