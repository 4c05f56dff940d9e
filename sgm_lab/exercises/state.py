"""The state of one exercise as the workbook keeps it, and when it counts as done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from secrets import token_hex
from typing import Any, cast

from .base import OUTCOMES, Record, State
from .checking import check

__all__ = ["LOT", "Kept", "lot_of", "now"]

_MOST_MISTAKES = 5


def now() -> str:
    """Return the time as the browser writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


#: How the name of a learner's lot begins, in the workbook's settings.
LOT = "lot "


@cache
def _fresh() -> str:
    """Make the lot of a workbook that has none yet: one for all exercises of this Python."""
    return f"{LOT}{now()} {token_hex(8)}"


def lot_of(settings: Iterable[str]) -> str:
    """Return what deals the choices of every exercise for one learner (``front.js``).

    It is kept with the first answer, under a name that begins with the time: where workbooks have come together, the
    oldest counts, on either side (``workbook.js``).
    """
    return min((name for name in settings if name.startswith(LOT)), default="") or _fresh()


def _whole(value: Any) -> int:
    return value if type(value) is int and value > 0 else 0


@dataclass(
    slots=True
)  # not frozen: that makes each take three times as long, and a class has a hundred thousand
class Kept:
    """What is kept of one exercise; ``mistakes`` are the last wrong answers checked, for the class."""

    answer: Any = None
    outcome: State = "not_attempted"
    tries: int = 0
    hints: int = 0
    solution: bool = False
    updated: str = ""
    mistakes: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, raw: Any) -> Kept:
        """Read a state as it stands in a workbook, if it is not read yet; what does not fit counts as not there."""
        if isinstance(raw, cls):
            return raw
        if raw is None:
            return _NOTHING
        if type(raw) is not dict and not isinstance(raw, Mapping):
            return cls()
        outcome, updated, mistakes = raw.get("outcome"), raw.get("updated"), raw.get("mistakes")
        return cls(
            raw.get("answer"),
            cast(State, outcome if outcome in OUTCOMES else "not_attempted"),
            _whole(raw.get("tries")),
            _whole(raw.get("hints")),
            raw.get("solution") is True,
            updated if isinstance(updated, str) else "",
            mistakes[:_MOST_MISTAKES] if isinstance(mistakes, list) else [],
        )

    def today(self, record: Record, judged: State | None = None) -> Kept:
        """Return it with the outcome that the record gives today: it may have been corrected, an option may be gone.

        ``judged`` is that outcome where it is known; else it is worked out.
        """
        told = record.python or record.written or record.free  # by more than the record
        if told or self.answer is None or self.outcome == "not_attempted":
            return self
        outcome = judged or check(record, self.answer).state
        return self if outcome == self.outcome else replace(self, outcome=outcome)

    @property
    def attempted(self) -> bool:
        """Whether an answer was checked at least once."""
        return self.tries > 0 or self.outcome != "not_attempted"

    @property
    def done(self) -> bool:
        """Whether it is right, or was tried and its solution read."""
        return self.outcome == "right" or (self.tries > 0 and self.solution)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


_NOTHING = Kept()  # of an exercise that nobody opened: a class has a hundred thousand
