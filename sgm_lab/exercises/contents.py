"""How far the learner is in every chapter, in the notebooks: a list that follows the workbook."""

from __future__ import annotations

import html
import logging
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets

from .. import workbook
from ..errors import SgmError
from ..i18n import Language, get_language, t
from ..labs.base import failures
from .faces import chapter_title, chapters, plan, style
from .reading import load
from .tally import progress

__all__ = ["Overview", "overview"]


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

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield title, exercises done and minutes left of each chapter."""
        for chapter in dict.fromkeys(record.chapter for record in load(self.folder).values()):
            found = progress(chapter, self._book, self.folder)
            minutes = math.ceil(found.minutes_left)
            time = self._say("left", n=minutes) if minutes else self._say("none_left")
            done = self._say("done_of", done=found.done, total=found.total)
            yield chapter_title(chapter, self.spoken), done, time

    def _say(self, key: str, **values: Any) -> str:
        return t(f"exercises.ui.{key}", self.spoken, **values)

    def widget(self) -> ipywidgets.VBox:
        """Return the live list, made once."""
        if self._live is None:
            self._book = self._book or workbook.open_book()
            self._table, self._said = ipywidgets.HTML(), ipywidgets.HTML()
            self._upload = ipywidgets.FileUpload(
                accept=".json",
                description=t("exercises.overview.load", self.spoken),
                tooltip=t("exercises.overview.load_help", self.spoken),
                layout={"width": "max-content"},
            )
            self._upload.observe(self._safely_bring_in, "value")
            self._book.on_change(lambda *_: self.refresh())
            self._live = ipywidgets.VBox([self._table, self._upload, self._said])
            self.refresh()
        return self._live

    def refresh(self) -> None:
        """Bring the list up to the workbook."""
        kept = t("exercises.overview.kept", self.spoken, file=self._book.path.name)
        table = chapters(self._rows(), self.spoken)
        self._table.value = f'{style()}<div class="sgm-workbook">{table}<p>{html.escape(kept)}</p></div>'
        self.say(self._book.notice or "")

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
