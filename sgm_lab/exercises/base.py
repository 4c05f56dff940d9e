"""What every exercise has, whatever its kind: its texts, what a check finds, and how it is given to the browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any, ClassVar, Literal

from ..i18n import Language, about, get_language, t
from ..takeaways.plan.rows import ROWS, arrow
from .fields import Fields, Text
from .markup import entries, listed

__all__ = ["OUTCOMES", "Id", "Named", "Outcome", "Record", "State", "about_it", "not_yet", "weigh"]

State = Literal["not_attempted", "right", "partly", "wrong"]
OUTCOMES: tuple[State, ...] = ("not_attempted", "right", "partly", "wrong")
#: A name that serves as a key. What is annotated so is said to editors (`schema`).
Id = Annotated[str, {"$ref": "#/$defs/id"}]


@dataclass(frozen=True, slots=True)
class Named:
    """One thing with a text: a step, a heap of a sort exercise."""

    id: Id
    text: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found.

    Attributes
    ----------
    state : {"not_attempted", "right", "partly", "wrong"}
    feedback : tuple of str
        Sentences for this very answer.
    missing : tuple of str
        Keys of what is still missing where ``state`` is ``"partly"`` or ``"wrong"``.
    details : dict
        ``wrong``: keys of what is wrong; for a number ``value``; for a goal ``criteria`` and ``score``.
    """

    state: State
    feedback: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "state": self.state,
            "feedback": list(self.feedback),
            "missing": list(self.missing),
            "details": self.details,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every exercise has, and what its kind says of it: a module of `kinds`."""

    kind: ClassVar[str]  # as its module is called
    #: Whether only Python can judge an answer.
    python: ClassVar[bool] = False
    #: Whether the answer is the learner's own text.
    written: ClassVar[bool] = False
    #: Whether no answer is wrong: a thought or a guess is finished or not.
    free: ClassVar[bool] = False
    #: The field that holds what is to be marked, how (``exercises.face.paper_…``), and the place for it on paper.
    sheet: ClassVar[tuple[str, str, str] | None] = None
    #: What the reader takes beside the fields of the record, for editors (`schema`).
    beside: ClassVar[Mapping[str, Any]] = {}
    id: Id
    chapter: str
    minutes: Annotated[float, {"type": "number", "exclusiveMinimum": 0, "maximum": 60}]
    prompt: Text
    solution: Text
    hints: tuple[Text, ...] = ()
    right: Text | None = None
    plan: Annotated[tuple[str, ...], {"type": "array", "items": {"enum": list(ROWS)}, "minItems": 1}] = ()
    #: The earlier chapter that it goes back to, for a question of a closing check that is not on its own chapter.
    recalls: str | None = None
    #: Minutes of work that the question sends one to, such as a round of a game, beside reading and answering it.
    besides: Annotated[float, {"type": "number", "minimum": 0, "maximum": 60}] = 0.0

    def __init_subclass__(cls) -> None:
        cls.kind = cls.__module__.rpartition(".")[2]

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take what this kind has beside what all have out of its TOML table."""
        raise NotImplementedError

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge an answer; what is none counts as not attempted."""
        raise NotImplementedError

    def glance(self, answer: Any, lang: Language) -> Outcome:
        """Judge an answer for a class, as `check` does: what nobody reads of it may be left out."""
        return self.check(answer, lang)

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Say what is wrong in an answer that is not right, each mistake in words that are the same for all."""
        return []

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right answer in words, one line each; the same on every face."""
        raise NotImplementedError

    def shown(self, lang: Language) -> str:
        """Return as HTML what stands below the prompt where nothing can be pressed."""
        return listed(one.text.say(lang) for one in getattr(self, self.sheet[0])) if self.sheet else ""

    def picture(self, lang: Language) -> str:
        """Return as SVG what the answer looks like, where it is a chart."""
        return ""

    def to_fill(self, lang: Language) -> str:
        """Return as HTML the place to write an answer on paper: what there is to mark, or lines."""
        if not self.sheet:
            return self.shown(lang) + '<div class="line"></div>' * 3
        name, how, mark = self.sheet
        return entries(t(f"exercises.face.paper_{how}", lang), mark, getattr(self, name), lang)

    def goes(self, lang: Language | None = None) -> str:
        """Say which rows of the goal plan an answer goes to; nothing where it stays here."""
        return arrow(self.plan, lang) if self.plan else ""

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Return the record as plain JSON in one language, as the front end and the page use it."""
        spoken = lang or get_language()
        return {
            "kind": self.kind,
            "lang": spoken,
            "tag": about("tag", spoken),
            **_plain(self, spoken),
            "worked": self.worked(spoken),
            "plan": self.goes(spoken),
        }

    def computed(self, lang: Language | None = None) -> dict[str, Any]:
        """Return what a page without Python must know besides, worked out as it is built."""
        return {}


def not_yet(key: str, lang: Language) -> Outcome:
    """Say what to do first."""
    return Outcome("not_attempted", (t(f"exercises.ui.{key}", lang),))


def weigh(good: int, bad: int) -> State:
    """More right than wrong is partly right: guessing everything does not pay."""
    return "partly" if good > bad else "wrong"


def about_it(what: Text, why: Text, lang: Language) -> str:
    """Say of which one of several the reason is."""
    return t("exercises.ui.about", lang, what=what.say(lang), why=why.say(lang))


def _plain(value: Any, lang: Language) -> Any:
    """Turn a record into JSON in one language; what is not there is left out."""
    if isinstance(value, Text):
        return value.say(lang)
    if is_dataclass(value):
        named = {f.name: _plain(getattr(value, f.name), lang) for f in fields(value)}
        return {name: inner for name, inner in named.items() if inner is not None and inner != {}}
    if isinstance(value, tuple):
        return [_plain(inner, lang) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, lang) for key, inner in value.items()}
    return value
