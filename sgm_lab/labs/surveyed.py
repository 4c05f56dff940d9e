"""A lab on a survey: a case's answers or the learner's own, and the fields that all such labs have.

`SurveyLab` gives a lab the controls for both, a template to download, and a preview that names what is wrong.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, ClassVar

from .. import cases, intake, kano
from ..errors import DataError, SgmError
from ..i18n import get_language, t
from ..inference import FEW
from ..paper.blocks import Block, Note
from .asking import AsksSurvey, gone, source_key
from .base import Download, State
from .controls import Action, Choice, Control, Named, Upload
from .readings import reading
from .source import OWN, Source, Survey, case_options, questions, source_of, with_both
from .views import Field, pick

__all__ = ["RULE", "SEGMENT", "TABLE", "SurveyLab", "segments", "wave_options", "waves"]


class SurveyLab(AsksSurvey):
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
        people = 0 if self.case else self.source.answers["respondent"].nunique()
        few = [Note(t("labs.source.few", n=people), "try")] if 0 < people < FEW else []
        return [
            *few,
            *reading(self.source.read),
            *(Note(one, "quiet-note") for one in self.source.held_back.values()),
        ]


def segments(lab: Any, name: str) -> Named:
    """Offer everybody and each segment of the source."""
    return Named(name, lab.source.segments())


def wave_options(source: Any) -> list[tuple[str, Any]]:
    """Label and value of each wave."""
    return [(t("labs.source.wave_option", wave=wave), wave) for wave in source.waves()]


def waves(lab: Any, name: str) -> Choice:
    """Offer the waves of the source."""
    return Choice(name, wave_options(lab.source))


SEGMENT = Field("all", segments)
TABLE = Field("berger", pick("berger", "pouliot"))
RULE = Field("mode", pick(*kano.RULES))
