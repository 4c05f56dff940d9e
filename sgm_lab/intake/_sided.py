"""Two sheets of one workbook that are the two questions: 期望 and 感受, or 有 and 没有, with the same columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import listing, sentence
from ..i18n import t
from ._answers import SIDES
from ._cells import is_blank, normalise, stripped
from ._excel import Page, from_excel
from ._names import accepted, names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["two_sides"]

_SHEET = re.compile(r"(?:问卷|問卷|部分|调查|調查|卷|表|题|問題|问题|sheet|survey|part|答案|数据)$")
_FEWEST = 2  # questions that both sheets have


def two_sides(
    content: bytes, name: str, header: int | None, page: Page
) -> tuple[pd.DataFrame, list[str], list[str]] | None:
    """Return the two sheets as one table, with notes and doubts; None where there are none, or they do not fit."""
    titles = _titles([page.title, *page.others])
    if titles is None:
        return None
    pages = [page if title == page.title else from_excel(content, name, title, header) for title in titles]
    found = _beside((pages[0].table, pages[1].table), titles)
    if found is None:
        return None
    table, said = found
    rest = [one for one in [page.title, *page.others] if one not in titles]
    left = [t("files.note_sheets_left", sheets=listing(rest))] if rest else []
    doubts = [*pages[0].doubts, *pages[1].doubts, *left]
    return table, list(dict.fromkeys([*pages[0].notes, *pages[1].notes, *said, *left])), doubts


def _titles(titles: list[str]) -> tuple[str, str] | None:
    """Return the titles of the two questions, the first question first, where each is the title of one sheet.

    >>> _titles(["感受", "说明", "期望问卷"]), _titles(["期望", "2026"])
    (('期望问卷', '感受'), None)
    """
    short = {title: _SHEET.sub("", normalise(title)).strip(" _-") for title in titles}
    for first, second in SIDES.values():
        found = [[title for title, name in short.items() if name in names(side)] for side in (first, second)]
        if all(len(one) == 1 for one in found):
            return found[0][0], found[1][0]
    return None


def _beside(
    tables: tuple[pd.DataFrame, pd.DataFrame], titles: tuple[str, str]
) -> tuple[pd.DataFrame, list[str]] | None:
    """Put the answers of the second beside those of the first, by person; None where people cannot be matched."""
    first, second = tables
    shared = [column for column in first if column in second]
    known = accepted()
    key = next((one for one in shared if known.get(normalise(one)) == "respondent"), None)
    asked = [one for one in shared if one != key and not first[one].equals(second[one])]
    if len(asked) < _FEWEST:
        return None
    if key is None:
        if len(first) != len(second):
            return None
        other, lost = second.set_axis(first.index), 0
    else:
        people, others = (stripped(table[key]).astype(str) for table in tables)
        if people.duplicated().any() or others.duplicated().any() or is_blank(others).any():
            return None
        other = second.set_axis(others).reindex(people).set_axis(first.index)
        lost = int((~others.isin(people)).sum())
    own = [column for column in second if column not in first]
    made = first.rename(columns={one: f"{one}（{titles[0]}）" for one in asked})
    made = made.join(other[[*asked, *own]].rename(columns={one: f"{one}（{titles[1]}）" for one in asked}))
    by = t("files.sides_by", column=key) if key else t("files.sides_by_row")
    said: list[str] = [sentence("files.note_sides", sheets=listing(titles), by=by)]
    if lost:
        said.append(sentence("files.note_sides_lost", sheet=titles[1], first=titles[0], count=lost))
    return made, said
