// How far a learner is and what comes next: worked out here for every page of the site (course.js, host.js) and for the
// list of chapters in JupyterLab (through anywidget). The plan comes from journey.py: chapters with their exercises in
// the order in which one meets them, each with its minutes and the places where it stands.

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const time = (state) => Date.parse(state.updated) || 0;
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// An exercise is done when it is right, or when it was tried and its solution read (as in state.py).
export function isDone(raw) {
  const state = isTable(raw) ? raw : {};
  return state.outcome === "right" || (Number.isInteger(state.tries) && state.tries > 0 && state.solution === true);
}

// What is done of some exercises: `get` gives the state of one by its id.
export function sum(exercises, get) {
  const states = exercises.map((one) => ({ one, state: isTable(get(one.id)) ? get(one.id) : {} }));
  const left = states.filter(({ state }) => !isDone(state)).map(({ one }) => one);
  const latest = states.filter(({ state }) => time(state)).reduce((a, b) => (a && time(a.state) >= time(b.state) ? a : b), null);
  return {
    total: states.length,
    done: states.length - left.length,
    right: states.filter(({ state }) => state.outcome === "right").length,
    minutes: Math.ceil(left.reduce((all, { minutes }) => all + minutes, 0)),
    last: latest ? time(latest.state) : 0,
    latest: latest?.one ?? null,
    left,
  };
}

// The next thing to do: what follows the exercise last worked on, else the first that is left; one that can be led to.
export function after(exercises, { latest, left }) {
  const there = left.filter(({ places }) => places.length);
  return there.find((one) => exercises.indexOf(one) >= exercises.indexOf(latest)) ?? there[0] ?? null;
}

// The whole course, and each chapter of it; an exercise that stands in two places counts once.
export function journey(plan, get) {
  const all = plan.chapters.flatMap(({ exercises }) => exercises);
  const whole = sum(all, get);
  const chapters = plan.chapters.map((chapter) => {
    const own = sum(chapter.exercises, get);
    return { ...chapter, ...own, next: after(chapter.exercises, own), python: plan.python ? 0 : own.left.filter((one) => one.python).length };
  });
  return { ...whole, chapters, next: after(all, whole) };
}

// What is done of one page, or of one part of it.
export const onPage = (plan, page, part = null) =>
  plan.chapters.flatMap(({ exercises }) => exercises).filter(({ places }) => places.some(([at, in_]) => at === page && (part === null || in_ === part)));

// Which of the chapters a page belongs to: the one its name says, else that of what is asked on it. An instructor's own
// text beside the chapters (own-1.html) is one by itself, wherever its questions come from.
export function chapterOf(plan, chapters, page, get) {
  const { url } = plan.pages[page];
  const named = url.match(/(?:^|\/)(\d+(?:-\d+)?)-[^/]*$/)?.[1].replace("-", ".");
  const asked = onPage(plan, page);
  const alone = /(?:^|\/)own-\d+\.html$/.test(url) ? { ...sum(asked, get), next: null } : null;
  return chapters.find(({ name }) => name === named) ?? alone ?? chapters.find(({ exercises }) => exercises.some((one) => asked.includes(one)));
}

// ---- saying it ----

export const span = (words, minutes) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return fill(words[!hours ? "minutes" : rest ? "hours_minutes" : "hours"], { hours, n: rest });
};

export function said(words, { done, total, minutes }, what) {
  return fill(words[done < total ? `${what}_left` : `${what}_done`], { done, total, time: span(words, minutes) });
}

// Where an exercise stands: on the page one is on rather than on another.
export function placeOf(plan, exercise, here = -1) {
  const [page, part] = exercise.places.find(([at]) => at === here) ?? exercise.places[0];
  const { url, title, parts } = plan.pages[page];
  const [anchor, name] = parts[part] ?? ["", ""];
  return { url: anchor ? `${url}#${anchor}` : url, name: name ? fill(plan.words.where, { page: title, part: name }) : title };
}

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "scope") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children);
  return node;
}

export const link = (root, { url, name }, text, className = "") => element("a", { href: root + url, className }, fill(text, { where: name }));

// A bar and its sentence.
export function meter(words, found, what) {
  const text = said(words, found, what);
  const bar = element("progress", { max: found.total, value: found.done, "aria-label": text });
  return element("p", { className: "sgm-journey-line" }, bar, element("span", {}, text));
}

export function next(plan, root, exercise, here) {
  if (!exercise) return null;
  const place = placeOf(plan, exercise, here);
  return link(root, place, fill(plan.words.next, { n: exercise.minutes, where: place.name }), "sgm-journey-next");
}

// The list of chapters: each with what is done, what is left and where to go on.
export function chapterList(plan, get, root = "") {
  const { words } = plan;
  const cell = (...children) => element("td", {}, ...children);
  const rows = journey(plan, get).chapters.map((chapter) => {
    const { done, total, minutes, next: one } = chapter;
    const where = chapter.page === null ? chapter.title : element("a", { href: root + plan.pages[chapter.page].url, textContent: chapter.title });
    const bar = element("progress", { max: total, value: done, "aria-hidden": "true" });
    const count = cell(bar, element("span", {}, fill(words.done_of, { done, total })));
    if (chapter.python) count.append(element("small", {}, fill(words.python_left, { n: chapter.python })));
    const time = cell(element("span", {}, minutes ? fill(words.left, { time: span(words, minutes) }) : words.none_left));
    if (one && chapter.last) time.append(element("small", {}, link(root, placeOf(plan, one), words.go_on)));
    return element("tr", {}, element("th", { scope: "row" }, where), count, time);
  });
  const heads = [words.chapter, words.exercises, words.time].map((text) => element("th", { scope: "col", textContent: text }));
  return element("table", { className: "sgm-chapters" }, element("caption", { textContent: words.chapters }),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

// ---- JupyterLab, through anywidget ----

function render({ model, el }) {
  const plan = model.get("plan");
  const box = element("div", { className: "sgm-workbook" });
  const show = () => {
    const states = model.get("states");
    const get = (id) => (Object.hasOwn(states, id) ? states[id] : null);
    const found = journey(plan, get);
    const go = element("p", { className: "sgm-journey-go" });
    const place = found.latest?.places.length && placeOf(plan, found.latest);
    if (place) go.append(link("", place, plan.words.go_back, "sgm-journey-back"));
    if (found.next) go.append(next(plan, "", found.next));
    box.replaceChildren(element("div", { className: "sgm-journey" }, meter(plan.words, found, "course"), element("p", { className: "sgm-plan-line", textContent: model.get("planned") ?? "" }), go), chapterList(plan, get));
  };
  el.replaceChildren(box);
  const changes = ["change:states", "change:planned"];
  for (const name of changes) model.on(name, show);
  show();
  return () => changes.forEach((name) => model.off(name, show));
}

export default { render };
