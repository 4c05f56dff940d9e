"""Kano questionnaire designer: own features → question pairs with a review → forms to send → answers back → results."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import cases, charts, intake, kano
from ..errors import DataError, SgmError
from ..i18n import get_language, t
from ..paper import markup
from .asking import Asks, source_key
from .base import Download, State
from .controls import Action, Choice, Column, Control, Rows, Text, Upload
from .kano.counted import tallied
from .kano.words import advice, certain, listed
from .source import Source, case_options, reading

if TYPE_CHECKING:
    import pandas as pd

    from ..charts import Size

__all__ = ["DesignerResult", "KanoDesigner"]

_STEPS = ("features", "questions", "send", "answers")
_SIDES = ("functional", "dysfunctional")
_RULES = ("mode", "moai", "blauth", "quadrant")
_MOST = 30  # features; more than that nobody answers to the end
_SECONDS = 10  # a question
_LONG_SURVEY = 8  # minutes after which people give up
_FROM_CASE = 3
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class DesignerResult:
    """The questionnaire, what is wrong with it, and the results where answers came back."""

    pairs: pd.DataFrame
    review: pd.DataFrame
    counts: pd.DataFrame | None = None
    classified: pd.DataFrame | None = None
    certainty: pd.DataFrame | None = None
    respondents: int = 0
    source: str = ""


class KanoDesigner(Asks):
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

    name: ClassVar[str] = "kano_designer"
    defaults: ClassVar[State] = {
        "step": "features",
        "case": "healthcare",
        "features": None,
        "questions": [],
        "drafted": [],
        "heading": "",
        "upload": None,
        "table": "berger",
        "rule": "mode",
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._sources: dict[str, Source] = {}
        super().__init__(key=key, **state)

    # ---- state ----

    def _all(self) -> dict[str, Control]:
        """Every control; a step shows its own."""
        made: list[Control] = [
            Choice("step", [(self.w(f"step_{name}"), name) for name in _STEPS], buttons=True),
            Choice("case", case_options()),
            Rows(
                "features",
                [Column("name"), Column("present", wide=True), Column("absent", wide=True)],
                most=_MOST,
            ),
            Rows(
                "questions",
                [Column("name", "label"), *(Column(side, wide=True) for side in _SIDES)],
                most=_MOST,
                add=False,
            ),
            Text("heading", rows=1),
            Upload("upload"),
            Choice("table", [(self.w(f"table_{name}"), name) for name in ("berger", "pouliot")]),
            Choice("rule", [(self.w(f"rule_{name}"), name) for name in _RULES]),
        ]
        return {control.name: control for control in made}

    _SHOWN: ClassVar[dict[str, tuple[str, ...]]] = {
        "features": ("case", "features"),
        "questions": ("questions",),
        "send": ("heading",),
        "answers": ("upload",),
    }

    def controls(self) -> list[Control]:
        """Return the step and what belongs to it."""
        made = self._all()
        step = self.state["step"] if self.state["step"] in _STEPS else _STEPS[0]
        shown = list(self._SHOWN[step])
        if step == "answers" and self.state["upload"]:
            shown += ["table", "rule"]
        return [made["step"], *(made[name] for name in shown)]

    def every_control(self) -> list[Control]:
        """Return what any step asks."""
        return list(self._all().values())

    def settle(self) -> None:
        """Begin with features of the case, and let the questions follow the features."""
        made, state = self._all(), self.state
        if state["features"] is None:
            state["case"] = made["case"].settle(state["case"])
            state["features"] = self._of_case()
        for name, control in made.items():
            state[name] = control.settle(state[name])
        if state["upload"]:
            try:
                _ = self.source
            except SgmError as error:
                state["upload"] = None
                self.notice = error.plain
        self._follow()

    def _of_case(self) -> list[dict[str, str]]:
        """Three features of the case, as a start."""
        lang = get_language()
        rows = cases.load(self.state["case"]).features.head(_FROM_CASE).to_dict("records")
        return [
            {
                "name": str(row[f"label_{lang}"]),
                "present": kano.described(str(row[f"functional_{lang}"])),
                "absent": kano.described(str(row[f"dysfunctional_{lang}"])),
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
            for number, side in enumerate(_SIDES):
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
        self.set(step=_STEPS[_STEPS.index(self.state["step"]) + 1])

    def do_from_case(self) -> None:
        """Take three features of the chosen case."""
        self.set(features=self._of_case())

    def do_empty(self) -> None:
        """Begin with an empty row."""
        self.set(features=[{"name": "", "present": "", "absent": ""}])

    def do_redraft(self) -> None:
        """Word all questions by template again."""
        self.set(
            questions=[{"name": row["name"], **dict.fromkeys(_SIDES, "")} for row in self.state["questions"]]
        )

    def do_xlsx(self) -> Download:
        """Return the survey workbook."""
        from ..takeaways import survey_xlsx

        content = survey_xlsx(self._complete(), title=self.state["heading"])
        return Download(f"{self._file()}.xlsx", _XLSX, content)

    def do_form(self) -> Download:
        """Return the form to print."""
        from ..takeaways import survey_html

        return Download(
            f"{self._file()}.html", "text/html", survey_html(self._complete(), title=self.state["heading"])
        )

    def _file(self) -> str:
        return self.state["heading"].strip()[:40].replace("/", " ").replace("\\", " ") or self.w("file")

    def _complete(self) -> list[dict[str, str]]:
        """Pairs that can be sent out.

        Raises
        ------
        DataError
            If there is none.
        """
        pairs = [dict(row) for row in self.state["questions"] if all(value.strip() for value in row.values())]
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
        self._sources = {key: Source(key, kept["name"], "kano", read.table, None, read)}

    def take(self, kept: State, read: intake.Intake) -> None:
        """Show the answers of a file that was read."""
        self._take(kept, read)
        self.set(upload=kept, step="answers")

    # ---- result ----

    def compute(self) -> DesignerResult:
        """Review the questions; with answers, tally and classify them."""
        import pandas as pd

        rows = self.state["questions"]
        pairs = pd.DataFrame(rows, columns=["name", *_SIDES])
        review = kano.review_wording(rows)
        source = self.source if self.state["step"] == "answers" else None
        if source is None:
            return DesignerResult(pairs, review)
        counts, certainty, people = tallied(source, "all", None, self.state["table"])
        classified = kano.classify(counts, rule=self.state["rule"])
        return DesignerResult(pairs, review, counts, classified, certainty, people, source.line(people))

    def sentence(self, result: DesignerResult) -> str:
        """Say how far the questionnaire is, or what the answers say."""
        n = self._written(result)
        if result.classified is not None:
            return self._found(result)
        if self.state["step"] == "answers":
            return self.w("sentence_waiting")
        if not n:
            return self.w("sentence_empty")
        grave = int(result.review["grave"].sum())
        look = len(result.review) - grave
        key = "sentence_grave" if grave else "sentence_look" if look else "sentence_ready"
        minutes = self._minutes(n)
        said = self.w(key, n=n, questions=2 * n, minutes=minutes, grave=grave, look=look)
        return said + (self.w("sentence_long") if minutes > _LONG_SURVEY else "")

    def _written(self, result: DesignerResult) -> int:
        """How many features there are anything about."""
        return sum(any(value.strip() for value in row.values()) for row in result.pairs.to_dict("records"))

    def _minutes(self, n: int) -> int:
        return max(1, math.ceil(2 * n * _SECONDS / 60))

    def _found(self, result: DesignerResult) -> str:
        assert result.classified is not None
        assert result.certainty is not None
        names = {name: str(name) for name in result.classified.index}
        sure, unsure = certain(result.classified, result.certainty, names)
        none = self.w("none")
        named = {key: listed(sure.get(letter, []), none) for key, letter in
                 {"must": "M", "more": "O", "delight": "A"}.items()}  # fmt: skip
        said = self.w("sentence_found", n=result.respondents, **named)
        return said + (self.w("sentence_open", open=listed(unsure, none), n=len(unsure)) if unsure else "")

    def figure(self, result: DesignerResult, *, size: Size = "page") -> charts.Chart | None:
        """Draw the tallies; before there are answers there is no figure."""
        source = self.source
        if result.counts is None or result.classified is None or source is None:
            return None
        return charts.tallies(result.counts, result.classified, labels=source.labels(), subtitle=result.source,
                              size=size)  # fmt: skip

    def draw(self, result: DesignerResult, *, phone: bool = False) -> str:
        """Return what belongs to the step."""
        step = self.state["step"]
        if step == "answers":
            return self._results(result, phone) if result.classified is not None else self._waiting()
        if not self._written(result):
            return markup.paragraph(self.w("empty_help"))
        if step == "send":
            return self._sheet(result) + self._remarks(result)
        return self._remarks(result) + (self._pairs(result) if step == "features" else "")

    def _remarks(self, result: DesignerResult) -> str:
        """Table of what is wrong, grave remarks first."""
        if result.review.empty:
            return markup.paragraph(self.w("no_remark"))
        table = result.review.sort_values(["grave", "pair"], ascending=[False, True], kind="stable")
        rows = [
            [self.w("which", number=row["pair"], name=row["name"] or self.w("nameless")),
             markup.Raw(f'<span class="sgm-{"open" if row["grave"] else "rather"}">'
                        f"{markup.text(self.w('must' if row['grave'] else 'look'))}</span>"), row["problem"]]
            for row in table.to_dict("records")
        ]  # fmt: skip
        return markup.table(
            self.w("caption_review"), [self.w(f"head_{h}") for h in ("which", "how", "what")], rows
        )

    def _pairs(self, result: DesignerResult) -> str:
        rows = [[row["name"] or self.w("nameless"), *(row[side] or "–" for side in _SIDES)]
                for row in result.pairs.to_dict("records")]  # fmt: skip
        heads = [self.w("questions_name"), *(self.w(f"questions_{side}") for side in _SIDES)]
        return markup.table(self.w("caption_pairs"), heads, rows)

    def _sheet(self, result: DesignerResult) -> str:
        """Preview of the questionnaire as respondents see it."""
        answers = [t(f"common.answer.{code}") for code in range(1, 6)]
        rows = []
        complete = [
            row for row in result.pairs.to_dict("records") if all(value.strip() for value in row.values())
        ]
        for number, row in enumerate(complete, 1):
            rows += [
                [f"{number}{letter} {row[side]}", *["□"] * 5]
                for letter, side in zip("ab", _SIDES, strict=True)
            ]
        left = self._written(result) - len(complete)
        note = markup.paragraph(self.w("incomplete", n=left), "sgm-open") if left else ""
        title = self.state["heading"].strip() or t("takeaways.survey.title_kano")
        steps = "".join(f"<li>{markup.text(self.w(f'send_{n}'))}</li>" for n in (1, 2, 3))
        made = markup.table(title, [self.w("head_question"), *answers], rows) if rows else ""
        return f"{note}<ol>{steps}</ol>{made}"

    def _waiting(self) -> str:
        steps = "".join(f"<li>{markup.text(self.w(f'waiting_{n}'))}</li>" for n in (1, 2, 3))
        return f"<ol>{steps}</ol>"

    def _results(self, result: DesignerResult, phone: bool) -> str:
        assert result.classified is not None
        assert result.certainty is not None
        source = self.source
        assert source is not None
        draw: Any = self.figure  # with answers there is one
        shown = charts.Responsive(draw, result) if phone else draw(result)
        read = {str(name).strip() for name in result.classified.index}
        asked = [row["name"].strip() for row in result.pairs.to_dict("records") if row["name"].strip()]
        lacking = [name for name in asked if name not in read]
        note = ""
        if lacking and len(lacking) < len(asked):
            note = markup.paragraph(self.w("lacking", names=t("labs.comma").join(lacking)))
        elif lacking:
            note = markup.paragraph(self.w("other_survey"))
        table = markup.blocks([advice(result.classified, result.certainty, source.labels())])
        further = markup.paragraph(self.w("further"), "sgm-advice")
        return f"{markup.blocks(reading(source.read))}{note}{shown.html()}{table}{further}"
