"""What follows from a survey: what to do, what not yet, what is not known, and goals to be filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..i18n import t
from ..paper.blocks import Note, Steps, Table
from ._document import Section

__all__ = ["Acting", "Aim"]

_MOST, _MOST_AIMS = 8, 6


class Aim(NamedTuple):
    """A goal as far as the numbers write it: what, and what it rests on; where it stands now, if that was measured."""

    what: str
    why: str
    now: str = ""


@dataclass
class Acting:
    """Sentences made from the numbers."""

    do: list[str] = field(default_factory=list)
    not_yet: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    def said(self) -> str:
        """How many there are of each, the first thing to do named."""
        if not self.do:
            return t("report.acting.nothing", not_yet=len(self.not_yet), unknown=len(self.unknown))
        return t("report.acting.said", do=len(self.do), not_yet=len(self.not_yet), unknown=len(self.unknown))

    def section(self) -> Section:
        """The three lists."""
        shown: list[Steps | Note] = []
        for name in ("do", "not_yet", "unknown"):
            lines = getattr(self, name)
            some = lines[:_MOST]
            more = [t("report.more_lines", n=len(lines) - _MOST)] if len(lines) > _MOST else []
            none = [] if lines else [t(f"report.acting.no_{name}")]
            numbered = name == "do" and bool(lines)
            shown.append(Steps([*some, *more, *none], t(f"report.acting.{name}"), numbered=numbered))
        return Section(t("report.title.acting"), self.said(), shown, t("report.speech.acting"))

    def goals(self) -> Section:
        """A table to be filled in together: what the survey says stands in it, what it cannot say is left open."""
        heads = [t(f"report.goal.{name}") for name in ("what", "why", "now", "target", "owner", "due")]
        rows = [[one.what, one.why, one.now, "", "", ""] for one in self.aims[:_MOST_AIMS]]
        key = "report.goal.said" if rows else "report.goal.none"
        table = [Table(t("report.goal.caption"), heads, rows)] if rows else []
        notes = [Note(t("report.goal.how"), "quiet-note")] if rows else []
        return Section(t("report.title.goals"), t(key), [*table, *notes], t("report.speech.goals"))
