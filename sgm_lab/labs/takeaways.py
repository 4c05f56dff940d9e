"""Where a learner takes files along: choose one, made from the workbook as it now is, and download it."""

from __future__ import annotations

import base64
import html
from contextlib import suppress
from typing import ClassVar, NamedTuple

from .. import cases, workbook
from ..extras import MissingPackageError, need
from ..paper import markup
from ..takeaways import (
    goal_card_docx,
    goal_card_html,
    goal_plan_docx,
    goal_plan_html,
    plan_from_workbook,
    survey_xlsx,
)
from .base import Lab, State
from .controls import Action, Choice, Control

__all__ = ["File", "Takeaways"]

_WHATS = ("plan", "card", "survey", "report")
_TYPES = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _kano(book: workbook.Workbook) -> str | None:
    """Key of the learner's Kano lab: with a file of their own if there is one, else the one they worked in last."""
    kept = {key: state for key, state in book.data()["labs"].items() if isinstance(state, dict)}
    mine = [key for key in kept if key.partition(":")[0] == "kano"]
    last = max(
        mine, key=lambda key: (kept[key].get("case") == "own", str(kept[key].get("updated", ""))), default=""
    )
    return last.partition(":")[2] or None


class File(NamedTuple):
    """A file to take along: its name and content."""

    name: str
    content: bytes


class Takeaways(Lab):
    """Take the goal plan, the goal card, a questionnaire or the Kano results along as files.

    Parameters
    ----------
    what : {"plan", "card", "survey", "report"}
        Which of them.
    """

    name: ClassVar[str] = "takeaways"
    needs: ClassVar[tuple[str, ...]] = ()
    travels: ClassVar[bool] = True
    defaults: ClassVar[State] = {"what": "plan"}

    def controls(self) -> list[Control]:
        """Return the one control: what to take along."""
        return [Choice("what", [(Takeaways.w(f"what_{what}"), what) for what in _WHATS], buttons=True)]

    def compute(self) -> list[File]:
        """Make the files of the choice from the workbook."""
        book = self._book or workbook.open_book()
        what, name = self.state["what"], Takeaways.w(f"file_{self.state['what']}")
        made: dict[str, bytes] = {}
        # What needs tables and figures is imported where it is asked for: plan and card do without, as a page may.
        if what == "survey":
            from .source import questions

            made = {"xlsx": survey_xlsx(questions(cases.load("healthcare"), "kano"), kind="kano")}
        elif what == "report":
            from .kano import KanoLab
            from .report import lab_report_html, lab_report_xlsx

            lab = KanoLab(key=_kano(book))
            lab.keep_in(book)
            made = {"html": lab_report_html(lab), "xlsx": lab_report_xlsx(lab)}
        else:
            plan = plan_from_workbook(book)
            if not plan.get("goals"):
                return []
            card = plan["goals"][0]
            with suppress(MissingPackageError):  # said where the files are shown; the web page holds the same
                made["docx"] = goal_plan_docx(plan) if what == "plan" else goal_card_docx(card)
            made["html"] = goal_plan_html(plan) if what == "plan" else goal_card_html(card)
        return [File(f"{name}.{kind}", content) for kind, content in made.items()]

    def sentence(self, result: list[File]) -> str:
        """Say what the file is for, or what is missing to make it."""
        return Takeaways.w(f"said_{self.state['what']}" if result else "no_goal")

    def draw(self, result: list[File], *, phone: bool = False) -> str:
        """Return a link for each file; it holds the content, so nothing else is needed."""
        links = ""
        for file in result:
            kind = file.name.rpartition(".")[2]
            data = base64.b64encode(file.content).decode()
            label = html.escape(Takeaways.w("download", name=file.name, use=Takeaways.w(f"use_{kind}")))
            links += (
                f'<li><a class="sgm-download" download="{html.escape(file.name)}" '
                f'href="data:{_TYPES[kind]};base64,{data}">{label}</a></li>'
            )
        note = ""
        if result and self.state["what"] in ("plan", "card"):
            try:
                need("docx")
            except MissingPackageError as missing:
                note = markup.paragraph(str(missing), "sgm-advice")
        return f'<ul class="sgm-downloads">{links}</ul>{note}'

    def actions(self) -> list[Action]:
        """One button: make the files again from the workbook as it is now."""
        return [Action("again", primary=True)]

    def do_again(self) -> None:
        """Make the files again."""
        self.refresh()

    def exports(self) -> list[str]:
        """It hands out files itself."""
        return []

    def _worked(self) -> str:
        """Say what can be taken along: a page that is built has no learner's files, and must not show another's."""
        items = "".join(f"<li>{html.escape(Takeaways.w(f'said_{what}'))}</li>" for what in _WHATS)
        return f"<p>{html.escape(Takeaways.w('elsewhere'))}</p><ul>{items}</ul>"

    def _plainly(self) -> str:
        return Takeaways.w("elsewhere")
