"""Controls as data: what a lab can ask a learner. Each knows which values it takes and how one is written in words.

The front end (``lab.js``) draws them; nothing here knows about widgets.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from ..errors import ArgumentError
from ..i18n import t
from ..intake import column_named
from .points import rounded

__all__ = [
    "Action",
    "Choice",
    "Column",
    "Control",
    "Day",
    "Many",
    "Named",
    "Number",
    "Points",
    "Rows",
    "Text",
    "Upload",
]

Options = Sequence[tuple[str, Any]]
ColumnKind = Literal["text", "number", "choice", "day", "flag", "label"]
_LONGEST = 100_000  # letters of a text


@dataclass(frozen=True)
class Control(ABC):
    """One thing a learner can set.

    Attributes
    ----------
    name : str
        Key in the lab's state; its label and help line are the words ``<name>`` and ``<name>_help``.
    """

    name: str
    kind: ClassVar[str]

    @abstractmethod
    def take(self, value: Any) -> Any:
        """Return ``value`` as the state keeps it.

        Raises
        ------
        ArgumentError
            If the control cannot have that value.
        """

    def settle(self, value: Any) -> Any:
        """Return ``value`` where it can be had, else what the control begins with."""
        try:
            return self.take(value)
        except ArgumentError:
            return self.first()

    @abstractmethod
    def first(self) -> Any:
        """Value where there is none that can be kept."""

    def shown(self, value: Any) -> str:
        """Write a value as a person reads it; nothing to say is an empty text."""
        return "" if value is None else str(value)

    def face(self) -> dict[str, Any]:
        """What the front end needs besides name, label, help and value."""
        return {}


@dataclass(frozen=True)
class Choice(Control):
    """One of several values; ``options`` are (label, value) pairs, shown as buttons or as a list."""

    options: Options
    buttons: bool = False
    kind: ClassVar[str] = "choice"

    def take(self, value: Any) -> Any:
        """Take only what is offered."""
        values = [option for _, option in self.options]
        if value not in values:
            raise ArgumentError("errors.choice", name=self.name, value=value, choices=values)
        return values[values.index(value)]

    def first(self) -> Any:
        """Return the first option."""
        return self.options[0][1]

    def shown(self, value: Any) -> str:
        """Return the label of the option."""
        return next((text for text, option in self.options if option == value), "")

    def face(self) -> dict[str, Any]:
        """Options, and whether they are buttons."""
        return {"options": [list(option) for option in self.options], "buttons": self.buttons}


@dataclass(frozen=True)
class Named(Choice):
    """A column of a file, or one of its groups (``<column>=<value>``): a part of the header will do, as in code."""

    def take(self, value: Any) -> Any:
        """Take what is offered, by the value or the label, whole or in part.

        Raises
        ------
        ArgumentError
            If it is none of them, or several could be meant.
        """
        if not isinstance(value, str) or value in [option for _, option in self.options]:
            return super().take(value)
        offered = {option: option for _, option in self.options if isinstance(option, str)}
        column, group, of = value.rpartition("=")
        kind, marked, name = value.partition(":")
        if group:
            ends = {one.rpartition("=")[0]: one for one in offered if one.endswith(f"={of}")}
            found = ends.get(column_named(column, ends) or "")
        elif marked and any(one.startswith(f"{kind}:") for one in offered):
            ends = {one.partition(":")[2]: one for one in offered if one.startswith(f"{kind}:")}
            found = ends.get(column_named(name, ends) or "")
        else:
            known = offered | {text: option for text, option in self.options if option in offered}
            found = known.get(value) or offered.get(column_named(value, offered) or "")
        return super().take(value if found is None else found)


@dataclass(frozen=True)
class Many(Control):
    """Any number of several values; the state holds them as a list, in the order of the options."""

    options: Options
    kind: ClassVar[str] = "many"

    def take(self, value: Any) -> list[Any]:
        """Take what is offered, in its order."""
        values = [option for _, option in self.options]
        given = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for one in given:
            if one not in values:
                raise ArgumentError("errors.choice", name=self.name, value=one, choices=values)
        return [option for option in values if option in given]

    def settle(self, value: Any) -> list[Any]:
        """Keep what is still offered."""
        given = value if isinstance(value, Sequence) and not isinstance(value, str) else []
        return [option for _, option in self.options if option in given]

    def first(self) -> list[Any]:
        """Begin with none."""
        return []

    def shown(self, value: Any) -> str:
        """Return the labels, as a list in words."""
        return t("labs.comma").join(text for text, option in self.options if option in value)

    def face(self) -> dict[str, Any]:
        """Return the options."""
        return {"options": [list(option) for option in self.options]}


@dataclass(frozen=True)
class Text(Control):
    """Free text from the learner; ``rows=1`` is a single line."""

    rows: int = 3
    kind: ClassVar[str] = "text"

    def take(self, value: Any) -> str:
        """Take any text."""
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise ArgumentError("labs.text", name=self.name, most=_LONGEST)
        return value

    def first(self) -> str:
        """Begin empty."""
        return ""

    def face(self) -> dict[str, Any]:
        """Return the height."""
        return {"rows": self.rows}


@dataclass(frozen=True)
class Number(Control):
    """A number within limits; with ``whole`` steps the state holds an int."""

    low: float
    high: float
    step: float = 1
    slider: bool = False
    kind: ClassVar[str] = "number"

    def take(self, value: Any) -> int | float:
        """Take a number within the limits; the step is a convenience, not a bound."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ArgumentError("labs.number", name=self.name, value=value, low=self.low, high=self.high)
        if not self.low <= value <= self.high:
            raise ArgumentError("labs.number", name=self.name, value=value, low=self.low, high=self.high)
        return int(value) if float(self.step).is_integer() and float(value).is_integer() else float(value)

    def first(self) -> int | float:
        """Begin at the low end."""
        return self.take(self.low)

    def shown(self, value: Any) -> str:
        """Write the number short."""
        return f"{value:g}"

    def face(self) -> dict[str, Any]:
        """Limits and step."""
        return {"low": self.low, "high": self.high, "step": self.step, "slider": self.slider}


@dataclass(frozen=True)
class Day(Control):
    """A day, kept as ``YYYY-MM-DD``, or nothing."""

    kind: ClassVar[str] = "day"

    def take(self, value: Any) -> str:
        """Take a date or nothing."""
        if value in ("", None):
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as cause:
            raise ArgumentError("labs.day", name=self.name, value=value) from cause

    def first(self) -> str:
        """Begin without."""
        return ""


@dataclass(frozen=True)
class Column:
    """A column of an editable table; its heading is ``label``, or else the word ``<control>_<name>``."""

    name: str
    kind: ColumnKind = "text"
    options: Options = ()
    low: float | None = None
    high: float | None = None
    step: float = 1
    wide: bool = False
    label: str | None = None

    def take(self, value: Any, label: str, row: int) -> Any:
        """Return a cell's value as the state keeps it."""
        if self.kind in ("text", "label"):
            return Text(self.name).take(value if value is not None else "")
        if self.kind == "flag":
            return bool(value)
        if self.kind == "day":
            return Day(self.name).take(value)
        if self.kind == "choice":
            if value in (None, ""):
                return ""
            return Choice(self.name, self.options).take(value)
        if value in (None, ""):
            return None
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        try:
            return Number(self.name, low, high, self.step).take(value)
        except ArgumentError as cause:
            raise ArgumentError("labs.cell", row=row, column=label, value=value,
                                low=self.low if self.low is not None else "−∞",
                                high=self.high if self.high is not None else "∞") from cause  # fmt: skip

    def first(self) -> Any:
        """Value of an empty cell."""
        return {"number": None, "flag": False}.get(self.kind, "")


@dataclass(frozen=True)
class Rows(Control):
    """A table the learner edits; the state holds a list of dicts, one a row.

    With ``add=False`` the rows are fixed. A column that a kept row lacks is filled in.
    """

    columns: Sequence[Column]
    most: int = 30
    add: bool = True
    kind: ClassVar[str] = "rows"

    def take(self, value: Any) -> list[dict[str, Any]]:
        """Take a list of rows with values the columns can hold."""
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > self.most:
            raise ArgumentError("labs.rows", name=self.name, most=self.most)
        made = []
        for number, row in enumerate(value, 1):
            if not isinstance(row, Mapping):
                raise ArgumentError("labs.rows", name=self.name, most=self.most)
            made.append({c.name: c.take(row.get(c.name, c.first()), c.name, number) for c in self.columns})
        return made

    def settle(self, value: Any) -> list[dict[str, Any]]:
        """Keep every row; only a cell that cannot be kept is emptied."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            return []
        made = []
        for row in [row for row in value if isinstance(row, Mapping)][: self.most]:
            kept = {}
            for column in self.columns:
                try:
                    kept[column.name] = column.take(row.get(column.name, column.first()), column.name, 0)
                except ArgumentError:
                    kept[column.name] = column.first()
            made.append(kept)
        return made

    def first(self) -> list[dict[str, Any]]:
        """Begin without rows."""
        return []

    def shown(self, value: Any) -> str:
        """Say how many rows there are."""
        return t("labs.rows_shown", n=len(value)) if value else ""

    def face(self) -> dict[str, Any]:
        """Columns, and what a new row holds."""
        columns = [
            {
                "name": c.name, "kind": c.kind, "options": [list(option) for option in c.options],
                "low": c.low, "high": c.high, "step": c.step, "wide": c.wide, "label": c.label,
            }
            for c in self.columns
        ]  # fmt: skip
        return {"columns": columns, "most": self.most, "add": self.add,
                "fresh": {c.name: c.first() for c in self.columns}}  # fmt: skip


@dataclass(frozen=True)
class Points(Control):
    """Points shared among options; whoever gets more takes from the others, so that the sum stays."""

    options: Options
    total: int = 100
    kind: ClassVar[str] = "points"

    def take(self, value: Any) -> dict[str, int]:
        """Take whole points, none negative, that add up to the total."""
        names = [str(option) for _, option in self.options]
        points = {name: value.get(name) for name in names} if isinstance(value, Mapping) else {}
        good = all(isinstance(p, int) and not isinstance(p, bool) and p >= 0 for p in points.values())
        if not points or not good or sum(p for p in points.values() if p) != self.total:
            raise ArgumentError("labs.points", name=self.name, total=self.total)
        return {name: int(p or 0) for name, p in points.items()}

    def first(self) -> dict[str, int]:
        """Begin with equal shares."""
        names = [str(option) for _, option in self.options]
        return rounded(dict.fromkeys(names, 1.0), self.total)

    def shown(self, value: Any) -> str:
        """Write every share."""
        labels = {str(option): text for text, option in self.options}
        return t("labs.comma").join(f"{labels[name]} {points}" for name, points in value.items())

    def face(self) -> dict[str, Any]:
        """Options and total."""
        return {"options": [[text, str(option)] for text, option in self.options], "total": self.total}


@dataclass(frozen=True)
class Upload(Control):
    """A file of the learner's own; the state holds its key and name, the content lies beside the workbook.

    Where its columns had to be asked about, ``how`` holds what was decided (`asking`).
    """

    accepts: Sequence[str] = (".csv", ".xlsx", ".sav")
    kind: ClassVar[str] = "upload"

    def take(self, value: Any) -> dict[str, Any] | None:
        """Take nothing, or key and name of a kept file."""
        if value is None:
            return None
        if isinstance(value, Mapping) and {"file", "name"} <= set(value):
            kept = {"file": str(value["file"]), "name": str(value["name"])}
            how = value.get("how")
            return kept | ({"how": dict(how)} if isinstance(how, Mapping) and how else {})
        raise ArgumentError("labs.upload", name=self.name)

    def first(self) -> None:
        """Begin without a file."""

    def shown(self, value: Any) -> str:
        """Return the file's name."""
        return str(value["name"]) if value else ""

    def face(self) -> dict[str, Any]:
        """Which files can be chosen."""
        return {"accepts": list(self.accepts)}


@dataclass(frozen=True)
class Action:
    """A button of a lab; pressing it calls ``lab.do_<name>()``."""

    name: str
    primary: bool = False
