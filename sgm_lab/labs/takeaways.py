"""Where a learner takes files along: choose one, made from the workbook as it now is, and download it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, ClassVar

from .. import cases, takeaways, workbook
from ..extras import MissingPackageError, need
from ..paper import markup
from ..paper.blocks import Block, File, Files, Note, Steps
from .controls import Action
from .views import Field, View, Viewed

__all__ = ["Takeaways"]


class Taken(View, ABC):
    """Files of one kind, made from the workbook."""

    what: ClassVar[str]

    @abstractmethod
    def made(self, book: workbook.Workbook) -> dict[str, bytes]:
        """Return the content of each kind of file, as its name ends; nothing where the workbook lacks it."""

    def compute(self) -> list[File]:
        """Make the files."""
        name = self.w(f"file_{self.what}")
        return [
            File(whole := f"{name}.{kind}", content, self.w("download", name=whole, use=self.use(kind)))
            for kind, content in self.made(self.lab.book).items()
        ]

    def use(self, kind: str) -> str:
        """Say what a kind of file is good for."""
        return self.w(f"use_{kind}")

    def says(self, found: list[File]) -> str:
        """Say what the file is for, or what is missing to make it."""
        return self.w(f"{'said' if found else 'no'}_{self.what}")

    def shows(self, found: list[File]) -> Iterator[Block]:
        """The files."""
        yield Files(found)


class Plan(Taken):
    """The goal plan, as Word, as slides, as a register to go on with month by month, and as a page."""

    what = "plan"
    packages: ClassVar[tuple[str, ...]] = ("docx", "pptx", "openpyxl")

    def made(self, book: workbook.Workbook) -> dict[str, bytes]:
        """Make it where there is a goal."""
        plan = takeaways.plan_from_workbook(book)
        return self.written(plan) if plan.get("goals") or plan.get("rows") else {}

    def use(self, kind: str) -> str:
        """Say what a kind of file is good for; a plan's spreadsheet is a register."""
        return self.w("use_plan_xlsx" if kind == "xlsx" else f"use_{kind}")

    def written(self, plan: dict[str, Any]) -> dict[str, bytes]:
        """Write all goals."""
        made = _both(takeaways.goal_plan_docx, takeaways.goal_plan_html, plan)
        for kind, write in (("pptx", takeaways.goal_plan_pptx), ("xlsx", takeaways.goal_register_xlsx)):
            with suppress(MissingPackageError):  # as with Word
                made[kind] = write(plan)
        return made

    def shows(self, found: list[File]) -> Iterator[Block]:
        """The files, what lacks where one cannot be made; the rows as they stand, and what is wanting in them."""
        yield from super().shows(found)
        if self.what == "plan":
            yield from takeaways.plan_blocks(takeaways.plan_from_workbook(self.lab.book))
        for package in self.packages if found else ():
            try:
                need(package)
            except MissingPackageError as missing:
                yield Note(str(missing), "advice")
                break  # one thing to do at a time


class Card(Plan):
    """The card of the first goal."""

    what = "card"
    packages = ("docx",)

    def written(self, plan: dict[str, Any]) -> dict[str, bytes]:
        """Write one goal, where there is one."""
        goals = plan["goals"]
        return _both(takeaways.goal_card_docx, takeaways.goal_card_html, goals[0]) if goals else {}


def _both(docx: Callable[[Any], bytes], page: Callable[[Any], bytes], given: Any) -> dict[str, bytes]:
    made = {}
    with suppress(MissingPackageError):  # said where the files are shown; the web page holds the same
        made["docx"] = docx(given)
    return made | {"html": page(given)}


class Survey(Taken):
    """A Kano questionnaire. Its tables are imported where it is asked for: plan and card do without, as a page may."""

    what = "survey"

    def made(self, book: workbook.Workbook) -> dict[str, bytes]:
        """Make it of a case's features, to be replaced."""
        from .source import questions

        return {"xlsx": takeaways.survey_xlsx(questions(cases.load("healthcare"), "kano"), kind="kano")}


class Report(Taken):
    """What the learner's Kano lab shows; imported where it is asked for, as above."""

    what = "report"

    def made(self, book: workbook.Workbook) -> dict[str, bytes]:
        """Make it of the lab with a file of the learner's own if there is one, else of the one they worked in last."""
        from .kano import KanoLab
        from .report import lab_report_html, lab_report_xlsx

        kept = {key: state for key, state in book.data()["labs"].items() if isinstance(state, dict)}
        mine = [key for key in kept if key.partition(":")[0] == KanoLab.name]
        last = max(
            mine,
            key=lambda key: (kept[key].get("case") == "own", str(kept[key].get("updated", ""))),
            default="",
        )
        lab = KanoLab(key=last.partition(":")[2] or None)
        lab.keep_in(book)
        return {"html": lab_report_html(lab), "xlsx": lab_report_xlsx(lab)}


class Takeaways(Viewed):
    """Take the goal plan, the goal card, a questionnaire or the Kano results along as files.

    Parameters
    ----------
    what : {"plan", "card", "survey", "report"}
        Which of them.
    """

    needs: ClassVar[tuple[str, ...]] = ()
    travels: ClassVar[bool] = True
    gathers: ClassVar[bool] = True
    switch: ClassVar[str] = "what"
    fields: ClassVar[dict[str, Field]] = {}
    views: ClassVar[dict[str, type[View]]] = {one.what: one for one in (Plan, Card, Survey, Report)}

    @property
    def book(self) -> workbook.Workbook:
        """The workbook that the files are made from."""
        return self._book or workbook.open_book()

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
        said = [self.w(f"said_{what}") for what in self.views]
        return markup.blocks([Note(self.w("elsewhere")), Steps(said, numbered=False)])

    def _plainly(self) -> str:
        return self.w("elsewhere")
