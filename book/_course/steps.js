// Tasks beside their lab: what follows a lab on a page is put at its side, one step at a time. Where the window is
// narrow it stays at the foot of the window while the lab is in sight, and can be folded away.

import { element, fill, isDone } from "./journey.js";

const LAB = ".sgm-static[data-lab], .sgm-live-lab";
const holds = (node) => node.matches?.(LAB) || node.querySelector?.(LAB);

// What belongs to a lab: what follows it in its section, and, where this has a heading of its own inside a larger one,
// the next sections as well; up to the next lab.
function following(cell) {
  const found = [];
  const collect = (node) => {
    for (let at = node.nextElementSibling; at; at = at.nextElementSibling) {
      if (holds(at)) return false;
      found.push(at);
    }
    return true;
  };
  const section = cell.parentElement;
  if (collect(cell) && section.querySelector(":scope > h3")) collect(section);
  return found;
}

// A section is a step; in between each exercise is one, with the words before it.
function steps(nodes) {
  const found = [];
  let open = null;
  for (const node of nodes) {
    const whole = node.matches("section");
    if (whole || !open) found.push((open = []));
    open.push(node);
    if (whole || node.querySelector(".sgm-exercise")) open = null;
  }
  return found;
}

class Beside {
  constructor(cell, found, plan, workbook) {
    this.words = plan.words;
    this.workbook = workbook;
    this.steps = found.map((nodes) => element("div", { className: "sgm-step" }, ...nodes));
    this.title = element("p", { className: "sgm-steps-title", "aria-live": "polite" });
    this.fold = element("button", { type: "button", className: "sgm-steps-fold", onclick: () => this.setFolded(!this.folded) });
    this.back = element("button", { type: "button", onclick: () => this.go(this.at - 1) }, this.words.step_back);
    this.on = element("button", { type: "button", onclick: () => this.go(this.at + 1) }, this.words.step_on);
    const body = element("div", { className: "sgm-steps-body", id: `sgm-steps-${document.querySelectorAll(".sgm-steps").length + 1}` }, ...this.steps);
    this.fold.setAttribute("aria-controls", body.id);
    this.panel = element("section", { className: "sgm-steps", "aria-label": this.words.tasks },
      element("div", { className: "sgm-steps-head" }, this.title, this.fold), body, element("div", { className: "sgm-steps-tools" }, this.back, this.on));
    this.end = element("div", { className: "sgm-beside-end" });
    this.box = element("div", { className: "sgm-beside" });
    cell.before(this.box);
    this.box.append(element("div", { className: "sgm-beside-lab" }, cell, this.end), this.panel);
    this.setFolded(matchMedia("(max-width: 900px)").matches);
    this.show(Math.max(0, this.steps.findIndex((step) => !this.done(step))));
    workbook.listeners.add(() => this.mark());
    // In the window's foot as long as the end of the lab is below it.
    new IntersectionObserver(([seen]) => this.box.classList.toggle("sgm-docked", !seen.isIntersecting && seen.boundingClientRect.top > 0), { rootMargin: "0px 0px -35% 0px" }).observe(this.end);
    new IntersectionObserver(([seen]) => document.body.classList.toggle("sgm-at-lab", seen.isIntersecting)).observe(this.box);
  }

  done(step) {
    const ids = [...step.querySelectorAll(".sgm-exercise[data-id]")].map(({ dataset }) => dataset.id);
    return ids.length > 0 && ids.every((id) => isDone(this.workbook.get(id)));
  }

  setFolded(folded) {
    this.folded = folded;
    this.panel.classList.toggle("sgm-folded", folded);
    this.fold.setAttribute("aria-expanded", String(!folded));
    this.fold.textContent = folded ? this.words.unfold : this.words.fold;
  }

  show(at) {
    this.at = at;
    this.steps.forEach((step, number) => step.classList.toggle("sgm-step-now", number === at));
    this.back.disabled = at === 0;
    this.on.disabled = at === this.steps.length - 1;
    this.panel.querySelector(".sgm-steps-tools").hidden = this.steps.length < 2;
    this.mark();
  }

  mark() {
    const done = this.done(this.steps[this.at]);
    const text = this.steps.length < 2 ? this.words.tasks : fill(this.words.step, { n: this.at + 1, total: this.steps.length });
    const name = this.steps[this.at].querySelector("h3, h4")?.firstChild?.textContent ?? "";
    this.title.replaceChildren(done ? `${text} ✓` : text, element("span", {}, name && ` · ${name}`));
    this.on.classList.toggle("sgm-steps-main", done);
  }

  go(at) {
    this.show(at);
    if (this.folded) this.setFolded(false);
    const step = this.steps[at];
    step.tabIndex = -1;
    step.focus({ preventScroll: true });
    this.panel.scrollTop = 0;
    if (this.panel.getBoundingClientRect().top < 0) this.panel.scrollIntoView({ block: "start" });
  }
}

// Put all tasks of the page beside their labs; `show` brings an element, or what has this id, into sight.
export function beside(plan, workbook) {
  const made = [];
  for (const lab of document.querySelectorAll("article .cell :is(.sgm-static[data-lab], .sgm-live-lab)")) {
    const cell = lab.closest("article section > .cell");
    if (!cell || cell.closest(".sgm-beside")) continue;
    const nodes = following(cell);
    if (nodes.some((node) => node.querySelector(".sgm-exercise"))) made.push(new Beside(cell, steps(nodes), plan, workbook));
  }
  const show = (what) => {
    const place = typeof what === "string" ? document.getElementById(what) : what;
    for (const one of made) {
      const at = one.steps.findIndex((step) => place && step.contains(place));
      if (at >= 0) one.show(at);
      if (at >= 0 && one.folded) one.setFolded(false);
    }
  };
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    show(id);
    if (made.length) document.getElementById(id)?.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();
  return { show };
}
