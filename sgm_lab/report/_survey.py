"""The survey a report is about: read, with its name, and put to the labs' views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from .. import intake
from .._tables import opened
from ..cases import Case
from ..errors import ArgumentError, DataError, did_you_mean, sentence
from ..i18n import t
from ..intake import Address, Intake, column_named, is_address
from ..labs.kano import KanoLab
from ..labs.servqual import ServqualLab
from ..labs.source import OWN, Source, with_both
from ..labs.surveyed import SurveyLab
from ..paper.blocks import Block, Note
from ..paper.style import shortened
from ..sampling import effective_n
from ..sampling.design import bound

__all__ = ["KINDS_OF_SURVEY", "Seen", "Survey", "read_survey", "weighted_by"]

Kind = Literal["kano", "servqual"]
KINDS_OF_SURVEY: tuple[Kind, ...] = ("kano", "servqual")
_NO_SURVEY = {
    f"intake.{one}"
    for one in ("no_kano", "no_servqual", "is_kano", "is_servqual", "one_answer", "paired_codes")
}
_NAME = 60


@dataclass(frozen=True)
class Seen:
    """What one view of a lab found: its sentence and its blocks."""

    said: str
    blocks: list[Block]
    found: Any


@dataclass(frozen=True, eq=False)
class Survey:
    """A survey that was read.

    Attributes
    ----------
    kind : {"kano", "servqual"}
    name : str
        Of its file or files.
    read : Intake
    scale : tuple
        Of SERVQUAL answers.
    case : Case, optional
        The case they are from: its data are simulated, which every figure says.
    weights : str
        Column by which answers are weighted; none where it is empty.
    """

    kind: Kind
    name: str
    read: Intake
    scale: tuple[int, int] = (1, 7)
    case: Case | None = None
    weights: str = ""

    @cached_property
    def source(self) -> Source:
        """The answers as the labs take them."""
        return Source.of_file(f"report:{id(self)}", self.name, self.kind, self.read, self.case, self.weights)

    @cached_property
    def n_effective(self) -> float:
        """How many people with equal weights would be as sure as those of the last wave (Kish)."""
        return effective_n(self._weights)

    @property
    def _weights(self) -> Any:
        """One weight for each person of the last wave."""
        table = self.read.table
        if "wave" in table:
            table = table[table["wave"] == table["wave"].max()]
        return table.drop_duplicates("respondent")[self.weights].to_numpy()

    def weighed(self, said: str) -> str:
        """Add to a sentence by what its figures are weighted."""
        if not self.weights:
            return said
        return said + t(
            "report.weighted", column=self.weights, n=len(self._weights), effective=self.n_effective
        )

    def column_named(self, column: str) -> str:
        """Name of a column to split by, as it is shown: no code of a case, no number of a question."""
        return self.source.column_labels().get(column, column)

    def with_held_back(self, blocks: list[Block], column: str) -> list[Block]:
        """Add which groups of a column are not shown alone."""
        said = self.source.held_back.get(column)
        return [*blocks, Note(said, "quiet-note")] if said else blocks

    def not_split(self) -> list[Note]:
        """Columns by which nothing is split, since their groups are too small to be shown."""
        groups = self.source.groups()
        return [Note(said, "quiet-note") for one, said in self.source.held_back.items() if one not in groups]

    @cached_property
    def people(self) -> int:
        """How many answered anything, everyone once."""
        sides = [one for one in _SIDES[self.kind] if one in self.read.table]
        return int(self.read.table.dropna(subset=sides, how="all")["respondent"].nunique())

    @property
    def kind_named(self) -> str:
        """What it was read as, in words."""
        alone = self.kind == "servqual" and bool(self.read.answers["expectation"].isna().all())
        return t("report.kind.servperf" if alone else f"report.kind.{self.kind}")

    @property
    def line(self) -> str:
        """Where the data come from, and how many answered."""
        key = "report.line" if self.case is None else "report.line_case"
        by = t("labs.source.weighted", column=self.weights) if self.weights else ""
        return t(key, name=self.name, n=self.people) + by

    def see(self, view: str, **state: Any) -> Seen:
        """Put one question of a lab to the answers."""
        lab = _LABS[self.kind](self, view=view, **state)
        found = lab.compute()
        return Seen(lab.sentence(found), list(lab.shown.shows(found)), found)


_SIDES = {"kano": ("functional", "dysfunctional"), "servqual": ("expectation", "perception")}


class _Named(SurveyLab):
    """A lab on a survey that has a name, and a scale of its own."""

    def __init__(self, survey: Survey, **state: Any) -> None:
        self._survey = survey
        super().__init__(survey.read, **state)

    @property
    def source(self) -> Source:
        return self._survey.source if self.state["case"] == OWN else super().source

    @property
    def scale(self) -> tuple[int, int]:
        return self._survey.scale


class _Kano(_Named, KanoLab):
    """The Kano lab on it."""


class _Servqual(_Named, ServqualLab):
    """The SERVQUAL lab on it."""


_LABS: Mapping[str, Callable[..., Any]] = {"kano": _Kano, "servqual": _Servqual}


def read_survey(source: Any, kind: Kind | None = None, **how: Any) -> Survey:
    """Read a survey; where its kind is not given, it is tried as Kano, then as SERVQUAL.

    Parameters
    ----------
    source
        As for `sgm_lab.intake.read_kano`, or what that returned; a case; or a survey that was read.
    kind : {"kano", "servqual"}, optional
    **how
        Arguments of `sgm_lab.intake.read_kano`; those left out or None are not passed on.

    Raises
    ------
    DataError
        If the file cannot be opened, or is neither.
    """
    if isinstance(source, Survey):
        return source
    name = _name(source)
    how = {one: value for one, value in how.items() if value is not None}
    if isinstance(source, Case):
        wanted: Kind = kind or "kano"
        table = source.kano if wanted == "kano" else source.servqual
        read = _reader(wanted)(table)
        sure = [
            note for note in read.notes if note not in read.doubts
        ]  # a case's columns are where they belong
        return Survey(wanted, source.title(), replace(read, notes=sure, doubts=[]), case=source)
    if isinstance(source, Intake):
        found: Kind = "servqual" if "item" in source.answers else "kano"
        return Survey(found, name, with_both(source), tuple(how.get("scale", (1, 7))))
    refused: list[DataError] = []
    kind = kind or ("servqual" if "dimensions" in how else None)  # only that has any
    for one in [kind] if kind else KINDS_OF_SURVEY:
        try:
            read = with_both(_reader(one)(source, **how))
        except ArgumentError as error:  # a scale or a side that the other survey may have
            if kind or one != KINDS_OF_SURVEY[0] or error.values.get("name") not in ("scale", "reverse"):
                raise
            continue
        except DataError as error:
            if kind or not error.key.startswith("intake."):
                raise
            refused.append(error)
            continue
        return Survey(one, name, read, tuple(how.get("scale", (1, 7))))
    known = next((error for error in refused if error.key not in _NO_SURVEY), None)
    raise known or DataError("report.neither", file=name, first=refused[0])


def weighted_by(survey: Survey, column: str) -> Survey:
    """Return a survey whose figures are weighted by a column.

    Raises
    ------
    ArgumentError
        If there is no such column.
    DataError
        If what it holds cannot weigh anybody.
    """
    table = survey.read.table
    taken = {"respondent", "feature", "item", "dimension", "wave", *_SIDES[survey.kind]}
    known = [str(one) for one in table if one not in taken]
    found = column_named(column, known)
    if found is None:
        raise ArgumentError(
            "report.no_weights", column=column, columns=known, hint=did_you_mean(column, known)
        )
    unused = sentence("intake.weight", column=found)
    read = replace(
        survey.read,
        doubts=[one for one in survey.read.doubts if one != unused],
        notes=[one for one in survey.read.notes if one != unused],
    )
    bound(opened(table), found)  # refused at once, if it cannot be used
    return replace(survey, read=read, weights=found)


def _reader(kind: Kind) -> Callable[..., Intake]:
    return intake.read_kano if kind == "kano" else intake.read_servqual


def _name(source: Any) -> str:
    if isinstance(source, list):
        return shortened(t("labs.comma").join(map(_name, source)), _NAME)
    if isinstance(source, tuple):
        return shortened(str(source[0]), _NAME)
    if is_address(source):
        return shortened(Address(source).name, _NAME)
    if isinstance(source, str | Path):
        return shortened(Path(source).name, _NAME)
    return t("files.frame")
