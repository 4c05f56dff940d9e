"""A lab on a survey asks which question each column is, and what the answers mean."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import DataError
from ...intake import Intake, Opened
from ...intake._answers import Kind
from ...intake._sheets import SHEETLESS, only_one
from .asks import Asks
from .decision import applied
from .dialog import Asking
from .sheets import ALL, Given, header_of, pages_of, read_pages

if TYPE_CHECKING:
    from ..base import State

__all__ = ["AsksSurvey"]

_FEWEST = 2  # rows; fewer are no survey to ask about, unless its questions are known
_KNOWN = {"intake.nothing", "intake.paired_codes"}
_ELSEWHERE = {"intake.is_kano", "intake.is_servqual", "intake.is_counts"}  # said where they belong


class AsksSurvey(Asks):
    """A lab on a survey that can be a learner's own."""

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

    def read_told(self, page: Opened, how: Mapping[str, Any]) -> Intake:
        """Read a table whose columns and answers were told."""
        table, arguments = applied(page, how, self.asked)
        return self.read_answers(table, **arguments)

    def as_decided(self, given: Given, how: Mapping[str, Any] | None, opened: Opened | None = None) -> Intake:
        """Read a file as was decided, or all sheets with the same columns as waves."""
        if (how or {}).get("sheet") == ALL and (opened is None or opened.others):
            pages = pages_of(given, ALL, header_of(how or {}))
            return read_pages(pages, lambda page: self.read_page(page, how))
        if (how or {}).get("sheet") == ALL:
            how = {**(how or {}), "sheet": ""}
        read: Intake = super().as_decided(given, how, opened)
        return read

    def read_elsewhere(self, given: Given, error: DataError) -> Intake | None:
        """Return the only other sheet that holds such a survey, where nothing of it is open."""
        other = only_one(given, None, error, self.read_answers) if error.key in SHEETLESS else None
        return None if other is None or other.unsettled else other

    def dialog(self, given: Given, opened: Opened, header: str) -> Asking:
        """Return the dialog about a survey."""
        scale = "-".join(map(str, self.asked_scale))
        scales = self.asked_scales or [scale]
        return Asking(given, opened, self.asked, scale, scales, self.read_answers, self.use_told, self.leave_told,
                      header)  # fmt: skip

    def can_be_asked(self, opened: Opened, error: DataError) -> bool:
        """Whether a file that was opened has rows enough, was not understood, and is no file for another place."""
        first = error.values.get("first") if error.key == "files.other_sheets" else error
        key = first.key if isinstance(first, DataError) else ""
        enough = len(opened.table) >= _FEWEST or key in _KNOWN
        return enough and key.startswith("intake.") and key not in _ELSEWHERE
