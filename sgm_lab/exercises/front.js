// Exercises: judge, draw, keep. One module for JupyterLab (through anywidget) and for the page (through host.js).
// It judges by the same rules as kinds/*.py. Texts of records and learners go in as text, never as markup.

const MARKS = { right: "✓", partly: "◐", wrong: "✗", met: "✓", weak: "◐", missing: "✗" };
const OUTCOMES = ["not_attempted", "right", "partly", "wrong"];
const PATIENCE = 10_000; // ms until Python counts as absent
const PAUSE = 250; // ms after the last key before typed text is kept
const LATE = 2_000; // ms until a learner reads that the workbook has not confirmed an answer
const AGAIN = 5_000; // ms until it is handed over once more
const MOST_MISTAKES = 5;

export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// What a screen reader calls an exercise: its kind and how its prompt begins, as no two of a chapter begin alike.
const TOLD = 40; // letters
export function nameOf(record, words) {
  const letters = [...record.prompt.split(/\n{2,}/)[0]];
  const told = letters.length > TOLD ? `${letters.slice(0, TOLD).join("").trimEnd()}…` : letters.join("");
  return `${words.exercise} · ${words["kind_" + record.kind]} · ${told}`;
}

// ---- numbers as people write them (sgm_lab/_typed.py) ----

const SPACE = "[ \\t\\r\\n\\u00a0\\u3000]+";
const NUMBER = new RegExp(
  "^(?:(?:约为|大约|大概|差不多|等于|约|是|为|≈|~|=|about|approximately|approx\\.?|roughly|around) *)*" +
    "([+-]?) *(?:(百分之) *([+-]?))?" +
    "([0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)" +
    " *([^0-9]*)$",
);

export const tidy = (text) => text.replace(new RegExp(`^${SPACE}|${SPACE}$`, "g"), "");
const normalise = (text) => tidy(text.normalize("NFKC").toLowerCase().replace(/[−–﹣]|负|minus /g, "-"));

export function readNumber(text) {
  const found = [...text].length <= 100 && normalise(text).match(NUMBER);
  if (!found) return null;
  const [, before, percent, after, digits, rest] = found;
  const size = Number(digits.replaceAll(",", ""));
  const unit = tidy(rest.replace(/(?: *(?:左右|上下|or so|[。.,;!]))+$/, ""));
  const value = before === "-" || after === "-" ? -size : size;
  return { value, unit: percent || unit === "percent" || unit === "per cent" ? "%" : unit };
}

// ---- judging ----

const notYet = (words, key) => ({ state: "not_attempted", feedback: [words[key]], missing: [], details: {} });
const judged = (state, feedback = [], missing = [], details = {}) => ({ state, feedback, missing, details });
const weigh = (good, bad) => (good > bad ? "partly" : "wrong");
const about = (words, what, why) => fill(words.about, { what, why });


const isOrder = (record, answer) => Array.isArray(answer) && same([...answer].sort(), [...record.answer].sort());

export function check(record, answer, words) {
  const found = own(KINDS, record.kind)?.check?.(record, answer, words);
  if (!found) return null;
  return found.state === "right" && !found.feedback.length && record.right ? { ...found, feedback: [record.right] } : found;
}

// ---- the state of one exercise: what the workbook keeps ----

export function cleanState(raw) {
  const state = isTable(raw) ? raw : {};
  const whole = (value) => (Number.isInteger(value) && value > 0 ? value : 0);
  return {
    answer: state.answer ?? null,
    outcome: OUTCOMES.includes(state.outcome) ? state.outcome : "not_attempted",
    tries: whole(state.tries),
    hints: whole(state.hints),
    solution: state.solution === true,
    updated: typeof state.updated === "string" ? state.updated : "",
    mistakes: Array.isArray(state.mistakes) ? state.mistakes.slice(0, MOST_MISTAKES) : [],
  };
}

// The outcome as the record gives it today: it may have been corrected, and an option that was chosen may be gone.
function today(record, state, words) {
  const told = KINDS[record.kind].written || state.answer === null || state.outcome === "not_attempted";
  const found = told ? null : check(record, state.answer, words);
  if (!found || found.state === state.outcome) return state;
  return { ...state, outcome: found.state, answer: found.state === "not_attempted" ? null : state.answer };
}

// Two states are the same work whenever they were made.
export const alike = (a, b) => same({ ...cleanState(a), updated: "" }, { ...cleanState(b), updated: "" });

// What the workbook has not confirmed lies in the browser, an entry for each window, until it can be handed over.
// A published page names no workbook: there the browser itself is where it is.
function shelfOf(model, id) {
  const mark = () => model.get("mark") ?? {};
  const start = `sgm_lab.unsaved/${mark().place}/${id}/`;
  const own = start + Math.random().toString(36).slice(2);
  const storage = (act) => {
    try {
      return mark().place ? act(window.localStorage) : null;
    } catch {
      return null; // blocked, full, or not ours
    }
  };
  const read = (key, text) => {
    const { state, before, book } = JSON.parse(text);
    return { key, state: cleanState(state), before: cleanState(before), book };
  };
  return {
    own,
    put: (state, before) => storage((kept) => kept.setItem(own, JSON.stringify({ state, before, book: mark().id }))) !== null,
    drop: (key = own) => storage((kept) => kept.removeItem(key)),
    // Not what was meant for a workbook that stood in the same place before this one.
    found: () => storage((kept) => Object.keys(kept).filter((key) => key.startsWith(start)).map((key) => read(key, kept.getItem(key)))
      .filter(({ book }) => !book || !mark().id || book === mark().id)
      .sort((a, b) => Date.parse(a.state.updated) - Date.parse(b.state.updated))) ?? [],
  };
}

// ---- every learner's own order ----

// What stands where tells nothing, and a neighbour's screen no letter. Each choice has its own number under a learner's
// lot, so that a choice added later leaves the others as they were; without a lot all stands as in the record.
function number(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

export function deal(record, lot) {
  const name = KINDS[record.kind].dealt;
  if (!lot || !name) return record;
  const place = (one) => number(`${lot}/${record.id}/${one.id}`);
  const dealt = [...record[name]].sort((a, b) => place(a) - place(b));
  const solved = record.kind === "order" && same(dealt.map((one) => one.id), record.answer);
  return solved ? record : { ...record, [name]: dealt };
}

// ---- drawing ----

// A notebook gives every widget a copy of this module: the page counts, or two would use one name.
const fresh = () => `sgm-ex-${(document.sgmSerial = (document.sgmSerial ?? 0) + 1)}`;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null)); // strings become text nodes
  return node;
}


// ---- the kinds: an entry each ----

// `check` judges as the kind's Python does; without one Python is asked (goals, labs). `input` draws where an answer is
// given: `change` tells of a new one, the returned `show` brings the inputs to one. What is `dealt` stands in the learner's
// own order. The answer to a `written` kind is the learner's own text; a `free` one is never wrong. One that `reveals` says
// all with its answer, one that `settles` is done as soon as nothing is open, and `told` brings its inputs to an outcome.

export const KINDS = {
  single: {
    dealt: "options",
    check(record, answer, words) {
      const chosen = record.options.find((option) => option.id === answer);
      if (!chosen) return notYet(words, "choose_first");
      const said = chosen.feedback ? [chosen.feedback] : [];
      return chosen.id === record.answer ? judged("right", said) : judged("wrong", said, [], { wrong: [chosen.id] });
    },

    input: (record, words, change) => choices(record, "radio", (box) => change(box.value), (answer, id) => answer === id),
  },

  multiple: {
    dealt: "options",
    check(record, answer, words) {
      const chosen = record.options.filter((option) => Array.isArray(answer) && answer.includes(option.id));
      if (!chosen.length) return notYet(words, "choose_some");
      const wrong = chosen.filter((option) => !record.answer.includes(option.id));
      const missed = record.options.filter((option) => record.answer.includes(option.id) && !chosen.includes(option));
      if (!wrong.length && !missed.length) return judged("right");
      const said = wrong.filter((option) => option.feedback).map((option) => about(words, option.text, option.feedback));
      if (missed.length) {
        said.push(fill(words.more_to_choose, { n: missed.length }));
        said.push(...missed.filter((option) => option.missed).map((option) => option.missed));
      }
      const ids = (options) => options.map((option) => option.id);
      return judged(weigh(chosen.length - wrong.length, wrong.length), said, ids(missed), { wrong: ids(wrong) });
    },

    input(record, words, change) {
      const chosen = (answer, id) => Array.isArray(answer) && answer.includes(id);
      const boxes = choices(record, "checkbox", () => change(boxes.chosen()), chosen);
      return boxes;
    },
  },

  number: {
    check(record, answer, words) {
      const text = typeof answer === "number" ? String(answer) : answer;
      if (typeof text !== "string" || !tidy(text)) return notYet(words, "number_first");
      const read = readNumber(text);
      if (!read) return notYet(words, "number_unread");
      const units = record.units.map(normalise);
      const factor = own(record.other_units ?? {}, read.unit);
      let values = [read.value];
      let known = true;
      if (factor !== undefined) values = [read.value * factor];
      else if (units.includes("%") && !read.unit) {
        if (Math.abs(read.value) <= 1) values = [read.value, read.value * 100]; // 0.12 for 12 %
      } else if (read.unit === "%" && !units.includes("%")) values = [read.value / 100];
      else if (read.unit && !units.includes(read.unit)) known = false;

      const near = (value, wanted) => {
        const allowed = Math.max(record.tolerance.absolute, record.tolerance.relative * Math.abs(wanted));
        return Math.abs(value - wanted) <= allowed + 1e-9 * Math.max(1, Math.abs(wanted));
      };
      const details = { value: values[0] };
      if (values.some((value) => near(value, record.answer))) {
        if (known) return judged("right", [], [], details);
        const key = record.unit ? "number_unit" : "number_no_unit";
        return judged("partly", [fill(words[key], { unit: read.unit, wanted: record.unit })], ["unit"], details);
      }
      const slip = record.slips.find((one) => values.some((value) => near(value, one.value)));
      const from = (change) => values.some((value) => near(change(value), record.answer));
      const why = slip ? slip.feedback
        : from((value) => -value) ? words.number_sign
        : from((value) => value * 100) || from((value) => value / 100) ? words.number_hundred
        : record.feedback;
      return judged("wrong", [why], [], details);
    },

    input(record, words, change, { enter }) {
      // The number pad of a phone has no minus sign.
      return oneNumber(words.your_number, change, enter, record.answer < 0 ? "text" : "decimal", record.unit);
    },
  },

  sort: {
    dealt: "items",
    check(record, answer, words) {
      const given = isTable(answer) ? answer : {};
      const names = record.categories.map((category) => category.id);
      const place = (item) => own(given, item.id);
      const placed = record.items.filter((item) => names.includes(place(item)));
      if (!placed.length) return notYet(words, "place_first");
      const wrong = placed.filter((item) => place(item) !== item.answer);
      const missing = record.items.filter((item) => !placed.includes(item)).map((item) => item.id);
      if (!wrong.length && !missing.length) return judged("right");
      const said = wrong.map((item) => about(words, item.text, own(item.feedback_for ?? {}, place(item)) ?? item.feedback));
      if (missing.length) said.push(fill(words.more_to_place, { n: missing.length }));
      const state = weigh(placed.length - wrong.length, wrong.length);
      return judged(state, said, missing, { wrong: wrong.map((item) => item.id) });
    },

    input(record, words, change) {
      let placed = {};
      const rows = record.items.map((item) => {
        const options = record.categories.map((category) => make("option", { value: category.id }, category.text));
        const id = fresh();
        const select = make("select", { id }, make("option", { value: "" }, words.choose), ...options);
        select.addEventListener("change", () => {
          placed = { ...placed, [item.id]: select.value };
          if (!select.value) delete placed[item.id];
          change(placed);
        });
        return { item, select, node: make("li", {}, make("label", { for: id }, item.text), select) };
      });
      const show = (answer) => {
        placed = isTable(answer) ? { ...answer } : {};
        for (const { item, select } of rows) {
          const place = own(placed, item.id);
          select.value = record.categories.some((category) => category.id === place) ? place : "";
        }
      };
      return { node: make("ul", { class: "sgm-ex-sort" }, ...rows.map((row) => row.node)), show };
    },
  },

  order: {
    dealt: "items",
    check(record, answer, words) {
      const keys = record.answer;
      const rank = (key) => keys.indexOf(key);
      if (!isOrder(record, answer)) return notYet(words, "move_first");
      if (same(answer, keys)) return judged("right");
      let good = 0;
      let bad = 0;
      answer.forEach((a, i) => answer.slice(i + 1).forEach((b) => (rank(a) < rank(b) ? good++ : bad++)));
      const leading = answer.findIndex((key, i) => key !== keys[i]);
      const said = leading ? [fill(words.order_leading, { n: leading })] : [];
      const slips = record.slips.filter((slip) => answer.indexOf(slip.first) < answer.indexOf(slip.second));
      said.push(...(slips.length ? slips.map((slip) => slip.feedback) : [record.feedback]));
      const away = keys.filter((key) => answer.indexOf(key) !== rank(key));
      return judged(weigh(good, bad), said, away, { wrong: away });
    },

    input(record, words, change, { announce }) {
      const list = make("ol", { class: "sgm-ex-order" });
      const texts = new Map(record.items.map((item) => [item.id, item.text]));
      let order = [];
      const move = (key, step) => {
        const from = order.indexOf(key);
        const next = [...order];
        next.splice(from, 1);
        next.splice(from + step, 0, key);
        show(next);
        change(next);
        announce(fill(words.moved, { what: texts.get(key), n: from + step + 1 }));
        // The key that was pressed moves along; at either end only the other one is left.
        const buttons = [...list.children[from + step].querySelectorAll("button")];
        (buttons.find((button) => button.dataset.step === String(step) && !button.disabled) ?? buttons.find((button) => !button.disabled)).focus();
      };
      const button = (key, step, label, disabled) =>
        make("button", { type: "button", disabled, "data-step": step, "aria-label": fill(label, { what: texts.get(key) }), onclick: () => move(key, step) }, step < 0 ? "↑" : "↓");
      const show = (answer) => {
        const next = isOrder(record, answer) ? answer : record.items.map((item) => item.id);
        if (same(next, order)) return;
        order = next;
        list.replaceChildren(...order.map((key, i) =>
          make("li", {}, make("span", {}, texts.get(key)), button(key, -1, words.up, i === 0), button(key, 1, words.down, i === order.length - 1))));
      };
      show(null);
      return { node: list, show };
    },
  },

  goal: {
    written: true,
    input(record, words, change) {
      const made = writing(words, change, 3);
      return { ...made, node: make("div", {}, make("p", { class: "sgm-ex-asked" }, record.asked), made.node) };
    },
  },

  reflection: {
    written: true,
    free: true,
    check(record, answer, words) {
      const text = typeof answer === "string" ? tidy(answer) : "";
      const length = [...text].length;
      if (!length) return notYet(words, "write_first");
      if (length >= record.least) return judged("right", [words.written]);
      return judged("partly", [fill(words.write_more, { n: record.least - length })], ["length"]);
    },

    input: (record, words, change) => writing(words, change, 4),
  },

  predict: {
    free: true,
    reveals: true,
    check(record, answer, words) {
      const guess = guessed(record, answer);
      const missing = record.points.filter((_, i) => guess[i] === null).map(({ id }) => id);
      if (missing.length === guess.length) return notYet(words, "predict_first");
      if (missing.length) return judged("partly", [fill(words.predict_more, { n: missing.length })], missing);
      return judged("right", [...compared(record, guess, words), ...expected(record, guess), record.solution]);
    },

    input: drawing,
  },

  survey: {
    free: true,
    reveals: true,
    settles: true,
    check(record, answer, words) {
      const { values, n } = answeredOn(record, answer);
      const all = record.items.length * record.sides.length;
      if (!n) return notYet(words, "survey_first");
      if (n === all) return judged("right", [record.solution]);
      const open = record.items.filter(({ id }) => Object.keys(values[id]).length < record.sides.length);
      return judged("partly", [fill(words.survey_more, { n: all - n })], open.map(({ id }) => id));
    },

    input: questionnaire,
  },

  // The lab's state is taken when it is checked; the figure read in its result is written here.
  lab: {
    input(record, words, change, { enter }) {
      const steps = make("ul", { class: "sgm-ex-steps" }, ...Object.values(record.steps).map((step) => make("li", {}, step)));
      const go = make("button", { type: "button", class: "sgm-ex-to-lab" }, fill(words.to_lab, { lab: record.tool.title }));
      go.addEventListener("click", () => goToLab(record.tool.name, go, words));
      let answer = {};
      const figure = oneNumber(record.finding.ask, (found, slowly) => change((answer = { ...answer, found }), slowly), enter, "text");
      const show = (given) => {
        answer = isTable(given) ? given : {};
        figure.show(answer.found ?? null);
      };
      return { node: make("div", {}, steps, go, figure.node), show, box: figure.box };
    },
  },
};

// ---- a questionnaire (kinds/survey.py) ----

// What was answered of what is asked, and how many that is.
export function answeredOn(record, answer) {
  const values = {};
  let n = 0;
  for (const { id } of record.items) {
    const given = own(isTable(answer) ? answer : {}, id);
    const known = record.sides.filter((side) => record.choices.some(({ value }) => value === own(isTable(given) ? given : {}, side.id)));
    values[id] = Object.fromEntries(known.map((side) => [side.id, given[side.id]]));
    n += known.length;
  }
  return { values, n };
}

// Every item is asked twice; the answers to one question stand in a row, each as large as a thumb.
function questionnaire(record, words, change) {
  let given = {};
  const boxes = [];
  const scale = (item, side) => {
    const name = fresh();
    const row = record.choices.map(({ value, text }) => {
      const box = make("input", { type: "radio", name, value });
      boxes.push({ box, item: item.id, side: side.id, value });
      box.addEventListener("change", () => change((given = { ...given, [item.id]: { ...given[item.id], [side.id]: value } })));
      return make("label", {}, box, make("span", {}, text));
    });
    return make("fieldset", { class: "sgm-ex-scale" }, make("legend", {}, item[side.id] ?? side.text), make("div", {}, ...row));
  };
  const rows = record.items.map((item) => make("li", {}, make("fieldset", {}, make("legend", {}, item.text), ...record.sides.map((side) => scale(item, side)))));
  const show = (answer) => {
    given = answeredOn(record, answer).values;
    for (const { box, item, side, value } of boxes) box.checked = given[item][side] === value;
  };
  return { node: make("ul", { class: "sgm-ex-survey" }, ...rows), show };
}

// ---- a chart to guess (kinds/predict.py, plot.py) ----

const SOME = 0.1; // of the axis: less is no difference worth a word

// What was guessed of each point, to the digits of the data; null where nothing was that the axis holds.
export function guessed(record, answer) {
  const { low, high } = record.plot;
  const ten = 10 ** record.decimals;
  const given = isTable(answer) ? answer : {};
  return record.points.map(({ id }) => {
    const value = own(given, id);
    return typeof value === "number" && low <= value && value <= high ? Math.floor(value * ten + 0.5) / ten : null;
  });
}

export function valueOf(record, value, words) {
  const n = value.toFixed(record.decimals).replace("-", "−");
  return fill(words[record.unit === "%" ? "predict_percent" : "predict_value"], { n, unit: record.unit });
}

// The place of the one value that is the largest or smallest; -1 where there are several.
function only(values, wanted) {
  return values.indexOf(wanted) === values.lastIndexOf(wanted) ? values.indexOf(wanted) : -1;
}

// What is highest, in the guess and in the data; what intervals do not part stands together.
function highest({ points }, mine, words) {
  const top = points.reduce((most, one) => (one.value > most.value ? one : most));
  const alike = points.filter(({ value, high }) => (high ?? value) >= (top.low ?? top.value));
  const guess = points[mine]?.label ?? "";
  if (alike.length === points.length) return fill(mine < 0 ? words.predict_even : words.predict_even_guess, { guess });
  const names = alike.map(({ label }) => label).join(words.predict_join);
  const key = mine < 0 ? "none" : alike.includes(points[mine]) ? "same" : "other";
  return fill(words[`predict_top_${key}`], { top: alike.length > 1 ? fill(words.predict_alike, { names }) : names, guess });
}

function compared(record, guess, words) {
  const data = record.points.map(({ value }) => value);
  const off = guess.map((mine, i) => Math.abs(mine - data[i]));
  const worst = off.indexOf(Math.max(...off));
  const told = { guess: valueOf(record, guess[worst], words), data: valueOf(record, data[worst], words) };
  if (data.length === 1) return [fill(words.predict_one, told)];
  const first = highest(record, only(guess, Math.max(...guess)), words);
  if (off[worst] <= (SOME / 2) * (record.plot.high - record.plot.low)) return [first, words.predict_near];
  return [first, fill(words.predict_far, { where: record.points[worst].label, ...told })];
}

// What many expect, where a whole guess holds it.
export function expected(record, guess) {
  const some = SOME * (record.plot.high - record.plot.low);
  const [least, most] = [Math.min(...guess), Math.max(...guess)];
  const steps = guess.slice(1).map((value, i) => value - guess[i]);
  const rise = guess.at(-1) - guess[0];
  const meets = {
    highest: (at) => only(guess, most) === at,
    lowest: (at) => only(guess, least) === at,
    under: (at) => guess[at] - record.points[at].value < -some,
    over: (at) => guess[at] - record.points[at].value > some,
    rising: () => rise > some && steps.every((step) => step >= 0),
    falling: () => rise < -some && steps.every((step) => step <= 0),
    flat: () => most - least <= some,
  };
  const place = (at) => record.points.findIndex(({ id }) => id === at);
  return record.slips.filter(({ when, at }) => when.every((sign) => meets[sign](place(at)))).map(({ feedback }) => feedback);
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// The chart is drawn in with a finger or the mouse; every point has a field as well, for keys and screen readers.
function drawing(record, words, change) {
  const { plot, points, step } = record;
  const line = record.draw === "line";
  const unit = (plot.bottom - plot.top) / (plot.high - plot.low);
  const height = (value) => plot.bottom - (value - plot.low) * unit;
  const axes = [
    ...plot.lines.map(([x1, y1, x2, y2]) => svg("line", { class: "rule", x1, y1, x2, y2 })),
    ...plot.texts.map(([x, y, at, text]) => svg("text", { x, y, "text-anchor": at }, text)),
  ];
  const marks = svg("g");
  const chart = svg("svg", { class: "sgm-ex-plot", viewBox: `0 0 ${plot.width} ${plot.height}`, "aria-hidden": "true" }, ...axes, marks);
  let guess = {};
  let open = true; // the data are not shown yet

  const fields = points.map((point) => {
    const id = fresh();
    const box = make("input", { id, type: "number", min: plot.low, max: plot.high, step, inputmode: plot.low < 0 ? "text" : "decimal", autocomplete: "off" });
    const data = make("span", { class: "sgm-ex-data" });
    box.addEventListener("input", () => {
      const value = box.valueAsNumber;
      put(point.id, Number.isNaN(value) ? null : Math.min(plot.high, Math.max(plot.low, value)), false);
    });
    box.addEventListener("change", () => show(guess)); // as it counts
    return { point, box, data, node: make("li", {}, make("label", { for: id }, point.label), box, data) };
  });

  function put(id, value, drawn = true) {
    const next = { ...guess };
    if (value === null) delete next[id];
    else next[id] = value;
    guess = next;
    draw(drawn);
    change(guess, true);
  }

  function draw(all = true) {
    const values = guessed(record, guess);
    const at = values.map((value, i) => (value === null ? null : [plot.x[i], height(value)]));
    marks.replaceChildren(...(open ? [] : shown()), ...mine(at));
    for (const [i, { box, data, point }] of fields.entries()) {
      if (all) box.value = values[i] === null ? "" : values[i].toFixed(record.decimals);
      box.readOnly = !open;
      data.textContent = open ? "" : `${words.predict_data} ${valueOf(record, point.value, words)}`;
    }
  }

  function mine(at) {
    const half = plot.column * 0.3;
    const bars = line ? [] : at.filter(Boolean).map(([x, y]) => svg("rect", { class: "guess", x: x - half, y, width: 2 * half, height: plot.bottom - y }));
    const path = line ? [svg("polyline", { class: "guess", points: at.filter(Boolean).join(" ") })] : [];
    return [...bars, ...path, ...at.filter(Boolean).map(([cx, cy]) => svg("circle", { class: "guess", cx, cy, r: 6 }))];
  }

  function shown() {
    const half = plot.column * 0.15;
    const at = points.map(({ value }, i) => [plot.x[i], height(value)]);
    const bars = line ? [svg("polyline", { class: "data", points: at.join(" ") })] : at.map(([x, y]) => svg("rect", { class: "data", x: x - half, y, width: 2 * half, height: plot.bottom - y }));
    const sure = points.flatMap(({ low, high }, i) => (low === null ? [] : [svg("line", { class: "interval", x1: plot.x[i], y1: height(low), x2: plot.x[i], y2: height(high) })]));
    return [...bars, ...sure, ...at.map(([cx, cy]) => svg("circle", { class: "data", cx, cy, r: 4 }))];
  }

  // One stroke across the chart gives every column that it passes a value.
  let last = null;
  function stroke(event) {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * plot.width;
    const y = ((event.clientY - box.top) / box.height) * plot.height;
    const column = Math.max(0, Math.min(points.length - 1, Math.floor((x - plot.left) / plot.column)));
    const value = Math.max(plot.low, Math.min(plot.high, plot.low + (plot.bottom - y) / unit));
    const [from, before] = last ?? [column, value];
    const count = Math.max(1, Math.abs(column - from));
    let next = { ...guess };
    for (let n = last && column !== from ? 1 : 0; n <= count; n++) {
      const part = column === from ? 1 : n / count;
      const exact = before + (value - before) * part;
      const place = from + Math.round((column - from) * part);
      next = { ...next, [points[place].id]: Number((plot.low + Math.round((exact - plot.low) / step) * step).toFixed(record.decimals)) };
    }
    last = [column, value];
    guess = next;
    draw();
    change(guess, true);
  }
  chart.addEventListener("pointerdown", (event) => {
    if (!open || event.button) return;
    event.preventDefault();
    chart.setPointerCapture(event.pointerId);
    last = null;
    stroke(event);
  });
  chart.addEventListener("pointermove", (event) => open && chart.hasPointerCapture(event.pointerId) && stroke(event));

  function show(answer) {
    guess = isTable(answer) ? answer : {};
    draw();
  }

  const how = make("p", { class: "sgm-ex-asked" }, words.predict_draw);
  const key = make("p", { class: "sgm-ex-key", hidden: true }, make("span", { class: "guess" }, words.predict_guess), make("span", { class: "data" }, words.predict_data),
    ...(points.some(({ low }) => low !== null) ? [make("span", {}, words.predict_interval)] : []));
  const axis = make("p", { class: "sgm-ex-axis" }, record.axis);
  const source = make("p", { class: "sgm-ex-source" }, record.source);
  const node = make("div", { class: "sgm-ex-predict" }, how, axis, chart, key, source, make("ul", { class: "sgm-ex-guesses" }, ...fields.map((field) => field.node)));
  const told = (outcome) => {
    open = outcome !== "right";
    how.hidden = !open;
    key.hidden = open;
    node.classList.toggle("sgm-ex-open", open);
    draw(false);
  };
  return { node, show, told, chart: node };
}

// To the lab a task is about, the last one before it on the page; a button in the corner leads back.
function goToLab(name, from, words) {
  const shown = [...document.querySelectorAll(`.sgm-lab.sgm-${name}`)].filter((lab) => lab.offsetParent);
  const before = shown.filter((lab) => lab.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING);
  const lab = before.pop() ?? shown[0];
  if (!lab) return false;
  document.querySelectorAll(".sgm-ex-back").forEach((button) => button.remove());
  const back = make("button", { type: "button", class: "sgm-ex-back" }, words.back_to_task);
  let away = false;
  const watch = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) away = true;
    else if (away) {
      watch.disconnect();
      back.remove();
    }
  });
  watch.observe(from);
  back.addEventListener("click", () => {
    back.remove();
    from.closest(".sgm-exercise").scrollIntoView();
    from.focus({ preventScroll: true });
  });
  lab.after(back);
  lab.scrollIntoView();
  lab.querySelector("select, input, button")?.focus({ preventScroll: true });
  return true;
}

function choices(record, type, change, chosen) {
  const name = fresh();
  const boxes = record.options.map((option) => make("input", { type, name, value: option.id }));
  const rows = boxes.map((box, i) => make("li", {}, make("label", {}, box, make("span", {}, record.options[i].text))));
  for (const box of boxes) box.addEventListener("change", () => change(box));
  return {
    node: make("ul", { class: "sgm-ex-options" }, ...rows),
    show: (answer) => boxes.forEach((box) => (box.checked = chosen(answer, box.value))),
    chosen: () => boxes.filter((box) => box.checked).map((box) => box.value),
  };
}

function oneNumber(asked, change, enter, inputmode, unit = "") {
  const id = fresh();
  const box = make("input", { id, type: "text", inputmode, autocomplete: "off", maxlength: 100 });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      enter();
    }
  });
  const node = make("div", { class: "sgm-ex-number" }, make("label", { for: id }, asked), box, make("span", {}, unit));
  return { node, show: typing(box, change), box };
}

// Whether a number is the figure of a result, to the digits shown (findings.py).
function isFigure({ value, decimals }, number) {
  const near = (wanted) => Math.abs(number - wanted) < 0.5 * 10 ** -decimals - 1e-9;
  return near(value) || (number >= 0 && near(Math.abs(value)));
}

// A lab's state and the figure read in its result, as kinds/lab.py judges them; null where only Python knows the figure.
export function judgeLab(record, at, answer, words) {
  const text = typeof answer?.found === "string" ? answer.found : "";
  const all = Object.keys(record.goal);
  const missing = all.filter((name) => !same(at[name] ?? null, record.goal[name]));
  const said = missing.length ? [record.feedback, ...missing.map((name) => fill(words.still, { what: record.steps[name] }))] : [];
  const wrong = [...missing];
  const read = readNumber(text);
  if (!missing.length && !tidy(text)) said.push(fill(words.found_write, { ask: record.finding.ask }));
  else if (tidy(text) && !read) said.push(words.number_unread);
  else if (!missing.length) {
    const { figure } = record;
    if (!figure || Object.keys({ ...figure.state, ...at }).some((name) => !same(figure.state[name], at[name]))) return null;
    if (!isFigure(figure, read.value)) said.push(fill(words.found_wrong, { why: "", where: record.worked.at(-1) }));
  }
  const state = weigh(all.length, missing.length); // whatever is reached is a part of it
  if (said.length > (missing.length && missing.length + 1)) {
    if (tidy(text)) wrong.push("found");
    missing.push("found");
  }
  const outcome = said.length ? judged(state, said, missing, { wrong }) : judged("right", [record.right ?? words.lab_met]);
  return { answer: text ? { ...at, found: text } : at, outcome };
}

function writing(words, change, rows) {
  const box = make("textarea", { rows, maxlength: 4000, "aria-label": words.your_text, placeholder: words.your_text });
  return { node: box, show: typing(box, change), box };
}

// Text is told of after each key, but never while an input method is still composing it.
function typing(box, change) {
  let composing = false;
  box.composing = () => composing;
  box.addEventListener("compositionstart", () => (composing = true));
  box.addEventListener("compositionend", () => {
    composing = false;
    change(box.value, true);
  });
  box.addEventListener("input", (event) => composing || event.isComposing || change(box.value, true));
  return (answer) => {
    const text = typeof answer === "string" ? answer : typeof answer === "number" ? String(answer) : "";
    if (!composing && box.value !== text) box.value = text;
  };
}

function criteria(details) {
  const rows = Object.values(details.criteria).map((one) =>
    make("li", { class: `sgm-ex-${one.enough ? "right" : one.verdict === "weak" ? "partly" : "wrong"}` },
      make("strong", {}, make("span", { "aria-hidden": "true" }, `${one.enough ? MARKS.met : MARKS[one.verdict]} `), `${one.name} · ${one.word}`),
      make("span", {}, one.reason), one.enough ? null : make("span", { class: "sgm-ex-advice" }, one.advice)));
  return make("ul", { class: "sgm-ex-criteria" }, ...rows);
}

// ---- one exercise ----

function render({ model, el }) {
  const record = deal(model.get("record"), model.get("lot"));
  const words = model.get("words");
  const kind = KINDS[record.kind];
  const word = (name) => words[`${name}_${record.kind}`] ?? words[name];
  let state = today(record, cleanState(model.get("state")), words);
  let shown = null; // the outcome that goes with the present answer
  let typed = 0; // timer of typed text not kept yet
  let waiting = 0; // timer of a question to Python
  let kept = model.get("saved") === false ? cleanState(null) : state; // what the workbook is known to have
  let handing = 0; // timer of an answer that the workbook has not confirmed
  let overdue = false; // whether it is time to say so
  let held = true; // whether the browser holds it meanwhile
  const handed = new Map(); // when → state on its way to the workbook
  const shelf = shelfOf(model, record.id);

  const mark = make("span", { class: "sgm-ex-mark" });
  const said = make("div", { class: "sgm-ex-said", role: "status", "aria-live": "polite" });
  const hints = make("ol", { class: "sgm-ex-hints", "aria-live": "polite" });
  const ask = make("div", { class: "sgm-ex-ask", role: "group", hidden: true });
  const solution = make("div", { class: "sgm-ex-solution", role: "group", tabindex: -1, hidden: true, "aria-label": words.solution });
  const notice = make("div", { class: "sgm-ex-notice", role: "status", hidden: true });

  const button = (name, act, main = false) => make("button", { type: "button", class: main ? "sgm-ex-main" : "sgm-ex-plain", "data-do": name, onclick: act }, word(name));
  const checkButton = button("check", onCheck, true);
  const hintButton = button("hint", onHint);
  const solutionButton = button("solution", onSolution);
  const againButton = button("again", onAgain);

  const input = kind.input(record, words, onChange, { enter: onCheck, announce: (text) => say([text]) });
  const prompt = record.prompt.split(/\n{2,}/).map((text) => make("span", { class: "sgm-ex-prompt" }, text));
  // Which row of the goal plan the answer goes to; the page of the site says where the plan is. A workbook in JupyterLab
  // ends in what one takes along; the text of a chapter has a workbook beside it.
  if (record.plan) {
    const where = model.get("planPage");
    const go = (event) => goToLab("takeaways", event.target, words) || root.dispatchEvent(new CustomEvent("sgm:other-page", { bubbles: true }));
    const jump = () => make("button", { type: "button", class: "sgm-ex-to-plan", onclick: go }, record.plan);
    prompt.push(make("p", { class: "sgm-ex-plan" }, where ? make("a", { href: where }, record.plan) : model.get("mark") ? jump() : record.plan));
  }
  const head = make("p", { class: "sgm-ex-head" },
    make("span", {}, `${words["kind_" + record.kind]} · ${fill(words.minutes, { n: record.minutes })}`), mark);
  const tools = make("div", { class: "sgm-ex-tools" }, ...(kind.settles ? [] : [checkButton]), ...(record.hints.length ? [hintButton] : []), ...(kind.reveals ? [] : [solutionButton]), againButton);
  const root = make("section", { class: "sgm-ex", lang: record.tag || record.lang, "aria-label": nameOf(record, words) },
    head, make("fieldset", {}, make("legend", { tabindex: -1 }, ...prompt), input.node), tools, ask, said, hints, solution, notice);
  el.classList.add("sgm-exercise");
  el.replaceChildren(root);

  // Done in the other place where it stands: said in one line, and opened when asked for.
  if (model.get("twin") && state.outcome !== "not_attempted") {
    const line = make("p", { class: "sgm-ex-twin" }, make("span", {}, model.get("twin")),
      make("button", { type: "button", class: "sgm-ex-plain", onclick: () => { root.classList.remove("sgm-ex-folded"); line.remove(); prompt.at(-1).closest("legend").focus(); } }, words.twin_open));
    root.classList.add("sgm-ex-folded");
    root.append(line);
  }

  // -- state --

  function keep(changes) {
    // Later than what stood here, also by the clock of another machine and within a millisecond.
    const time = Math.max(Date.now(), (Date.parse(state.updated) || 0) + 1);
    state = { ...state, ...changes, updated: new Date(time).toISOString() };
    clearTimeout(typed);
    typed = 0;
    hand();
  }

  const saved = () => !typed && state.updated === kept.updated;
  // "stopped" or "away" where the page around (page.js) has noticed it, "" where all is well, null where nobody looks.
  const python = () => root.closest("[data-sgm-python]")?.dataset.sgmPython ?? null;

  function hand() {
    clearTimeout(handing);
    handing = setTimeout(onLate, LATE);
    handed.set(state.updated, state);
    held = shelf.put(state, kept);
    send({ do: "keep", state, before: kept, ref: shelf.own });
  }

  function send(message) {
    try {
      model.send(message);
    } catch {
      onLate(); // the line to Python is gone for good
    }
  }

  function onLate() {
    overdue = true;
    clearTimeout(handing);
    handing = setTimeout(() => (typed ? flush() : hand()), AGAIN);
    drawKept();
  }

  function onKept(message) {
    if (message.ref !== shelf.own) return message.saved && shelf.drop(message.ref);
    const given = handed.get(message.updated);
    if (!message.saved) return given && onLate();
    if (!given) return handed.size || shelf.drop(); // another window's answer has taken its place here
    kept = given;
    for (const time of [...handed.keys()]) if (time <= message.updated) handed.delete(time);
    if (handed.size) held = shelf.put(state, kept);
    else {
      shelf.drop();
      rest();
    }
    drawKept();
  }

  function rest() {
    clearTimeout(handing);
    overdue = false;
  }

  // What an earlier visit could not hand over: shown at once unless the workbook has moved on since.
  function takeUp() {
    const found = shelf.found();
    const last = found.at(-1);
    if (last && (alike(last.before, state) || Date.parse(last.state.updated) > (Date.parse(state.updated) || 0))) {
      kept = last.before;
      state = today(record, last.state, words);
    }
    if (!saved()) hand();
    for (const one of found) {
      if (!alike(one.state, state)) send({ do: "keep", state: one.state, before: one.before, ref: one.key });
      else if (saved() || held) shelf.drop(one.key);
    }
  }

  function flush() {
    if (typed) keep({});
  }

  function onChange(answer, slowly = false) {
    if (same(answer, state.answer)) return;
    shown = null;
    // A reflection is done when it is long enough, a survey with its last answer; any other has to be checked anew.
    const outcome = kind.settles || (kind.free && kind.written && state.tries) ? check(record, answer, words).state : "not_attempted";
    state = { ...state, answer, outcome };
    clearTimeout(typed);
    if (slowly) typed = setTimeout(flush, PAUSE);
    else keep({});
    draw();
  }

  // -- verbs --

  function onCheck() {
    if (input.box?.composing() || (kind.reveals && state.outcome === "right")) return;
    flush();
    close();
    const found = check(record, state.answer, words);
    if (found) settle(found);
    else if (kind.written && !tidy(String(state.answer ?? ""))) say([words.write_first]);
    else askPython(true);
    see(found?.state === "right" && input.chart ? input.chart : said);
  }

  function settle(found, counted = true) {
    shown = found;
    if (!counted && found.state !== state.outcome) keep({ outcome: found.state });
    if (counted && found.state !== "not_attempted") {
      const wrong = found.state !== "right" && !kind.free && !state.mistakes.some((one) => same(one, state.answer));
      const mistakes = wrong ? [...state.mistakes, state.answer].slice(-MOST_MISTAKES) : state.mistakes;
      keep({ outcome: found.state, tries: state.tries + 1, mistakes });
    }
    draw();
    if (counted) see(input.chart ?? said);
  }

  function askPython(counted) {
    const absent = (why, start) => {
      clearTimeout(waiting);
      waiting = 0;
      if (counted) say([...(kind.written && saved() ? [words.saved] : []), why ?? words[`need_python_${record.kind}`]]);
      if (counted && start) said.append(make("button", { type: "button", class: "sgm-ex-plain", onclick: () => { checkButton.focus(); start.begin(); onCheck(); } }, start.text));
    };
    if (python()) return absent();
    clearTimeout(waiting);
    waiting = setTimeout(() => absent(), PATIENCE);
    if (counted) say([words.checking]);
    send({ do: "check", id: record.id, answer: state.answer, counted });
    heard = (message) => {
      if (message.do === "absent") return absent(message.text, message.start); // the page's Python is started from here
      clearTimeout(waiting);
      waiting = 0;
      if (message.do === "wait") return counted && say([message.text]); // until the answer comes, however long it takes
      if (message.do === "broken") return say([message.text]);
      if (!kind.written) state = { ...state, answer: message.answer };
      else if (!same(message.answer, state.answer)) return; // the learner has written on; this is about an older text
      settle(message.outcome, counted);
    };
  }

  function onHint() {
    if (state.hints < record.hints.length) keep({ hints: state.hints + 1 });
    draw();
    see(hints);
  }

  function onSolution() {
    flush();
    if (record.closed) say([record.closed]); // the instructor opens worked answers later
    else if (kind.free && !tidy(String(state.answer ?? ""))) say([words.model_later]);
    else if (!kind.free && !state.tries && !state.solution) confirm("confirm_solution", reveal, solutionButton);
    else reveal();
  }

  function reveal() {
    if (!state.solution) keep({ solution: true });
    draw();
    solution.focus();
  }

  function onAgain() {
    if (kind.written && state.answer) confirm("confirm_again", clear, againButton);
    else clear();
  }

  function clear() {
    shown = null;
    keep({ answer: null, outcome: "not_attempted", tries: 0, hints: 0, solution: false });
    input.show(null);
    draw();
    say([words.cleared]);
    (input.node.matches("textarea, input") ? input.node : input.node.querySelector("input, select, button, textarea") ?? checkButton).focus();
  }

  function confirm(name, yes, from) {
    const answer = (act) => () => { close(); act(); };
    const no = make("button", { type: "button", class: "sgm-ex-main", onclick: answer(() => from.focus()) }, words[`${name}_no`]);
    const go = make("button", { type: "button", class: "sgm-ex-plain", onclick: answer(yes) }, words[`${name}_yes`]);
    ask.setAttribute("aria-label", words[name]);
    ask.replaceChildren(make("p", {}, words[name]), no, go);
    ask.onkeydown = (event) => event.key === "Escape" && no.click();
    ask.hidden = false;
    no.focus();
  }

  function close() {
    ask.hidden = true;
    ask.replaceChildren();
  }

  // -- bring the page to the state --

  // What was asked for comes into sight; where it is already, nothing moves.
  function see(node) {
    node.scrollIntoView({ block: "nearest" });
  }

  function say(sentences, title = null) {
    said.replaceChildren(...(title ? [title] : []), ...sentences.map((text) => make("p", {}, text)));
  }

  function draw() {
    const draft = state.outcome === "not_attempted" && hasAnswer(record, state.answer);
    const name = state.outcome;
    // Written down is what the workbook has.
    const waits = kind.free && kind.written && name !== "not_attempted" && !saved();
    const label = waits ? words[overdue || python() ? "unsaved" : "saving"] : draft ? word("outcome_draft") : words[`outcome_${record.kind}_${name}`] ?? words[`outcome_${name}`];
    const sign = waits ? "○" : MARKS[name] ?? "○";
    const css = `sgm-ex-${waits ? "not_attempted" : name}`;
    mark.className = `sgm-ex-mark ${css}`;
    mark.replaceChildren(make("span", { "aria-hidden": "true" }, sign), ` ${label}`);
    root.dataset.outcome = name;

    if (name === "not_attempted") say(shown?.feedback ?? []);
    else {
      const found = shown ?? check(record, state.answer, words);
      const title = make("p", { class: `sgm-ex-verdict ${css}` }, make("span", { "aria-hidden": "true" }, sign), ` ${label}`);
      const reviewed = found?.details.criteria;
      const first = kind.free && kind.written && !waits ? [words.saved] : [];
      say(!found || (reviewed && name !== "right") ? [] : [...first, ...found.feedback], title);
      if (reviewed) said.append(criteria(found.details));
    }

    hints.replaceChildren(...record.hints.slice(0, state.hints).map((text, i) =>
      make("li", {}, make("strong", {}, fill(words.hint_number, { n: i + 1 })), make("span", {}, text))));
    const left = state.hints < record.hints.length;
    if (kind.reveals) {
      checkButton.textContent = name === "right" ? words.predict_shown : word("check");
      checkButton.setAttribute("aria-disabled", String(name === "right"));
    }
    hintButton.textContent = !left ? words.hint_none : state.hints ? words.hint_more : words.hint;
    hintButton.setAttribute("aria-disabled", String(!left));

    solution.hidden = !state.solution || Boolean(record.closed);
    solutionButton.textContent = !solution.hidden ? words.solution_shown : words.solution;
    const lines = record.worked.map((line) => make("p", { class: "sgm-ex-worked" }, line));
    const why = make("div", {}, make("h4", {}, words.reason_label), ...record.solution.split(/\n{2,}/).map((text) => make("p", {}, text)));
    solution.replaceChildren(...(!solution.hidden ? [make("h4", {}, words.answer_label), ...lines, why] : []));

    input.told?.(name);
    drawNotice();
  }

  // Where the answer is: in the workbook, on its way, or only in this browser.
  function drawKept() {
    if (kind.free && state.outcome !== "not_attempted") draw();
    else drawNotice();
  }

  function drawNotice() {
    const [gone, warning, late] = [python(), model.get("notice"), overdue && !saved()];
    const lines = [gone ? words[`lost_${gone}`] : warning || (late && words[gone === null ? "lost_late_alone" : "lost_late"])];
    if (model.get("mark")?.place && !saved() && (gone || late)) lines.push(words[held ? "in_browser" : "not_in_browser"]);
    const said = lines.filter(Boolean);
    const again = gone === "stopped" || (gone === "" && late && !warning);
    notice.hidden = !said.length;
    if (notice.dataset.said === `${again}${said}`) return; // said once is enough
    notice.dataset.said = `${again}${said}`;
    notice.replaceChildren(...said.map((text) => make("p", {}, text)));
    if (again) notice.append(make("button", { type: "button", class: "sgm-ex-plain", onclick: loadAgain }, words.load_again));
  }

  function loadAgain() {
    flush();
    root.dispatchEvent(new CustomEvent("sgm:run-page", { bubbles: true }));
  }

  // -- the other side: another tab, or Python --

  let heard = null;
  const onState = () => {
    const next = today(record, cleanState(model.get("state")), words);
    if (same(next, state) || typed || input.box?.composing()) return;
    if (Date.parse(next.updated) < Date.parse(state.updated)) return; // a late echo of what was here before
    if (!same(next.answer, state.answer) || next.outcome !== state.outcome) shown = null;
    state = next;
    handed.clear();
    rest();
    if (model.get("saved") === false) hand();
    else kept = next;
    input.show(state.answer);
    draw();
  };
  const onMessage = (message) => (message.do === "kept" ? onKept(message) : heard?.(message));
  model.on("change:state", onState);
  model.on("change:notice", drawNotice);
  document.addEventListener("sgm:python", drawKept);
  model.on("msg:custom", onMessage);
  input.box?.addEventListener("blur", flush);
  window.addEventListener("pagehide", flush);

  takeUp();
  input.show(state.answer);
  draw();
  if (state.answer === null && cleanState(model.get("state")).answer !== null) say([words.answer_gone]);
  if (kind.written && !kind.check && state.outcome !== "not_attempted") askPython(false);

  return () => {
    flush();
    clearTimeout(waiting);
    clearTimeout(handing);
    document.removeEventListener("sgm:python", drawKept);
    model.off("change:state", onState);
    model.off("change:notice", drawNotice);
    model.off("msg:custom", onMessage);
    window.removeEventListener("pagehide", flush);
  };
}

function hasAnswer(record, answer) {
  if (typeof answer === "string") return tidy(answer) !== "";
  if (Array.isArray(answer)) return answer.length > 0;
  return isTable(answer) ? Object.keys(answer).length > 0 : answer !== null;
}

export default { render };
