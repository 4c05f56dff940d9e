"""What both sides of the register know: its sheets' fields, where their headings stand, its words."""

from __future__ import annotations

from typing import Any

from ...i18n import Language, t

__all__ = ["FIELDS", "FORMAT", "HEAD", "LAST_GOAL", "LAST_MONTH", "TYPED", "column", "say"]

FIELDS = ("statement", "metric", "unit", "baseline", "target", "start", "due", "owner", "source")
TYPED = ("goal", "month", "value", "n", "sd")
#: Of what the hidden sheet holds; a change that an earlier edition could not read raises it. Files of 2026 have none.
FORMAT = 1
HEAD = 4  # the row of the headings, on every sheet
LAST_GOAL, LAST_MONTH = 200, 2000  # how far down formulas look


def say(key: str, lang: Language | None = None, /, **values: Any) -> str:
    """Return a word of the register."""
    return t(f"takeaways.register.{key}", lang, **values)


def column(field: str) -> str:
    """Return what the column of a goal's field is called."""
    own = {"number": say("number"), "statement": t("takeaways.goal")}
    return own.get(field) or t(f"takeaways.field.{field}")
