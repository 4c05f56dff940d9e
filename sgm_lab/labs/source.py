"""Where a survey lab's answers come from: one of the three cases, or a file of the learner's own.

`SurveyLab` gives a lab the controls for both, a template to download, and a preview that names what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from .. import _privacy, cases, intake
from ..errors import DataError, SgmError, plainly
from ..i18n import get_language, t
from ..paper.blocks import Block, Folded, Note, Table
from .asking import Asks, gone, source_key
from .base import Download, State
from .controls import Action, Choice, Control, Upload

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OWN", "Source", "SurveyLab", "case_options", "reading", "source_of", "with_both"]

Survey = Literal["kano", "servqual"]
OWN = "own"  # the value of the control "case" for the learner's own file
_MOST_VALUES = 12  # of a column that still makes segments
_UNIT: dict[str, str] = {"kano": "feature", "servqual": "item"}
_TAKEN = {"respondent", "feature", "functional", "dysfunctional", "importance", "wave", "item", "dimension",
          "expectation", "perception", "adequate", "time", "duration"}  # fmt: skip
_MOST_SHOWN = 8  # problems in the preview


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
    """

    key: str
    title: str
    survey: Survey
    answers: pd.DataFrame
    case: cases.Case | None = None
    read: intake.Intake | None = field(default=None, repr=False)
    held_back: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_file(
        cls, key: str, title: str, survey: Survey, read: intake.Intake, case: cases.Case | None = None
    ) -> Source:
        """Return what a file holds; groups of too few people stand together in it (`_privacy.together`)."""
        answers, said = read.table, {}
        least = _privacy.fewest(simulated=case is not None)
        for column in _splitting(answers) if least else ():
            name = t("labs.source.small")
            made = _privacy.together(answers, column, name, least=least)
            if made.merged:
                answers = answers.assign(**{column: made.values})
                groups = [t("labs.source.unnamed") if one != one else str(one) for one in made.merged]
                key_of = "small_joined" if len(made.values.dropna().unique()) > 1 else "small_none"
                said[column] = t(f"labs.source.{key_of}", column=column, few=least, name=name,
                                 groups=t("labs.comma").join(groups))  # fmt: skip
        return cls(key, title, survey, answers, case, read, said)

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
            return self.case.segment_columns()
        return {str(c): str(name) for c, name in intake.tidied(self._columns).items()}

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        """Columns of a file that make segments, with their values."""
        return _splitting(self.answers)

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
        return text.replace(" ·  · ", " · ")


def _splitting(answers: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns that split people, with their values."""
    found = {}
    for column in answers.columns:
        if column not in _TAKEN:
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


class SurveyLab(Asks):
    """A lab on a Kano or SERVQUAL survey: a case, or the learner's own answers.

    Its state has the keys ``case`` and ``upload``; `defaults` of a lab must hold both. `controls` of a lab begins
    with ``self.source_controls()`` and its `actions` hold ``self.source_actions()``.

    Parameters
    ----------
    data : Intake, data frame or path, optional
        One's own answers, for those who call the package; they stand beside the cases as an upload would.
    key, **state
        As for `Lab`.
    """

    survey: ClassVar[Survey]
    perceptions_do: ClassVar[bool] = False  # whether SERVQUAL without expectations has something to show

    def __init__(self, data: Any = None, *, key: str | None = None, **state: Any) -> None:
        self._data = data
        self._read: dict[Survey, intake.Intake] = {}
        self._sources: dict[str, Source] = {}
        if data is not None:
            state = {"case": OWN, **state}
            self._given(self.survey_at({**self.defaults, **state}))  # refused at once, if it cannot be read
        super().__init__(key=key, **state)

    @classmethod
    def survey_at(cls, state: State) -> Survey:
        """Which survey is asked for; a lab that can be about either says so here."""
        return cls.survey

    def _given(self, survey: Survey) -> intake.Intake:
        """Return what the lab was made with, read as a survey."""
        if survey not in self._read:
            self._read[survey] = self._read_given(survey)
        return self._read[survey]

    def _read_given(self, survey: Survey) -> intake.Intake:
        """Read it, or say which call to put round it.

        Raises
        ------
        DataError
            If it cannot be read, is not understood, or what it means is not settled.
        """
        if isinstance(self._data, intake.Intake):
            _ = self._data.table
            return self._whole(self._data)
        try:
            read = self._reading(survey, self._data)
            _ = read.table
        except DataError as error:
            if not error.key.startswith("intake."):
                raise
            named = isinstance(self._data, str | PurePath)
            source = json.dumps(str(self._data), ensure_ascii=False) if named else "frame"
            told = error.values.get("call") or ("…" if error.key == "intake.unsettled" else "pairs=…")
            call = f"labs.{type(self).__name__}(intake.read_{survey}({source}, {told}))"
            raise DataError("labs.source.wrap", first=error, call=call) from error
        return read

    def _reading(self, survey: Survey, given: Any, **how: Any) -> intake.Intake:
        return self._whole((intake.read_kano if survey == "kano" else intake.read_servqual)(given, **how))

    def _whole(self, read: intake.Intake) -> intake.Intake:
        """Return what has both of its answers; perceptions alone where they will do.

        Raises
        ------
        DataError
            If only perceptions were asked, and the lab is about both.
        """
        whole = with_both(read)
        if whole is not read and not self.perceptions_do:
            raise DataError("labs.source.perceptions_alone")
        return whole

    # ---- the source ----

    @property
    def source(self) -> Source:
        """The answers in use.

        Raises
        ------
        DataError
            If the learner's file is not here or cannot be read.
        """
        if self.state["case"] != OWN:
            return source_of(self.state["case"], self.survey, get_language())
        kept = self.state["upload"]
        key = self._key_of(kept)
        if key not in self._sources:
            # `settle` keeps OWN away where there is nothing of one's own.
            read = self.read_kept(kept) if kept else self._given(self.survey)
            name = kept["name"] if kept else t("files.frame")
            self._sources = {key: Source.of_file(key, name, self.survey, read)}
        return self._sources[key]

    @property
    def asked(self) -> Survey:
        """The survey that a file is read as."""
        return self.survey

    @property
    def asked_scale(self) -> tuple[int, int]:
        """Codes of its answers."""
        return (1, 5) if self.survey == "kano" else (1, 7)

    def read_answers(self, given: Any, **how: Any) -> intake.Intake:
        """Read a file; a lab that asks how it is to be read does so here."""
        return self._reading(self.survey, given, **how)

    def _key_of(self, kept: State | None) -> str:
        return self.source_key(source_key(kept) if kept else "given")

    def source_key(self, key: str) -> str:
        """Tell apart one file read in several ways."""
        return key

    @property
    def case(self) -> cases.Case | None:
        """The case in use, if it is one."""
        return self.source.case

    def source_controls(self) -> list[Control]:
        """Return the controls that choose the source."""
        options = case_options()
        kept = self.state["upload"]
        if kept or self._data is not None:
            name = kept["name"] if kept else t("files.frame")
            options.append((t("labs.source.own", name=name), OWN))
        return [Choice("case", options), Upload("upload")]

    def source_actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def do_template(self) -> Download:
        """Return a questionnaire to send out, with a sheet for the answers, as `receive` reads them."""
        from ..takeaways import survey_xlsx

        case = self.case or cases.load(cases.names()[0])
        return Download(
            f"{self.w('action_template')}.xlsx",
            _XLSX,
            survey_xlsx(questions(case, self.survey), kind=self.survey),
        )

    def take(self, kept: State, read: intake.Intake, **more: Any) -> None:
        """Show the file that was read, with more that the state then holds."""
        key = self._key_of(kept)
        self._sources = {key: Source.of_file(key, kept["name"], self.survey, read)}
        self.set(upload=kept, case=OWN, **more)

    def settle(self) -> None:
        """Without a file of one's own, OWN is no choice; a file that is not here gives way to a case."""
        upload = Upload("upload")
        self.state["upload"] = upload.settle(self.state["upload"])
        known = [*cases.names(), *([OWN] if self.state["upload"] or self._data is not None else [])]
        if self.state["case"] not in known:
            self.state |= {"case": cases.names()[0]} | ({"wave": 0} if "wave" in self.state else {})
        if self.state["case"] == OWN:
            try:
                _ = self.source
            except SgmError as error:
                how = (self.state["upload"] or {}).get("how")
                self.state |= {"case": cases.names()[0], "upload": None}
                self.notice = gone(error, how)
        if "wave" in self.state and self.state["wave"] not in self.waves():
            self.state["wave"] = self.source.waves()[
                -1
            ]  # 0 means the last, and so does one that is not there
        super().settle()

    def former(self) -> str:
        """Name of the learner's own file, where it is shown."""
        return self.source.title if self.state["case"] == OWN else ""

    def waves(self) -> list[Any]:
        """Waves that can be chosen; a lab that looks at several together offers more."""
        return self.source.waves()

    def preview(self) -> list[Block]:
        """Say what was read and what was not, of the learner's own file, and which groups are held back."""
        return [
            *reading(self.source.read),
            *(Note(one, "quiet-note") for one in self.source.held_back.values()),
        ]


class _Read(Protocol):
    """What is said of any file that was read."""

    @property
    def problems(self) -> pd.DataFrame: ...

    @property
    def notes(self) -> Sequence[str]: ...

    def summary(self) -> str: ...


def reading(read: _Read | None, *more: str) -> list[Block]:
    """Say what was read of a file and what was not, and what is to be said besides; nothing without a file."""
    if read is None:
        return []
    summary = read.summary()
    lines = [summary, *(note for note in read.notes if note not in summary), *more]
    said = [Note(plainly(line)) for line in lines]
    opened = bool(len(read.problems) or read.notes)
    return [Folded(t("labs.source.read"), [*said, *problem_table(read.problems)], opened)]


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def problem_table(problems: pd.DataFrame) -> list[Block]:
    """Table of what could not be read: row, column, value, and what to do; nothing where all could."""
    if not len(problems):
        return []
    names = ("row", "column", "value", "problem")
    heads = [t(f"labs.source.problem_{name}") for name in names]
    rows = [[problem[name] for name in names] for problem in problems.head(_MOST_SHOWN).to_dict("records")]
    more = len(problems) - _MOST_SHOWN
    after = [Note(t("labs.source.problem_more", n=more))] if more > 0 else []
    return [Table(t("labs.source.problems"), heads, rows), *after]


def questions(case: cases.Case, survey: Survey) -> Sequence[Any]:
    """Return a case's own questions, as a template to be replaced by one's own."""
    if survey == "servqual":
        return list(cases.spoken(case.items, "text"))
    parts = {"name": "label", "functional": "functional", "dysfunctional": "dysfunctional"}
    texts = {name: cases.spoken(case.features, what) for name, what in parts.items()}
    return [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]
