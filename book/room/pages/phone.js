// The phone: join, one question at a time, the team's decision, the action for Monday.

import { guessed } from "./chart.js";
import { Line, clock, draw, make, say, secret, slider } from "./common.js";
import { team } from "./team.js";

const main = document.getElementById("main");
const { key, stores } = secret();
const drafts = {}; // what is being filled in, by what it is for: a new view does not take it away
let view = null, said = "", busy = "";

const line = new Line("me", key, (found) => {
  view = found;
  show();
});

export const draft = (name, start) => (drafts[name] ??= structuredClone(start));

// Send, say how it went, and show it: `name` tells whose button waits.
export async function send(name, move) {
  [busy, said] = [name, ""];
  show();
  said = await line.send(move);
  busy = "";
  show();
  return !said;
}

export const button = (name, text, act, more = {}) => make("button", { type: "button", class: "main", id: name, disabled: busy === name, click: act, ...more }, busy === name ? say("phone.sending") : text);
export const field = (label, input, help) => make("label", { class: "field" }, make("span", {}, label), input, help && make("small", {}, help));

export function show() {
  if (!view) return;
  const parts = view.scene === "new" ? hello() : [head(), scene()];
  draw(main, parts, said && make("p", { class: "refused", role: "alert" }, said), !stores && make("p", { class: "quiet" }, say("phone.keep_address")));
}

const head = () => make("header", {}, make("b", {}, view.name), clock(view.left));

function scene() {
  if (view.question) return question(view.question);
  if (view.game) return team(view.game);
  if (view.monday) return monday(view.monday);
  return make("p", { class: "wait" }, say("phone.waiting"));
}

function hello() {
  const mine = draft("join", { name: "" });
  const join = (event) => {
    event.preventDefault();
    send("join", { do: "join", name: mine.name });
  };
  const name = make("input", { id: "name", maxlength: "24", autocomplete: "name", required: true, value: mine.name, input: (event) => (mine.name = event.target.value) });
  name.value = mine.name;
  return make("form", { submit: join }, make("h1", {}, say("phone.hello")), field(say("phone.name"), name, say("phone.name_help")),
    make("button", { class: "main", id: "join", disabled: busy === "join" }, say("phone.join")));
}

// ---- a question ----

function question(asked) {
  const mine = draft(`round ${asked.round}`, { answer: asked.mine });
  const open = asked.phase === "open", change = (answer, lightly) => {
    mine.answer = answer;
    said = "";
    // What is being dragged or typed into stays in hand: only what follows from it is drawn anew.
    if (lightly) document.querySelector(".foot").replaceWith(sending(asked, answer));
    else show();
  };
  const parts = [make("h1", { class: "prompt" }, asked.prompt)];
  if (!open) parts.push(...after(asked));
  else parts.push(input(asked, mine.answer, change), sending(asked, mine.answer));
  return make("section", { class: "question" }, parts);
}

function input(asked, answer, change) {
  if (asked.kind === "single") return options(asked, "radio", (id) => answer === id, (id) => change(id));
  if (asked.kind === "multiple") {
    const chosen = answer ?? [];
    return [make("p", { class: "quiet" }, say("phone.choose_some")), options(asked, "checkbox", (id) => chosen.includes(id), (id) => change(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]))];
  }
  if (asked.kind === "number") {
    const box = make("input", { id: "number", inputmode: "decimal", maxlength: "40", autocomplete: "off", input: (event) => change(event.target.value, true) });
    box.value = answer ?? "";
    return make("p", { class: "number" }, make("label", { for: "number" }, say("phone.number")), box, make("span", {}, asked.unit));
  }
  if (asked.kind === "sort") return asked.items.map((item) => heap(asked, item, answer ?? {}, change));
  return guess(asked, answer ?? {}, change);
}

function options(asked, type, is, take) {
  return make("div", { class: "options", role: type === "radio" ? "radiogroup" : "group" }, asked.options.map(({ id, letter, text }) => {
    const box = make("input", { type, name: "option", id: `option-${id}`, change: () => take(id) });
    box.checked = is(id);
    return make("label", { class: "option" }, box, make("b", {}, letter), make("span", {}, text));
  }));
}

function heap({ heaps }, { id, text }, answer, change) {
  const chosen = make("select", { id: `item-${id}`, change: (event) => change({ ...answer, [id]: event.target.value }) },
    make("option", { value: "" }, "—"), heaps.map((one) => make("option", { value: one.id }, one.text)));
  chosen.value = answer[id] ?? "";
  return make("label", { class: "item" }, make("span", {}, text), chosen);
}

function guess(asked, answer, change) {
  const { plot, step, decimals, unit } = asked, mine = { ...answer };
  let chart = guessed(asked, mine);
  const rows = asked.points.map(({ id, label }) => slider(`point-${id}`, label, "", {
    low: plot.low, high: plot.high, step, value: mine[id], said: (value) => `${value.toFixed(decimals)}${unit}`,
    set: (value, lightly) => {
      mine[id] = Number(value.toFixed(decimals));
      if (lightly) {
        const drawn = guessed(asked, mine);
        chart.replaceWith(drawn);
        chart = drawn;
      }
      change({ ...mine }, lightly);
      return mine[id];
    },
  }));
  return [make("p", { class: "quiet" }, say("phone.guess")), make("p", { class: "axis" }, asked.axis), chart, rows, make("p", { class: "quiet" }, asked.source)];
}

const whole = (asked, answer) => {
  if (asked.kind === "sort") return asked.items.every(({ id }) => answer?.[id]);
  if (asked.kind === "predict") return asked.points.every(({ id }) => answer?.[id] !== undefined);
  return Array.isArray(answer) ? answer.length > 0 : Boolean(answer);
};

function sending(asked, answer) {
  const changed = JSON.stringify(answer) !== JSON.stringify(asked.mine);
  const act = () => send("send", { do: "answer", round: asked.round, n: asked.n + 1, answer });
  const stuck = () => send("stuck", { do: "stuck", round: asked.round, on: !asked.stuck });
  return make("div", { class: "foot" },
    asked.n > 0 && !changed ? make("p", { class: "sent", role: "status" }, say("phone.sent")) : button("send", say(asked.n ? "phone.send_again" : "phone.send"), act, { disabled: busy === "send" || !whole(asked, answer) }),
    make("button", { type: "button", class: "plain", id: "stuck", click: stuck }, say(asked.stuck ? "phone.unstuck" : "phone.stuck")), asked.stuck && make("p", { class: "quiet" }, say("phone.stuck_said")));
}

const answered = (asked) => {
  const { mine, unit = "" } = asked, name = (list, id) => list.find((one) => one.id === id)?.text ?? "";
  if (asked.options) return asked.options.filter(({ id }) => (Array.isArray(mine) ? mine.includes(id) : mine === id)).map(({ letter, text }) => `${letter} ${text}`);
  if (asked.items) return asked.items.map(({ id, text }) => `${text} → ${name(asked.heaps, mine[id])}`);
  if (asked.points) return asked.points.map(({ id, label }) => `${label} ${mine[id].toFixed(asked.decimals)}${unit}`);
  return [mine];
};

// Where each item belongs, and where one had put it if elsewhere.
function placed({ items, heaps, result, mine }) {
  const name = (id) => heaps.find((one) => one.id === id)?.text ?? "";
  return items.map(({ id, text }) => {
    const right = result.heaps[id], own = mine?.[id], mark = own === undefined ? "" : own === right ? "✓ " : "✗ ";
    return make("p", { class: `placed ${mark && (own === right ? "is-right" : "is-not")}` }, text, make("b", {}, mark, name(right)), mark === "✗ " && make("small", {}, `${say("phone.mine")} ${name(own)}`));
  });
}

function after(asked) {
  const { result } = asked;
  const own = asked.mine === null ? [make("p", { class: "quiet" }, say("phone.no_answer"))] : [make("h2", {}, say("phone.mine")), answered(asked).map((text) => make("p", {}, text))];
  if (!result) return [make("p", { class: "wait" }, say("phone.closed")), ...own];
  return [
    asked.state && make("p", { class: `state ${asked.state}` }, say(`phone.${asked.state}`)),
    ...(asked.points ? [make("p", { class: "axis" }, asked.axis), guessed(asked, asked.mine ?? {}), make("p", { class: "key" }, make("i", { class: "key-mine" }), ` ${say("phone.your_guess")}　`, make("i", { class: "key-data" }), ` ${say("both.data")}`)] : asked.items ? [] : own),
    (asked.said ?? []).filter((text) => text !== result.why).map((text) => make("p", { class: "said" }, text)),
    make("h2", {}, say("both.right_one")), asked.items ? placed(asked) : result.worked.map((text) => make("p", {}, text)),
    make("h2", {}, say("both.why")), make("p", {}, result.why),
    asked.source && make("p", { class: "quiet" }, asked.source),
  ];
}

// ---- Monday ----

function monday({ action, day }) {
  const mine = draft("monday", { what: action?.what ?? "", day: action?.day ?? day, figure: action?.figure ?? "" });
  const text = (name, more) => {
    const box = make(name === "what" ? "textarea" : "input", { id: name, maxlength: "120", ...more, input: (event) => (mine[name] = event.target.value) });
    box.value = mine[name];
    return box;
  };
  const keep = () => send("keep", { do: "action", ...mine });
  return make("section", {}, make("h1", {}, say("monday.title")), make("p", {}, say("monday.ask")),
    field(say("monday.what"), text("what", { rows: "3", placeholder: say("monday.what_help") })), field(say("monday.day"), text("day", { type: "date" })), field(say("monday.figure"), text("figure", {})),
    action && make("p", { class: "sent", role: "status" }, say("monday.done")), button("keep", say(action ? "monday.change" : "monday.keep"), keep),
    make("h2", {}, say("monday.take")), make("p", {}, say("monday.take_help")), make("button", { type: "button", class: "plain", id: "take", click: take }, say("monday.take")));
}

async function take() {
  const answer = await fetch("/room/api/take", { headers: line.headers, cache: "no-store" });
  if (!answer.ok) return;
  const at = URL.createObjectURL(await answer.blob());
  make("a", { href: at, download: say("monday.file", { name: view.name }) }).click();
  setTimeout(() => URL.revokeObjectURL(at), 60_000);
}
