"""A lab that asks: it holds the dialog while it is open, reads a file as was decided, and keeps the decision.

What was decided stands in the state beside the file (``upload["how"]``), so that undo
and the next session read it alike, and in the workbook, so that the next file with the same columns needs no asking.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import DataError, SgmError
from ...i18n import t
from ...intake import Opened, open_table
from .. import uploads
from ..base import Download, Lab, State
from .decision import rows_of
from .file import AskedFile, signature
from .sheets import Given, first_opened, header_of

if TYPE_CHECKING:
    from ...workbook import Workbook

__all__ = ["Asks", "gone", "source_key"]

_KEY, _MOST_KEPT = "asked", 20  # decisions in the workbook; before a lab's key: what is being decided


def gone(error: SgmError, how: Any) -> str:
    """Say that a file is not here, and that what was told of its columns is."""
    told = how and error.key == "labs.upload_gone"
    return DataError("labs.upload_told", first=error).plain if told else error.plain


def source_key(kept: State) -> str:
    """Tell apart one file read in several ways."""
    return str(kept["file"]) + (json.dumps(kept["how"], sort_keys=True) if "how" in kept else "")


class Asks(Lab):
    """A lab on a file that can be a learner's own; the state of such a lab has the key ``upload``."""

    _dialog: AskedFile | None = None
    _upload: Mapping[str, str]  # the file that the dialog is about, as a state holds it

    # ---- what a lab defines ----

    @property
    @abstractmethod
    def asked(self) -> str:
        """What a file is read as."""

    @property
    def asked_end(self) -> str:
        """End of the keys that begin the dialog."""
        return ""

    @abstractmethod
    def dialog(self, given: Given, opened: Opened, header: str) -> AskedFile:
        """Return the dialog about a file."""

    @abstractmethod
    def can_be_asked(self, opened: Opened, error: DataError) -> bool:
        """Whether a file that was opened and not understood is one to ask about."""

    def why(self, error: DataError) -> str:
        """Say what was not understood."""
        return error.plain

    @abstractmethod
    def read_answers(self, given: Any, **how: Any) -> Any:
        """Read a file, or an open table as was decided."""

    @abstractmethod
    def read_told(self, page: Opened, how: Mapping[str, Any]) -> Any:
        """Read a table whose columns were told."""

    @abstractmethod
    def take(self, kept: State, read: Any) -> None:
        """Go on with a file that was read.

        Raises
        ------
        DataError
            If it is of no use here.
        """

    def keep_in(self, book: Workbook) -> None:
        """Take up the state kept in the workbook, and a dialog that was not brought to its end."""
        super().keep_in(book)
        begun = book.get("labs", f"{_KEY}:{self.key}")
        if self._dialog is not None or not isinstance(begun, Mapping):
            return
        try:
            given = uploads.read(book, begun["upload"])
            how = begun.get("how")
            self._ask(
                given,
                *first_opened(given, how or {}),
                t(f"lab_asking.go_on{self.asked_end}", file=given[0]),
                how,
            )
        except (SgmError, KeyError, TypeError) as error:  # no file here, or a workbook written by hand
            self._close()
            how = begun.get("how")
            self.notice = gone(error, how) if isinstance(error, SgmError) else self.notice
            if isinstance(how, Mapping):  # said again once the file is brought again
                columns = [str(row.get("column")) for row in rows_of(how, "columns")]
                self._keep_decision(signature(self.asked, columns), dict(how) | {"open": True})

    # ---- reading ----

    def read_first(self, opened: Opened) -> Any:
        """Read a file of which nothing has been told yet."""
        return self.read_answers(opened)

    def read_kept(self, kept: State) -> Any:
        """Read a file that was kept, as was decided where it had to be."""
        return self.as_decided(uploads.read(self._book, kept), kept.get("how"))

    def as_decided(self, given: Given, how: Mapping[str, Any] | None, opened: Opened | None = None) -> Any:
        """Read a file, opened already or not, as was decided."""
        sheet, header = (how or {}).get("sheet") or "", header_of(how or {})
        if opened is None or header or sheet not in ("", opened.sheet):
            opened = open_table(given, sheet or None, header)
        return self.read_page(opened, how)

    def read_page(self, page: Opened, how: Mapping[str, Any] | None) -> Any:
        """Read one table as was decided, or as it is."""
        return self.read_told(page, how) if how and "columns" in how else self.read_answers(page)

    def read_elsewhere(self, given: Given, error: DataError) -> Any:
        """Return what another sheet of the file holds, where that is certain; None where it is not."""

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
            read = self.as_decided(given, how, opened) if how else self.read_first(opened)
            _ = read.table
        except DataError as error:
            other = self.read_elsewhere(given, error)
            if other is not None:
                self._go_on(given, {"sheet": other.sheet}, other)
            elif opened is None or not self.can_be_asked(opened, error):
                raise
            else:
                self._ask(
                    given,
                    opened,
                    None,
                    t(f"lab_asking.begin{self.asked_end}", file=name, why=self.why(error)),
                )
            return
        self._go_on(given, how, read)

    def _go_on(self, given: Given, how: State | None, read: Any) -> None:
        kept: State = dict(uploads.keep(self._book, *given))
        self.take(kept | ({"how": how} if how else {}), read)

    # ---- the dialog ----

    def _ask(
        self, given: Given, opened: Opened, doubt: DataError | None, notice: str = "", how: Any = None
    ) -> None:
        """Open the dialog, with what was decided for this file, or last for one with these columns."""
        dialog = self.dialog(given, opened, "2" if doubt else "")
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

    def use_told(self, how: State) -> None:
        """Go on with the file as the dialog was told, and keep what was told."""
        assert self._dialog is not None
        given, key = self._dialog.given, self._dialog.key.partition(":")[2]
        read = self._dialog.read_whole()
        _ = read.table
        self._go_on(given, how, read)  # first: what is of no use here leaves the dialog open
        self._keep_decision(key, how)
        self._close()
        self._tell()

    def leave_told(self) -> None:
        """Close the dialog."""
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
            return dict(how) if self.as_decided(given, how, opened).table is not None else None
        except SgmError:  # another answer, or another sheet: asked again, with what was decided
            return None

    # ---- faces ----

    @property
    def asks_again(self) -> bool:
        """Whether the dialog can be opened for the file that is here."""
        return bool(self.state["upload"])

    def frame(self) -> dict[str, Any]:
        """Return the dialog's while it is open; else offer to open it for a file that is here."""
        if self._dialog is not None:
            return self._dialog.frame() | {"lab": self.name, "reason_first": True}
        made = super().frame()
        if self.asks_again:
            words = {name: t(f"lab_asking.again{end}") for name, end in (("label", ""), ("help", "_help"))}
            made["actions"].append({"name": "ask", "primary": False, **words})
        return made

    def _safe_body(self) -> str:
        return super()._safe_body() if self._dialog is None else self._dialog._safe_body()

    def do(self, action: str) -> Any:
        """Press a button; one of them opens the dialog for the file that is here."""
        if action == "ask" and self.asks_again:
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
