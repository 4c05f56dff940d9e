"""Answers to one survey with the words for them: a case's, or those of a file of the learner's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from .. import _privacy, cases, intake
from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OWN", "Source", "Survey", "case_options", "questions", "source_of", "with_both"]

Survey = Literal["kano", "servqual"]
OWN = "own"  # the value of the control "case" for the learner's own file
_MOST_VALUES = 12  # of a column that still makes segments
_UNIT: dict[str, str] = {"kano": "feature", "servqual": "item"}
_TAKEN = {"respondent", "feature", "functional", "dysfunctional", "importance", "wave", "item", "dimension",
          "expectation", "perception", "adequate", "time", "duration"}  # fmt: skip


def case_options() -> list[tuple[str, str]]:
    """Label and name of each case."""
    return [(cases.load(name).title(), name) for name in cases.names()]


@dataclass(frozen=True, eq=False)
class Source:
    """Answers of one survey with the words for them.

    Attributes
    ----------
    key : str
        Tells one source from another; the same content has the same key, so tallies can be kept by it.
    title : str
        What it is called.
    survey : {"kano", "servqual"}
    answers : pandas.DataFrame
        Tidy answers.
    case : Case or None
        The case, where it is one: its data are simulated, and the figures must say so.
    read : Intake or None
        What was read and what was not, where it is a file.
    held_back : dict
        Column → which of its groups are not shown alone, in words.
    weights : str
        Column by which answers are weighted; none where it is empty.
    """

    key: str
    title: str
    survey: Survey
    answers: pd.DataFrame
    case: cases.Case | None = None
    read: intake.Intake | None = field(default=None, repr=False)
    held_back: Mapping[str, str] = field(default_factory=dict)
    weights: str = ""

    @classmethod
    def of_file(
        cls, key: str, title: str, survey: Survey, read: intake.Intake, case: cases.Case | None = None,
        weights: str = "",
    ) -> Source:  # fmt: skip
        """Return what a file holds; groups of too few people stand together in it (`_privacy.together`)."""
        answers, said = read.table, {}
        least = _privacy.fewest(simulated=case is not None)
        for column in _splitting(answers, {*_weights(read), weights}) if least else ():
            name = t("labs.source.small")
            made = _privacy.together(answers, column, name, least=least)
            if made.merged:
                answers = answers.assign(**{column: made.values})
                groups = [t("labs.source.unnamed") if one != one else str(one) for one in made.merged]
                key_of = "small_joined" if len(made.values.dropna().unique()) > 1 else "small_none"
                said[column] = t(f"labs.source.{key_of}", column=column, few=least, name=name,
                                 groups=t("labs.comma").join(groups))  # fmt: skip
        return cls(key, title, survey, answers, case, read, said, weights)

    @property
    def least(self) -> int:
        """People that a group needs to be shown alone."""
        return _privacy.fewest(simulated=self.case is not None)

    def joined(self, answers: pd.DataFrame, column: str) -> pd.DataFrame:
        """Take groups together of which too few are left, once answers were set aside."""
        made = _privacy.together(answers, column, t("labs.source.small"), least=self.least)
        return answers.assign(**{column: made.values}) if made.merged else answers

    def labels(self) -> dict[Any, str]:
        """Label of each feature or item."""
        if self.case is None:
            return dict(self._names)
        if self.survey == "kano":
            return dict(self.case.feature_labels())
        items = self.case.items
        return dict(zip(items["item"], cases.spoken(items, "text"), strict=True))

    @cached_property
    def _names(self) -> dict[Any, str]:
        """Features or items of a file: looked through once."""
        return {name: str(name) for name in self.answers[_UNIT[self.survey]].unique()}

    @cached_property
    def alone(self) -> bool:
        """Whether nobody was asked for expectations (SERVPERF)."""
        return self.survey == "servqual" and bool(self.answers["expectation"].isna().all())

    def waves(self) -> list[Any]:
        """Waves in order; a survey without any has one, ``1``."""
        if self.case is not None:
            return list(self.case.waves(self.survey))
        return self._waves

    @cached_property
    def _waves(self) -> list[Any]:
        if "wave" not in self.answers:
            return [1]
        found = sorted(self.answers["wave"].dropna().unique())  # with rows that name none they are floats
        return [int(wave) if float(wave).is_integer() else float(wave) for wave in found] or [1]

    def segments(self) -> list[tuple[str, str]]:
        """Label and value of everyone and of each segment, as ``<column>=<value>``."""
        columns = self.column_labels()
        made = [(t("labs.source.everyone"), "all")]
        return made + [
            (t("labs.source.segment_option", column=columns[c], value=label), f"{c}={v}")
            for c, options in self.groups().items()
            for v, label in options.items()
        ]

    def groups(self) -> dict[str, dict[Any, str]]:
        """Value and label of each segment, by segment column."""
        if self.case is None:
            return {c: {v: str(v) for v in kept} for c, kept in self._columns.items()}
        return {c: dict(values) for c, values in self.case.segment_labels().items() if c in self.answers}

    def column_labels(self) -> dict[str, str]:
        """Label of each segment column."""
        if self.case is not None:
            return {c: label for c, label in self.case.segment_columns().items() if c in self.answers}
        return {str(c): str(name) for c, name in intake.tidied(self._columns).items()}

    def column_options(self) -> list[tuple[str, str]]:
        """Label and name of each segment column, to choose from."""
        return [(label, column) for column, label in self.column_labels().items()]

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """Columns of a file that make segments, with their values."""
        return _splitting(self.answers, {*_weights(self.read), self.weights})

    def parts(self, segment: str) -> tuple[str, str]:
        """Column and value of a segment; the header of a file may hold an equals sign of its own."""
        column = max((str(name) for name in self.answers if segment.startswith(f"{name}=")), key=len)
        return column, segment.removeprefix(f"{column}=")

    def chosen(self, segment: str = "all", wave: Any = None) -> pd.DataFrame:
        """Return the answers of a segment and wave; ``wave=None`` takes all waves."""
        import pandas as pd

        answers = self.answers
        mask = pd.Series(True, index=answers.index)
        if wave is not None and "wave" in answers:
            mask &= answers["wave"] == wave
        if segment != "all":
            column, value = self.parts(segment)
            mask &= answers[column].astype(str) == value
        chosen: pd.DataFrame = answers.loc[mask]
        return chosen

    def line(self, n: int, segment: str = "all", wave: Any = None) -> str:
        """Subtitle of a figure: data, segment, wave, n, and whether simulated."""
        named = dict((value, label) for label, value in self.segments())
        wave_text = "" if wave is None else t("labs.source.wave_option", wave=wave)
        text = t("labs.source.line" if self.case is not None else "labs.source.line_own", case=self.title,
                 segment=named.get(segment, segment), wave=wave_text, n=n)  # fmt: skip
        text += t("labs.source.weighted", column=self.weights) if self.weights else ""
        return text.replace(" ·  · ", " · ")


def _weights(read: intake.Intake | None) -> set[str]:
    """Columns that say for how many people somebody stands: no groups."""
    return set() if read is None else set(read.columns["column"][read.columns["became"] == "weight"])


def _splitting(answers: pd.DataFrame, taken: set[str]) -> dict[str, list[Any]]:
    """Return the columns that split people, with their values."""
    found = {}
    for column in answers.columns:
        if column not in _TAKEN | taken:
            values = answers[column].dropna().unique()
            if 1 < len(values) <= _MOST_VALUES:
                found[str(column)] = sorted(values, key=str)
    return found


@lru_cache(16)
def source_of(name: str, survey: Survey, lang: str) -> Source:
    """Return a case's answers to one survey, the same object for the same case and language."""
    case = cases.load(name)
    return Source(name, case.title(), survey, case.kano if survey == "kano" else case.servqual, case)


def with_both(read: intake.Intake) -> intake.Intake:
    """Give SERVPERF answers the column that nobody was asked for, empty: what reads both sides reads them too."""
    if "perception" not in read.answers or "expectation" in read.answers:
        return read
    return replace(read, answers=read.answers.assign(expectation=float("nan")))


def questions(case: cases.Case, survey: Survey) -> Sequence[Any]:
    """Return a case's own questions, as a template to be replaced by one's own."""
    if survey == "servqual":
        return list(cases.spoken(case.items, "text"))
    parts = {"name": "label", "functional": "functional", "dysfunctional": "dysfunctional"}
    texts = {name: cases.spoken(case.features, what) for name, what in parts.items()}
    return [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]
