"""Tables and words that the Kano labs share: what to do about each feature, categories and estimates in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...i18n import t
from ...kano import FEW, letters, own_certainty
from ...numbers import number
from ...paper.blocks import Quiet, Table, Tagged

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["advice", "category", "certain", "estimate", "listed", "named_category", "p_words"]

_SURE, _RATHER = 0.9, 0.7  # probability that the category is truly on top
_HEADS = ("feature", "category", "certainty", "better", "worse", "todo")


def listed(names: Sequence[str], nothing: str, most: int = 3) -> str:
    """Write the first of some names as a list."""
    return t("labs.comma").join(names[:most]) or nothing


def certain(
    classified: pd.DataFrame, certainty: pd.DataFrame, labels: Mapping[Any, str]
) -> tuple[dict[str, list[str]], list[str]]:
    """Name the features of each category that are sure enough, the strongest first; and those that are open."""
    sure = own_certainty(classified, certainty) >= _RATHER
    strongest = classified.sort_values("total_strength", ascending=False)["category"]
    said: dict[str, list[str]] = {}
    for name in strongest.index[sure[strongest.index]]:
        said.setdefault(str(strongest[name]), []).append(labels[name])
    return said, [labels[name] for name in classified.index[~sure]]


def advice(classified: pd.DataFrame, certainty: pd.DataFrame, labels: Mapping[Any, str]) -> Table:
    """Table: feature, category, certainty, Better and Worse with intervals, what to do."""
    sure = own_certainty(classified, certainty).to_dict()
    order = {letter: rank for rank, letter in enumerate("MOAIRQ")}
    rank = [order.get(str(c)[:1], 9) for c in classified["category"]]
    table = classified.assign(_rank=rank).sort_values(["_rank", "total_strength"], ascending=[True, False])
    rows = [_row(labels[name], row, sure[name]) for name, row in table.iterrows()]
    return Table(t("lab_kano.caption"), heads(_HEADS), rows)


def heads(names: Iterable[str]) -> list[str]:
    """Return the headings of a table."""
    return [t(f"lab_kano.head_{name}") for name in names]


def _row(label: str, row: Any, sure: float) -> list[Any]:
    given = letters(row["category"])
    how = "sure" if sure >= _SURE else "rather" if sure >= _RATHER else "open"
    certain = (
        t("lab_kano.open_few", n=int(row["n"]))
        if row["n"] < FEW
        else t(f"lab_kano.{how}", share=t("lab_kano.nearly") if sure > 0.99 else f"{sure:.0%}")
    )
    todo = "none" if not given else "open" if how == "open" else given[0]
    return [
        label,
        category(row["category"]),
        Tagged(certain, (how,)) if given else "–",
        *(estimate(row[side], row[f"{side}_low"], row[f"{side}_high"]) for side in ("better", "worse")),
        t(f"lab_kano.todo_{todo}"),
    ]


def named_category(value: Any) -> str:
    """Write a category in words; a tie with a slash, nothing as a dash."""
    return "/".join(t(f"common.category.{letter}") for letter in letters(value)) or "–"


def category(value: Any, share: float | None = None) -> Tagged | str:
    """Letter and name of a category with its colour, and its share where given."""
    if not letters(value):
        return "–"
    text = f"{value} {named_category(value)}" + ("" if share is None else f" {share:.0%}")
    return Tagged(text, ("cat", f"cat-{str(value)[0]}"))


def estimate(value: float, low: float, high: float) -> Quiet | str:
    """Write an estimate with its interval."""
    if value != value:
        return "–"
    return Quiet(number(value, ".2f"), t("lab_kano.interval", low=low, high=high))


def p_words(p: float) -> str:
    """Write a p value as people do: never 0 or 1."""
    if p != p:
        return "–"
    return t("lab_kano.p_small") if p < 0.001 else t("lab_kano.p_large") if p > 0.99 else t("lab_kano.p", p=p)
