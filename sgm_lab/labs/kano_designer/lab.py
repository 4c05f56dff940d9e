"""Kano questionnaire designer: own features → question pairs with a review → forms to send → answers back → results."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from ... import cases, intake, kano
from ...errors import DataError, SgmError
from ...i18n import said
from ..asking import AsksSurvey, source_key
from ..base import Download, State
from ..controls import Action, Choice, Column, Rows, Text, Upload
from ..source import Source, case_options
from ..views import Field, View, Viewed, pick
from .steps import SIDES, Answers, Features, Questions, Send, complete

__all__ = ["KanoDesigner"]

_MOST = 30  # features; more than that nobody answers to the end
_FROM_CASE = 3
_FEATURES = (Column("name"), Column("present", wide=True), Column("absent", wide=True))
_QUESTIONS = (Column("name", "label"), *(Column(side, wide=True) for side in SIDES))


def _returned(lab: Any) -> bool:
    return bool(lab.state["upload"])


class KanoDesigner(AsksSurvey, Viewed):
    """Design a Kano questionnaire, send it out, and read its answers.

    Parameters
    ----------
    step : {"features", "questions", "send", "answers"}
        Where the work stands.
    case : str
        Case whose features can be taken as a start.
    features : list of dict
        ``name``, ``present`` and ``absent`` (what it is like with and without it); ``None`` takes three of the case.
    questions : list of dict
        ``name``, ``functional``, ``dysfunctional``; follows the features, what was reworded is kept.
    heading : str
        Title of the questionnaire.
    upload : dict or None
        The answers.
    table, rule : str
        As for the Kano lab.
    """

    switch: ClassVar[str] = "step"
    # The questions as they were drafted tell which of them somebody has reworded.
    defaults: ClassVar[State] = {"drafted": ()}
    views: ClassVar[dict[str, type[View]]] = {
        "features": Features, "questions": Questions, "send": Send, "answers": Answers,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "case": Field("healthcare", lambda lab, name: Choice(name, case_options())),
        "features": Field(lambda lab: lab.of_case(), lambda lab, name: Rows(name, _FEATURES, most=_MOST)),
        "questions": Field((), lambda lab, name: Rows(name, _QUESTIONS, most=_MOST, add=False)),
        "heading": Field("", lambda lab, name: Text(name, rows=1)),
        "upload": Field(None, lambda lab, name: Upload(name)),
        "table": Field("berger", pick("berger", "pouliot"), _returned),
        "rule": Field("mode", pick(*kano.RULES), _returned),
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._sources: dict[str, Source] = {}
        super().__init__(key=key, **state)

    # ---- state ----

    def settle(self) -> None:
        """Begin with features of the case, and let the questions follow the features."""
        super().settle()
        if self.state["upload"]:
            try:
                _ = self.source
            except SgmError as error:
                self.state["upload"] = None
                self.notice = error.plain
        self._follow()

    def of_case(self) -> list[dict[str, str]]:
        """Return three features of the case, as a start."""
        rows = cases.load(self.state["case"]).features.head(_FROM_CASE).to_dict("records")
        return [
            {
                "name": str(said(row, prefix="label_")),
                "present": kano.described(str(said(row, prefix="functional_"))),
                "absent": kano.described(str(said(row, prefix="dysfunctional_"))),
            }
            for row in rows
        ]

    def _follow(self) -> None:
        """Draft each feature's questions anew; wording that somebody changed by hand is kept."""
        features, old = self.state["features"], self.state["questions"]
        drafted = self.state["drafted"]
        sound = isinstance(drafted, list) and len(drafted) == len(old)
        before = drafted if sound else [["", ""]] * len(old)
        by_name = {row["name"]: at for at, row in enumerate(old) if row["name"]}
        questions, drafts = [], []
        for at, feature in enumerate(features):
            place = by_name.get(feature["name"], at if len(old) == len(features) else None)
            draft = list(kano.draft_pair(feature["name"], feature["present"], feature["absent"]))
            row = {"name": feature["name"]}
            for number, side in enumerate(SIDES):
                text = "" if place is None else old[place][side]
                own = text.strip() and place is not None and text != list(before[place])[number]
                row[side] = text if own else draft[number]
            questions.append(row)
            drafts.append(draft)
        self.state["questions"], self.state["drafted"] = questions, drafts

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Return the buttons of the step."""
        step = self.state["step"]
        return {
            "features": [Action("next", primary=True), Action("from_case"), Action("empty")],
            "questions": [Action("next", primary=True), Action("redraft")],
            "send": [Action("xlsx", primary=True), Action("form"), Action("next")],
        }.get(step, [])

    def do_next(self) -> None:
        """Go to the next step."""
        steps = list(self.views)
        self.set(step=steps[steps.index(self.state["step"]) + 1])

    def do_from_case(self) -> None:
        """Take three features of the chosen case."""
        self.set(features=self.of_case())

    def do_empty(self) -> None:
        """Begin with an empty row."""
        self.set(features=[{"name": "", "present": "", "absent": ""}])

    def do_redraft(self) -> None:
        """Word all questions by template again."""
        self.set(
            questions=[{"name": row["name"], **dict.fromkeys(SIDES, "")} for row in self.state["questions"]]
        )

    def do_xlsx(self) -> Download:
        """Return the survey workbook."""
        from ...takeaways import survey_xlsx

        content = survey_xlsx(self._complete(), title=self.state["heading"])
        return Download(f"{self._file()}.xlsx", content)

    def do_form(self) -> Download:
        """Return the form to print."""
        from ...takeaways import survey_html

        return Download(f"{self._file()}.html", survey_html(self._complete(), title=self.state["heading"]))

    def _file(self) -> str:
        return self.state["heading"].strip()[:40].replace("/", " ").replace("\\", " ") or self.w("file")

    def _complete(self) -> list[dict[str, str]]:
        """Pairs that can be sent out.

        Raises
        ------
        DataError
            If there is none.
        """
        pairs = complete(self.state["questions"])
        if not pairs:
            raise DataError("lab_kano_designer.nothing")
        return pairs

    # ---- answers ----

    @property
    def source(self) -> Source | None:
        """The answers that came back; none before a file was given.

        Raises
        ------
        DataError
            If the file is not here or cannot be read.
        """
        kept = self.state["upload"]
        if not kept:
            return None
        if source_key(kept) not in self._sources:
            self._take(kept, self.read_kept(kept))
        return self._sources[source_key(kept)]

    @property
    def asked(self) -> Literal["kano"]:
        """The survey that a file is read as."""
        return "kano"

    def read_answers(self, given: Any, **how: Any) -> intake.Intake:
        """Read a file, or an open table as was decided."""
        return intake.read_kano(given, **how)

    def _take(self, kept: State, read: intake.Intake) -> None:
        key = source_key(kept)
        self._sources = {key: Source.of_file(key, kept["name"], "kano", read)}

    def take(self, kept: State, read: intake.Intake) -> None:
        """Show the answers of a file that was read."""
        self._take(kept, read)
        self.set(upload=kept, step="answers")
