"""The class report live in JupyterLab: choose what was handed in, choose how to look at it, take it along."""

from __future__ import annotations

import hashlib
import html
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ArgumentError, DataError, SgmError
from ...i18n import Language, get_language, t, use_language
from ...paper.media import media_type
from ...smart.ahead import Ahead
from ..faces import chapter_title
from ..reading import load
from .ahead import asked_of
from .files import LARGEST, Inbox, Source, too_large
from .report import body, class_report
from .result import SORTS, ClassResult, count_class
from .sheets import class_xlsx

if TYPE_CHECKING:
    from ...labs.live import LiveWidget

__all__ = ["Classroom", "classroom", "day_of"]

_HERE = Path(__file__).parent
_LARGEST_ZIP = 300_000_000  # bytes
_SAID = (
    "reading",
    "sort",
    "since",
    "until",
    "chapters",
    "all_chapters",
    "download",
    "download_xlsx",
    "choose",
    "names",
)


class Classroom:
    """Choose the workbooks of a class, see the report, take it along.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        The language in use by default.
    folder : path, optional
        Folder of the records.
    """

    def __init__(self, lang: Language | None = None, folder: str | Path | None = None) -> None:
        self.spoken = lang or get_language()
        self.folder = folder
        self._ahead = Ahead()
        self._inbox = Inbox(self._ask)
        self._taken: dict[str, bytes | str] = {}  # name → what tells a file from others of that name
        self.result: ClassResult | None = None
        self._parts: list[bytes] = []
        self._how: dict[str, Any] = {}
        self.named = False  # a class is looked at together, on a screen

    @cached_property
    def _live(self) -> LiveWidget:
        import traitlets

        from ...labs.live import LiveWidget

        names = {name: t(f"exercises.classroom.{name}", self.spoken) for name in (*_SAID, "choose_help")}
        sorts = {name: t(f"exercises.classroom.sort_{name}", self.spoken) for name in SORTS}
        titles: list[dict[str, str]] = []
        with suppress(SgmError):  # of missing records it is told when files are read
            known = dict.fromkeys(record.chapter for record in load(self.folder).values())
            titles = [{"name": name, "title": chapter_title(name, self.spoken)} for name in known]

        class Panel(LiveWidget):
            _esm = _HERE / "panel.js"
            _css = _HERE.parent / "classroom.css"
            words = traitlets.Dict(names | {"sorts": sorts}).tag(sync=True)
            chapters = traitlets.List(titles).tag(sync=True)
            largest = traitlets.Int(LARGEST).tag(sync=True)
            largest_zip = traitlets.Int(_LARGEST_ZIP).tag(sync=True)
            report = traitlets.Unicode("").tag(sync=True)

        panel = Panel()
        panel.on_msg(self._hear)
        return panel

    def widget(self) -> LiveWidget:
        """Return the live panel, made once."""
        return self._live

    def _hear(self, _: Any, message: Any, buffers: list[Any]) -> None:
        """Do what the front end asks; whatever goes wrong, the instructor reads one plain sentence."""
        try:
            with use_language(self.spoken):
                self._do(message, buffers)
        except SgmError as error:
            self._live.send({"do": "broken", "text": str(error)})
        except Exception as error:
            from ...labs.base import failures  # with it comes reading of files, which a report does not need

            failures.append(error)
            logging.getLogger("sgm_lab").exception("classroom")
            self._live.send({"do": "broken", "text": t("exercises.live.broken", self.spoken)})

    def _do(self, message: dict[str, Any], buffers: list[Any]) -> None:
        match message["do"]:
            case "file":
                self._take_part(message, buffers)
                self._live.send({"do": "next"})
            case "read":
                self._how = {
                    "sort": message["sort"],
                    "chapters": message["chapters"] or None,
                    "since": day_of(message["since"]),
                    "until": day_of(message["until"]),
                }
                self.named = message.get("names") is True
                self.show()
                self._live.send({"do": "read"})
            case "download" if self.result is not None:
                kind = message["kind"]
                make = {"html": lambda *of: class_report(*of).encode(), "xlsx": class_xlsx}[kind]
                name = f"{t('exercises.classroom.file')}.{kind}"
                made = make(self._shown(), self.spoken, self.folder)
                self._live.send({"do": "download", "name": name, "mime": media_type(name)}, [made])

    def _take_part(self, message: dict[str, Any], buffers: list[Any]) -> None:
        """Collect a file that comes in parts; one without parts was too large, or no file."""
        name, parts = str(message["name"]), int(message["parts"])
        if parts == 0:
            size = int(message["size"])
            self.add(
                [(name, too_large(size) if size > LARGEST else DataError("exercises.classroom.is_folder"))]
            )
            return
        if message["part"] == 0:
            self._parts = []
        self._parts.append(bytes(buffers[0]) if buffers else b"")
        if len(self._parts) == parts:
            self.add([(name, b"".join(self._parts))])
            self._parts = []

    def add(self, files: Iterable[Source]) -> None:
        """Take in more files; of those chosen twice one is enough, different ones of one name are told apart."""
        for name, content in files:
            alike = [other for other in self._taken if other == name or other.startswith(f"{name} (")]
            sign = str(content) if isinstance(content, SgmError) else hashlib.sha256(content).digest()
            if sign in (self._taken[other] for other in alike):
                continue
            called = f"{name} ({len(alike) + 1})" if alike else name
            self._taken[called] = sign
            with use_language(self.spoken):
                self._inbox.take(called, content)

    def _ask(self, exercises: Mapping[str, Any]) -> None:
        """Have goal sentences read while the next files come in."""
        with suppress(SgmError):  # of missing records it is told when the class is counted
            asked_of(self._ahead, load(self.folder).values(), exercises)

    def show(self, files: Iterable[Source] = ()) -> None:
        """Show the report of all files taken in so far and these."""
        self.add(files)
        with self._ahead:
            self.result = count_class(self._inbox, self.spoken, self.folder, **self._how)
        self._live.report = body(self._shown(), self.spoken, self.folder)

    def _shown(self) -> ClassResult:
        """Return what is to be seen of the class, without names until they are asked for."""
        assert self.result is not None
        return self.result if self.named else self.result.unnamed(self.spoken)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if not os.environ.get("SGM_STATIC"):
            return self.widget()._repr_mimebundle_(**options)
        sentence = t("exercises.classroom.elsewhere", self.spoken)
        return {"text/html": f"<p>{html.escape(sentence)}</p>", "text/plain": sentence}


def day_of(text: str) -> date | None:
    """Read a date as a form or a command line gives it; an empty text is none.

    Raises
    ------
    ArgumentError
        If it is no date.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as cause:
        raise ArgumentError("exercises.classroom.bad_date", value=text) from cause


def classroom(lang: Language | None = None, *, folder: str | Path | None = None) -> Classroom:
    """Return the panel that reads the workbooks of a class, to be shown in a notebook."""
    return Classroom(lang, folder)
