"""What is due to be asked again today, in a notebook: the page "今天十五分钟" of the site on the same workbook."""

from __future__ import annotations

import html
import math
import os
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import ipywidgets

from .. import workbook
from ..i18n import Language, get_language, t
from .again import Due, Owed, key_of, owed, sitting
from .contents import workbooks
from .faces import chapter_title, style
from .journey import Part, Place, course_plan
from .reading import load
from .widget import ExerciseWidget

__all__ = ["Today", "today"]


class Today:
    """Asks again what is due; what is answered is kept apart from the first answers and counts nothing twice.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        The language in use by default.
    folder : path, optional
        Folder of the records; the course's own by default.
    book : Workbook, optional
        The learner's own by default.
    day : date, optional
        The day it is; by default the one on which it is shown.
    """

    def __init__(
        self,
        lang: Language | None = None,
        folder: str | Path | None = None,
        book: Any = None,
        day: date | None = None,
    ) -> None:
        self.spoken = lang or get_language()
        self.folder = folder
        self.day = day or date.today()
        self._book = book
        self.asked: dict[str, ExerciseWidget] = {}  # by the id of the exercise, in the order shown

    @cached_property
    def _plan(self) -> dict[str, Any]:
        records = load(self.folder)
        # What stands in no workbook was done in the text or on the site, and comes again like the rest.
        anywhere = Place("", "", (Part("", "", tuple(records)),))
        return course_plan(records.values(), [*workbooks(Path.cwd()), anywhere], self.spoken)

    @cached_property
    def _live(self) -> ipywidgets.VBox:
        self._book = self._book or workbook.open_book()
        self._said, self._list = ipywidgets.HTML(), ipywidgets.VBox()
        self._after = ipywidgets.HTML()
        self._more = ipywidgets.Button(description=self._say("more"), layout={"width": "max-content"})
        self._more.on_click(lambda _: self.more())
        live = ipywidgets.VBox([self._said, self._list, self._after, self._more])
        self.more()
        self._book.on_change(lambda *_: self.refresh())
        return live

    def widget(self) -> ipywidgets.VBox:
        """Return the live list, made once."""
        return self._live

    def _say(self, name: str, **values: Any) -> str:
        return t(f"exercises.journey.again_{name}", self.spoken, **values)

    def _owed(self) -> Owed:
        kept = self._book.section("exercises")
        return owed(self._plan, kept.get, self._book.section("again"), self.day)

    def more(self) -> None:
        """Show another sitting's worth of what is due, below what stands there already."""
        rest = [one for one in self._owed().due if one.one["id"] not in self.asked]
        self._list.children = (*self._list.children, *(self._ask(one) for one in sitting(rest)))
        self.refresh()

    def _ask(self, due: Due) -> ipywidgets.VBox:
        record = load(self.folder)[due.one["id"]]
        key = key_of(record.id, self.day)
        widget = ExerciseWidget(replace(record, id=key), self.spoken, self._book, section="again")
        self.asked[record.id] = widget
        before = self._say("wrong") if due.wrong else ""
        line = html.escape(chapter_title(record.chapter, self.spoken) + before)
        return ipywidgets.VBox([ipywidgets.HTML(f'{style()}<p class="sgm-workbook">{line}</p>'), widget])

    def refresh(self) -> None:
        """Say what is left of today, and what comes next."""
        found = self._owed()
        if found.due and not self.asked:  # work was brought in
            return self.more()
        still = [one for one in self.asked.values() if not one.state["tries"]]
        rest = sum(one.one["id"] not in self.asked for one in found.due)
        later = self._say("next", day=found.next.isoformat()) if found.next else self._say("none")
        more = self._say("rest", n=rest) if rest else ""
        after = ""
        if not found.tried:
            said = self._say("other" if found.begun else "nothing")
        elif not self.asked:
            said = self._say("not_today") + later
        elif still:
            minutes = math.ceil(sum(one.exercise.minutes for one in still))
            time = t("exercises.journey.minutes", self.spoken, n=minutes)
            said, after = self._say("list", n=len(still), total=len(self.asked), time=time), more
        else:
            said, after = self._say("done"), more or later
        self._said.value = f'{style()}<p class="sgm-workbook" role="status">{html.escape(said)}</p>'
        self._after.value = f'<p class="sgm-workbook">{html.escape(after)}</p>' if after else ""
        self._more.layout.display = None if rest and self.asked and not still else "none"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if not os.environ.get("SGM_STATIC"):
            return self.widget()._repr_mimebundle_(**options)
        sentence = self._say("elsewhere")
        return {"text/html": f"<p>{html.escape(sentence)}</p>", "text/plain": sentence}


def today(lang: Language | None = None, *, folder: str | Path | None = None, book: Any = None) -> Today:
    """Return what is due to be asked again today, to be shown in a notebook."""
    return Today(lang, folder, book)
