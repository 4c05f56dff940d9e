// Several goal plans in one workbook, as the lab MyPlan keeps them: one is worked on and stands in the section "goals",
// the others wait in the lab's own state, each with its title and the lines written in its rows. What exercises wrote
// stands in every plan.

import { element, fill } from "./journey.js";

const LAB = "my_plan";
const MOST = 12; // others
const NAME = 40; // letters

const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const said = (value) => (typeof value === "string" ? value.trim() : "");
const written = (rows) => Object.fromEntries(Object.entries(isTable(rows) ? rows : {}).map(([row, value]) => [row, lineOf(value)]).filter(([, text]) => text).sort());
const planOf = ({ title, rows }) => ({ title: said(title), rows: written(rows) });
const inHand = ({ goals }) => (isTable(goals?.plan) ? goals.plan : {});

// One's own line of a row: a text, or notes as a register brings them, a line each.
export function lineOf(value) {
  if (Array.isArray(value)) return value.map(lineOf).filter(Boolean).join("\n");
  return said(isTable(value) ? value.text : value);
}

// The plan worked on, and the others in their order.
export function plansNow({ book }) {
  const others = book.labs?.[LAB]?.plans;
  return { ...planOf(inHand(book)), others: (Array.isArray(others) ? others : []).filter(isTable).map(planOf) };
}

export function putPlans(workbook, { title, rows, others }) {
  workbook.keep("goals", "plan", { ...inHand(workbook.book), title, rows });
  workbook.keep("labs", LAB, { ...workbook.book.labs?.[LAB], plans: others });
}

export const samePlans = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// What the plan is called, a button for another, and one for each that waits. `moved` is told what was and what is.
export function plansBar(workbook, words, moved) {
  const name = element("input", { type: "text", maxLength: NAME, placeholder: words.called_help });
  const another = element("button", { type: "button", className: "sgm-ex-plain", textContent: words.another, title: words.another_help });
  const waiting = element("span", { className: "sgm-plan-others" });
  const label = element("label", {}, element("span", {}, words.called), name);
  const note = element("p", { className: "sgm-plan-holds", textContent: words.shared });
  const node = element("div", { className: "sgm-plan-plans" }, label, element("div", { className: "sgm-ex-tools" }, another, waiting), note);

  function put(after, told) {
    const before = plansNow(workbook);
    putPlans(workbook, after);
    moved({ before, after: plansNow(workbook) }, told);
  }
  const aside = ({ title, rows }) => ({ title: title || words.plan_title, rows });

  name.addEventListener("change", () => put({ ...plansNow(workbook), title: name.value.trim() }, words.kept));
  another.onclick = () => {
    const now = plansNow(workbook);
    if (now.others.length >= MOST) return moved(null, fill(words.too_many, { most: MOST }));
    const title = fill(words.new_title, { number: now.others.length + 2 });
    return put({ title, rows: {}, others: [...now.others, aside(now)] }, fill(words.changed, { title }));
  };
  const changeTo = (at) => {
    const now = plansNow(workbook);
    const { title, rows } = now.others[at];
    put({ title, rows, others: [...now.others.filter((_, n) => n !== at), aside(now)] }, fill(words.changed, { title }));
  };

  let shown = "";
  const draw = () => {
    const { title, others } = plansNow(workbook);
    if (name !== document.activeElement) name.value = title;
    const titles = JSON.stringify(others.map((one) => one.title));
    if (titles === shown) return;
    shown = titles;
    const buttons = others.map((one, at) => element("button", { type: "button", className: "sgm-ex-plain", textContent: fill(words.change, { title: one.title }), onclick: () => changeTo(at) }));
    waiting.replaceChildren(...buttons);
  };
  return { node, draw };
}
