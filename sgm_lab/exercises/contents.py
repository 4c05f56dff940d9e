"""How far the learner is in every chapter, in the notebooks: a list that follows the workbook."""

from __future__ import annotations

import html
import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from .. import workbook
from ..errors import SgmError
from ..i18n import Language, get_language, t
from ..labs.base import failures
from ..labs.live import LiveWidget
from .faces import chapters, plan, style
from .journey import Part, Place, course_plan
from .reading import load
from .state import Kept

__all__ = ["Overview", "overview", "workbooks"]

_HERE = Path(__file__).parent
_SHOWN = re.compile(r"""exercises\.show\(\s*["']([^"']+)["']""")


class _Journey(LiveWidget):
    """The list as the pages of the site draw it: what is done, where one was, what comes next."""

    _esm = _HERE / "journey.js"
    _css = _HERE / "front.css"
    plan = traitlets.Dict().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    planned = traitlets.Unicode().tag(sync=True)  # how many rows of the goal plan are written


def workbooks(folder: Path) -> Iterator[Place]:
    """Yield the notebooks of the chapters, in their order, with the headings that exercises stand under."""
    for path in sorted(folder.glob("[0-9]*.ipynb")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            yield Place(path.name, *_headings(json.loads(path.read_text(encoding="utf-8"))["cells"]))


def _headings(cells: list[dict[str, Any]]) -> tuple[str, tuple[Part, ...]]:
    """Return a notebook's title and its parts that have exercises."""
    found: list[tuple[str, list[str]]] = []
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found += [(title, []) for title in re.findall(r"^#+ +(.+)$", text, re.M)]
        elif found:
            found[-1][1].extend(_SHOWN.findall(text))
    return found[0][0], tuple(Part("", title, tuple(ids)) for title, ids in found if ids)


class Overview:
    """The list of chapters with exercises done, in all, and minutes left; work from the site can be brought in.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        The language in use by default.
    folder : path, optional
        Folder of the records; the course's own by default.
    book : Workbook, optional
        The learner's own by default.
    """

    name = "overview"

    def __init__(
        self, lang: Language | None = None, folder: str | Path | None = None, book: Any = None
    ) -> None:
        self.spoken = lang or get_language()
        self.folder = folder
        self._book = book
        self._live: ipywidgets.VBox | None = None

    def widget(self) -> ipywidgets.VBox:
        """Return the live list, made once."""
        if self._live is None:
            self._book = self._book or workbook.open_book()
            pages = list(workbooks(Path.cwd()))
            shown = course_plan(load(self.folder).values(), pages, self.spoken)
            self._list, self._kept, self._said = _Journey(plan=shown), ipywidgets.HTML(), ipywidgets.HTML()
            self._upload = ipywidgets.FileUpload(
                accept=".json",
                description=t("exercises.overview.load", self.spoken),
                tooltip=t("exercises.overview.load_help", self.spoken),
                layout={"width": "max-content"},
            )
            self._upload.observe(self._safely_bring_in, "value")
            self._book.on_change(lambda *_: self.refresh())
            self._live = ipywidgets.VBox([self._list, self._kept, self._upload, self._said])
            self.refresh()
        return self._live

    def refresh(self) -> None:
        """Bring the list up to the workbook."""
        records = load(self.folder).items()
        states = {id: Kept.of(self._book.get("exercises", id, None)).today(record) for id, record in records}
        self._list.states = {
            id: {"outcome": one.outcome, "tries": one.tries, "solution": one.solution, "updated": one.updated}
            for id, one in states.items()
            if one.updated or one.attempted
        }
        self._list.planned = self._planned()
        kept = t("exercises.overview.kept", self.spoken, file=self._book.path.name)
        self._kept.value = f'{style()}<p class="sgm-workbook">{html.escape(kept)}</p>'
        self.say(self._book.notice or "")

    def _planned(self) -> str:
        """Say how far the goal plan has grown; a plan that cannot be read is said where it is taken along."""
        from .. import takeaways
        from ..takeaways.plan.rows import ROWS
        from ..takeaways.plan.written import rows_written

        try:
            n = rows_written(takeaways.plan_from_workbook(self._book, lang=self.spoken))
        except SgmError:
            return ""
        return t("takeaways.page.filled", self.spoken, n=n, all=len(ROWS))

    def say(self, sentence: str) -> None:
        """Show one sentence below the list."""
        self._said.value = (
            f'<p class="sgm-workbook" role="status">{html.escape(sentence)}</p>' if sentence else ""
        )

    def _safely_bring_in(self, change: Any) -> None:
        try:
            self._bring_in(change)
        except SgmError as error:
            self.say(str(error))
        except Exception as error:
            failures.append(error)
            logging.getLogger("sgm_lab").exception("overview")
            self.say(t("labs.broken", self.spoken))

    def _bring_in(self, change: Any) -> None:
        for file in change["new"]:
            brought = self._book.merge(bytes(file["content"]))
            self.say(t("exercises.overview.loaded", self.spoken, n=brought))
        if change["new"]:
            self._upload.value = ()  # the same file can be chosen again

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if not os.environ.get("SGM_STATIC"):
            return self.widget()._repr_mimebundle_(**options)
        # For the site: the chapters and their minutes, without anything of a learner.
        rows = plan(load(self.folder).values(), self.spoken)
        face = f'{style()}<div class="sgm-workbook">{chapters(rows, self.spoken)}</div>'
        return {"text/html": face, "text/plain": "\n".join(" · ".join(row) for row in rows)}


def overview(lang: Language | None = None, *, folder: str | Path | None = None, book: Any = None) -> Overview:
    """Return the list of chapters with what is done and what is left, to be shown in a notebook.

    Parameters
    ----------
    lang, folder, book : optional
        As for `Overview`.

    Raises
    ------
    DataError
        If a record has a mistake.
    """
    return Overview(lang, folder, book)
