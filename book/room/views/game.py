"""The market as phones and the screen show it: through the tables and sentences of the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sgm_lab import cases, simulate
from sgm_lab.i18n import get_language, t
from sgm_lab.labs.sandtable import words as sandbox
from sgm_lab.paper import markup
from sgm_lab.paper.blocks import Block, Note
from sgm_lab.simulate import Report, Review, Run

from .. import market
from ..once import once
from ..state import QUARTERS, Person, Room, Team
from ..words import say

__all__ = ["for_phone", "for_screen"]


# ---- a phone ----


def for_phone(room: Room, person: Person, reviews: Mapping[str, Review]) -> dict[str, Any]:
    """Return what the phone of one shows of the game."""
    game = room.game
    team = game.team_of(person)
    made: dict[str, Any] = {"phase": game.phase, "quarter": game.quarter + (game.phase in ("teams", "plan"))}
    if team is None:
        made["teams"] = [{"id": key, "name": one.name} for key, one in game.teams.items()]
        return made
    standing = _standing(market.written(room), team.id, get_language())
    made["team"] = {
        "id": team.id,
        "name": team.name,
        "captain": team.captain == person.id,
        "leader": room.people[team.captain].name if team.captain in room.people else "",
        "members": sum(one.team == team.id for one in room.people.values()),
    }
    made |= {name: standing[name] for name in ("goal", "report")}
    if game.phase in ("teams", "plan"):
        made["may_goal"] = team.goal is None or game.quarter <= team.goal["since"]
        made["metrics"] = standing["metrics"] if made["may_goal"] else []
    if game.phase == "plan":
        shown = team.draft or (team.closed[-1].decision if team.closed else market.inherited(room))
        shared = {name: dict(getattr(shown, name)) for name in ("areas", "features", "standards")}
        made |= standing["lines"]
        made |= {"shared": shared, "sent": team.draft is not None, "n": team.draft.n if team.draft else 0}
    if game.phase == "recap":
        made["how"] = say(f"how.{team.closed[-1].how}") if team.closed[-1].how != "sent" else ""
        made["place"] = _places(room)[team.id]
        made["of"] = len(game.teams)
    if game.phase == "debrief" and team.id in reviews:
        made["review"] = _sentences(reviews[team.id], market.runs(room)[team.id])
    return made


@once(64)
def _standing(game: str, key: str, lang: str) -> dict[str, Any]:
    """Return where a team stands after what is closed: the same for all its phones, so worked out once."""
    run, aims = market.runs_of(game)[key], market.aims_of(game, key)
    now = run.reports[-1]
    still = [one for one in aims if one.judge(run.reports) is None]
    title = sandbox.w("quarter", quarter=now.quarter) if now.quarter else sandbox.w("opening")
    judged = sandbox.goal_table([one for one in aims if one not in still], run)
    news: list[Block] = [Note(said, "try") for said in _news(now)]
    blocks = [*news, *sandbox.hints(now), sandbox.stands(run.reports[-2:], title), *judged]
    return {
        "goal": still[0].statement(run.reports) if still else "",
        "report": markup.blocks(blocks),
        "metrics": [_metric(name, now) for name in simulate.METRICS],
        "lines": _lines(run, now),
    }


def _news(now: Report) -> list[str]:
    """Say what happened in a quarter."""
    return [
        sandbox.w("news", what=t(f"simulate.shock.{kind}"), then=t(f"simulate.could.{kind}"))
        for kind in now.news
    ]


def _metric(name: str, now: Report) -> dict[str, Any]:
    low, high, step = simulate.target_limits(name)
    unit = t(f"simulate.unit.{name.partition(':')[0]}")
    return {"id": name, "label": simulate.metric_label(name), "unit": unit, "low": low, "high": high,
            "step": step, "suggested": simulate.suggested_target(name, now)}  # fmt: skip


def _lines(run: Run, now: Report) -> dict[str, Any]:
    """Return what a budget is shared among, and where each thing stands."""
    letters = {name: letter for name, (letter, *_) in sandbox.categories(now).items()}
    features = [
        {"id": name, "label": label, "beside": f"{letters[name]} · {now.levels[name]:.0%}"}
        for name, label in run.market.labels().items()
    ]
    standards = [
        {"id": name, "label": t(f"common.dimension.{name}"),
         "beside": say("game.gap", gap=sandbox.number(gap.value, 1))}
        for name, gap in now.gaps.items()
    ]  # fmt: skip
    areas = [
        {"id": name, "label": t(f"simulate.area.{name}"), "beside": sandbox.w(f"pays_{name}")}
        for name in simulate.INHERITED
    ]
    return {"areas": areas, "features": features, "standards": standards, "most": market.WEIGHT}


def _places(room: Room) -> dict[str, int]:
    """Return the place of each team by what it has in hand; alike is alike."""
    totals = {key: round(run.surplus, 6) for key, run in market.runs(room).items()}
    return {key: 1 + sum(other > own for other in totals.values()) for key, own in totals.items()}


def _sentences(done: Review, run: Run) -> list[str]:
    """Say what a result came from: the best and the worst decision, and what was missing."""
    lost = "said_review_lost" if done.lost else "said_review"
    said = [sandbox.w(lost, surplus=sandbox.number(abs(done.surplus)), result=sandbox.number(done.result),
                      place=done.place, of=len(done.rivals))]  # fmt: skip
    for which, decision in (("best", done.best), ("worst", done.worst)):
        if decision is not None:
            key = f"{which}_{'more' if decision.effect >= 0 else 'less'}"
            line = sandbox.line_label(run.market, decision.line)
            said.append(sandbox.w(key, quarter=decision.quarter, line=line, money=sandbox.number(decision.money),
                                  effect=sandbox.number(abs(decision.effect))))  # fmt: skip
    gain, moved = float(done.moves["effect"].max()), sandbox.number(done.moved)
    area = t(f"simulate.area.{done.moves['effect'].idxmax()}")
    missing = sandbox.w("move", area=area, money=moved, effect=sandbox.number(gain))
    return [*said, missing if gain > 0 else sandbox.w("move_none", money=moved)]


# ---- the screen ----


def for_screen(room: Room, reviews: Mapping[str, Review]) -> dict[str, Any]:
    """Return what all see of the game: nothing that a team decides in an open quarter."""
    game = room.game
    runs = market.runs(room)
    made: dict[str, Any] = {
        "phase": game.phase,
        "quarter": game.quarter + (game.phase == "plan"),
        "quarters": QUARTERS,
        "source": sandbox.w("source", case=_case(room), room=room.seed),
        "teams": [_row(room, team, runs[key], reviews.get(key)) for key, team in game.teams.items()],
    }
    if game.phase in ("plan", "recap") and runs:
        now = next(iter(runs.values())).reports[-1]
        made["news"] = _news(now) if game.phase == "recap" else []
        made["hints"] = [note.text for note in sandbox.hints(now)]
    if game.phase in ("recap", "debrief"):
        key = "result" if reviews else "total"
        made["teams"].sort(key=lambda one: -one[key])
    if game.phase == "debrief":
        made["ready"] = bool(reviews)
        if reviews:
            found = next(iter(reviews.values())).shocks
            made["shocks"] = [
                say("game.shock", what=t(f"simulate.shock.{row['kind']}"), quarter=row["quarter"])
                for row in found.to_dict("records")
            ]
    return made


def _case(room: Room) -> str:
    """Return the title of the case."""
    return cases.load(room.case).title()


def _row(room: Room, team: Team, run: Run, done: Review | None) -> dict[str, Any]:
    now = run.reports[-1]
    row: dict[str, Any] = {
        "name": team.name,
        "members": sum(one.team == team.id for one in room.people.values()),
        "sent": team.draft is not None,
        "goal": bool(team.goal),
        "how": say(f"how.{team.closed[-1].how}") if team.closed and team.closed[-1].how != "sent" else "",
        "satisfaction": [now.satisfaction.value, now.satisfaction.low, now.satisfaction.high],
        "customers": now.customers,
        "surplus": round(now.surplus, 1),
        "total": round(now.total, 1),
        "totals": [round(one.total, 1) for one in run.reports],
    }
    if done:
        verdicts = [t(f"goals.verdict.{became.verdict}") for _, became in done.goals if became]
        said = _sentences(done, run)
        row |= {"result": round(done.result, 1), "verdict": verdicts[0] if verdicts else say("game.no_goal"),
                "best": said[1] if done.best else "", "missing": said[-1]}  # fmt: skip
    return row
