// The goal plan that grows: which row holds what, read from the workbook as plan/notes.py does, and the page where it is
// edited in place. Its rows, words and signs come with the plan of the course (plan/page.py).

import { element, fill } from "./journey.js";
import { lineOf, plansBar, plansNow, putPlans, samePlans } from "./plans.js";

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const said = (value) => (typeof value === "string" ? value.trim() : "");
const rowsIn = (state, name) => (isTable(state) && Array.isArray(state[name]) ? state[name].filter(isTable) : []);

// ---- what stands in each row ----

// Each note: its text, and `id` of the exercise, or `from` where it comes from; without both it is the row's own line.
export function rowsOf(template, book) {
  const notes = new Map(template.rows.map(({ row }) => [row, []]));
  const put = (row, text, where) => text && notes.get(row)?.push({ text, ...where });
  const own = isTable(book.goals?.plan?.rows) ? book.goals.plan.rows : {};
  ofGoals(template, book, put);
  for (const { row, exercises } of template.rows) {
    for (const { id, chapter } of exercises) put(row, said(book.exercises?.[id]?.answer), { id, chapter });
  }
  ofLabs(template, book.labs ?? {}, put);
  return template.rows.map((one) => {
    const line = lineOf(own[one.row]);
    const found = notes.get(one.row);
    const text = [...found.map((note) => note.text), line].filter(Boolean).join("\n");
    return { ...one, notes: found, own: line, text, wanting: text ? [...tooShort(template, one, found), ...wanting(template, one.row, text)] : [] };
  });
}

function ofGoals({ words, rows }, book, put) {
  const listed = Object.entries(book.goals ?? {}).filter(([key, value]) => !["plan", "cascade"].includes(key) && isTable(value));
  const label = (name, value) => (value || value === 0 ? fill(words.fact, { label: words[`field_${name}`], value }) : "");
  for (const [key, goal] of listed) {
    const here = { from: "goal", key };
    const unit = said(goal.unit);
    put("need", [said(goal.why), said(goal.feature)].filter(Boolean).join(" · "), here);
    put("goal", said(goal.statement), here);
    const level = typeof goal.baseline === "number" ? `${goal.baseline}${unit && " " + unit}` : said(goal.baseline);
    if (level || goal.source) put("baseline", [label("metric", said(goal.metric)), label("baseline", level), label("source", said(goal.source))].filter(Boolean).join(" · "), here);
    const raci = rowsIn(goal, "raci").map((one) => fill(words.fact, { label: said(one.activity), value: `A ${said(one.A) || "____"} · R ${said(one.R) || "____"}` }));
    put("who", [label("owner", said(goal.owner)), ...raci].filter(Boolean).join("\n"), here);
    put("measure", said(goal.evaluation), here);
  }
  const settled = rows.flatMap(({ exercises }) => exercises).some(({ id, goal }) => goal && said(book.exercises?.[id]?.answer));
  const drafts = rowsIn(book.labs?.smart, "drafts").filter((one) => said(one.text));
  if (!listed.length && !settled && drafts.length) {
    const best = drafts.reduce((a, b) => ((b.score ?? 0) >= (a.score ?? 0) ? b : a));
    put("goal", said(best.text), { from: "draft" });
  }
}

function ofLabs({ words, examples }, labs, put) {
  const example = (text) => examples.includes(text.replace(/[。.；;]+$/, ""));
  for (const [key, state] of Object.entries(labs)) {
    const lab = key.split(":")[0];
    if (lab === "servqual") {
      for (const one of rowsIn(state, "standards")) {
        if (said(one.text) && !example(said(one.behaviour))) put("standard", said(one.check) ? fill(words.note_standard, { text: said(one.text), check: said(one.check) }) : said(one.text), { from: "lab" });
      }
    } else if (lab === "pdca" || lab === "monthly") {
      const done = rowsIn(state, "done").map((one) => said(one.what)).filter(Boolean).join("；");
      for (const one of [...rowsIn(state, "rounds"), { ...state, done, found: "" }]) {
        if (!said(one.hypothesis) || example(said(one.hypothesis))) continue;
        const aim = said(one.target) && `${said(one.target)} ${said(one.unit)}`.trim();
        const parts = [["measure", said(one.measure)], ["target", aim], ["done", said(one.done)], ["found", said(one.found)]];
        const lines = parts.filter(([, value]) => value).map(([name, value]) => fill(words[`note_${name}`], { value }));
        put("pdca", [said(one.hypothesis), ...lines, words[`act_${one.act}`] ?? "", said(one.next) && fill(words.note_next, { value: said(one.next) })].filter(Boolean).join("\n"), { from: "lab" });
      }
    } else if (lab === "report_builder") {
      for (const one of Array.isArray(state?.needs) ? state.needs : []) put("need", said(one), { from: "lab" });
    } else if (lab === "training" && isTable(state?.upload)) {
      const short = rowsIn(state, "team").flatMap((person) => rowsIn(state, "skills").map((skill, n) => [person[`k${n + 1}`], skill.required ?? 3, skill.hours]))
        .filter((own) => own.every((one) => typeof one === "number") && own[0] >= 0 && own[0] < own[1]);
      const hours = short.reduce((sum, [present, required, each]) => sum + (required - present) * each, 0);
      if (short.length) put("cost", fill(words.note_training, { places: short.length, hours, budget: state.budget ?? "____" }), { from: "lab" });
    } else if (lab === "handoff" && state?.case === "own") {
      for (const one of rowsIn(state, "links")) {
        const [giver, taker] = [said(one.from), said(one.to)];
        if (!giver || !taker || (example(giver) && example(taker))) continue;
        const figures = [one.wait, one.count].every((value) => typeof value === "number");
        put("who", fill(words[figures ? "note_handoff" : "note_handoff_open"], { giver, taker, wait: one.wait, count: one.count }), { from: "lab" });
      }
    }
  }
}

// An answer of a few letters is a beginning, in the exercise and here.
function tooShort({ words }, { exercises }, notes) {
  const short = exercises.filter(({ id, least }) => notes.some((note) => note.id === id && [...note.text].length < least));
  return short.map(({ chapter, least }) => fill(words.check_short_answer, { source: fill(words.from, { chapter }), n: least }));
}

// What can be told to be weak without Python; the rest says the exported plan (check.py).
function wanting({ words, signs, asksFigure }, row, text) {
  const has = (name, part) => new RegExp(signs[name], "i").test(part);
  const found = [];
  if (asksFigure.includes(row) && !has("figure", text)) found.push(words[`check_no_figure_${row}`]);
  if (row === "standard") {
    const guards = text.split(/[。；;\n]|\. /).filter((part) => has("guard", part));
    if (!guards.length) found.push(words.check_no_guard);
    else if (!guards.some((part) => has("figure", part))) found.push(words.check_guard_without_figure);
  }
  if (row === "pdca" && !has("guess", text)) found.push(words.check_no_guess);
  return found;
}

// "我的计划：11行写了4行", with a way to the page where there is one.
export function planLine(template, rows, root = "") {
  const n = rows.filter(({ text }) => text).length;
  const line = fill(template.words.filled, { n, all: rows.length });
  const bar = element("progress", { max: rows.length, value: n, "aria-hidden": "true" });
  const text = template.url ? element("a", { href: root + template.url, textContent: line }) : element("span", {}, line);
  return element("p", { className: "sgm-journey-line sgm-plan-line" }, bar, text);
}

// ---- the page ----

const UNDO = "plan_undo"; // in the settings of the workbook
const MOST_STEPS = 30;
const planOf = (workbook) => (isTable(workbook.book.goals.plan) ? workbook.book.goals.plan : {});
const PAUSE = 600; // ms after the last key before a change is kept
const grow = (box) => {
  if (CSS.supports("field-sizing", "content")) return; // the style sheet does it, at any width and on paper
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
};

// `workbook` is that of host.js; `where` gives the address of an exercise and what it is called, or nothing.
export function planPage(place, template, workbook, where) {
  const { words } = template;
  // What takes a change back, the last one last; kept with the work, so that the next visit can still do it.
  const past = () => (Array.isArray(workbook.book.settings?.[UNDO]) ? workbook.book.settings[UNDO].filter(isTable) : []);
  const line = element("div", {});
  const list = element("ol", { className: "sgm-plan-rows" });
  const status = element("p", { role: "status" });
  const undo = element("button", { type: "button", className: "sgm-ex-plain", textContent: words.undo, disabled: true });
  const print = element("button", { type: "button", className: "sgm-ex-plain", textContent: words.print });
  let shape = "";

  const answerOf = (id) => said(workbook.get(id)?.answer);
  const ownOf = (row) => lineOf(planOf(workbook).rows?.[row]);
  // Steps that still lead back from what stands here now: where another place has written since, none of its row does.
  function steps() {
    const now = new Map();
    let plans = plansNow(workbook);
    const sound = [...past()].reverse().filter(({ id, row, before, after }) => {
      if (isTable(after)) {
        const rows = Object.fromEntries(template.rows.map((one) => [one.row, now.get(one.row) ?? plans.rows[one.row]]).filter(([, text]) => text).sort());
        if (!samePlans({ ...plans, rows }, after)) return false;
        plans = before;
        template.rows.forEach((one) => now.delete(one.row));
        return true;
      }
      const key = id ?? row;
      if (!now.has(key)) now.set(key, id ? answerOf(id) : plans.rows[row] ?? "");
      if (now.get(key) !== after) return false;
      now.set(key, before);
      return true;
    });
    return sound.reverse();
  }
  const remember = (step) => workbook.keep("settings", UNDO, [...past(), step].slice(-MOST_STEPS));
  undo.onclick = () => {
    const left = steps();
    const step = left.pop();
    if (isTable(step?.before)) putPlans(workbook, step.before);
    else if (step?.id) setAnswer(step.id, step.before);
    else if (step) setOwn(step.row, step.before);
    workbook.keep("settings", UNDO, left);
    status.textContent = words.undone;
    draw(true);
  };
  print.onclick = () => window.print();
  const bar = plansBar(workbook, words, (step, told) => {
    if (step) remember(step);
    status.textContent = told;
    draw(true);
  });

  function setAnswer(id, text) {
    const before = workbook.get(id);
    const empty = { answer: null, outcome: "not_attempted", tries: 0, hints: 0, solution: false };
    const shown = text && before ? before.outcome : "not_attempted";
    workbook.put(id, { ...empty, ...before, answer: text || null, outcome: shown, updated: new Date().toISOString() });
  }

  function setOwn(row, text) {
    const plan = planOf(workbook);
    workbook.keep("goals", "plan", { ...plan, rows: { ...plan.rows, [row]: text } });
  }

  function keepAnswer(id, text) {
    const step = { id, before: answerOf(id), after: text };
    setAnswer(id, text);
    remember(step);
    status.textContent = words.kept;
  }

  function keepOwn(row, text) {
    const step = { row, before: ownOf(row), after: text };
    setOwn(row, text);
    remember(step);
    status.textContent = words.kept;
  }

  function box(value, label, keep) {
    const made = element("textarea", { value, rows: 2, "aria-label": label });
    let waiting = 0;
    const write = () => {
      clearTimeout(waiting);
      waiting = 0;
      if (made.value.trim() !== made.dataset.kept) keep(made.value.trim());
      made.dataset.kept = made.value.trim();
    };
    made.dataset.kept = value;
    made.addEventListener("input", () => {
      grow(made);
      clearTimeout(waiting);
      waiting = setTimeout(write, PAUSE);
    });
    made.addEventListener("blur", write);
    window.addEventListener("pagehide", () => waiting && write());
    return made;
  }

  // A box that nobody is writing in follows what another place has written.
  function follow(made, value) {
    if (made === document.activeElement || made.dataset.kept === value) return;
    [made.value, made.dataset.kept] = [value, value];
    grow(made);
  }

  function rowOf(one) {
    const title = fill(words.row, one);
    const mark = element("small", { className: "sgm-plan-mark" });
    const notes = one.notes.map((note) => {
      const from = note.id ? fill(words.from, note) : words[`from_${note.from}`];
      const address = note.id && where(note.id)?.url;
      const label = element("small", {}, address ? element("a", { href: address, textContent: from }) : from);
      const body = note.id ? box(note.text, `${title} · ${from}`, (text) => keepAnswer(note.id, text)) : element("p", { className: "sgm-plan-said", textContent: note.text });
      return element("div", { className: "sgm-plan-note" }, body, label);
    });
    const mine = box(one.own, `${title} · ${words.own}`, (text) => keepOwn(one.row, text));
    mine.placeholder = words.own;
    const open = one.exercises.filter(({ id }) => !one.notes.some((note) => note.id === id) && where(id));
    const places = new Map(open.map(({ id }) => [where(id).url, where(id).name])); // two exercises may stand in one section
    const go = element("p", { className: "sgm-plan-go" }, ...[...places].map(([href, name]) => element("a", { href, textContent: fill(words.go, { where: name }) })));
    const weak = element("ul", { className: "sgm-plan-weak" });
    const node = element("li", { id: `row-${one.row}` }, element("h3", {}, title, mark), element("p", { className: "sgm-plan-holds", textContent: one.holds }), ...notes, mine, go, weak);
    const show = (now) => {
      const state = !now.text ? "empty" : now.wanting.length ? "weak" : "written";
      node.dataset.state = state;
      mark.textContent = `${{ empty: "○", weak: "◐", written: "✓" }[state]} ${words[state]}`;
      weak.replaceChildren(...now.wanting.map((text) => element("li", { textContent: text })));
      node.querySelectorAll(".sgm-plan-note").forEach((kept, n) => {
        const area = kept.querySelector("textarea");
        if (area) follow(area, now.notes[n].text);
        else kept.querySelector(".sgm-plan-said").textContent = now.notes[n].text;
      });
      follow(mine, now.own);
    };
    show(one);
    return { node, show };
  }

  let drawn = [];
  function draw(anew = false) {
    const rows = rowsOf(template, workbook.book);
    line.replaceChildren(planLine({ ...template, url: "" }, rows));
    undo.disabled = !steps().length;
    bar.draw();
    const now = JSON.stringify(rows.map(({ notes }) => notes.map(({ id, from }) => id ?? from)));
    const busy = list.contains(document.activeElement);
    if (now !== shape && (!busy || anew)) {
      drawn = rows.map(rowOf);
      list.replaceChildren(...drawn.map(({ node }) => node));
      list.querySelectorAll("textarea").forEach(grow);
      shape = now;
    } else if (now === shape) drawn.forEach(({ show }, n) => show(rows[n]));
  }

  list.addEventListener("focusout", () => setTimeout(draw));
  place.replaceChildren(line, bar.node, element("div", { className: "sgm-ex-tools" }, undo, print), status, list);
  workbook.listeners.add(() => draw());
  draw();
  // A link to a row was followed before the rows were drawn.
  if (location.hash.startsWith("#row-")) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
