"""Each item belongs to one category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from ...i18n import Language, t
from ..base import Id, Named, Outcome, Record, about_it, not_yet, weigh
from ..fields import Fields, Text
from ..markup import entries, listed, plain

__all__ = ["Item", "Sort"]


@dataclass(frozen=True, slots=True)
class Item(Named):
    """One thing to sort, with its right category."""

    answer: Id
    feedback: Text
    feedback_for: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort(Record):
    """Each item belongs to one category."""

    categories: Annotated[tuple[Named, ...], {"minItems": 2}]
    items: Annotated[tuple[Item, ...], {"minItems": 2}]

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the categories and the items, each with its own."""
        heaps = tuple(Named(one.identifier(), one.text("text")) for one in row.tables("categories", 2))
        names = [heap.id for heap in heaps]
        row.unique("categories", names)
        items = tuple(
            Item(
                one.identifier(),
                one.text("text"),
                one.one_of("answer", names),
                one.text("feedback"),
                one.text_map("feedback_for", names),
            )
            for one in row.tables("items", 2)
        )
        row.unique("items", (item.id for item in items))
        return {"categories": heaps, "items": items}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge a table of item to category."""
        names = {category.id for category in self.categories}
        given = answer if isinstance(answer, dict) else {}
        placed = {item.id: given.get(item.id) for item in self.items}
        placed = {key: place for key, place in placed.items() if isinstance(place, str) and place in names}
        if not placed:
            return not_yet("place_first", lang)
        wrong = [item for item in self.items if item.id in placed and placed[item.id] != item.answer]
        missing = tuple(item.id for item in self.items if item.id not in placed)
        if not wrong and not missing:
            return Outcome("right")
        said = [
            about_it(item.text, item.feedback_for.get(str(placed[item.id]), item.feedback), lang)
            for item in wrong
        ]
        if missing:
            said.append(t("exercises.ui.more_to_place", lang, n=len(missing)))
        state = weigh(len(placed) - len(wrong), len(wrong))
        return Outcome(state, tuple(said), missing, {"wrong": [item.id for item in wrong]})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name each item that was placed wrong, with where."""
        wrong = found.details["wrong"]
        return self._placed({item.id: answer[item.id] for item in self.items if item.id in wrong}, lang)

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return each item with its category."""
        return self._placed({item.id: item.answer for item in self.items}, lang)

    def _placed(self, places: Mapping[str, str], lang: Language | None) -> list[str]:
        names = {category.id: category.text.say(lang) for category in self.categories}
        return [
            t("exercises.ui.arrow", lang, item=item.text.say(lang), category=names[places[item.id]])
            for item in self.items
            if item.id in places
        ]

    def shown(self, lang: Language) -> str:
        """List the categories and the items."""
        return f"<p>{plain(self._heaps(lang))}</p>" + listed(item.text.say(lang) for item in self.items)

    def to_fill(self, lang: Language) -> str:
        """Return the items, each with a blank for its category."""
        return entries(
            t("exercises.face.paper_sort", lang, categories=self._heaps(lang)), "______ ", self.items, lang
        )

    def _heaps(self, lang: Language) -> str:
        return t("errors.list_separator", lang).join(heap.text.say(lang) for heap in self.categories)
