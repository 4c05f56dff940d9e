"""A chart that the learner draws before the data come."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, get_args

from ...errors import DataError, SgmError
from ...i18n import Language, get_language, t
from ..base import Outcome, Record, not_yet
from ..fields import Fields, Text, form
from ..markup import small
from ..plot import drawn, frame
from ..truths import SOURCES, Point, Truth, arguments, truth

__all__ = ["Expectation", "Predict"]

When = Literal["highest", "lowest", "under", "over", "rising", "falling", "flat"]
_AT = ("highest", "lowest", "under", "over")  # those that are said of one point
_SOME = 0.1  # of the axis: less is no difference worth a word
_SIGN = {"type": "string", "enum": list(get_args(When))}
_Numbers = Annotated[float, {"type": "number"}]


@cache
def _decimals(step: float) -> int:
    exponent = Decimal(f"{step:g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _tidy(step: float, value: float) -> float:
    ten = 10.0 ** _decimals(step)
    return math.floor(value * ten + 0.5) / ten


@lru_cache(64)  # asked for with every guess of a class
def _found(id: str, asked: str, step: float, named: tuple[str, ...], lang: Language) -> Truth:
    """Return data to the digits in which one guesses; ``named`` are points that must be among them."""
    try:
        made = truth(json.loads(asked), lang)
    except SgmError as error:
        raise DataError("exercises.bad.truth", id=id, why=str(error)) from error
    ids = [one.id for one in made.points]
    for at in named:
        if at not in ids:
            raise DataError("exercises.bad.no_point", id=id, at=at, points=ids)
    return Truth(tuple(one.map(partial(_tidy, step)) for one in made.points), made.n)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What many expect of the chart, and what to say about it.

    ``when`` says how such a guess is known, by one sign or by several that all hold: the ``highest`` or ``lowest``
    point is ``at``; it is ``under`` or ``over`` the data there by a tenth of the axis; or all points are ``rising``,
    ``falling`` or ``flat``.
    """

    when: Annotated[
        tuple[When, ...],
        {"anyOf": [_SIGN, {"type": "array", "items": _SIGN, "minItems": 1, "uniqueItems": True}]},
    ]
    feedback: Text
    at: str | None = None

    def meets(self, guess: Sequence[float], points: Sequence[Point], span: float) -> bool:
        """Whether a guess is of this kind; ``span`` is the length of the axis."""
        steps = [after - before for before, after in pairwise(guess)]
        rise = guess[-1] - guess[0]
        signs = {
            "rising": rise > _SOME * span and min(steps, default=0.0) >= 0,
            "falling": rise < -_SOME * span and max(steps, default=0.0) <= 0,
            "flat": max(guess) - min(guess) <= _SOME * span,
        }
        if self.at is not None:
            place = [one.id for one in points].index(self.at)
            off = guess[place] - points[place].value
            signs |= {
                "highest": _only(guess, max(guess)) == place,
                "lowest": _only(guess, min(guess)) == place,
                "under": off < -_SOME * span,
                "over": off > _SOME * span,
            }
        return all(signs[one] for one in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predict(Record):
    """A chart to guess; ``truth`` names where the data come from, `slips` what many expect."""

    free: ClassVar[bool] = True
    truth: Annotated[
        Mapping[str, Any],
        {"type": "object", "required": ["of"], "properties": {"of": {"enum": sorted(SOURCES)}}},
    ]
    axis: Text
    unit: Text
    source: Text
    high: _Numbers
    low: _Numbers = 0.0
    step: Annotated[float, {"type": "number", "exclusiveMinimum": 0}] = 1.0
    draw: Annotated[str, {"type": "string", "enum": ["bars", "line"]}]
    slips: tuple[Expectation, ...] = ()

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take what is to be guessed, the axis, and what many expect."""
        low = row.number("low", "number") if row.has("low") else 0.0
        made: dict[str, Any] = {
            "truth": _asked(row.inner("truth")),
            "axis": row.text("axis"),
            "unit": row.text("unit"),
            "source": row.text("source"),
            "low": low,
            "high": row.number("high", "above_low", lambda n: n > low),
            "draw": row.one_of("draw", ("bars", "line")),
            "slips": tuple(_expectation(one) for one in row.tables("slips")),
        }
        if row.has("step"):
            made["step"] = row.number("step", "positive", lambda n: 1e-6 <= n <= 1e6)
        return made

    def found(self, lang: Language) -> Truth:
        """Work out the data, to the digits in which one guesses.

        Raises
        ------
        DataError
            If they cannot be worked out, or hold no point that `slips` names.
        """
        named = tuple(slip.at for slip in self.slips if slip.at is not None)
        return _found(self.id, json.dumps(dict(self.truth)), self.step, named, lang)

    @property
    def decimals(self) -> int:
        """Digits after the point of a guess."""
        return _decimals(self.step)

    def _ends(self, points: Sequence[Point]) -> tuple[float, float]:
        """Return the ends of the axis: as declared, or further where other data of a case ask for it."""
        low = min(one.value if one.low is None else one.low for one in points)
        high = max(one.value if one.high is None else one.high for one in points)
        return (
            min(self.low, self.step * math.floor(low / self.step)),
            max(self.high, self.step * math.ceil(high / self.step)),
        )

    def guess(self, answer: Any, lang: Language) -> list[float | None]:
        """Return what was guessed of each point; None where nothing was that the axis holds."""
        return self._guessed(answer, self.found(lang).points)

    def _guessed(self, answer: Any, points: Sequence[Point]) -> list[float | None]:
        given = answer if isinstance(answer, Mapping) else {}
        low, high = self._ends(points)

        def one(value: Any) -> float | None:
            known = not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high
            return _tidy(self.step, float(value)) if known else None

        return [one(given.get(point.id)) for point in points]

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Compare a guess with the data; it is never wrong, at most not finished."""
        points = self.found(lang).points
        guess = self._guessed(answer, points)
        missing = tuple(p.id for p, value in zip(points, guess, strict=True) if value is None)
        if len(missing) == len(points):
            return not_yet("predict_first", lang)
        if missing:
            return Outcome("partly", (t("exercises.ui.predict_more", lang, n=len(missing)),), missing)
        whole = [value for value in guess if value is not None]
        return Outcome(
            "right", (*self._compared(whole, lang), *self.expected(answer, lang), self.solution.say(lang))
        )

    def expected(self, answer: Any, lang: Language) -> list[str]:
        """Say which usual expectations a whole guess holds."""
        points = self.found(lang).points
        return self.expects(self.whole(answer, points), points, lang)

    def whole(self, answer: Any, points: Sequence[Point]) -> list[float]:
        """Return what was guessed of every point of the data; nothing where one is missing."""
        guess = [value for value in self._guessed(answer, points) if value is not None]
        return guess if len(guess) == len(points) else []

    def expects(self, guess: Sequence[float], points: Sequence[Point], lang: Language) -> list[str]:
        """Say which usual expectations a `whole` guess holds."""
        if not guess:
            return []
        low, high = self._ends(points)
        return [one.feedback.say(lang) for one in self.slips if one.meets(guess, points, high - low)]

    def said(self, value: float, lang: Language | None) -> str:
        """Write a value with its unit."""
        number, unit = f"{value:.{self.decimals}f}".replace("-", "−"), self.unit.say(lang)
        key = "percent" if unit == "%" else "value"
        return t(f"exercises.ui.predict_{key}", lang, n=number, unit=unit)

    def _compared(self, guess: Sequence[float], lang: Language) -> list[str]:
        """Say in one or two sentences how far off a guess is, and where."""
        points = self.found(lang).points
        data = [one.value for one in points]
        off = [abs(mine - own) for mine, own in zip(guess, data, strict=True)]
        worst = off.index(max(off))
        told = {"guess": self.said(guess[worst], lang), "data": self.said(data[worst], lang)}
        if len(points) == 1:
            return [t("exercises.ui.predict_one", lang, **told)]
        first = self._highest(_only(guess, max(guess)), points, lang)
        low, high = self._ends(points)
        if off[worst] <= _SOME / 2 * (high - low):
            return [first, t("exercises.ui.predict_near", lang)]
        return [first, t("exercises.ui.predict_far", lang, where=points[worst].label, **told)]

    def _highest(self, mine: int | None, points: Sequence[Point], lang: Language) -> str:
        """Say what is highest, in the guess and in the data; what intervals do not part stands together."""
        top = max(points, key=lambda one: one.value)
        least = top.value if top.low is None else top.low
        alike = [n for n, p in enumerate(points) if (p.value if p.high is None else p.high) >= least]
        guess = "" if mine is None else points[mine].label
        if len(alike) == len(points):
            key = "predict_even" if mine is None else "predict_even_guess"
            return t(f"exercises.ui.{key}", lang, guess=guess)
        named = t("exercises.ui.predict_join", lang).join(points[n].label for n in alike)
        if len(alike) > 1:
            named = t("exercises.ui.predict_alike", lang, names=named)
        key = "none" if mine is None else "same" if mine in alike else "other"
        return t(f"exercises.ui.predict_top_{key}", lang, top=named, guess=guess)

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Give the data and the axes instead of where they come from."""
        spoken = lang or get_language()
        made, plain = self.found(spoken), Record.payload(self, spoken)
        low, high = self._ends(made.points)
        plain.pop("truth")
        points = [
            {"id": p.id, "label": p.label, "value": p.value, "low": p.low, "high": p.high}
            for p in made.points
        ]
        source = self.source.say(spoken).replace("{n}", f"{made.n:,}")
        return {
            **plain,
            "points": points,
            "decimals": self.decimals,
            "source": source,
            "plot": frame([p.label for p in made.points], low, high, self.unit.say(spoken) == "%"),
        }

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the data, point by point."""
        points = self.found(lang or get_language()).points
        told = [
            t("exercises.face.point", lang, label=one.label, value=self.said(one.value, lang))
            for one in points
        ]
        return [t("exercises.face.points_join", lang).join(told)]

    def picture(self, lang: Language, data: bool = True) -> str:
        """Return the chart as SVG, with the data or without."""
        points = self.found(lang).points
        low, high = self._ends(points)
        axes = frame([one.label for one in points], low, high, self.unit.say(lang) == "%")
        return drawn(axes, points if data else (), self.axis.say(lang), self.draw == "line", lang)

    def shown(self, lang: Language) -> str:
        """Draw the empty axes."""
        return self.picture(lang, False)

    def to_fill(self, lang: Language) -> str:
        """Draw the empty axes, to draw in."""
        return small(t("exercises.face.paper_predict", lang)) + self.shown(lang)


def _only(values: Sequence[float], wanted: float) -> int | None:
    """Return the place of the one value that is ``wanted``; None where there are several."""
    places = [place for place, value in enumerate(values) if value == wanted]
    return places[0] if len(places) == 1 else None


def _asked(row: Fields) -> dict[str, Any]:
    """Take the source of the data and its arguments."""
    of = row.one_of("of", sorted(SOURCES))
    known = arguments(of)
    needed = [name for name, must in known.items() if must]
    expected = form("source_argument", of=of, choices=list(known), needed=needed)
    for name, value in row.table.items():
        if name != "of" and (name not in known or not _plain_value(value)):
            row.fail(name, expected if name not in known else form("source_value"))
    for name in needed:
        if not row.has(name):
            row.fail(name, expected)
    return dict(row.table)


def _plain_value(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(one, str | int | float) for one in value.values())
    if isinstance(value, list):
        return all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    return isinstance(value, str | int | float) and value == value


def _expectation(row: Fields) -> Expectation:
    several = isinstance(row.table.get("when"), list)
    made = Expectation(
        row.some_of("when", get_args(When)) if several else (row.one_of("when", get_args(When)),),  # type: ignore[arg-type]
        row.text("feedback"),
        row.string("at") if row.has("at") else None,
    )
    if any(one in _AT for one in made.when) != (made.at is not None):
        row.fail("at", form("at_point"))
    return made
