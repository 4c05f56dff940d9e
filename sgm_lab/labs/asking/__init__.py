"""When a file of a learner's own is not understood: ask what its columns and answers are, instead of refusing it.

`Asks` gives a lab the dialog. What was decided stands in the state beside the file (``upload["how"]``), so that undo
and the next session read it alike, and in the workbook, so that the next file with the same columns needs no asking.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import DataError, SgmError
from ...i18n import t
from ...intake import Intake, Opened, open_table
from ...intake._answers import Kind
from ...intake._sheets import SHEETLESS, only_one
from .. import uploads
from ..base import Download, Lab, State
from .decision import applied, rows_of
from .dialog import Asking, signature
from .sheets import ALL, Given, first_opened, header_of, pages_of, read_pages

if TYPE_CHECKING:
    from ...workbook import Workbook

__all__ = ["Asks", "gone", "source_key"]

_FEWEST = 2  # rows; fewer are no survey to ask about, unless its questions are known
_KNOWN = {"intake.nothing", "intake.paired_codes"}
_ELSEWHERE = {"intake.is_kano", "intake.is_servqual", "intake.is_counts"}  # said where they belong
_KEY, _MOST_KEPT = "asked", 20  # decisions in the workbook; before a lab's key: what is being decided


def gone(error: SgmError, how: Any) -> str:
    """Say that a file is not here, and that what was told of its columns is."""
    told = how and error.key == "labs.upload_gone"
    return DataError("labs.upload_told", first=error).plain if told else error.plain


def source_key(kept: State) -> str:
    """Tell apart one file read in several ways."""
    return str(kept["file"]) + (json.dumps(kept["how"], sort_keys=True) if "how" in kept else "")


class Asks(Lab):
    """A lab on a survey that can be a learner's own; the state of such a lab has the key ``upload``."""

    _dialog: Asking | None = None
    _upload: Mapping[str, str]  # the file that the dialog is about, as a state holds it

    # ---- what a lab defines ----

    @property
    @abstractmethod
    def asked(self) -> Kind:
        """The survey that a file is read as."""

    @property
    def asked_scale(self) -> tuple[int, int]:
        """Codes of its answers."""
        return (1, 5)

    @property
    def asked_scales(self) -> list[str]:
        """Scales that its answers may be on, as ``"1-5"``; empty where there is but one."""
        return []

    @abstractmethod
    def read_answers(self, given: Any, **how: Any) -> Intake:
        """Read a file, or an open table as was decided."""

    @abstractmethod
    def take(self, kept: State, read: Intake) -> None:
        """Go on with a file that was read."""

    def keep_in(self, book: Workbook) -> None:
        """Take up the state kept in the workbook, and a dialog that was not brought to its end."""
        super().keep_in(book)
        begun = book.get("labs", f"{_KEY}:{self.key}")
        if self._dialog is not None or not isinstance(begun, Mapping):
            return
        try:
            given = uploads.read(book, begun["upload"])
            how = begun.get("how")
            self._ask(given, *first_opened(given, how or {}), t("lab_asking.go_on", file=given[0]), how)
        except (SgmError, KeyError, TypeError) as error:  # no file here, or a workbook written by hand
            self._close()
            how = begun.get("how")
            self.notice = gone(error, how) if isinstance(error, SgmError) else self.notice
            if isinstance(how, Mapping):  # said again once the file is brought again
                columns = [str(row.get("column")) for row in rows_of(how, "columns")]
                self._keep_decision(signature(self.asked, columns), dict(how) | {"open": True})

    # ---- reading ----

    def read_first(self, opened: Opened) -> Intake:
        """Read a file of which nothing has been told yet."""
        return self.read_answers(opened)

    def read_kept(self, kept: State) -> Intake:
        """Read a file that was kept, as was decided where it had to be."""
        return self._as_decided(uploads.read(self._book, kept), kept.get("how"))

    def _as_decided(
        self, given: Given, how: Mapping[str, Any] | None, opened: Opened | None = None
    ) -> Intake:
        sheet, header = (how or {}).get("sheet") or "", header_of(how or {})

        def read(page: Opened) -> Intake:
            if not how or "columns" not in how:
                return self.read_answers(page)
            table, arguments = applied(page, how, self.asked)
            return self.read_answers(table, **arguments)

        if sheet == ALL and (opened is None or opened.others):
            return read_pages(pages_of(given, sheet, header), read)
        if opened is None or header or sheet not in ("", ALL, opened.sheet):
            opened = open_table(given, sheet or None, header)
        return read(opened)

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read changes nothing; what is not understood is asked."""
        given = (name, content)
        opened: Opened | None = None
        try:
            opened, doubt = first_opened(given, {})  # once: a large workbook takes seconds
            how = self._decided_before(given, opened)
            if doubt is not None and how is None:
                self._ask(given, opened, doubt, t("lab_asking.begin_header"))
                return
            read = self._as_decided(given, how, opened) if how else self.read_first(opened)
            _ = read.table
        except DataError as error:
            other = only_one(given, None, error, self.read_answers) if error.key in SHEETLESS else None
            if other is not None and not other.unsettled:
                self._go_on(given, {"sheet": other.sheet}, other)
            elif opened is None or not _can_be_asked(opened, error):
                raise
            else:
                self._ask(given, opened, None, t("lab_asking.begin", why=error.plain))
            return
        self._go_on(given, how, read)

    def _go_on(self, given: Given, how: State | None, read: Intake) -> None:
        kept: State = dict(uploads.keep(self._book, *given))
        self.take(kept | ({"how": how} if how else {}), read)

    # ---- the dialog ----

    def _ask(
        self, given: Given, opened: Opened, doubt: DataError | None, notice: str = "", how: Any = None
    ) -> None:
        """Open the dialog, with what was decided for this file, or last for one with these columns."""
        header = "2" if doubt else ""
        scale = "-".join(map(str, self.asked_scale))
        scales = self.asked_scales or [scale]
        dialog = Asking(given, opened, self.asked, scale, scales, self.read_answers, self._use, self._leave,
                        header)  # fmt: skip
        before = how or self._decisions().get(dialog.key.partition(":")[2])
        if isinstance(before, Mapping):
            dialog.remember(before)
        question = dialog.question
        dialog.notice = DataError("lab_asking.begin_way", question=question).plain if question else notice
        dialog.narrow = self.narrow
        dialog.watch(self._follow)
        self._dialog, self._upload = dialog, dict(uploads.keep(self._book, *given))
        self._follow()

    def _follow(self) -> None:
        """Keep what was said so far: a page may be closed before the last column is told."""
        if self._dialog is not None and self._book is not None:
            begun = {"upload": self._upload, "how": self._dialog.how}
            self._book.put("labs", f"{_KEY}:{self.key}", begun)
        self._tell()

    def _use(self, how: State) -> None:
        assert self._dialog is not None
        given, key = self._dialog.given, self._dialog.key.partition(":")[2]
        read = self._dialog.read_whole()
        _ = read.table
        self._keep_decision(key, how)
        self._close()
        self._go_on(given, how, read)
        self._tell()

    def _leave(self) -> None:
        self._close()
        self._tell()

    def _close(self) -> None:
        self._dialog = None
        if self._book is not None:
            self._book.remove("labs", f"{_KEY}:{self.key}")

    def _decisions(self) -> State:
        kept = self._book.get("labs", _KEY) if self._book is not None else None
        return kept if isinstance(kept, dict) else {}

    def _keep_decision(self, key: str, how: State) -> None:
        if self._book is not None:
            others = [
                one for one in self._decisions().items() if isinstance(one[1], Mapping) and one[0] != key
            ]
            self._book.put("labs", _KEY, dict([*others[1 - _MOST_KEPT :], (key, how)]))

    def _decided_before(self, given: Given, opened: Opened) -> State | None:
        """Return the decision for a file with these columns, if it still reads this one."""
        if not self._decisions():
            return None
        try:
            how = self._decisions().get(signature(self.asked, list(opened.table.columns)))
            if not isinstance(how, Mapping) or how.get("open"):  # begun, and not pressed
                return None
            return dict(how) if self._as_decided(given, how, opened).table is not None else None
        except SgmError:  # another answer, or another sheet: asked again, with what was decided
            return None

    # ---- faces ----

    def frame(self) -> dict[str, Any]:
        """Return the dialog's while it is open; else offer to open it for a file that is here."""
        if self._dialog is not None:
            return self._dialog.frame() | {"lab": self.name, "reason_first": True}
        made = super().frame()
        if self.state["upload"]:
            words = {name: t(f"lab_asking.again{end}") for name, end in (("label", ""), ("help", "_help"))}
            made["actions"].append({"name": "ask", "primary": False, **words})
        return made

    def _safe_body(self) -> str:
        return super()._safe_body() if self._dialog is None else self._dialog._safe_body()

    def do(self, action: str) -> Any:
        """Press a button; one of them opens the dialog for the file that is here."""
        if action == "ask" and self.state["upload"]:
            kept = self.state["upload"]
            given, how = uploads.read(self._book, kept), kept.get("how") or {}
            return self._ask(given, *first_opened(given, how), how=how)
        return super().do(action)

    def message(self, message: Mapping[str, Any], content: bytes = b"") -> Download | None:
        """Pass on to the dialog while it is open."""
        if self._dialog is None:
            return super().message(message, content)
        if message.get("do") == "narrow":
            self.narrow = bool(message["value"])
        return self._dialog.message(message, content)


def _can_be_asked(opened: Opened, error: DataError) -> bool:
    """Whether a file that was opened has rows enough, was not understood, and is no file for another place."""
    first = error.values.get("first") if error.key == "files.other_sheets" else error
    key = first.key if isinstance(first, DataError) else ""
    enough = len(opened.table) >= _FEWEST or key in _KNOWN
    return enough and key.startswith("intake.") and key not in _ELSEWHERE
