// A team's phone: teams form, a goal, the budget of a quarter, its report, the debrief.

import { make, say, slider, written } from "./common.js";
import { button, draft, field, send, show } from "./phone.js";

export function team(game) {
  if (!game.team) return joining(game);
  const { name, captain, leader, members } = game.team;
  const who = captain ? say("game.captain") : leader ? say("game.member", { name: leader }) : say("game.paper");
  const heads = { teams: "game.teams", plan: "game.plan", recap: "game.recap", debrief: "game.debrief" };
  return make("section", { class: "game" },
    make("h1", {}, say(heads[game.phase], { quarter: game.quarter })), make("p", { class: "quiet" }, make("b", {}, say("game.team", { name, n: members })), make("br"), who),
    game.phase === "recap" && make("p", { class: "said" }, [say("game.place", { place: game.place, of: game.of }), game.how].filter(Boolean).join(" · ")),
    game.phase === "debrief" && debrief(game),
    game.phase === "plan" && captain && budget(game),
    game.phase === "plan" && !captain && make("p", { class: game.sent ? "sent" : "wait" }, say(game.sent ? "game.wait_captain_sent" : "game.wait_captain")),
    goal(game), written(game.report), game.phase === "teams" && make("p", { class: "quiet" }, say("game.rules")));
}

function joining(game) {
  const mine = draft("team", { name: "" });
  const name = make("input", { id: "team-name", maxlength: "12", autocomplete: "off", input: (event) => (mine.name = event.target.value) });
  name.value = mine.name;
  const others = game.teams.map((one) => make("button", { type: "button", class: "plain", id: one.id, click: () => send(one.id, { do: "enroll", team: one.id }) }, one.name));
  return make("section", { class: "game" }, make("h1", {}, say("game.teams")), make("p", {}, say("game.brief")),
    game.phase === "teams" && [field(say("game.team_name"), name), button("found", say("game.found"), () => send("found", { do: "found", name: mine.name }))],
    others.length > 0 && make("h2", {}, say("game.enroll")), make("div", { class: "choices" }, others), make("p", { class: "quiet" }, say("game.rules")));
}

function goal(game) {
  const kept = game.goal && make("p", { class: "goal" }, make("b", {}, say("game.goal")), " ", game.goal);
  if (!game.team.captain || !game.may_goal) return kept;
  const first = game.metrics[0], mine = draft("goal", { metric: first.id, target: first.suggested, due: Math.min(8, game.quarter + 3) });
  const about = game.metrics.find(({ id }) => id === mine.metric);
  const metric = make("select", { id: "metric", change: (event) => {
    Object.assign(mine, { metric: event.target.value, target: game.metrics.find(({ id }) => id === event.target.value).suggested });
    show();
  } }, game.metrics.map(({ id, label }) => make("option", { value: id }, label)));
  metric.value = mine.metric;
  const number = (name, low, high, step) => {
    const box = make("input", { type: "number", id: name, min: String(low), max: String(high), step: String(step), input: (event) => (mine[name] = Number(event.target.value)) });
    box.value = mine[name];
    return box;
  };
  return [kept, make("details", { class: "goal", open: !game.goal }, make("summary", {}, say(game.goal ? "game.change_goal" : "game.goal")),
    field(say("game.goal_metric"), metric), field(say("game.goal_target", { unit: about.unit.trim() }), number("target", about.low, about.high, about.step)), field(say("game.goal_due"), number("due", game.quarter, 8, 1)),
    button("goal", say(game.goal ? "game.change_goal" : "game.keep_goal"), () => send("goal", { do: "goal", ...mine })))];
}

// ---- the budget: what is given to five areas, the rest is kept unspent, so that it always adds up ----

const REST = "reserve";

function budget(game) {
  const mine = draft(`quarter ${game.quarter}`, game.shared);
  const spent = () => Object.entries(mine.areas).reduce((sum, [name, n]) => (name === REST ? sum : sum + n), 0);
  const rest = make("b", {}, String(mine.areas[REST]));
  const give = (name) => (value, lightly) => {
    mine.areas[name] = Math.min(100 - spent() + mine.areas[name], value);
    mine.areas[REST] = 100 - spent();
    rest.textContent = mine.areas[REST];
    if (!lightly) show();
    return mine.areas[name];
  };
  const weigh = (part, name) => (value, lightly) => {
    mine[part][name] = value;
    if (!lightly) show();
    return value;
  };
  const rows = game.areas.map(({ id, label, beside }) => (id === REST
    ? make("p", { class: "rest" }, make("span", {}, label, " ", make("small", {}, beside)), rest)
    : slider(`area-${id}`, label, beside, { low: 0, high: 100, step: 5, value: mine.areas[id], set: give(id) })));
  const opened = draft("opened", {});
  const inside = (part) => make("details", { open: Boolean(opened[part]), toggle: (event) => (opened[part] = event.target.open) }, make("summary", {}, say(`game.inside_${part}`, { most: game.most })),
    game[part].map(({ id, label, beside }) => slider(`${part}-${id}`, label, beside, { low: 0, high: game.most, step: 1, value: mine[part][id], set: weigh(part, id) })));
  const changed = !game.sent || JSON.stringify(mine) !== JSON.stringify(game.shared);
  const act = () => send("decide", { do: "decide", quarter: game.quarter, n: game.n + 1, ...mine });
  return make("div", { class: "budget" }, rows, inside("features"), inside("standards"),
    changed ? button("decide", say(game.sent ? "game.decide_again" : "game.decide"), act) : make("p", { class: "sent", role: "status" }, say("game.decided")));
}

function debrief(game) {
  if (!game.review) return make("p", { class: "wait" }, say("game.working"));
  return game.review.map((text) => make("p", { class: "said" }, text));
}
