"""Give an answer whose places are dealt to each learner: by what stands there, never by where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playwright.sync_api import expect

from sgm_lab.exercises import Record
from sgm_lab.i18n import Language, t


def texts(record: Record, lang: Language = "zh") -> dict[str, str]:
    """Return the text of each item."""
    return {item.id: item.text.say(lang) for item in record.items}


def place(at: Any, record: Record, places: Iterable[str], lang: Language = "zh") -> None:
    """Put the items, as the record lists them, on their heaps."""
    for text, heap in zip(texts(record, lang).values(), places, strict=True):
        at.get_by_label(text, exact=True).select_option(heap)


def arrange(at: Any, record: Record, keys: Iterable[str], lang: Language = "zh") -> None:
    """Move the steps of an exercise into this order, one of them at least: what is only dealt is no answer."""
    said = texts(record, lang)
    rows = at.locator(".sgm-ex-order li > span")
    for goal, key in enumerate(keys):
        if goal == 0 and rows.first.inner_text() == said[key]:
            at.get_by_label(t("exercises.ui.down", lang, what=said[key])).click()
        for now in range(rows.all_inner_texts().index(said[key]), goal, -1):
            at.get_by_label(t("exercises.ui.up", lang, what=said[key])).click()
            expect(rows.nth(now - 1)).to_have_text(said[key])
