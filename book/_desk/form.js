// The form of one record, by its kind: what is asked, and how it is written back. What no form shows (conditions of a
// lab, where the data of a chart come from) stays as it is, and can be changed in the record itself, last of the form.

import { button, element, labelled } from "./draft.js";
import { filled, isTable } from "./fields.js";

const SIDE = [["right", "text"], ["hints", "texts"], ["solution", "text"], ["minutes", "number"], ["plan", "plan"]];
const NO_SURVEY = ["right", "plan"]; // which is never right, and writes into no plan
const ENTRY = { options: ["text", "feedback"], categories: ["text"], items: ["text"] };
export const FORMS = {
  single: [["options", "options"]],
  multiple: [["options", "options"]],
  number: [["answer", "figure"], ["unit", "text"], ["tolerance", "number"], ["given", "numbers"], ["slips", "slips"], ["feedback", "text"]],
  sort: [["categories", "entries"], ["items", "heaps"]],
  order: [["items", "steps"], ["feedback", "text"]],
  goal: [["criteria", "criteria"], ["model", "text"]],
  reflection: [["model", "text"], ["least", "number"]],
  survey: [["items", "asked"]],
  lab: [["steps", "map"], ["finding.ask", "text"], ["feedback", "text"]],
  predict: [["axis", "text"], ["unit", "text"], ["source", "text"], ["slips", "reasons"]],
};

// A new record of a kind, with room for what must be there.
export function blank(kind, id, chapter, { languages }) {
  const text = () => Object.fromEntries(languages.map((lang) => [lang, ""]));
  const entry = (name) => ({ id: name, text: text() });
  const own = {
    single: { options: ["a", "b", "c"].map((name, at) => ({ ...entry(name), ...(at ? { feedback: text() } : {}) })), answer: "a" },
    multiple: { options: ["a", "b", "c"].map((name, at) => ({ ...entry(name), ...(at > 1 ? { feedback: text() } : {}) })), answer: ["a", "b"] },
    number: { answer: 0, tolerance: 0, feedback: text() },
    sort: { categories: ["a", "b"].map(entry), items: ["1", "2"].map((name) => ({ ...entry(name), answer: "a", feedback: text() })) },
    order: { items: ["a", "b", "c"].map(entry), answer: ["b", "a", "c"], feedback: text() },
    goal: { criteria: { specific: "met", measurable: "met", time_bound: "met" }, model: text() },
    reflection: { model: text() },
    survey: { method: "kano", items: ["1", "2"].map((name) => ({ ...entry(name), functional: text(), dysfunctional: text() })) },
  }[kind];
  return { id, chapter, kind, minutes: 2, prompt: text(), ...own, solution: text() };
}

const without = (table, name) => Object.fromEntries(Object.entries(table).filter(([key]) => key !== name));
const get = (record, path) => path.split(".").reduce((at, name) => at?.[name], record);
const put = (record, path, value) => {
  const [first, ...rest] = path.split(".");
  const inner = rest.length ? put(record[first] ?? {}, rest.join("."), value) : value;
  return inner === undefined ? without(record, first) : { ...record, [first]: inner };
};

// Draw the form into a node; `change(record, path)` is told of each new state. What adds or takes an entry draws it anew.
export function drawForm(place, given, { rules, say, change }) {
  let record = given;
  const set = (path, value) => change((record = put(record, path, value)), path);
  const again = (path, value) => {
    set(path, value);
    drawForm(place, record, { rules, say, change });
  };
  const lang = rules.lang;

  // A text in the page's language; where the others said the same or nothing, they follow it.
  function texts(value, tell, name, must) {
    const box = (one, rows) => element("textarea", { rows, value: value?.[one] ?? "", "aria-label": name });
    const main = box(lang, 2);
    const others = rules.languages.filter((one) => one !== lang && !rules.fallback.includes(one)).map((one) => [one, box(one, 1)]);
    const write = () => {
      const before = value ?? {};
      const text = { ...before, [lang]: main.value };
      for (const [one, own] of others) {
        if (own.value === (before[lang] ?? "") || !own.value) own.value = main.value;
        text[one] = own.value;
      }
      value = Object.values(text).some((one) => one.trim()) || must ? text : undefined;
      tell(value);
    };
    for (const area of [main, ...others.map(([, own]) => own)]) area.addEventListener("input", write);
    const more = others.map(([one, own]) => element("details", {}, element("summary", {}, filled(say.other_language, { language: say[`in_${one}`] ?? one })), own));
    return element("div", { className: "texts" }, main, ...more);
  }

  const number = (value, tell) => {
    const box = element("input", { type: "number", step: "any", value: typeof value === "number" ? value : "" });
    box.addEventListener("input", () => tell(box.value === "" ? undefined : Number(box.value)));
    return box;
  };
  const choose = (options, value, tell) => {
    const select = element("select", {}, ...options.map(([id, text]) => element("option", { value: id, selected: id === value }, text)));
    select.addEventListener("change", () => tell(select.value));
    return select;
  };
  const short = (text) => [...(text?.[lang] ?? "")].slice(0, 14).join("") || "…";
  const fresh = (entries) => {
    let n = entries.length + 1;
    while (entries.some(({ id }) => id === `n${n}`)) n += 1;
    return `n${n}`;
  };
  const text = () => Object.fromEntries(rules.languages.map((one) => [one, ""]));

  // Entries one below the other, each with what `inside` draws; they can be added and taken away.
  function list(path, entries, inside, made, least) {
    const rows = entries.map((entry, at) => {
      const tell = (one) => set(path, get(record, path).map((old, place) => (place === at ? one : old)));
      const now = () => get(record, path)[at];
      return element("li", {}, ...inside(entry, tell, now, at), button(say.remove, () => again(path, get(record, path).filter((_, place) => place !== at)), "quiet"));
    });
    if (rows.length <= least) for (const row of rows) row.lastChild.disabled = true;
    return element("div", { className: "list" }, element("ol", {}, ...rows), button(say.add, () => again(path, [...(get(record, path) ?? []), made()])));
  }

  const part = (entry, tell, now, name, must = true) => labelled(say[`field_${name}`], texts(entry[name], (value) => tell(value === undefined ? without(now(), name) : { ...now(), [name]: value }), say[`field_${name}`], must));

  const draw = {
    text: (path) => texts(get(record, path), (value) => set(path, value), say[`field_${path.replace(".", "_")}`], path !== "right" && path !== "unit"),
    texts: (path) => list(path, get(record, path) ?? [], (entry, tell) => [texts(entry, tell, say.field_hints, true)], text, 0),
    number: (path) => number(get(record, path), (value) => set(path, value)),
    figure(path) {
      const box = element("input", { type: "text", value: get(record, path) ?? "" });
      box.addEventListener("input", () => set(path, box.value.trim() !== "" && Number.isFinite(Number(box.value)) ? Number(box.value) : box.value));
      return box;
    },
    numbers(path) {
      const box = element("textarea", { rows: 2, value: Object.entries(get(record, path) ?? {}).map(([name, value]) => `${name} = ${value}`).join("\n") });
      box.addEventListener("input", () => {
        const rows = box.value.split(/\n/).map((line) => line.split(/[=＝:：]/)).filter(([name]) => name.trim());
        set(path, rows.length ? Object.fromEntries(rows.map(([name, value]) => [name.trim(), value?.trim() && Number.isFinite(Number(value)) ? Number(value) : value ?? ""])) : undefined);
      });
      return box;
    },
    plan(path) {
      const rows = rules.rows.map((row) => {
        const box = element("input", { type: "checkbox", checked: (get(record, path) ?? []).includes(row) });
        box.addEventListener("change", () => {
          const chosen = rules.rows.filter((one) => (one === row ? box.checked : (get(record, path) ?? []).includes(one)));
          set(path, chosen.length ? chosen : undefined);
        });
        return element("label", { className: "check" }, box, rules.words.plan_rows[row]);
      });
      return element("details", {}, element("summary", {}, say.plan_open), ...rows);
    },
    options(path) {
      const several = record.kind === "multiple";
      const isRight = (id) => [record.answer].flat().includes(id);
      return list(path, get(record, path) ?? [], (entry, tell, now) => {
        const mark = element("input", { type: several ? "checkbox" : "radio", name: `sgm-right-${record.id}`, checked: isRight(entry.id) });
        mark.addEventListener("change", () => {
          const all = get(record, path).map(({ id }) => id);
          again("answer", several ? all.filter((id) => (id === entry.id ? mark.checked : isRight(id))) : entry.id);
        });
        return [element("label", { className: "check" }, mark, say.is_right), part(entry, tell, now, "text"), part(entry, tell, now, "feedback", !isRight(entry.id)), ...(several && isRight(entry.id) ? [part(entry, tell, now, "missed", false)] : [])];
      }, () => ({ id: fresh(get(record, path)), text: text(), feedback: text() }), 2);
    },
    slips: (path) => list(path, get(record, path) ?? [], (entry, tell, now) => {
      const box = element("input", { type: "text", value: entry.value ?? entry.formula ?? "" });
      box.addEventListener("input", () => {
        const rest = without(without(now(), "value"), "formula");
        tell(box.value.trim() !== "" && Number.isFinite(Number(box.value)) ? { value: Number(box.value), ...rest } : { formula: box.value, ...rest });
      });
      return [labelled(say.field_value, box), part(entry, tell, now, "feedback")];
    }, () => ({ value: 0, feedback: text() }), 0),
    entries: (path) => list(path, get(record, path) ?? [], (entry, tell, now) => ENTRY[path].map((name) => part(entry, tell, now, name)), () => ({ id: fresh(get(record, path)), text: text() }), 2),
    heaps: (path) => list(path, get(record, path) ?? [], (entry, tell, now) => [
      part(entry, tell, now, "text"),
      labelled(say.field_heap, choose((record.categories ?? []).map((one) => [one.id, short(one.text)]), entry.answer, (value) => tell({ ...now(), answer: value }))),
      part(entry, tell, now, "feedback"),
    ], () => ({ id: fresh(get(record, path)), text: text(), answer: record.categories?.[0]?.id ?? "", feedback: text() }), 2),
    asked(path) {
      const kano = record.method === "kano";
      const first = Object.keys(rules.dimensions)[0];
      const inside = (entry, tell, now) => [part(entry, tell, now, "text"), ...(kano ? ["functional", "dysfunctional"].map((side) => part(entry, tell, now, side))
        : [labelled(say.field_dimension, choose(Object.entries(rules.dimensions), entry.dimension, (value) => tell({ ...now(), dimension: value })))])];
      return list(path, get(record, path) ?? [], inside, () => ({ id: fresh(get(record, path)), text: text(), ...(kano ? { functional: text(), dysfunctional: text() } : { dimension: first }) }), 2);
    },
    steps(path) {
      const place = (id) => (record.answer ?? []).indexOf(id) + 1;
      const move = (id, to) => {
        const rest = record.answer.filter((one) => one !== id);
        again("answer", [...rest.slice(0, to - 1), id, ...rest.slice(to - 1)]);
      };
      const all = get(record, path) ?? [];
      const node = list(path, all, (entry, tell, now) => [
        part(entry, tell, now, "text"),
        labelled(say.field_place, choose(all.map((_, at) => [String(at + 1), String(at + 1)]), String(place(entry.id)), (value) => move(entry.id, Number(value)))),
      ], () => ({ id: fresh(all), text: text() }), 3);
      // The right order has the same steps, whatever was added or taken away.
      const ids = all.map(({ id }) => id);
      const answer = [...(record.answer ?? []).filter((id) => ids.includes(id)), ...ids.filter((id) => !(record.answer ?? []).includes(id))];
      if (answer.length !== record.answer?.length || answer.some((id, at) => record.answer[at] !== id)) {
        if (record.slips) record = { ...record, slips: record.slips.filter(({ first, second }) => ids.includes(first) && ids.includes(second)) };
        queueMicrotask(() => again("answer", answer));
      }
      return node;
    },
    criteria(path) {
      const rows = Object.entries(rules.criteria).map(([name, verdicts]) => {
        const options = [["", say.not_asked], ...verdicts.map((one) => [one, say[`verdict_${one}`]])];
        return labelled(rules.words.criterion[name], choose(options, get(record, path)?.[name] ?? "", (value) => set(path, value ? { ...get(record, path), [name]: value } : without(get(record, path), name))));
      });
      return element("div", {}, ...rows);
    },
    map: (path) => element("div", {}, ...Object.keys(get(record, path) ?? {}).map((key) => texts(get(record, path)[key], (value) => set(path, { ...get(record, path), [key]: value }), key, true))),
    reasons: (path) => element("div", {}, ...(get(record, path) ?? []).map((entry, at) => texts(entry.feedback, (value) => set(path, get(record, path).map((old, place) => (place === at ? { ...old, feedback: value } : old))), say.field_feedback, true))),
  };

  const fields = [["prompt", "text"], ...FORMS[record.kind], ...SIDE.filter(([path]) => record.kind !== "survey" || !NO_SURVEY.includes(path))].map(([path, type]) => {
    const name = path.replace(".", "_");
    const control = draw[type](path);
    const single = control.matches("input, select, textarea");
    return single ? labelled(say[`field_${name}`], control, say[`help_${name}`]) : element("fieldset", {}, element("legend", {}, say[`field_${name}`]), say[`help_${name}`] && element("small", {}, say[`help_${name}`]), control);
  });
  place.replaceChildren(...fields, whole());

  function whole() {
    const box = element("textarea", { rows: 14, spellcheck: false, className: "code", "aria-label": say.whole });
    const said = element("p", { role: "status" });
    const open = element("details", {}, element("summary", {}, say.whole), element("small", {}, say.help_whole), box, button(say.take, () => {
      try {
        const made = JSON.parse(box.value);
        if (!isTable(made)) throw new Error();
        change((record = { ...made, id: record.id }), "");
        drawForm(place, record, { rules, say, change });
      } catch {
        said.textContent = say.no_json;
      }
    }), said);
    open.addEventListener("toggle", () => (box.value = JSON.stringify(record, null, 2)));
    return open;
  }
}
