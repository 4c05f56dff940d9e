"""Which columns a file of comments has, where it has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import intake
from ...i18n import t
from ...intake._meant import by_name, likely
from ..asking import ListKind, first_of, renamed

__all__ = ["COMMENTS"]

_BESIDE = ("date", "dimension", "tone")


def _read_told(page: intake.Opened, of: Mapping[str, list[str]], **how: Any) -> intake.Intake:
    beside = {of[one][0]: t(f"intake.record.{one}").split("|")[0] for one in _BESIDE if one in of}
    return intake.read_comments(renamed(page, beside), column=of["comment"], **how)


def _guess(page: intake.Opened) -> dict[str, list[str]]:
    days = first_of(likely(page.table, "date"))
    said = {one: [there] for one in _BESIDE[1:] if (there := by_name(one, page.table.columns))}
    return {"comment": [one for one in likely(page.table, "comment") if one not in days], "date": days} | said


COMMENTS = ListKind(
    "comments",
    ("comment", *_BESIDE),
    ("comment",),
    _read_told,
    _guess,
    ("comment",),
    "date",
    lambda table: table.rename(columns={"text": "comment"}),
)
