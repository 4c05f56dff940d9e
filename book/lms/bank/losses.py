"""What each format keeps of the questions: the table in the guide, made of what the formats declare."""

from __future__ import annotations

from sgm_lab.i18n import Language, t

from ..words import say
from . import FORMATS, PARTS
from .questions import left_out

__all__ = ["table"]


def table(lang: Language) -> str:
    """Return the table as Markdown: a row for each part of a question, a column for each format."""
    rows = [[say("losses.part", lang), *(say(f"losses.{name}", lang) for name in FORMATS)]]
    rows.append(["---"] * len(rows[0]))
    for part in PARTS:
        fates = (one.KEPT.get(part, "lost") for one in FORMATS.values())
        rows.append([say(f"losses.part_{part}", lang), *(say(f"losses.fate_{fate}", lang) for fate in fates)])
    kinds = [t(f"exercises.ui.kind_{kind}", lang) for kind in left_out()]
    left = say("losses.part_left", lang, kinds=t("errors.list_separator", lang).join(kinds))
    rows.append([left, *[say("losses.fate_lost", lang)] * len(FORMATS)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
