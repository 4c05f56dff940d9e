// What the instructor types in: answers on paper, teams on paper, who decides for a team.

import { act, button, show } from "./cockpit.js";
import { make, say } from "./common.js";

let lines = "", name = "", number = "", asked = "", areas = {};

export function paper(view) {
  if (!view.question || view.question.phase === "revealed") return null;
  const box = make("textarea", { id: "paper", rows: "4", input: (event) => (lines = event.target.value) });
  box.value = lines;
  const take = async () => {
    const left = [];
    let taken = 0;
    for (const row of lines.split("\n").map((one) => one.trim()).filter(Boolean)) {
      const [, who, text] = row.match(/^(\S+)[\s,，:：]+(.+)$/) ?? [null, row, ""];
      if (await act({ do: "typed", round: view.question.round, name: who, text }, say("cockpit.taken_in", { n: taken + 1 }))) taken += 1;
      else left.push(row); // what was not taken stays in the field
    }
    lines = left.join("\n");
    document.getElementById("paper").value = lines;
  };
  return make("section", {}, make("h2", {}, say("cockpit.paper")), make("label", { for: "paper", class: "quiet" }, say("cockpit.paper_help")), box, make("button", { type: "button", class: "plain", id: "take-in", click: take }, say("cockpit.take_in")));
}

export function teams(view) {
  const { game } = view;
  if (view.scene !== "game" && !game.teams.length) return null;
  const box = make("input", { id: "paper-team", maxlength: "12", "aria-label": say("cockpit.paper_team"), placeholder: say("cockpit.paper_team"), input: (event) => (name = event.target.value) });
  box.value = name;
  const add = async () => {
    if (await act({ do: "paper_team", name })) name = document.getElementById("paper-team").value = "";
  };
  const anew = async () => {
    if (confirm(say("cockpit.new_game_sure")) && (await act({ do: "new_game", seed: Number(seed.value) }))) number = "";
  };
  const seed = make("input", { type: "number", id: "seed", min: "0", max: "999999", "aria-label": say("cockpit.seed"), input: (event) => (number = event.target.value) });
  seed.value = number || view.seed;
  return make("section", {}, make("h2", {}, say("cockpit.teams")), make("table", { class: "people" }, make("tbody", {}, game.teams.map((one) => row(view, one)))),
    game.phase === "teams" && make("p", { class: "choices" }, box, make("button", { type: "button", class: "plain", click: add }, say("cockpit.add"))),
    make("p", { class: "choices" }, make("label", {}, say("cockpit.seed"), " ", seed), make("button", { type: "button", class: "plain", click: anew }, say("cockpit.new_game"))));
}

function row(view, team) {
  const { game } = view, own = view.people.filter((one) => one.team === team.id && !one.paper);
  const leads = make("select", { "aria-label": say("cockpit.leader"), change: (event) => act({ do: "captain", team: team.id, person: event.target.value }) }, make("option", { value: "" }, say("cockpit.nobody")), own.map((one) => make("option", { value: one.id }, one.name)));
  leads.value = own.some(({ id }) => id === team.captain) ? team.captain : "";
  const missed = team.quarters.map((how) => (how === "sent" ? "●" : "○")).join("");
  return make("tr", {}, make("th", { scope: "row" }, team.name), make("td", {}, leads), make("td", {}, missed, game.phase === "plan" ? ` ${say(team.sent ? "game.has_sent" : "game.has_not")}` : "", game.phase === "teams" && team.goal ? ` ${say("game.has_goal")}` : ""),
    make("td", {}, game.phase === "teams" && button(say("cockpit.drop"), { do: "drop_team", team: team.id }), game.phase === "plan" && typing(game, team)));
}

function open(id) {
  [asked, areas] = [id, {}];
  show();
}

// A decision on paper: points of the six areas; inside features and standards even.
function typing(game, team) {
  if (asked !== team.id) return make("button", { type: "button", class: "plain", click: () => open(team.id) }, say("cockpit.type_for"));
  const boxes = game.areas.map(({ id, label }) => {
    const box = make("input", { type: "number", id: `for-${id}`, min: "0", max: "100", input: (event) => (areas[id] = Number(event.target.value)) });
    box.value = areas[id] ?? "";
    return make("label", {}, label, box);
  });
  const take = async () => {
    const given = Object.fromEntries(game.areas.map(({ id }) => [id, areas[id] ?? 0]));
    if (await act({ do: "decide_for", team: team.id, quarter: game.quarter + 1, n: 1, areas: given, ...game.even })) asked = "";
  };
  return make("div", { class: "typing" }, make("small", {}, say("cockpit.type_help")), boxes, make("button", { type: "button", class: "plain", click: take }, say("cockpit.take_in")));
}
