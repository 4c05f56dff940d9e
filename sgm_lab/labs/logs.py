"""Where a lab's measure over time comes from: a case's log, or one of the learner's own (a day and a figure a row)."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import cases, goals, intake, numbers, satisfaction
from ..i18n import get_language, t
from ..intake._meant import likely
from .asking import ListKind, first_of, source_key
from .base import State
from .brought import FileLab
from .controls import Choice
from .views import Field, View, number

if TYPE_CHECKING:
    import pandas as pd

    from ..satisfaction import How, Period

__all__ = ["Log", "LogLab", "LogView"]

_HOWS = ("mean", "share", "at_least", "at_most")


@dataclass(frozen=True, eq=False)
class Log:
    """One measure by day, with the words for it.

    Attributes
    ----------
    key : str
        Tells one from another.
    title, label, unit : str
        Where it comes from, what is measured, in what unit.
    how : {"mean", "share", "nps"}
        What the figures become.
    lower_is_better : bool
    days : pandas.DataFrame
        As `sgm_lab.satisfaction.daily` returns it.
    simulated : bool
        Whether the figures must say so.
    """

    key: str
    title: str
    label: str
    unit: str
    how: How
    lower_is_better: bool
    days: pd.DataFrame
    simulated: bool = True

    @property
    def scale(self) -> float:
        """What a figure is multiplied with to be written in the unit: a share of 0.62 is 62 %."""
        return 1.0 if self.how == "mean" else 100.0

    @property
    def named(self) -> str:
        """What is measured, with its unit where figures are written without one."""
        beside = self.unit and self.how == "mean"
        return t("common.beside", value=self.label, beside=self.unit) if beside else self.label

    @cached_property
    def step(self) -> Period:
        """How far apart its records are: ``"month"``, or longer where each stands for a quarter, say."""
        return satisfaction.step_of(self.days)

    def periods(self, by: Period | None = None) -> pd.DataFrame:
        """Sums by period, kept; by that of its records where none is named."""
        return _periods(self, by or self.step)

    def monthly(self) -> pd.DataFrame:
        """Records and level of each month (or longer step) that has any, the level in the unit."""
        months = self.periods()
        return months[months["n"] > 0].assign(value=lambda found: found["value"] * self.scale)[["n", "value"]]

    def months(self) -> list[str]:
        """Months (or longer steps) with records, in order."""
        months = self.periods()
        return [str(month) for month in months.index[months["n"] > 0]]

    def level(self, months: Any = None) -> Any:
        """Level of some months, with its interval, as `sgm_lab.satisfaction.level` returns it."""
        table = self.periods()
        return satisfaction.level(table if months is None else table.loc[list(months)], self.how)

    def say(self, value: float, digits: int = 1) -> str:
        """Write a level with its unit."""
        return numbers.number(value * self.scale, f".{digits}f") + self.unit

    def line(self, *parts: str) -> str:
        """Subtitle of a figure: data, what, and whether simulated."""
        said = [self.title, *parts, *([t("labs.simulated")] if self.simulated else [])]
        return " · ".join(part for part in said if part)


@lru_cache(32)
def _periods(log: Log, by: Period) -> pd.DataFrame:
    return satisfaction.periods(log.days, by)


@lru_cache(32)
def _of_case(name: str, metric: str, lang: str) -> Log:
    figures = goals.figures(name, metric)
    return Log(
        f"{name}/{metric}", cases.load(name).title(), goals.metric_label(metric), goals.metric_unit(name, metric),
        goals.metric_how(name, metric), goals.better(name, metric) == "lower",
        satisfaction.daily(figures.index.to_numpy(), figures.to_numpy()),
    )  # fmt: skip


def _metric(lab: Any, name: str) -> Choice:
    """Offer the measures of the case; a file of one's own has one."""
    names = [] if lab.own else goals.metrics(lab.state["case"])
    return Choice(name, [(goals.metric_label(one), one) for one in names] or [("", lab.state[name])])


def _how(lab: Any, name: str) -> Choice:
    return Choice(name, [(t(f"labs.log.how_{how}"), how) for how in _HOWS])


def _better(lab: Any, name: str) -> Choice:
    return Choice(name, [(t(f"labs.log.better_{way}"), way) for way in ("higher", "lower")])


def _counted(lab: Any) -> bool:
    return bool(lab.own and lab.state["own_how"] in ("at_least", "at_most"))


def _read_told(page: intake.Opened, of: Mapping[str, list[str]], **how: Any) -> intake.Intake:
    return intake.read_records(page, date=of["date"][0], value=of["value"][0], **how)


def _guess(page: intake.Opened) -> dict[str, list[str]]:
    days = first_of(likely(page.table, "date"))
    return {"date": days, "value": first_of(likely(page.table, "value"), days)}


_RECORDS = ListKind("records", ("date", "value"), ("date", "value"), _read_told, _guess, dated="date")


class LogLab(FileLab):
    """A lab on a measure over time; its fields begin with those that choose the measure, ``LogLab.fields``."""

    defaults: ClassVar[State] = {"case": "healthcare"}
    data: ClassVar[tuple[str, ...]] = ("metric", "own_how", "own_level", "own_better")
    fields: ClassVar[Mapping[str, Field]] = {
        "metric": Field("", _metric, lambda lab: not lab.own),
        "own_how": Field("mean", _how, lambda lab: lab.own),
        "own_level": Field(4, number(-1e6, 1e6, 0.1), _counted),
        "own_better": Field("higher", _better, lambda lab: lab.own),
    }

    list_kind = _RECORDS

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._own: dict[tuple[Any, ...], Log] = {}
        super().__init__(key=key, **state)

    def reads(self, source: Any) -> intake.Intake:
        """Read a day and a figure a row."""
        return intake.read_records(source)

    def template(self) -> bytes:
        """Return a few rows of a case, to be replaced by one's own."""
        from ..paper import excel

        figures = goals.figures("healthcare", "mean_wait").head(20)
        heads = [t(f"intake.record.{name}").split("|")[0] for name in ("date", "value")]
        book = excel.start()
        page = excel.sheet(book, t("labs.log.sheet"), [16, 12])
        rows = [[day.strftime("%Y-%m-%d"), float(value)] for day, value in figures.items()]  # type: ignore[attr-defined]
        excel.table(page, 1, heads, rows)
        return excel.content(book)

    @property
    def log(self) -> Log:
        """The measure in use.

        Raises
        ------
        DataError
            If the learner's file is not here or cannot be read.
        """
        if not self.own:
            return _of_case(self.state["case"], self.state["metric"], get_language())
        kept = self.state["upload"]
        how, limit, better = (self.state[name] for name in ("own_how", "own_level", "own_better"))
        key = (source_key(kept), how, limit, better, get_language())
        if key not in self._own:
            value = self.read.table["value"]
            if how in ("at_least", "at_most"):
                value = (value >= limit if how == "at_least" else value <= limit).astype(float)
            elif how == "share":
                value = (value > 0).astype(float)
            self._own = {key: Log(
                str(key), kept["name"], t(f"labs.log.own_{how}", level=f"{limit:g}"), "" if how == "mean" else "%",
                "mean" if how == "mean" else "share", better == "lower",
                satisfaction.daily(self.read.table["date"], value), False,
            )}  # fmt: skip
        return self._own[key]


class LogView(View, ABC):
    """A view of the lab's measure over time."""

    @property
    def log(self) -> Log:
        """The measure in use."""
        log: Log = self.lab.log
        return log
