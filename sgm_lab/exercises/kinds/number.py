"""A number, with or without a unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, ClassVar

from ..._typed import normalise, read_number, tidy
from ...errors import DataError
from ...i18n import Language, t
from ..base import Outcome, Record, not_yet
from ..fields import Fields, Text, form
from ..markup import plain

__all__ = ["Number", "Slip", "Tolerance"]

_Size = Annotated[float, {"type": "number", "minimum": 0}]


@dataclass(frozen=True, slots=True)
class Slip:
    """A usual wrong number and what to say about it."""

    value: float
    feedback: Text


@dataclass(frozen=True, slots=True)
class _Calculated:
    """A `Slip` whose value is a formula, as it is written."""

    formula: str
    feedback: Text


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a number may be off: absolute, or as a share of the answer; the larger counts."""

    absolute: _Size = 0.0
    relative: _Size = 0.0

    def decimals(self, wanted: float) -> int | None:
        """How many decimals ``wanted`` needs to be written within the tolerance; None where every digit counts."""
        allowed = max(self.absolute, self.relative * abs(wanted))
        return max(0, math.ceil(-math.log10(2 * allowed))) if allowed > 0 else None

    def holds(self, value: float, wanted: float) -> bool:
        """Whether ``value`` is ``wanted`` within the tolerance and what floating point adds to it."""
        allowed = max(self.absolute, self.relative * abs(wanted))
        return abs(value - wanted) <= allowed + 1e-9 * max(1.0, abs(wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Record):
    """A number, with or without a unit; ``other_units`` says how many of the unit one of another makes."""

    beside: ClassVar[Mapping[str, Any]] = {
        "given": Mapping[str, float],
        "tolerance": (_Size, Tolerance),
        "slips": tuple[Slip | _Calculated, ...],
    }
    answer: Annotated[float, {"type": ["number", "string"]}]
    feedback: Text
    tolerance: Tolerance = Tolerance()
    unit: Text | None = None
    unit_words: tuple[str, ...] = ()
    other_units: Mapping[str, Annotated[float, {"not": {"const": 0}}]] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the number, what is taken for it, and usual wrong ones; formulas may name what is given."""
        given = row.numbers("given", "number", lambda _: True)
        answer, tolerance = row.calculated("answer", given), _tolerance(row)
        slips = tuple(_slip(one, {**given, "answer": answer}) for one in row.tables("slips"))
        for place, slip in enumerate(slips, 1):
            if tolerance.holds(slip.value, answer):
                where = {"file": row.file, "id": row.id, "field": f"slips[{place}]"}
                raise DataError("exercises.bad.slip_right", **where, value=slip.value)
        others = row.numbers("other_units", "factor", lambda factor: factor != 0)
        return {
            "answer": answer,
            "tolerance": tolerance,
            "feedback": row.text("feedback"),
            "unit": row.maybe_text("unit"),
            "unit_words": row.strings("unit_words"),
            "other_units": {normalise(name): factor for name, factor in others.items()},
            "slips": slips,
        }

    def units(self) -> list[str]:
        """Return every spelling of the unit that is taken."""
        return [*(self.unit.by.values() if self.unit else ()), *self.unit_words]

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add the spellings of the unit in every language."""
        # Zero-argument super() does not work in a slotted dataclass.
        return {**Record.payload(self, lang), "units": self.units()}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge a text or a number."""
        text = repr(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else answer
        if not isinstance(text, str) or not tidy(text):
            return not_yet("number_first", lang)
        read = read_number(text)
        if read is None:
            return not_yet("number_unread", lang)
        written, unit = read
        own = [normalise(name) for name in self.units()]
        values, known = [written], True
        if unit in self.other_units:
            values = [written * self.other_units[unit]]
        elif "%" in own and not unit:
            # 0.12 for 12 %: the same share, written the other way.
            values = [written, written * 100] if abs(written) <= 1 else [written]
        elif unit == "%" and "%" not in own:
            values = [written / 100]
        elif unit and unit not in own:
            known = False
        details = {"value": values[0]}
        if not any(self.tolerance.holds(value, self.answer) for value in values):
            return Outcome("wrong", (self._why(values, lang),), details=details)
        if known:
            return Outcome("right", details=details)
        wanted = self.unit.say(lang) if self.unit else ""
        key = "number_unit" if self.unit else "number_no_unit"
        return Outcome(
            "partly", (t(f"exercises.ui.{key}", lang, unit=unit, wanted=wanted),), ("unit",), details
        )

    def _why(self, values: list[float], lang: Language) -> str:
        """Say which usual slip leads to this number."""
        for slip in self.slips:
            if any(self.tolerance.holds(value, slip.value) for value in values):
                return slip.feedback.say(lang)

        def comes_from(change: Callable[[float], float]) -> bool:
            return any(self.tolerance.holds(change(value), self.answer) for value in values)

        if comes_from(lambda value: -value):
            return t("exercises.ui.number_sign", lang)
        if comes_from(lambda value: value * 100) or comes_from(lambda value: value / 100):
            return t("exercises.ui.number_hundred", lang)
        return self.feedback.say(lang)

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Write the wrong number as it was read."""
        read = read_number(str(answer))
        return [f"{read[0]:g}{read[1]}"] if read else []

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the number with its unit, with no more digits than are asked for."""
        unit = self.unit.say(lang) if self.unit else ""
        space = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
        decimals = self.tolerance.decimals(self.answer)
        shown = f"{self.answer:.6g}" if decimals is None else _rounded(self.answer, decimals)
        return [f"{shown}{space}{unit}".replace("-", "−")]

    def to_fill(self, lang: Language) -> str:
        """Return a blank before the unit."""
        return f'<p><span class="blank"></span> {plain(self.unit.say(lang) if self.unit else "")}</p>'


def _rounded(value: float, decimals: int) -> str:
    """Round as at school, halves away from 0: 5.635 is 5.64, though its nearest double lies a hair below."""
    places = Decimal(1).scaleb(-decimals)
    return str(Decimal(f"{value:.9g}").quantize(places, ROUND_HALF_UP))


def _tolerance(row: Fields) -> Tolerance:
    if not row.has("tolerance"):
        return Tolerance()
    if not isinstance(row.table["tolerance"], dict):
        return Tolerance(absolute=row.number("tolerance", "positive", lambda size: size >= 0))
    inner = row.inner("tolerance")
    sizes = {
        name: inner.number(name, "positive", lambda size: size >= 0)
        for name in ("absolute", "relative")
        if inner.has(name)
    }
    inner.done()
    if not sizes:
        row.fail("tolerance", form("positive"))
    return Tolerance(**sizes)


def _slip(one: Fields, names: Mapping[str, float]) -> Slip:
    written, formula = one.has("value"), one.has("formula")
    if written == formula:
        one.fail("value", form("value_or_formula"))
    value = one.number("value", "number") if written else one.calculated("formula", names)
    return Slip(value, one.text("feedback"))
