"""The shared market: teams form, decide, and the instructor closes the quarter. The rules, as the guide states them:

One phone decides for a team, the one that founded it or that the instructor names. A decision may be changed until the
quarter is closed; the last one sent counts. A team without one goes on as the quarter before, in the first quarter
as the manager before did. What comes after the close does not count. What does not add up is not taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import market
from ..state import COCKPIT, QUARTERS, Closed, Game, Room, Team
from .people import person_of, with_person
from .rules import Refused, by_cockpit, by_phone, text, whole

__all__ = ["MOST_TEAMS"]

MOST_TEAMS = 10
_NAME = 12  # letters
_MOST_SENT = 1_000_000


def _with_team(room: Room, team: Team) -> Room:
    teams = {**room.game.teams, team.id: replace(team, seq=room.seq)}
    return replace(room, game=replace(room.game, teams=teams))


def _team(room: Room, name: Any) -> Team:
    if not isinstance(name, str) or name not in room.game.teams:
        raise Refused("no_team")
    return room.game.teams[name]


def _founded(room: Room, event: Mapping[str, Any], captain: str) -> Room:
    if room.game.phase != "teams":
        raise Refused("begun")
    if len(room.game.teams) >= MOST_TEAMS:
        raise Refused("teams_full", most=MOST_TEAMS)
    name = text(event.get("name"), _NAME, "no_team_name")
    if any(one.name == name for one in room.game.teams.values()):
        raise Refused("name_taken", name=name)
    return _with_team(room, Team(f"team{room.seq}", name, captain))


@by_phone
def found(room: Room, event: Mapping[str, Any]) -> Room:
    """Found a team and decide for it."""
    person = person_of(room, event)
    if room.scene != "game":
        raise Refused("not_now")
    if room.game.team_of(person):
        raise Refused("in_team")
    after = _founded(room, event, person.id)
    return with_person(after, replace(person, team=f"team{room.seq}"))


@by_cockpit(stage=False)
def paper_team(room: Room, event: Mapping[str, Any]) -> Room:
    """Found a team that decides on paper."""
    return _founded(room, event, "")


@by_phone
def enroll(room: Room, event: Mapping[str, Any]) -> Room:
    """Join a team, to see what it sees; once in a team, only the instructor takes one out of it."""
    person = person_of(room, event)
    if room.game.team_of(person):
        raise Refused("in_team")
    return with_person(room, replace(person, team=_team(room, event.get("team")).id))


@by_cockpit(stage=False)
def captain(room: Room, event: Mapping[str, Any]) -> Room:
    """Let another phone decide for a team, which joins it by that; nobody's phone: the instructor types."""
    team, who = _team(room, event.get("team")), event.get("person")
    if who == "":
        return _with_team(room, replace(team, captain=""))
    if not isinstance(who, str) or who not in room.people or room.people[who].on_paper:
        raise Refused("no_person")
    if any(one.captain == who and one.id != team.id for one in room.game.teams.values()):
        raise Refused("leads", name=room.people[who].name)
    return with_person(_with_team(room, replace(team, captain=who)), replace(room.people[who], team=team.id))


@by_cockpit(stage=False)
def drop_team(room: Room, event: Mapping[str, Any]) -> Room:
    """Take a team away, before the first quarter."""
    team = _team(room, event.get("team"))
    if room.game.phase != "teams":
        raise Refused("begun")
    teams = {key: one for key, one in room.game.teams.items() if key != team.id}
    people = {key: replace(one, team="", seq=room.seq) if one.team == team.id else one
              for key, one in room.people.items()}  # fmt: skip
    return replace(room, people=people, game=replace(room.game, teams=teams))


@by_cockpit(stage=True)
def new_game(room: Room, event: Mapping[str, Any]) -> Room:
    """Begin anew: other teams, the same class number or another."""
    seed = whole(event.get("seed"), 0, 999_999, "no_seed")
    people = {key: replace(one, team="", seq=room.seq) for key, one in room.people.items()}
    return replace(room, scene="game", game=Game(), people=people, seed=seed, ends=None)


# ---- a quarter ----


@by_cockpit(stage=True)
def plan(room: Room, event: Mapping[str, Any]) -> Room:
    """Open the next quarter for decisions."""
    game = room.game
    if not game.teams:
        raise Refused("no_teams")
    if game.phase not in ("teams", "recap") or game.quarter >= QUARTERS:
        raise Refused("not_now")
    return replace(room, scene="game", ends=None, game=replace(game, phase="plan"))


def _own(room: Room, event: Mapping[str, Any]) -> Team:
    """Return the team that one may decide for: never one that the event names, but the one's own."""
    if event["by"] == COCKPIT:
        return _team(room, event.get("team"))
    person = person_of(room, event)
    team = room.game.team_of(person)
    if team is None:
        raise Refused("no_team")
    if team.captain != person.id:
        raise Refused("not_captain")
    return team


def _decided(room: Room, event: Mapping[str, Any]) -> Room:
    team = _own(room, event)
    if room.game.phase != "plan" or event.get("quarter") != room.game.quarter + 1:
        raise Refused("quarter_closed")
    n = whole(event.get("n"), 1, _MOST_SENT, "no_decision")
    if team.draft and n <= team.draft.n and event["by"] != COCKPIT:
        return room  # the same again, or an earlier one that comes later
    return _with_team(room, replace(team, draft=replace(market.decision(room, event), n=n)))


@by_phone
def decide(room: Room, event: Mapping[str, Any]) -> Room:
    """Share out the quarter's budget."""
    return _decided(room, event)


@by_cockpit(stage=False)
def decide_for(room: Room, event: Mapping[str, Any]) -> Room:
    """Type in what a team decided on paper or in Excel."""
    team = _team(room, event.get("team"))
    return _decided(room, {**event, "n": team.draft.n + 1 if team.draft else 1})


@by_phone
def goal(room: Room, event: Mapping[str, Any]) -> Room:
    """Set the team's goal; from its first quarter on it stands."""
    team = _own(room, event)
    if team.goal and room.game.quarter > team.goal["since"]:
        raise Refused("goal_stands")
    return _with_team(room, replace(team, goal=market.aim(room, team, event).to_dict()))


@by_cockpit(stage=True)
def close_quarter(room: Room, event: Mapping[str, Any]) -> Room:
    """Close the quarter: what has been sent counts, and who sent nothing goes on as before."""
    game = room.game
    if game.phase != "plan":
        raise Refused("not_now")
    teams = {key: _closed(team, room) for key, team in game.teams.items()}
    return replace(room, scene="game", ends=None, game=Game("recap", teams, game.quarter + 1))


def _closed(team: Team, room: Room) -> Team:
    if team.draft:
        counted = Closed(team.draft, "sent")
    elif team.closed:
        counted = Closed(team.closed[-1].decision, "kept")
    else:
        counted = Closed(market.inherited(room), "inherited")
    return replace(team, draft=None, closed=(*team.closed, counted), seq=room.seq)


@by_cockpit(stage=True)
def debrief(room: Room, event: Mapping[str, Any]) -> Room:
    """Say what each result came from, after the last quarter."""
    if room.game.phase != "recap" or room.game.quarter < QUARTERS:
        raise Refused("not_now")
    return replace(room, scene="game", ends=None, game=replace(room.game, phase="debrief"))
