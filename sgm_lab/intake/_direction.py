"""Whether Kano answers contradict each other as a whole: a question coded the other way, two that changed places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import ArgumentError, Sentence, listing, sentence
from ._answers import SIDES, Kind

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reverse", "check_reverse", "contradicting", "direction", "doubtful_features", "turned"]

#: Whether the numbers run the other way: on both sides, on none, or on one.
Reverse: TypeAlias = bool | Literal["functional", "dysfunctional", "expectation", "perception"]

_ENOUGH = 20  # people who answered both
_CLASH = 0.25  # share that likes both, or dislikes both: real surveys have a few percent
_BOTH_WAYS = 0.2  # the same, where both questions were liked on the whole, or both disliked
_HIGH, _LOW = 3.4, 2.6  # means of like 1 … dislike 5
_MOST = 0.5


def check_reverse(reverse: Any, kind: Kind) -> None:
    """Refuse what does not say which numbers run the other way.

    Raises
    ------
    ArgumentError
        If it is anything else.
    """
    if not isinstance(reverse, bool) and reverse not in SIDES[kind]:
        raise ArgumentError(
            "errors.choice", name="reverse", value=reverse, choices=[True, False, *SIDES[kind]]
        )


def turned(reverse: Reverse, side: str) -> bool:
    """Whether the numbers of a side run the other way."""
    return reverse is True or reverse == side


def direction(good: pd.DataFrame, words: bool, swapped: str = "") -> Sentence | None:
    """Return what has to be settled before anything is computed, where the answers as a whole cannot be meant so.

    Hardly anybody likes having a feature and likes lacking it too (questionable), or dislikes having it and likes
    lacking it (reverse): where many do, a question was coded the other way, or the two changed places.
    ``swapped`` is the argument that puts them right.
    """
    cells = _cells(good)
    n = int(cells.sum())
    if n < _ENOUGH:
        return None
    share = cells / n
    both, neither, odd = float(share[0, 0]), float(share[4, 4]), float(_odd(share))
    having, lacking = (float((share.sum(axis=1 - axis) * range(1, 6)).sum()) for axis in (0, 1))
    if having > _HIGH and lacking < _LOW:
        if not words:
            return sentence("intake.reversed_scale")
        return sentence("intake.exchanged", call=swapped) if swapped else sentence("intake.exchanged_names")
    if words:
        return None
    liked, disliked = having < _LOW and lacking < _LOW, having > _HIGH and lacking > _HIGH
    if (both >= _CLASH and both > 3 * neither) or (odd >= _BOTH_WAYS and liked):
        return sentence("intake.half_reversed_dysfunctional", share=f"{odd:.0%}")
    if (neither >= _CLASH and neither > 3 * both) or (odd >= _BOTH_WAYS and disliked):
        return sentence("intake.half_reversed_functional", share=f"{odd:.0%}")
    return None


def contradicting(good: pd.DataFrame) -> tuple[str, float] | None:
    """Return the feature that most people like, or dislike, with and without, and their share, if there is one.

    Nobody means that of a feature: a question was coded the other way, or the two columns belong to different ones.
    """
    names, cells = _by_feature(good)
    n = cells.sum(axis=(1, 2))
    share = (cells[:, 0, 0] + cells[:, 4, 4]) / n.clip(1)
    return next(
        ((str(name), float(one)) for name, one, many in zip(names, share, n, strict=True)
         if many >= _ENOUGH and one > _MOST),
        None,
    )  # fmt: skip


def doubtful_features(good: pd.DataFrame) -> list[str]:
    """Name the features whose two answers clash for many, and those that most would rather be without."""
    import numpy as np

    names, cells = _by_feature(good)
    n = cells.sum(axis=(1, 2))
    enough = n >= _ENOUGH
    clash = cells[:, 0, 0] + cells[:, 4, 4]
    against = np.tril(cells, -1).sum(axis=(1, 2))  # having it is liked less than lacking it
    said: list[str] = []
    for key, count, most in (("clashing", clash, _CLASH), ("unwanted", against, _MOST)):
        found = [
            f"{names[int(one)]} {count[one] / n[one]:.0%}"
            for one in np.flatnonzero(enough & (count > most * n))
        ]
        if found:
            said.append(sentence(f"intake.{key}", features=listing(found)))
    return said


def _by_feature(good: pd.DataFrame) -> tuple[Any, Any]:
    """Features, and of each the people by their two answers, the functional one in rows."""
    import numpy as np
    import pandas as pd

    at, names = pd.factorize(good["feature"])
    both = good[list(SIDES["kano"])].notna().all(axis=1).to_numpy()
    ones, others = (good[side].to_numpy()[both].astype(int) - 1 for side in SIDES["kano"])
    cells = np.bincount(at[both] * 25 + ones * 5 + others, minlength=25 * len(names)).reshape(-1, 5, 5)
    return names, cells


def _cells(good: pd.DataFrame) -> Any:
    """People by their two answers, the functional one in rows."""
    import numpy as np

    known = good[list(SIDES["kano"])].dropna().to_numpy().astype(int) - 1
    return np.bincount(known[:, 0] * 5 + known[:, 1], minlength=25).reshape(5, 5)


def _odd(cells: Any) -> Any:
    """Sum of the cells that are reverse or questionable in the table of Berger et al. (1993)."""
    return cells[:, 0].sum() + cells[4, 1:].sum()
