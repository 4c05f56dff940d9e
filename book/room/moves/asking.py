"""Questions: asked, answered, closed, revealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import questions
from ..state import PAPER, Given, Person, Room, Round
from .people import MOST_PEOPLE, NAME, person_of, with_person
from .rules import Refused, by_cockpit, by_phone, text, whole

__all__: list[str] = []

_MOST_ROUNDS, _MOST_ANSWERS = 300, 1_000_000


def _now(room: Room) -> Round:
    if room.round is None:
        raise Refused("not_now")
    return room.round


def _changed(room: Room, asked: Round) -> Room:
    return replace(room, rounds=(*room.rounds[:-1], asked))


@by_cockpit(stage=True)
def ask(room: Room, event: Mapping[str, Any]) -> Room:
    """Put a question on the stage, open for answers; asked before, it begins anew and the first answers are kept."""
    if event.get("exercise") not in questions.ids():
        raise Refused("no_question")
    if len(room.rounds) >= _MOST_ROUNDS:
        raise Refused("full", most=_MOST_ROUNDS)
    return replace(
        room, scene="question", ends=None, rounds=(*room.rounds, Round(event["exercise"], event["at"]))
    )


@by_cockpit(stage=True)
def close(room: Room, event: Mapping[str, Any]) -> Room:
    """Take no more answers."""
    if _now(room).phase != "open":
        raise Refused("not_now")
    return replace(_changed(room, replace(_now(room), phase="closed")), ends=None)


@by_cockpit(stage=True)
def reopen(room: Room, event: Mapping[str, Any]) -> Room:
    """Take answers again, while the right one has not been shown."""
    if _now(room).phase != "closed":
        raise Refused("not_now")
    return _changed(room, replace(_now(room), phase="open"))


@by_cockpit(stage=True)
def reveal(room: Room, event: Mapping[str, Any]) -> Room:
    """Show what is right, and why."""
    if _now(room).phase == "revealed":
        raise Refused("not_now")
    return replace(_changed(room, replace(_now(room), phase="revealed")), ends=None)


@by_phone
def answer(room: Room, event: Mapping[str, Any]) -> Room:
    """Answer, or answer anew while the question is open; what was sent earlier and comes later does not count."""
    person, asked = person_of(room, event), _now(room)
    if event.get("round") != len(room.rounds) or asked.phase != "open":
        raise Refused("closed")
    n = whole(event.get("n"), 1, _MOST_ANSWERS, "no_answer")
    known = asked.given.get(person.id)
    if known and n <= known.n:
        return room  # sent again since the phone did not hear that it had arrived, or overtaken
    found = questions.clean(asked.exercise, event.get("answer"))
    if found is None:
        raise Refused("no_answer")
    given = {**asked.given, person.id: Given(n, found, event["at"])}
    return with_person(_changed(room, replace(asked, given=given, stuck=asked.stuck - {person.id})), person)


@by_phone
def stuck(room: Room, event: Mapping[str, Any]) -> Room:
    """Say that one does not get on with the question, or does again."""
    person, asked = person_of(room, event), _now(room)
    if event.get("round") != len(room.rounds):
        raise Refused("closed")
    found = asked.stuck | {person.id} if event.get("on") is True else asked.stuck - {person.id}
    return with_person(_changed(room, replace(asked, stuck=found)), person)


@by_cockpit(stage=False)
def typed(room: Room, event: Mapping[str, Any]) -> Room:
    """Type in what somebody answered on paper or in Excel; the question may be closed, but not yet revealed."""
    asked = _now(room)
    if event.get("round") != len(room.rounds) or asked.phase == "revealed":
        raise Refused("closed")
    name = text(event.get("name"), NAME, "no_name")
    who = next((one for one in room.people.values() if one.name == name), Person(PAPER + name, name))
    if not who.on_paper:
        raise Refused("has_phone", name=name)
    if who.id not in room.people and len(room.people) >= MOST_PEOPLE:
        raise Refused("full", most=MOST_PEOPLE)
    found = questions.read(asked.exercise, str(event.get("text", "")))
    if found is None:
        raise Refused("unread", name=name)
    before = asked.given.get(who.id)
    given = {**asked.given, who.id: Given(before.n + 1 if before else 1, found, event["at"])}
    return with_person(_changed(room, replace(asked, given=given)), who)
