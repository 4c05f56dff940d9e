"""Report builder: from a raw survey file, step by step, to what is shown on Monday, in every kind of file.

It stands above `sgm_lab.report`, which in turn puts its questions to the Kano and SERVQUAL labs; nothing imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from .. import kano
from ..errors import DataError
from ..i18n import get_language, t
from ..paper.blocks import Block, Note
from ..takeaways.plan.rows import arrow
from .base import Download, State
from .controls import Action, Choice, Control
from .source import OWN, Source
from .surveyed import SurveyLab
from .views import Field, View, Viewed, pick

if TYPE_CHECKING:
    from ..report import Report, Section

__all__ = ["ReportBuilder"]

_KINDS = ("pptx", "docx", "xlsx", "html")
_MOST_NEEDS = 4


class Step(View):
    """One step of the way: some sections of the report, each with its sentence."""

    asks: ClassVar[tuple[str, ...]] = ("kind", "rule")
    pictured: ClassVar[bool] = False

    def compute(self) -> Report:
        """Make the report of the answers in use.

        Raises
        ------
        DataError
            If the file is no such survey.
        """
        made: Report = self.lab.report()
        return made

    def sections(self, found: Report) -> list[Section]:
        """Return the sections this step is about."""
        raise NotImplementedError

    def says(self, found: Report) -> str:
        """Say what the first of them says."""
        said = [one.said for one in self.sections(found) if one.said]
        return said[0] if said else self.w("nothing")

    def shows(self, found: Report) -> Iterator[Block]:
        """Show them one below the other."""
        for at, one in enumerate(self.sections(found)):
            if at and one.said:
                yield Note(one.said, head=one.title)
            yield from one.blocks


class Checked(Step):
    """What is this file, and what was left out?"""

    def sections(self, found: Report) -> list[Section]:
        """The section on what was read."""
        return list(found.sections[1:2])


class Reading(Step):
    """What do the answers say, how certain is it, and where do groups differ?"""

    pictured = True

    def sections(self, found: Report) -> list[Section]:
        """Everything between what was read and what follows from it."""
        return [one for one in found.sections[2:-3] if not one.empty]


class Acting(Step):
    """What to do, what not yet, what is not known?"""

    writes: ClassVar[str] = "need"

    def sections(self, found: Report) -> list[Section]:
        """The section on what follows."""
        return list(found.sections[-3:-2])

    def shows(self, found: Report) -> Iterator[Block]:
        """The three lists, and what of them stands in the plan."""
        yield from super().shows(found)
        if self.at["needs"]:
            yield Note(self.w("in_plan", n=len(self.at["needs"]), goes=arrow(["need"])), "quiet-note")


class Goals(Step):
    """Which goals follow, and who answers for each?"""

    def sections(self, found: Report) -> list[Section]:
        """The table of goals."""
        return list(found.sections[-2:-1])


class Finished(Step):
    """The whole report, to be taken along."""

    def sections(self, found: Report) -> list[Section]:
        """The summary, and how it was worked out."""
        return [found.sections[0], found.sections[-1]]


def _rule(lab: Any, name: str) -> Control:
    return Choice(name, [(t(f"lab_kano.rule_{rule}"), rule) for rule in kano.RULES])


class ReportBuilder(SurveyLab, Viewed):
    """From a raw survey file to the report, step by step.

    Parameters
    ----------
    case : str
        Name of the case, until a file of one's own is brought.
    kind : {"kano", "servqual"}
        Which survey; of a file it is found out.
    rule : str
        Kano classification rule.
    step : {"checked", "reading", "acting", "goals", "finished"}
        How far one has come.
    """

    name: ClassVar[str] = "report_builder"
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures", "scipy")
    perceptions_do: ClassVar[bool] = True
    switch: ClassVar[str] = "step"
    data_first: ClassVar[bool] = True
    # `needs` are sentences that were taken into the plan.
    defaults: ClassVar[State] = {"case": "healthcare", "upload": None, "needs": ()}
    views: ClassVar[dict[str, type[View]]] = {
        "checked": Checked, "reading": Reading, "acting": Acting, "goals": Goals, "finished": Finished,
    }  # fmt: skip
    fields: ClassVar[dict[str, Field]] = {
        "kind": Field("kano", pick("kano", "servqual", buttons=True)),
        "rule": Field("mode", _rule, lambda lab: lab.state["kind"] == "kano"),
    }

    @classmethod
    def survey_at(cls, state: State) -> Literal["kano", "servqual"]:
        """The survey that the answers are read as."""
        return "servqual" if state.get("kind") == "servqual" else "kano"

    @property
    def survey(self) -> Literal["kano", "servqual"]:  # type: ignore[override]
        """The survey in use."""
        return self.survey_at(self.state)

    def source_key(self, key: str) -> str:
        """A file read as another survey is read again."""
        return f"{self.survey}/{key}"

    def settle(self) -> None:
        """Keep only sentences of what was taken into the plan."""
        kept = self.state["needs"]
        listed = kept if isinstance(kept, list | tuple) else []
        self.state["needs"] = [one for one in listed if isinstance(one, str) and one.strip()]
        super().settle()

    def report(self) -> Report:
        """Return the report of the answers in use; the same for the same answers."""
        return _made(self.source, self.state["rule"], get_language())

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Find out which survey the file is; what is not understood is asked."""
        from ..report import read_survey

        try:
            kind = read_survey((name, content)).kind
        except DataError:  # said, or asked about, where it is read as the survey that is chosen
            kind = self.survey
        before = self.state
        self.state = {**before, "kind": kind}
        try:
            super().receive(control, name, content)
        except BaseException:
            self.state = before
            raise

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Take what is needed into the plan; the files; the template."""
        plan = [Action("plan")] if self.state["step"] == "acting" else []
        files = [Action(kind, primary=kind == "pptx") for kind in _KINDS]
        return [*plan, *files, *self.source_actions()]

    def do_plan(self) -> None:
        """Take what is to be done, and what that rests on, into the plan's first row."""
        made = self.report()
        found = made.found["acting"]["do"][:_MOST_NEEDS]
        if not found:
            self.say(self.w("nothing_to_do"))
            return
        if self.state["case"] != OWN:
            self.say(self.w("own_only"))
            return
        self.set(needs=[t("takeaways.from_said", text=one, source=made.line) for one in found])
        self.say(self.w("taken", n=len(found), goes=arrow(["need"])))

    def _file(self, kind: str) -> Download:
        made = self.report()
        return Download(f"{self.title()}.{kind}", made.content(kind))

    def do_pptx(self) -> Download:
        """Return the report as slides."""
        return self._file("pptx")

    def do_docx(self) -> Download:
        """Return the report as a Word document."""
        return self._file("docx")

    def do_xlsx(self) -> Download:
        """Return the report as a spreadsheet."""
        return self._file("xlsx")

    def do_html(self) -> Download:
        """Return the report as a page."""
        return self._file("html")

    def exports(self) -> list[str]:
        """It hands out the report itself."""
        return []


@lru_cache(4)
def _made(source: Source, rule: Any, lang: str) -> Report:
    from ..report import Survey, build

    if source.case is not None:
        return build(source.case, kind=source.survey, rule=rule)
    assert source.read is not None  # a file, or what the lab was made with
    return build(Survey(source.survey, source.title, source.read), rule=rule)
