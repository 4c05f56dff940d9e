// The questions of the course as an instructor edits them: found by chapter or by a word, edited beside what a learner
// will see and what is still wrong, duplicated, left out.

import exercise from "./front.js";
import { button, element, labelled } from "./draft.js";
import { Refused, filled } from "./fields.js";
import { FORMS, blank, drawForm } from "./form.js";
import { prepared } from "./pack.js";
import { minutesOff, readRecord } from "./records.js";

const WAIT = 300; // ms after the last key until the preview follows
const NEW_KINDS = ["single", "multiple", "number", "sort", "order", "goal", "reflection", "survey"];

// All records as they are now: those of the course, those that took their place, those that are new.
export function recordsNow({ raw }, { records }) {
  const own = new Map(records.map((one) => [one.id, one]));
  const before = new Set(raw.map(({ id }) => id));
  return [...raw.map((one) => own.get(one.id) ?? one), ...records.filter(({ id }) => !before.has(id))];
}

// What is wrong with a record: one sentence of what stops it, or a hint on its minutes.
export function wrongIn(record, rules) {
  try {
    const made = readRecord(record, 1, rules);
    return { made, stops: "", hint: minutesOff(made, rules) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { made: null, stops: error.message, hint: "" };
  }
}

// The rules in words of the form: fields by their labels, without the writing of files.
export function plainly({ rules, say }) {
  const name = (part) => {
    const [, word, at] = part.match(/^(.*?)(?:\[(\d+)\])?$/);
    const known = say[`field_${word}`] ?? say[`in_${word}`] ?? word;
    return at ? filled(say.entry, { name: known, n: Number(at) }) : known;
  };
  const named = (path) => path.split(".").map(name).join(say.inside);
  return { ...rules, bad: { ...rules.bad, ...say.bad }, form: { ...rules.form, ...say.form }, named };
}

// What the widget asks of a model, with nothing kept.
class Trial {
  constructor(record, words) {
    this.values = { record, words, state: {}, lang: record.lang, notice: "", twin: "", planPage: "", lot: "" };
    this.handlers = new Map();
  }

  get = (name) => this.values[name];
  on = (name, handler) => this.handlers.set(name, handler);
  off = (name) => this.handlers.delete(name);

  send(message) {
    const { record, words } = this.values;
    const answer = message.do === "keep" ? { do: "kept", ref: message.ref, updated: message.state.updated, saved: true } : { do: "absent", text: words[`page_need_python_${record.kind}`] };
    if (message.do === "keep") this.values.state = message.state;
    setTimeout(() => this.handlers.get("msg:custom")?.(answer));
  }
}

export function questions(place, draft, data) {
  const { rules, say, titles, ui } = data;
  const plain = plainly(data);
  const before = new Map(data.raw.map((one) => [one.id, one]));
  const chapter = element("select", {}, ...Object.entries(titles).map(([id, title]) => element("option", { value: id }, title)));
  const search = element("input", { type: "search" });
  const list = element("ul", { className: "found" });
  const desk = element("div", { className: "record" });
  const status = element("p", { role: "status" });
  const kind = element("select", {}, ...NEW_KINDS.map((name) => element("option", { value: name }, rules.kinds[name])));
  let open = "";

  const words = (record) => JSON.stringify([record.id, record.prompt, record.options, record.items, record.solution]).toLowerCase();
  const head = (record) => [...(record.prompt?.[rules.lang] ?? "").split("\n").pop()].slice(0, 46).join("") || say.empty;

  function stateOf(id) {
    if (draft.state.hidden.includes(id)) return "hidden";
    if (!draft.state.records.some((one) => one.id === id)) return "";
    return before.has(id) ? "changed" : "new";
  }

  function drawList() {
    const asked = search.value.trim().toLowerCase();
    const all = recordsNow(data, draft.state).filter((one) => (asked ? words(one).includes(asked) : one.chapter === chapter.value));
    list.replaceChildren(...all.slice(0, 60).map((record) => {
      const state = stateOf(record.id);
      const wrong = state && state !== "hidden" ? wrongIn(record, plain).stops : "";
      return element("li", { className: record.id === open ? "here" : "" },
        element("span", { className: "what" }, element("small", {}, `${rules.kinds[record.kind] ?? record.kind} · ${record.id}${state ? ` · ${say[`is_${state}`]}` : ""}${wrong ? ` · ${say.is_wrong}` : ""}`), head(record)),
        element("span", { className: "row" },
          button(say.edit, () => edit(record.id)),
          button(say.copy, () => copy(record)),
          button(say[state === "hidden" ? "show" : state === "new" ? "remove" : "hide"], () => (state === "new" ? draft.drop(record.id) : draft.hide(record.id, state !== "hidden"))),
          state === "changed" ? button(say.restore, () => draft.drop(record.id)) : null));
    }));
    const more = all.length - 60;
    status.textContent = !all.length ? say.none : more > 0 ? filled(say.more, { n: more }) : "";
  }

  const freshId = (start) => {
    const all = recordsNow(data, draft.state).map(({ id }) => id);
    let n = 1;
    while (all.includes(`${start}-${n}`)) n += 1;
    return `${start}-${n}`;
  };

  function copy(record) {
    const id = freshId(`${record.chapter}-own`);
    draft.record({ ...record, id });
    edit(id);
  }

  function edit(id) {
    open = id;
    drawList();
    const record = recordsNow(data, draft.state).find((one) => one.id === id);
    if (!record) return desk.replaceChildren();
    const form = element("div", { className: "form" });
    const shown = element("div", { className: "shown" });
    const wrong = element("p", { className: "wrong", role: "status" });
    let waiting = 0;
    let now = record;
    const preview = () => {
      const { made, stops, hint } = wrongIn(now, plain);
      wrong.textContent = stops || hint || say.fine;
      wrong.className = stops ? "wrong" : "hint";
      if (!made) return;
      const ready = prepared("", { settings: {}, records: [now], made: [made], hidden: [], files: {} }, data);
      const payload = ready.records[id];
      const box = element("div", { className: "sgm-exercise" });
      if (payload) exercise.render({ model: new Trial(payload, ui), el: box });
      else box.append(element("p", {}, say.waits));
      shown.replaceChildren(box);
    };
    const change = (made, path) => {
      now = made;
      draft.record(made, path && `${id}/${path}`);
      clearTimeout(waiting);
      waiting = setTimeout(preview, WAIT);
    };
    if (FORMS[record.kind]) drawForm(form, record, { rules, say, change });
    preview();
    desk.replaceChildren(element("h4", { tabIndex: -1 }, filled(say.editing, { id })), element("div", { className: "sides" }, form, element("div", { className: "side" }, element("h5", {}, say.check), wrong, element("h5", {}, say.preview), shown)));
    desk.firstChild.focus();
    desk.scrollIntoView({ block: "start" });
    return undefined;
  }

  chapter.addEventListener("change", () => { search.value = ""; drawList(); });
  search.addEventListener("input", drawList);
  let drawn = null;
  draft.listeners.add(() => {
    if (drawn !== null) cancelAnimationFrame(drawn);
    drawn = requestAnimationFrame(drawList);
  });
  draft.undone = () => { if (open) edit(open); };
  place.replaceChildren(
    element("div", { className: "row" }, labelled(say.chapter, chapter), labelled(say.search, search), labelled(say.new_kind, kind), button(say.new, () => {
      const id = freshId(`${chapter.value}-own`);
      draft.record(blank(kind.value, id, chapter.value, rules));
      edit(id);
    })),
    list, status, desk);
  drawList();
}
