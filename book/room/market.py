"""The market of the room, through the methods of the package: what may be decided, how it went, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sgm_lab import simulate
from sgm_lab.errors import SgmError
from sgm_lab.simulate import Aim, Market, Review, Run

from .moves.rules import Refused
from .once import once
from .state import Decision, Room, Team

__all__ = ["WEIGHT", "aim", "aims_of", "decision", "inherited", "market_of", "reviews", "runs", "runs_of", "spend",
           "written"]  # fmt: skip

#: Most of a feature or a dimension: how many times as much it can get as one that has 1.
WEIGHT = 5


def market_of(room: Room) -> Market:
    """Return the one market of all teams."""
    return simulate.market(room.case, room.seed)


def inherited(room: Room) -> Decision:
    """Return the decision of a team that has never made one: as the manager before."""
    features = dict.fromkeys(market_of(room).features, 1)
    return Decision(dict(simulate.INHERITED), features, dict.fromkeys(simulate.DIMENSIONS, 1))


# ---- what comes from outside ----


def decision(room: Room, given: Mapping[str, Any]) -> Decision:
    """Read a decision, or refuse it with the reason."""
    here = market_of(room)
    areas = _points(given.get("areas"), tuple(simulate.INHERITED), 100)
    if (total := sum(areas.values())) != 100:
        raise Refused("not_100", total=total)
    shares = {}
    for area, names in (("features", here.features), ("standards", simulate.DIMENSIONS)):
        shares[area] = _points(given.get(area), names, WEIGHT)
        if areas[area] and not any(shares[area].values()):
            raise Refused(f"no_{area}")
    return Decision(areas, shares["features"], shares["standards"])


def _points(given: Any, names: tuple[str, ...], most: int) -> dict[str, int]:
    if not isinstance(given, Mapping) or set(given) != set(names):
        raise Refused("no_decision")
    if any(type(value) is not int or not 0 <= value <= most for value in given.values()):
        raise Refused("no_decision")
    return {name: given[name] for name in names}


def aim(room: Room, team: Team, given: Mapping[str, Any]) -> Aim:
    """Read a goal of a team, its baseline the quarter that is closed; refused in the words of the method."""
    metric, target, due = (given.get(name) for name in ("metric", "target", "due"))
    if metric not in simulate.METRICS or type(due) is not int or type(target) not in (int, float):
        raise Refused("no_goal")
    low, high, _ = simulate.target_limits(metric)
    if not low <= target <= high:
        raise Refused("no_target", low=low, high=high)
    try:
        found = Aim(metric, target, due, room.game.quarter)
        found.goal(runs(room)[team.id].reports)  # says so where there is no way to cover
    except SgmError as error:
        raise Refused("goal", why=error.plain) from error
    return found


# ---- how it went ----


def spend(decided: Decision) -> dict[str, float]:
    """Return what goes to each line."""

    def shares(weights: Mapping[str, int]) -> dict[str, float]:
        whole = sum(weights.values())
        return {name: 100 * weight / whole for name, weight in weights.items()} if whole else {}

    return simulate.shared_budget(decided.areas, shares(decided.features), shares(decided.standards))


def runs(room: Room) -> dict[str, Run]:
    """Return the run of each team, all in one market."""
    return runs_of(written(room))


def written(room: Room) -> str:
    """Return the game as text: class number, goals and what was spent, which say everything else."""
    game = room.game
    spent = {key: [spend(one.decision) for one in team.closed] for key, team in game.teams.items()}
    return json.dumps([room.case, room.seed, spent, {key: team.goal for key, team in game.teams.items()}])


@once(16)
def runs_of(game: str) -> dict[str, Run]:
    """Return the runs of a game as `written` has it."""
    case, seed, spent, _ = json.loads(game)
    return simulate.share(simulate.market(case, seed), spent)


def aims_of(game: str, key: str) -> list[Aim]:
    """Return the goals of a team in a game as `written` has it."""
    found = json.loads(game)[-1][key]
    return [Aim.from_dict(found)] if found else []


def reviews(room: Room) -> dict[str, Review]:
    """Explain the finished game, team by team: a second each."""
    game = written(room)
    return {key: simulate.review(run, aims_of(game, key)) for key, run in runs_of(game).items()}
