"""Tables and words that the Kano labs share: what to do about each feature, categories and estimates in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..i18n import t
from ..paper import markup
from ..paper.blocks import Quiet, Tagged
from ._kano_data import FEW, certainty_of_own, letters_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["RATHER", "SURE", "advice", "category", "estimate", "named_category", "p_words"]

SURE, RATHER = 0.9, 0.7  # probability that the category is truly on top
_HEADS = ("feature", "category", "certainty", "better", "worse", "todo")


def advice(classified: pd.DataFrame, certainty: pd.DataFrame, labels: Mapping[Any, str]) -> str:
    """Table: feature, category, certainty, Better and Worse with intervals, what to do."""
    sure = certainty_of_own(classified, certainty)
    order = {letter: rank for rank, letter in enumerate("MOAIRQ")}
    rank = [order.get(str(c)[:1], 9) for c in classified["category"]]
    table = classified.assign(_rank=rank).sort_values(["_rank", "total_strength"], ascending=[True, False])
    rows = [_row(labels[name], row, sure[name]) for name, row in table.iterrows()]
    return markup.table(t("lab_kano.caption"), [t(f"lab_kano.head_{h}") for h in _HEADS], rows)


def _row(label: str, row: Any, sure: float) -> list[object]:
    letters = letters_of(row["category"])
    lead = next(iter(letters), "Q")
    how = "sure" if sure >= SURE else "rather" if sure >= RATHER else "open"
    certain = (
        t("lab_kano.open_few", n=int(row["n"]))
        if row["n"] < FEW
        else t(f"lab_kano.{how}", share=t("lab_kano.nearly") if sure > 0.99 else f"{sure:.0%}")
    )
    todo = (
        t("lab_kano.todo_none")
        if not letters
        else t("lab_kano.todo_open" if how == "open" else f"lab_kano.todo_{lead}")
    )
    return [
        label,
        category(row["category"]),
        Tagged(certain, (how,)) if letters else "–",
        estimate(row["better"], row["better_low"], row["better_high"]),
        estimate(row["worse"], row["worse_low"], row["worse_high"]),
        todo,
    ]


def named_category(value: Any) -> str:
    """Write a category in words; a tie with a slash, nothing as a dash."""
    return "/".join(t(f"common.category.{letter}") for letter in letters_of(value)) or "–"


def category(value: Any, share: float | None = None) -> Tagged | str:
    """Letter and name of a category with its colour, and its share where given."""
    if not letters_of(value):
        return "–"
    text = f"{value} {named_category(value)}" + ("" if share is None else f" {share:.0%}")
    return Tagged(text, ("cat", f"cat-{str(value)[0]}"))


def estimate(value: float, low: float, high: float) -> Quiet | str:
    """Write an estimate with its interval."""
    if value != value:
        return "–"
    words = (f"{value:.2f}", t("lab_kano.interval", low=low, high=high))
    return Quiet(*(one.replace("-", "−") for one in words))


def p_words(p: float) -> str:
    """Write a p value as people do: never 0 or 1."""
    if p != p:
        return "–"
    return t("lab_kano.p_small") if p < 0.001 else t("lab_kano.p_large") if p > 0.99 else t("lab_kano.p", p=p)
