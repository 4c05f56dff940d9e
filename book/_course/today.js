// The page that asks again what is due today (again.js). Answers given here are kept apart: progress, tries and the
// instructor's figures are those of the first answer.

import exercise from "./front.js";
import { Model } from "./host.js";
import { element, fill, link, next, journey, placeOf, span } from "./journey.js";
import { dayOf, keyOf, owed, sitting } from "./again.js";

class Today {
  constructor(box, { workbook, python, records, words, plan }) {
    Object.assign(this, { box, workbook, python, records, words, plan });
    this.root = document.documentElement.dataset.content_root || "./";
    this.today = dayOf(Date.now());
    this.shown = [];
    this.said = element("p", { className: "sgm-today-said", role: "status" });
    this.list = element("ol", { className: "sgm-today-list" });
    this.after = element("div", { className: "sgm-journey sgm-today-after" });
    box.replaceChildren(this.said, this.list, this.after);
    this.more();
    workbook.listeners.add(() => this.draw());
  }

  look() {
    return owed(this.plan, (id) => this.workbook.get(id), this.workbook.book.again, this.today);
  }

  // Another sitting's worth of what is due, below what stands there already.
  more() {
    const here = new Set(this.shown.map(({ id }) => id));
    const fresh = sitting(this.look().due.filter(({ one }) => !here.has(one.id) && this.records.has(one.id)), this.plan.again);
    const nodes = fresh.map((found) => this.ask(found));
    this.list.append(...nodes);
    this.draw();
    return nodes[0];
  }

  ask({ one, wrong }) {
    const id = keyOf(one.id, this.today);
    const place = element("div", { className: "sgm-exercise" });
    const from = placeOf(this.plan, one);
    const line = element("p", { className: "sgm-today-from" }, link(this.root, from, "{where}"), wrong ? this.plan.words.again_wrong : "");
    const model = new Model({ ...this.records.get(one.id), id }, this.words, this.workbook, this.python, { section: "again" });
    const node = element("li", {}, line, place);
    exercise.render({ model, el: place });
    place.append(model.trouble.node);
    this.shown.push({ id: one.id, key: id, minutes: one.minutes });
    return node;
  }

  draw() {
    const { words } = this.plan;
    const { begun, tried, due, next: coming } = this.look();
    const open = this.shown.filter(({ key }) => !(this.workbook.get(key, "again")?.tries > 0));
    const left = due.filter(({ one }) => !this.shown.some(({ id }) => id === one.id)).length;
    const day = Number.isFinite(coming) ? new Intl.DateTimeFormat(document.documentElement.lang || "zh-CN", { dateStyle: "long", timeZone: "UTC" }).format(coming * 86_400_000) : "";
    const later = day ? fill(words.again_next, { day }) : words.again_none;
    const nodes = [];
    let said = "";
    if (!tried) {
      said = words[begun ? "again_other" : "again_nothing"];
      const first = next(this.plan, this.root, journey(this.plan, (id) => this.workbook.get(id)).next, -1);
      if (first) nodes.push(element("p", { className: "sgm-journey-go" }, first));
    } else if (!this.shown.length) said = words.again_not_today + later;
    else if (open.length) {
      const minutes = Math.ceil(open.reduce((all, one) => all + one.minutes, 0));
      said = fill(words.again_list, { n: open.length, total: this.shown.length, time: span(words, minutes) });
      if (left) nodes.push(element("p", {}, fill(words.again_rest, { n: left })));
    } else {
      said = words.again_done;
      nodes.push(element("p", {}, left ? fill(words.again_rest, { n: left }) : later));
      if (left) nodes.push(element("div", { className: "sgm-ex-tools" }, this.button(words.again_more)));
    }
    if (this.said.textContent !== said) this.said.textContent = said;
    this.after.replaceChildren(...nodes);
  }

  button(text) {
    const act = () => {
      const first = this.more();
      first?.querySelector("legend")?.focus();
    };
    return element("button", { type: "button", className: "sgm-ex-main", onclick: act }, text);
  }
}

const box = typeof document === "undefined" ? null : document.querySelector(".sgm-today");
if (box && window.sgmExercises?.plan) window.sgmToday = new Today(box, window.sgmExercises);
