"""What an exercise is: one frozen record a kind, and how it is given to the browser."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar

from .. import labs
from ..i18n import Language, about, get_language, said, t

__all__ = [
    "KINDS",
    "Category",
    "Goal",
    "Item",
    "LabTask",
    "Multiple",
    "Number",
    "Option",
    "Order",
    "PairSlip",
    "Record",
    "Reflection",
    "Single",
    "Slip",
    "Sort",
    "Text",
    "Tolerance",
]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in each language it is written in, which also are its attributes: ``text.zh``."""

    by: Mapping[Language, str]

    def say(self, lang: Language | None = None) -> str:
        """Return the text in ``lang``, by default the language in use, or in the one that stands in for it."""
        return str(said(self.by, lang))

    def __getattr__(self, lang: Language) -> str:
        if lang == "by" or lang not in self.by:
            raise AttributeError(lang)
        return self.by[lang]

    def __hash__(self) -> int:
        return hash(tuple(self.by.items()))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; ``feedback`` is the reason it is wrong (or right), ``missed`` a nudge where it was left out."""

    id: str
    text: Text
    feedback: Text | None = None
    missed: Text | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """One heap of a sort exercise."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to sort (with its right category) or to put in order."""

    id: str
    text: Text
    answer: str | None = None
    feedback: Text | None = None
    feedback_for: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slip:
    """A usual wrong number and what to say about it."""

    value: float
    feedback: Text


@dataclass(frozen=True, slots=True)
class PairSlip:
    """Two steps the wrong way round, ``first`` placed before ``second``, and what to say about it."""

    first: str
    second: str
    feedback: Text


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be off: absolute, or as a share of the answer; the larger counts."""

    absolute: float = 0.0
    relative: float = 0.0

    def decimals(self, wanted: float) -> int | None:
        """How many decimals ``wanted`` needs to be written within the tolerance; None where every digit counts."""
        allowed = max(self.absolute, self.relative * abs(wanted))
        return max(0, math.ceil(-math.log10(2 * allowed))) if allowed > 0 else None

    def holds(self, value: float, wanted: float) -> bool:
        """Whether ``value`` is ``wanted`` within the tolerance and what floating point adds to it."""
        allowed = max(self.absolute, self.relative * abs(wanted))
        return abs(value - wanted) <= allowed + 1e-9 * max(1.0, abs(wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every exercise has."""

    kind: ClassVar[str]
    id: str
    chapter: str
    minutes: float
    prompt: Text
    solution: Text
    hints: tuple[Text, ...] = ()
    right: Text | None = None

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right answer in words, one line each; the same on every face."""
        raise NotImplementedError

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Return the record as plain JSON in one language, as the front end and the page use it."""
        spoken = lang or get_language()
        return {
            "kind": self.kind,
            "lang": spoken,
            "tag": about("tag", spoken),
            **_plain(self, spoken),
            "worked": self.worked(spoken),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Record):
    """One option is right."""

    kind: ClassVar[str] = "single"
    options: tuple[Option, ...]
    answer: str

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right option."""
        return [option.text.say(lang) for option in self.options if option.id == self.answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Record):
    """One or more options are right."""

    kind: ClassVar[str] = "multiple"
    options: tuple[Option, ...]
    answer: tuple[str, ...]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right options."""
        return [option.text.say(lang) for option in self.options if option.id in self.answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Record):
    """A number, with or without a unit; ``other_units`` says how many of the unit one of another makes."""

    kind: ClassVar[str] = "number"
    answer: float
    feedback: Text
    tolerance: Tolerance = Tolerance()
    unit: Text | None = None
    unit_words: tuple[str, ...] = ()
    other_units: Mapping[str, float] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()

    def units(self) -> list[str]:
        """Return every spelling of the unit that is taken."""
        own = list(self.unit.by.values()) if self.unit else []
        return [*own, *self.unit_words]

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add the spellings of the unit in every language."""
        # Zero-argument super() does not work in a slotted dataclass.
        return {**Record.payload(self, lang), "units": self.units()}

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the number with its unit, with no more digits than are asked for."""
        unit = self.unit.say(lang) if self.unit else ""
        space = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
        decimals = self.tolerance.decimals(self.answer)
        shown = f"{self.answer:.6g}" if decimals is None else f"{self.answer:.{decimals}f}"
        return [f"{shown}{space}{unit}".replace("-", "−")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort(Record):
    """Each item belongs to one category."""

    kind: ClassVar[str] = "sort"
    categories: tuple[Category, ...]
    items: tuple[Item, ...]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return each item with its category."""
        names = {category.id: category.text.say(lang) for category in self.categories}
        return [
            t("exercises.ui.arrow", lang, item=item.text.say(lang), category=names[str(item.answer)])
            for item in self.items
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Record):
    """Steps to put in order; ``items`` come in the order shown, ``answer`` in the right one."""

    kind: ClassVar[str] = "order"
    items: tuple[Item, ...]
    answer: tuple[str, ...]
    feedback: Text
    slips: tuple[PairSlip, ...] = ()

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the steps, numbered."""
        texts = {item.id: item.text.say(lang) for item in self.items}
        return [f"{number}. {texts[key]}" for number, key in enumerate(self.answer, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """A goal sentence; ``criteria`` says how good each SMART criterion must be at least."""

    kind: ClassVar[str] = "goal"
    criteria: Mapping[str, str]
    model: Text

    def asked(self, lang: Language | None = None) -> str:
        """Say which criteria are looked at."""
        names = [t(f"smart.criterion.{name}", lang) for name in self.criteria]
        return t("exercises.face.criteria", lang, names=t("errors.list_separator", lang).join(names))

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add what is asked for."""
        return {**Record.payload(self, lang), "asked": self.asked(lang)}

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the model sentence."""
        return [self.model.say(lang)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabTask(Record):
    """A state to reach in a lab; ``steps`` says each part of it in words."""

    kind: ClassVar[str] = "lab"
    lab: str
    goal: Mapping[str, Any]
    steps: Mapping[str, Text]
    feedback: Text
    start: Mapping[str, Any] = field(default_factory=dict)

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add which lab of the page it is about."""
        name = labs.LABS[self.lab]
        return {**Record.payload(self, lang), "tool": {"name": name, "title": t(f"lab_{name}.title", lang)}}

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the steps to the goal."""
        return [self.steps[key].say(lang) for key in self.goal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Record):
    """The learner's own thoughts, kept, with a model answer to compare; ``least`` counts characters."""

    kind: ClassVar[str] = "reflection"
    model: Text
    least: int = 10

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the model answer."""
        return [self.model.say(lang)]


KINDS: dict[str, type[Record]] = {
    kind.kind: kind for kind in (Single, Multiple, Number, Sort, Order, Goal, LabTask, Reflection)
}


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
