// The projector: the code to join, the question and what comes of it, the market of the teams.

import { counts, race } from "./chart.js";
import { Line, clock, draw, make, say, told } from "./common.js";

const main = document.getElementById("main");

const SMALLEST = 15; // px, of letters

new Line("screen", "", (view) => {
  draw(main, head(view), scene(view));
  fit();
});
addEventListener("resize", fit);

// All is seen at once, since nobody scrolls a projector: the letters become as small as they must.
function fit() {
  main.style.fontSize = "";
  const root = document.documentElement;
  for (let size = parseFloat(getComputedStyle(main).fontSize); root.scrollHeight > root.clientHeight && size > SMALLEST; ) {
    size -= 1;
    main.style.fontSize = `${size}px`;
  }
}

const code = (css) => make("img", { class: css, src: "/room/join.svg", alt: told.join, error: (event) => event.target.remove() });

const head = (view) => make("header", {}, make("b", {}, say("screen.course")), clock(view.left),
  make("span", { class: "quiet" }, say("both.people", { n: view.people })), view.scene !== "lobby" && make("span", { class: "address" }, told.join.replace(/^http:\/\//, "")), view.scene !== "lobby" && code("small-code"));

function scene(view) {
  if (view.question) return question(view.question, view.people);
  if (view.game) return game(view.game);
  if (view.scene === "lobby") return make("section", { class: "lobby" }, make("div", {}, make("h1", {}, say("screen.hello")), make("p", { class: "join" }, told.join), make("p", { class: "quiet" }, say("screen.network"))), code("code"));
  const title = view.scene === "end" ? say("monday.end") : say("monday.title");
  return make("section", { class: "middle" }, make("h1", {}, title), make("p", {}, say("monday.ask")), make("p", { class: "figure" }, say("monday.count", { n: view.actions, all: view.people })));
}

function question(asked, people) {
  const { result, counted } = asked;
  const shown = counted || result ? counts(asked, counted, asked.answered) : plain(asked);
  return make("section", { class: `question kind-${asked.kind}` }, make("h1", { class: "prompt" }, asked.prompt),
    make("p", { class: "quiet" }, say("both.of_people", { n: asked.answered, all: Math.max(people, asked.answered) }), asked.phase === "open" ? ` · ${say("screen.open")}` : "", counted ? "" : ` · ${say("screen.hidden")}`,
      asked.before ? ` · ▒ ${say("both.first_time", { n: asked.answered_before })}` : ""),
    make("div", { class: "shown" }, asked.points && make("p", { class: "axis" }, asked.axis), shown, asked.points && counted && make("p", { class: "key" }, say("both.guess_count", { n: asked.answered }), result && [" · ", make("i", { class: "key-data" }), ` ${say("both.data")}`])),
    result && make("aside", {}, !asked.items && !asked.options && result.worked.map((text) => make("p", {}, make("b", {}, `${say("both.right_one")} `), text)), make("p", {}, result.why), asked.source && make("p", { class: "quiet" }, asked.source)));
}

// The question while its answers are kept back.
function plain(asked) {
  if (asked.options) return make("ul", { class: "bars" }, asked.options.map(({ letter, text }) => make("li", {}, make("span", { class: "letter" }, letter), make("span", { class: "what" }, text))));
  return counts(asked, undefined, 0);
}

const whole = (value) => (Math.round(value) === 0 ? "0" : value.toLocaleString("en", { maximumFractionDigits: 0 }).replace("-", "−"));
const percent = (value) => `${Math.round(100 * value)}%`;

function game(at) {
  const titles = { teams: "game.teams", plan: "game.plan", recap: "game.recap", debrief: "game.debrief" };
  const title = make("h1", {}, say(titles[at.phase], { quarter: at.quarter }));
  const foot = make("p", { class: "quiet" }, at.source);
  if (at.phase === "teams") return make("section", { class: "game" }, title, make("p", {}, say("game.brief")), cards(at.teams, (one) => [say("game.members", { n: one.members }), one.goal ? say("game.has_goal") : ""]), make("p", { class: "quiet" }, say("game.rules")), foot);
  if (at.phase === "plan") {
    const sent = at.teams.filter((one) => one.sent).length;
    return make("section", { class: "game" }, title, (at.hints ?? []).map((text) => make("p", { class: "hint" }, text)), make("p", { class: "figure" }, say("game.sent_of", { n: sent, all: at.teams.length })), cards(at.teams, (one) => [say(one.sent ? "game.has_sent" : "game.has_not")]), make("p", { class: "quiet" }, say("game.rules")), foot);
  }
  const news = (at.news ?? []).map((text) => make("p", { class: "hint" }, text));
  if (at.phase === "recap") return make("section", { class: "game" }, title, news, (at.hints ?? []).map((text) => make("p", { class: "hint" }, text)), make("div", { class: "two" }, table(at.teams, false), race(at.teams, at.quarters)), foot);
  if (!at.ready) return make("section", { class: "game" }, title, make("p", { class: "wait" }, say("game.working")), race(at.teams, at.quarters), foot);
  return make("section", { class: "game debrief" }, title, make("p", { class: "hint" }, say("game.shocks", { what: at.shocks.join(say("game.separator")) })), table(at.teams, true), make("p", { class: "quiet" }, `${say("game.result_about")} · ${at.source}`));
}

const cards = (teams, lines) => make("ul", { class: "cards" }, teams.map((one) => make("li", { class: one.sent ? "is-sent" : "" }, make("b", {}, one.name), lines(one).filter(Boolean).map((text) => make("span", {}, text)))));

function table(teams, over) {
  const heads = over ? ["team", "result", "total", "satisfaction", "goal", "best", "missing"] : ["team", "total", "surplus", "satisfaction", "customers"];
  const cell = {
    team: (one) => [one.name, one.how && make("small", {}, ` ${one.how}`)],
    total: (one) => whole(one.total), surplus: (one) => whole(one.surplus), result: (one) => make("b", {}, whole(one.result)), customers: (one) => whole(one.customers),
    satisfaction: ({ satisfaction: [value, low, high] }) => [percent(value), make("small", {}, ` ${percent(low)}–${percent(high)}`)],
    goal: (one) => one.verdict, best: (one) => make("small", {}, one.best), missing: (one) => make("small", {}, one.missing),
  };
  return make("table", { class: "teams" }, make("thead", {}, make("tr", {}, heads.map((name) => make("th", { scope: "col" }, say(`game.column_${name}`))))),
    make("tbody", {}, teams.map((one) => make("tr", {}, heads.map((name) => make("td", { class: name }, cell[name](one)))))));
}
