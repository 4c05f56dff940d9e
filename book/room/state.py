"""What a room is: plain values, which are replaced and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "COCKPIT",
    "PAPER",
    "QUARTERS",
    "Closed",
    "Decision",
    "Game",
    "Given",
    "Person",
    "Room",
    "Round",
    "Team",
]

#: Who acts where it is not a phone: the instructor.
COCKPIT = "cockpit"
#: How the id of somebody begins who answers on paper.
PAPER = "paper:"
QUARTERS = 8

Scene = Literal["lobby", "question", "game", "monday", "end"]
Phase = Literal["open", "closed", "revealed"]
GamePhase = Literal["teams", "plan", "recap", "debrief"]
#: How a quarter's decision came about: sent in, as the quarter before, or as the manager before (`simulate.INHERITED`).
How = Literal["sent", "kept", "inherited"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room; ``id`` is what the secret of the phone hashes to, ``seq`` the last event about them."""

    id: str
    name: str
    team: str = ""
    action: Mapping[str, str] | None = None
    seq: int = 0

    @property
    def on_paper(self) -> bool:
        """Whether the instructor types for them."""
        return self.id.startswith(PAPER)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, the how-manyeth of its giver, and when it came."""

    n: int
    answer: Any
    at: float


@dataclass(frozen=True, slots=True)
class Round:
    """A question as it was asked once; asked again, it is another round."""

    exercise: str
    began: float
    phase: Phase = "open"
    given: Mapping[str, Given] = field(default_factory=dict)
    stuck: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """How a team shares a quarter's budget: areas in points of 100, what is inside two of them in weights."""

    areas: Mapping[str, int]
    features: Mapping[str, int]
    standards: Mapping[str, int]
    n: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """What counted in a quarter, and how it came about."""

    decision: Decision
    how: How


@dataclass(frozen=True, slots=True)
class Team:
    """A team: one phone, ``captain``, decides for it, or the instructor where there is none."""

    id: str
    name: str
    captain: str
    goal: Mapping[str, Any] | None = None
    draft: Decision | None = None
    closed: tuple[Closed, ...] = ()
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Game:
    """One market, up to ten teams, eight quarters."""

    phase: GamePhase = "teams"
    teams: Mapping[str, Team] = field(default_factory=dict)
    quarter: int = 0  # closed

    def team_of(self, person: Person) -> Team | None:
        """Return the team somebody belongs to."""
        return self.teams.get(person.team)


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that has happened, as it stands.

    ``seq`` counts the events taken in; ``stage`` is the last of them that everybody sees. ``market`` is whether the
    plan of the day comes to the market. ``ends`` is when the time
    given is up; ``live`` whether the screen shows answers while they come.
    """

    seq: int = 0
    stage: int = 0
    agenda: tuple[str, ...] = ()
    market: bool = True
    case: str = "healthcare"
    seed: int = 1
    scene: Scene = "lobby"
    people: Mapping[str, Person] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    game: Game = field(default_factory=Game)
    ends: float | None = None
    live: bool = True

    @property
    def round(self) -> Round | None:
        """The question on the stage."""
        return self.rounds[-1] if self.scene == "question" and self.rounds else None
