// On the page of the goal plan: its files, made without Python. What makes them is loaded on the first click, as a script,
// since a page opened from a folder cannot fetch.

import { element, fill } from "./journey.js";
import { rowsOf } from "./plan.js";

const KINDS = ["docx", "pptx", "xlsx", "card"];

const loaded = (address) => new Promise((done, failed) => {
  if (globalThis.sgmPlanFiles) done();
  else document.head.append(element("script", { src: address, onload: done, onerror: failed }));
});

function hand(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function takeAlong(place, template, workbook, root) {
  const { words } = template;
  const said = element("p", { role: "status" });

  async function take(kind) {
    said.textContent = words.files_wait;
    try {
      await loaded(root + template.files);
      const files = globalThis.sgmPlanFiles(rowsOf(template, workbook.book), workbook.book, workbook.name);
      if (!files.has[kind === "card" ? "card" : "plan"]) said.textContent = words[kind === "card" ? "files_no_goal" : "files_empty"];
      else if (files.over) said.textContent = words.files_over;
      else {
        hand(files.name(kind), await files.make(kind));
        said.textContent = fill(words.files_made, { name: files.name(kind) });
      }
    } catch {
      said.textContent = words.files_failed;
    }
  }

  const buttons = KINDS.map((kind) => element("button", { type: "button", className: "sgm-ex-plain", textContent: words[`file_${kind}`], onclick: () => void take(kind) }));
  const note = element("small", { textContent: words.files_note });
  const tools = element("div", { className: "sgm-ex-tools", role: "group", "aria-label": words.files }, element("span", { textContent: words.files }), ...buttons);
  place.querySelector(".sgm-plan-rows").before(element("div", { className: "sgm-plan-files" }, tools, said, element("p", {}, note)));
}

const course = typeof document === "undefined" ? null : window.sgmExercises;
const own = course?.plan?.goalPlan?.files ? document.querySelector(".sgm-goal-plan") : null;
if (own) takeAlong(own, course.plan.goalPlan, course.workbook, new URL(document.documentElement.dataset.content_root || "./", document.baseURI).href);
