"""Where a lab's measure over time comes from: a case's log, or one of the learner's own (a day and a figure a row)."""

from __future__ import annotations

import io
from abc import ABC
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from .. import cases, goals, intake, satisfaction
from ..errors import SgmError
from ..i18n import get_language, t
from ..paper.blocks import Block
from . import uploads
from .base import Download, Lab
from .controls import Action, Choice, Control, Number, Upload
from .source import OWN, case_options, reading
from .views import View

if TYPE_CHECKING:
    import pandas as pd

    from ..satisfaction import How

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
    read : Intake or None
        What was read and what was not, where it is a file.
    """

    key: str
    title: str
    label: str
    unit: str
    how: How
    lower_is_better: bool
    days: pd.DataFrame
    simulated: bool = True
    read: intake.Intake | None = field(default=None, repr=False)

    @property
    def scale(self) -> float:
        """What a figure is multiplied with to be written in the unit: a share of 0.62 is 62 %."""
        return 1.0 if self.how == "mean" else 100.0

    def periods(self, by: Literal["day", "week", "month"] = "month") -> pd.DataFrame:
        """Sums by period, kept."""
        return _periods(self, by)

    def monthly(self) -> pd.DataFrame:
        """Records and level of each month that has any, the level in the unit."""
        months = self.periods("month")
        return months[months["n"] > 0].assign(value=lambda found: found["value"] * self.scale)[["n", "value"]]

    def months(self) -> list[str]:
        """Months with records, in order."""
        months = self.periods("month")
        return [str(month) for month in months.index[months["n"] > 0]]

    def level(self, months: Any = None) -> Any:
        """Level of some months, with its interval, as `sgm_lab.satisfaction.level` returns it."""
        table = self.periods("month")
        return satisfaction.level(table if months is None else table.loc[list(months)], self.how)

    def say(self, value: float, digits: int = 1) -> str:
        """Write a level with its unit."""
        return f"{value * self.scale:.{digits}f}{self.unit}".replace("-", "−")

    def line(self, *parts: str) -> str:
        """Subtitle of a figure: data, what, and whether simulated."""
        said = [self.title, *parts, *([t("labs.simulated")] if self.simulated else [])]
        return " · ".join(part for part in said if part)


@lru_cache(32)
def _periods(log: Log, by: Literal["day", "week", "month"]) -> pd.DataFrame:
    return satisfaction.periods(log.days, by)


@lru_cache(32)
def _of_case(name: str, metric: str, lang: str) -> Log:
    figures = goals.figures(name, metric)
    return Log(
        f"{name}/{metric}", cases.load(name).title(), goals.metric_label(metric), goals.metric_unit(name, metric),
        goals.metric_how(name, metric), goals.better(name, metric) == "lower",
        satisfaction.daily(figures.index.to_numpy(), figures.to_numpy()),
    )  # fmt: skip


class LogLab(Lab):
    """A lab on a measure over time.

    Its state has the keys ``case``, ``upload``, ``metric``, ``own_how``, ``own_level`` and ``own_better``; its
    `controls` begin with ``self.source_controls()`` and its `actions` hold ``self.source_actions()``.
    """

    LOG_DEFAULTS = {  # noqa: RUF012 - copied by every lab, never changed
        "case": "healthcare", "upload": None, "metric": "", "own_how": "mean", "own_level": 4, "own_better": "higher",
    }  # fmt: skip

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._read: dict[str, intake.Intake] = {}
        self._own: dict[tuple[Any, ...], Log] = {}
        super().__init__(key=key, **state)

    @property
    def log(self) -> Log:
        """The measure in use.

        Raises
        ------
        DataError
            If the learner's file is not here or cannot be read.
        """
        if self.state["case"] != OWN:
            return _of_case(self.state["case"], self.state["metric"], get_language())
        return self._own_log()

    def _own_log(self) -> Log:
        kept = self.state["upload"]
        how, limit, better = (self.state[name] for name in ("own_how", "own_level", "own_better"))
        key = (kept["file"], how, limit, better, get_language())
        if key not in self._own:
            if kept["file"] not in self._read:
                self._read = {kept["file"]: intake.read_records(uploads.read(self._book, kept))}
            read = self._read[kept["file"]]
            value = read.table["value"]
            if how in ("at_least", "at_most"):
                value = (value >= limit if how == "at_least" else value <= limit).astype(float)
            elif how == "share":
                value = (value > 0).astype(float)
            self._own = {key: Log(
                str(key), kept["name"], t(f"labs.log.own_{how}", level=f"{limit:g}"), "" if how == "mean" else "%",
                "mean" if how == "mean" else "share", better == "lower",
                satisfaction.daily(read.table["date"], value), False, read,
            )}  # fmt: skip
        return self._own[key]

    def source_controls(self) -> list[Control]:
        """Return the controls that choose the measure."""
        options = case_options()
        if self.state["upload"]:
            options.append((t("labs.source.own", name=self.state["upload"]["name"]), OWN))
        made: list[Control] = [Choice("case", options), Upload("upload")]
        if self.state["case"] != OWN:
            names = goals.metrics(self.state["case"])
            return [*made, Choice("metric", [(goals.metric_label(name), name) for name in names])]
        made.append(Choice("own_how", [(t(f"labs.log.how_{how}"), how) for how in _HOWS]))
        if self.state["own_how"] in ("at_least", "at_most"):
            made.append(Number("own_level", -1e6, 1e6, 0.1))
        better = [(t(f"labs.log.better_{way}"), way) for way in ("higher", "lower")]
        return [*made, Choice("own_better", better)]

    def source_actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def do_template(self) -> Download:
        """Return a sheet with a few rows of a case, to be replaced by one's own."""
        from ..paper import excel

        figures = goals.figures("healthcare", "mean_wait").head(20)
        heads = [t(f"intake.record.{name}").split("|")[0] for name in ("date", "value")]
        book = excel.start()
        page = excel.sheet(book, t("labs.log.sheet"), [16, 12])
        rows = [[day.strftime("%Y-%m-%d"), float(value)] for day, value in figures.items()]  # type: ignore[attr-defined]
        excel.table(page, 1, heads, rows)
        out = io.BytesIO()
        book.save(out)
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Download(f"{self.w('action_template')}.xlsx", mime, out.getvalue())

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read changes nothing, and says why."""
        read = intake.read_records((name, content))
        kept = uploads.keep(self._book, name, content)
        self._read = {kept["file"]: read}
        self.set(upload=kept, case=OWN)

    def settle(self) -> None:
        """A file that is not here gives way to a case; a measure that the case lacks to its first."""
        self.state["upload"] = Upload("upload").settle(self.state["upload"])
        known = [*cases.names(), *([OWN] if self.state["upload"] else [])]
        if self.state["case"] not in known:
            self.state["case"] = cases.names()[0]
        for control in self.source_controls():
            self.state[control.name] = control.settle(self.state[control.name])
        if self.state["case"] == OWN:
            try:
                _ = self.log
            except SgmError as error:
                self.state |= {"case": cases.names()[0], "upload": None}
                self.notice = error.plain
        if self.state["case"] != OWN and self.state["metric"] not in goals.metrics(self.state["case"]):
            self.state["metric"] = goals.metrics(self.state["case"])[0]
        super().settle()

    def preview(self) -> list[Block]:
        """Say what was read and what was not, of the learner's own file; nothing for a case."""
        return reading(self.log.read)


class LogView(View, ABC):
    """A view of the lab's measure over time."""

    @property
    def log(self) -> Log:
        """The measure in use."""
        log: Log = self.lab.log
        return log
