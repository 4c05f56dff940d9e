"""Who is in the room, and what each takes up on Monday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..state import Game, Person, Room
from .rules import Refused, by_cockpit, by_phone, text

__all__ = ["MOST_PEOPLE", "NAME", "person_of", "with_person"]

MOST_PEOPLE = 200
NAME, ACTION = 24, 120  # letters


def person_of(room: Room, event: Mapping[str, Any]) -> Person:
    """Return who makes a move."""
    if event["by"] not in room.people:
        raise Refused("not_joined")
    return room.people[event["by"]]


def with_person(room: Room, person: Person) -> Room:
    """Put somebody into the room as they are now."""
    return replace(room, people={**room.people, person.id: replace(person, seq=room.seq)})


@by_phone
def join(room: Room, event: Mapping[str, Any]) -> Room:
    """Come in, or come back: the phone's secret is the same person, under the name given last."""
    name = text(event.get("name"), NAME, "no_name")
    known = room.people.get(event["by"])
    if known and known.name == name:
        return room
    if known is None and len(room.people) >= MOST_PEOPLE:
        raise Refused("full", most=MOST_PEOPLE)
    if any(one.name == name and one.id != event["by"] for one in room.people.values()):
        raise Refused("name_taken", name=name)
    return with_person(room, replace(known, name=name) if known else Person(event["by"], name))


@by_cockpit(stage=False)
def send_out(room: Room, event: Mapping[str, Any]) -> Room:
    """Take somebody and all they gave out of the room, and their team where they decided for it and nobody else can.

    Their phone may come in again, under another name.
    """
    who = event.get("person")
    if not isinstance(who, str) or who not in room.people:
        raise Refused("no_person")
    person, game = room.people[who], room.game
    team = game.team_of(person)
    if team and team.captain == who:
        others = [one.id for one in room.people.values() if one.team == team.id and one.id != who]
        if others or game.phase != "teams":
            heir = replace(team, captain=others[0] if others else "", seq=room.seq)
            teams: Mapping[str, Any] = {**game.teams, team.id: heir}
        else:
            teams = {key: one for key, one in game.teams.items() if key != team.id}
        game = Game(game.phase, teams, game.quarter)
    rounds = tuple(
        replace(
            one, given={key: own for key, own in one.given.items() if key != who}, stuck=one.stuck - {who}
        )
        for one in room.rounds
    )
    people = {key: one for key, one in room.people.items() if key != who}
    return replace(room, people=people, rounds=rounds, game=game)


@by_phone
def action(room: Room, event: Mapping[str, Any]) -> Room:
    """Write what one does, from which day on, and which figure shows it."""
    person = person_of(room, event)
    if room.scene not in ("monday", "end"):
        raise Refused("not_now")
    made = {"what": text(event.get("what"), ACTION, "no_action"), "day": _day(event.get("day"))}
    if event.get("figure"):
        made["figure"] = text(event["figure"], ACTION, "no_figure")
    return with_person(room, replace(person, action=made))


def _day(value: Any) -> str:
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Refused("no_day") from None
