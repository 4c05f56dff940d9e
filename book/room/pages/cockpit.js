// The instructor: the next step, what comes in and from whom, who is stuck, the teams, answers on paper.

import { counts } from "./chart.js";
import { Line, clock, draw, make, say, told } from "./common.js";
import { paper, teams } from "./desk.js";

const main = document.getElementById("main");
let view = null, said = "", picked = "";

const line = new Line("cockpit", location.hash.slice(1), (found) => {
  view = found;
  show();
});

const underway = new Map(); // moves that the laptop has not answered yet
let last = Promise.resolve();

// One step after the other: what is pressed on the way to the laptop waits, and says the state that the step before it made.
// Pressed twice, a step is made once.
export function act(move, note = "") {
  const key = JSON.stringify(move);
  if (!underway.has(key)) {
    const made = last.then(() => step(move, note)).finally(() => underway.delete(key));
    last = made.catch(() => {}); // a step that fails holds up none of those behind it
    underway.set(key, made);
  }
  return underway.get(key);
}

async function step(move, note) {
  const why = await line.send({ stage: view.stage, ...move }, "act");
  said = why || note;
  show();
  return !why;
}

export const button = (text, move, more = {}) => make("button", { type: "button", class: "plain", click: () => act(move), ...more }, text);

export function show() {
  if (!view) return draw(main, make("p", { class: "refused" }, say("cockpit.wrong_key")));
  draw(main, head(), make("div", { class: "columns" }, make("div", {}, stage(), questions()), make("div", {}, people(), teams(view), paper(view))));
}

function head() {
  return make("header", {}, make("button", { type: "button", class: "main", id: "next", click: () => act(strip(view.next)) }, view.next.label), clock(view.left),
    [0, 1, 2, 5].map((n) => button(n ? say("cockpit.minutes", { n }) : say("cockpit.no_timer"), { do: "timer", seconds: 60 * n })),
    make("span", { class: "links" }, make("a", { href: "/room/screen", target: "screen" }, say("cockpit.screen_link")), " ", make("a", { href: told.join, target: "_blank" }, say("cockpit.phone_link"))),
    said && make("p", { class: "refused", role: "alert" }, said));
}

const strip = ({ label, ...move }) => move;

function stage() {
  const asked = view.question;
  const scenes = ["lobby", "game", "monday", "end"].map((scene) => button(say(`cockpit.${scene}`), { do: "show", scene }, { "aria-pressed": String(view.scene === scene) }));
  return make("section", {}, make("p", { class: "choices" }, make("span", {}, say("cockpit.scenes")), scenes), asked && [
    make("h2", {}, asked.prompt),
    make("p", { class: "choices" }, make("span", {}, say("both.answered", { n: asked.answered })),
      asked.phase === "closed" && button(say("cockpit.reopen"), { do: "reopen" }), asked.phase !== "open" && button(say("cockpit.again"), { do: "ask", exercise: asked.id }),
      make("label", {}, make("input", { type: "checkbox", id: "live", checked: view.live, change: (event) => act({ do: "live", on: event.target.checked }) }), " ", say("cockpit.live"))),
    counts(asked, asked.counted, asked.answered),
    asked.result && !asked.items && asked.result.worked.map((text) => make("p", { class: "quiet" }, `${say("both.right_one")} ${text}`)),
  ]);
}

function questions() {
  const own = view.agenda.map(({ id, prompt, asked }) => make("li", {}, button(say("cockpit.ask"), { do: "ask", exercise: id }, { "aria-label": `${say("cockpit.ask")} ${prompt}` }), make("span", { class: asked ? "quiet" : "" }, asked ? "✓ " : "", prompt)));
  const all = make("select", { id: "all", "aria-label": say("cockpit.all_questions"), change: () => (picked = all.value) }, told.chapters.map(({ chapter, questions: some }) => make("optgroup", { label: chapter }, some.map(({ id, prompt }) => make("option", { value: id, selected: id === picked }, `${id} ${prompt}`)))));
  return make("section", {}, make("h2", {}, say("cockpit.agenda")), make("ol", { class: "agenda" }, own), make("p", { class: "choices" }, all, make("button", { type: "button", class: "plain", click: () => act({ do: "ask", exercise: all.value }) }, say("cockpit.ask"))));
}

function people() {
  const order = (one) => (one.stuck ? 0 : one.answered === false ? 1 : 2);
  const state = (one) => {
    const words = [];
    if (one.answered !== undefined) words.push(one.answered ? say("cockpit.answered", { n: Math.round(one.after) }) : say(one.stuck ? "cockpit.stuck" : "cockpit.not_yet", { n: Math.round(one.after) }));
    if (one.answered && typeof one.right === "boolean") words.push(say(one.right ? "cockpit.right" : "cockpit.not_right"));
    if (one.paper) words.push(say("cockpit.on_paper"));
    else if (one.away) words.push(say("cockpit.away"));
    if (view.scene === "monday" && one.action) words.push("✓");
    return words.join(" · ");
  };
  const out = (one) => confirm(say("cockpit.sure", { name: one.name })) && act({ do: "send_out", person: one.id });
  const rows = [...view.people].sort((a, b) => order(a) - order(b) || (b.after ?? 0) - (a.after ?? 0)).map((one) => make("tr", { class: one.stuck ? "is-stuck" : "" }, make("th", { scope: "row" }, one.name), make("td", {}, state(one)),
    make("td", {}, view.game.teams.find(({ id }) => id === one.team)?.name ?? ""), make("td", {}, make("button", { type: "button", class: "link", click: () => out(one) }, say("cockpit.send_out")))));
  return make("section", {}, make("h2", {}, `${say("cockpit.people")} · ${view.people.length}`), make("div", { class: "scroll" }, make("table", { class: "people" }, make("thead", {}, make("tr", {}, ["name", "state", "team"].map((name) => make("th", { scope: "col" }, say(`cockpit.column_${name}`))), make("th"))), make("tbody", {}, rows))),
    make("p", { class: "quiet" }, say("cockpit.secret")));
}
