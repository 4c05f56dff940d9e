// The frame of every page: colours, the place in the contents, and the search.
// The search reads the text of the whole course once, when it is first asked for, and then looks for what was typed,
// English words in all their forms: no dictionary of words, so nothing that stands on a page is missed. It is a plain
// script: a page that is opened straight from a folder loads no modules.

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
const HANZI = new RegExp(`[${HAN}]`);
const BESIDE = new RegExp(`(?<=[${HAN}]) | (?=[${HAN}])`, "g");
const squeeze = (text) => text.replace(/\u200b/g, "").replace(/\s+/g, " ").trim().replace(BESIDE, "");

// ---- finding ----

const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const CUT = 4; // letters that a word may lose where it stands nowhere

function prepare(index) {
  for (const page of index.pages) {
    page.folded = fold(page.title);
    for (const part of page.parts) [part.folded, part.foldedHead] = [fold(part.text), fold(part.head)];
  }
  const folded = (names) => names.map((name) => fold(squeeze(name)));
  for (const term of index.terms) {
    term.folded = folded(term.own);
    term.foreign = Object.entries(term.other).map(([lang, [names, pages]]) => ({ lang, names: folded(names), pages }));
  }
  // Languages whose words change their endings come with them; in the others letters are looked for as they stand.
  index.forms = index.kin && new Map(index.kin.flatMap((line) => line.split(" ").map((word) => [word, line.split(" ")])));
  return index;
}

// English is written in two ways; what is typed in one is found in the other.
const VERB = "(e|ed|es|er|ers|ing)$", NOUN = "(ations?|ational)$";
const SPELT = [
  [`is${VERB}`, "iz$1"], [`iz${VERB}`, "is$1"], [`is${NOUN}`, "iz$1"], [`iz${NOUN}`, "is$1"], [`ys${VERB}`, "yz$1"], [`yz${VERB}`, "ys$1"],
  ["^((?:behavi|col|fav|flav|hon|lab|neighb)o)ur", "$1r"], ["^((?:behavi|col|fav|flav|hon|lab|neighb)o)r", "$1ur"],
  ["^(cent|met|lit|theat)re(s?)$", "$1er$2"], ["^(cent|met|lit|theat)er(s?)$", "$1re$2"],
  ["ell(ed|ing|ers?)$", "el$1"], ["el(ed|ing|ers?)$", "ell$1"], ["^(program)me(s?)$", "$1$2"], ["^(program)(s?)$", "$1me$2"],
  ["^(judg)e(ment)", "$1$2"], ["^(judg)(ment)", "$1e$2"], ["^(enrol|fulfil)l(?=$|ment|s$)", "$1"], ["^(enrol|fulfil)(?=$|ment|s$)", "$1l"],
  ["^(licen|defen|practi)c(e[ds]?)$", "$1s$2"], ["^(licen|defen|practi)s(e[ds]?)$", "$1c$2"], ["^(catalog|dialog)ue", "$1"], ["^(catalog|dialog)(?=s?$)", "$1ue"],
].map(([from, to]) => [new RegExp(from), to]);
const spelt = (word) => [word, ...SPELT.flatMap(([from, to]) => (from.test(word) ? [word.replace(from, to)] : []))];
const standard = (text) => text.split(" ").map((word) => spelt(word).sort()[0]).join(" ");

// Whether that is what something is called: in either spelling, one of it or many.
function called(names, wanted) {
  const [one, ...more] = /[a-z]$/.test(wanted) ? [wanted, wanted.replace(/s$/, ""), wanted.replace(/es$/, ""), wanted.replace(/ies$/, "y"), `${wanted}s`] : [wanted];
  const forms = new Set([one, ...more].map(standard));
  return names.some((name) => forms.has(standard(name)));
}

// What was typed as it may stand in the text: words in any of their forms, hyphen or not, the last perhaps unfinished.
function shape(index, wanted) {
  if (!index.forms) return new RegExp(literal(wanted), "g");
  const words = wanted.split(/[ -]+/).filter(Boolean);
  const shapes = words.map((word, at) => {
    const start = /^[a-z0-9]/.test(word) ? "(?<![a-z0-9])" : "";
    if (!/^[a-z']+$/.test(word)) return start + literal(word);
    const ways = spelt(word);
    const whole = `(?:${ways.flatMap((way) => index.forms.get(way) ?? [way]).join("|")})(?![a-z])`;
    return start + (at < words.length - 1 ? whole : `(?:${[whole, ...ways].join("|")})`);
  });
  return new RegExp(shapes.join("[ -]+") || literal(wanted), "g");
}

// Pages that hold `wanted`, best first: {page, score, hits: [{part, at, length}]}.
function look(index, wanted, weight = 1) {
  const found = [], said = shape(index, wanted);
  for (const page of index.pages) {
    let score = page.folded.search(said) >= 0 ? 1000 : 0;
    const hits = [];
    for (const part of page.parts) {
      const inHead = part.foldedHead.search(said) >= 0;
      if (inHead) score += 100;
      const at = [...part.folded.matchAll(said)];
      for (const { 0: text, index: place } of at) {
        score += text === wanted ? 2 : 1;
        hits.push({ part, at: place, length: text.length });
      }
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

// A word that stands nowhere, shorter by as many letters as it takes: “complainers” finds “complained”.
function shorter(index, word) {
  const fits = (text) => index.pages.some(({ parts }) => parts.some(({ folded }) => folded.search(shape(index, text)) >= 0));
  for (let cut = 0; cut <= CUT && word.length - cut >= 4; cut += 1) {
    const text = word.slice(0, word.length - cut);
    if (fits(text)) return text;
  }
  return word;
}

// What has that name in another language: typed in full, in the plural, or begun.
function namedElsewhere(index, wanted) {
  const latin = /[a-z]/.test(wanted);
  const whole = (name) => called([name], wanted);
  const begun = (name) => wanted.length >= (latin ? 4 : 2) && name.startsWith(wanted);
  const those = (fits) => index.terms.flatMap((term) => {
    const one = !called(term.folded, wanted) && term.foreign.find(({ names }) => names.some(fits));
    return one ? [{ term, ...one }] : [];
  });
  const found = those(whole);
  return found.length ? found : those(begun);
}

function search(index, query) {
  const wanted = fold(squeeze(query));
  if (wanted.length < (/[a-z0-9]/.test(wanted) ? 2 : 1)) return { found: [], also: [], abroad: [] };
  const words = fold(query).split(/[\s,;、，]+/).filter(Boolean);
  let found = look(index, wanted);
  if (!found.length && words.length > 1) found = lookForAll(index, words.map(squeeze));
  const abroad = namedElsewhere(index, wanted);
  if (!found.length && !abroad.length && index.forms) found = lookForAll(index, words.map((word) => shorter(index, word)));
  // Other names of the same thing follow, so that an English word finds the Chinese text.
  const groups = [...index.terms.filter((term) => called(term.folded, wanted)), ...abroad.map(({ term }) => term)];
  const names = [...new Set(groups.flatMap(({ own }) => own))].filter((name) => fold(squeeze(name)) !== wanted);
  const known = new Map(found.map((one) => [one.page, one]));
  const also = names.filter((name) => {
    const places = look(index, fold(squeeze(name)), 0.01);
    for (const more of places) {
      const same = known.get(more.page);
      if (same) same.hits.push(...more.hits);
      else known.set(more.page, more);
    }
    return places.length;
  });
  return { found: [...known.values()].sort((a, b) => b.score - a.score), also, abroad };
}

// What to try instead: headings and terms that share two letters with what was asked, or how a word begins.
function suggest(index, query) {
  const wanted = fold(squeeze(query));
  const size = index.forms ? 4 : 2;
  const pieces = [...wanted].slice(size - 1).map((_, at) => [...wanted].slice(at, at + size).join(""));
  const names = [...new Set([...index.terms.map(({ own: [name] }) => name), ...index.pages.map(({ title }) => title)])].filter(Boolean);
  const near = names.filter((name) => pieces.some((piece) => fold(name).includes(piece)));
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
  const around = /[a-z]{3}/.test(part.text.slice(Math.max(0, at - AROUND), at + AROUND)) ? 2 * AROUND : AROUND; // letters are narrow
  const begin = part.text.lastIndexOf("\n", at) + 1;
  const line = part.text.indexOf("\n", at + length);
  const end = line < 0 ? part.text.length : line;
  const cut = (a, b) => part.text.slice(a, b);
  // Cut between words where there are any.
  let [from, to] = [Math.max(begin, at - around), Math.min(end, at + length + 2 * around)];
  if (from > begin) from += /^[^ ]* /.exec(cut(from, at))?.[0].length ?? 0;
  if (to < end) to -= / [^ ]*$/.exec(cut(at + length, to))?.[0].length ?? 0;
  return [from > begin ? "…" : "", cut(from, at), element("mark", { textContent: cut(at, at + length) }), cut(at + length, to)];
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
    const { found, also, abroad } = search(this.index, asked);
    const few = [...query].length < 2;
    this.hits.replaceChildren();
    if (!found.length) {
      this.say(few ? this.words.start : fill(this.words.none, { query }));
      if (!few) this.hits.append(...this.abroad(query, abroad), this.tries(query));
      return;
    }
    const count = found.reduce((sum, { hits }) => sum + hits.length, 0);
    const names = also.length ? `${fill(this.words.also, { names: also.join(this.words.separator) })}` : "";
    this.say(fill(this.words.found, { query, pages: found.length, places: count }) + names);
    const tag = abroad.length ? this.language(this.index) : "";
    const elsewhere = abroad.length ? this.abroad(query, abroad) : []; // a few lines, before many
    this.hits.append(...elsewhere, element("ol", {}, ...found.map((one) => this.item(one, tag))));
  }

  language({ name, tag: lang }) {
    return element("small", { textContent: name, lang });
  }

  // Pages of the other languages that tell of it, and the way to look there for all of it.
  abroad(query, named) {
    const root = this.place.dataset.root;
    if (!named.length && HANZI.test(query) === !this.index.forms) return []; // what was typed is of this language
    return Object.entries(this.index.others).map(([key, other]) => {
      const wanted = named.filter(({ lang }) => lang === key).flatMap(({ pages }) => pages);
      const links = [...new Set(wanted)].map((at) => other.pages[at]).map(([textContent, url]) => element("a", { href: root + url, lang: other.tag, textContent }));
      const all = element("a", { href: `${root}${other.search}?q=${encodeURIComponent(query)}`, lang: other.tag, textContent: fill(other.elsewhere, { query }) });
      return element("ol", {}, ...[...links, all].map((link) => element("li", {}, link, this.language(other))));
    });
  }

  item({ page, hits }, language) {
    const root = this.place.dataset.root;
    const shown = hits.slice(0, MOST).map((hit) => {
      const link = element("a", { href: address(root, page, hit) }, ...snippet(hit));
      const inHead = hit.part.text.startsWith(hit.part.head) && hit.at < hit.part.head.length;
      const head = inHead || hit.part.head === page.title ? [] : [element("small", { textContent: hit.part.head })];
      return element("li", {}, ...head, link);
    });
    const more = hits.length > MOST ? [element("small", { textContent: fill(this.words.more, { n: hits.length - MOST }) })] : [];
    const title = element("a", { href: root + page.url, textContent: page.title });
    return element("li", {}, title, language && language.cloneNode(true), element("ul", {}, ...shown), ...more);
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

// The other language opens at the same heading: a page has the same ones in each. Those within exercises come and go.
function startSwitch() {
  const heads = [...document.querySelectorAll("article section > :is(h1, h2, h3, h4)")];
  const from = /^#sgm-heading-(\d+)$/.exec(location.hash);
  if (from) {
    heads[Number(from[1])]?.scrollIntoView();
    history.replaceState(null, "", location.pathname + location.search);
  }
  const other = document.querySelector(".sgm-other");
  other?.addEventListener("click", () => {
    const read = heads.findLastIndex((head) => head.getClientRects().length && head.getBoundingClientRect().top < innerHeight / 3);
    try { localStorage.setItem("sgm-language", other.hreflang); } catch {} // for the door of the site
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
if (typeof module !== "undefined") module.exports = { prepare, search, snippet }; // for tests/js
})();
