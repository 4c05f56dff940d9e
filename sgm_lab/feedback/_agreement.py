"""How well the coding agrees with labels given by hand."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, did_you_mean
from ..estimate import Estimate
from ..i18n import LANGUAGES, t
from ._coding import is_missing, need_columns
from ._lexicon import DIMENSIONS, TONES

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

__all__ = ["Agreement", "Comparison", "agreement", "compare", "unseen"]


@dataclass(frozen=True)
class Comparison:
    """How far coding agrees with labels given by hand, for dimension or for tone.

    Attributes
    ----------
    accuracy : Estimate
        Share coded as labelled, with its Wilson interval.
    kappa : Estimate
        Cohen's kappa; ``nan`` where both give one and the same class throughout.
    classes : pandas.DataFrame
        Index class; columns precision, recall, f1, labelled, coded. Missing where the base is empty.
    confusion : pandas.DataFrame
        Counts, rows as labelled by hand, columns as coded.
    """

    accuracy: Estimate
    kappa: Estimate
    classes: pd.DataFrame
    confusion: pd.DataFrame


@dataclass(frozen=True)
class Agreement:
    """Agreement of `code` with labels given by hand.

    Attributes
    ----------
    dimension, tone : Comparison or None
        ``None`` where the labels have no such column.
    left_out : int
        Comments without a text or without a label.
    """

    dimension: Comparison | None
    tone: Comparison | None
    left_out: int

    def __str__(self) -> str:
        lines = []
        for field in ("dimension", "tone"):
            found = getattr(self, field)
            if found is not None:
                a, k = found.accuracy, found.kappa
                lines.append(
                    t(f"feedback.agreement.{field}", n=a.n, accuracy=f"{a.value:.0%}", low=f"{a.low:.0%}",
                      high=f"{a.high:.0%}", kappa=f"{k.value:.2f}", kappa_low=f"{k.low:.2f}",
                      kappa_high=f"{k.high:.2f}")
                )  # fmt: skip
        if self.left_out:
            lines.append(t("feedback.agreement.left_out", count=self.left_out))
        return "\n".join(lines)


def agreement(coded: pd.DataFrame, labels: Any) -> Agreement:
    """Compare coding with labels given by hand: say how far the lexicon can be trusted, and where it fails.

    Parameters
    ----------
    coded : pandas.DataFrame
        From `code`.
    labels : pandas.DataFrame or sequence
        The same comments in the same order: columns dimension and tone (or one of them), or a sequence of
        dimensions. Dimensions and tones may be written in Chinese. Rows with a missing label or text are left
        out.

    Returns
    -------
    Agreement
        ``print`` it for two sentences; `Comparison` has the tables.

    Raises
    ------
    DataError
        If lengths differ, a label is unknown, or no row is left.

    Notes
    -----
    Cohen's kappa = (p_o − p_e) / (1 − p_e), p_o the share of agreement, p_e = Σ (row share × column share),
    the agreement to be expected by chance. Its interval is the Wilson interval of p_o carried through the
    same formula, that is with p_e taken as known, as in Cohen's standard error. Precision = right / coded so,
    recall = right / labelled so, F1 their harmonic mean.

    References
    ----------
    Cohen 1960, *Educational and Psychological Measurement* 20(1):37–46. Wilson 1927, *JASA* 22:209–212.

    Examples
    --------
    >>> from sgm_lab.feedback import code
    >>> coded = code(["太慢了", "等很久", "态度差", "很快"])
    >>> result = agreement(coded, ["responsiveness", "responsiveness", "assurance", "empathy"])
    >>> result.dimension.accuracy.value, round(result.dimension.kappa.value, 3)
    (0.75, 0.556)
    """
    import pandas as pd

    if not isinstance(labels, pd.DataFrame):
        labels = pd.DataFrame({"dimension": list(labels)}, dtype="object")
    if len(labels) != len(coded):
        raise DataError("feedback.lengths", what="labels", given=len(labels), comments=len(coded))
    fields = [field for field in ("dimension", "tone") if field in labels.columns]
    if not fields:
        columns = [str(column) for column in labels.columns]
        hint = did_you_mean("dimension", columns)
        raise DataError("errors.column_missing", column="dimension", columns=columns, hint=hint)
    hand = pd.DataFrame({field: _classes(labels[field], field) for field in fields})
    need_columns(coded, *fields)
    ours = coded[fields].reset_index(drop=True)
    usable = hand.notna().all(axis=1) & ours.notna().all(axis=1)
    if not usable.any():
        raise DataError("errors.empty", what=t("feedback.labelled_comments"))
    found = {
        field: compare(
            hand[field][usable], ours[field][usable], DIMENSIONS if field == "dimension" else TONES
        )
        for field in fields
    }
    return Agreement(found.get("dimension"), found.get("tone"), int((~usable).sum()))


def _classes(labels: pd.Series, field: str) -> pd.Series:
    """Labels in their normal form, whatever language they are written in; missing ones stay missing."""
    import pandas as pd

    names = DIMENSIONS if field == "dimension" else TONES
    space = "common.dimension" if field == "dimension" else "feedback.tone"
    known = {t(f"{space}.{name}", lang=lang).lower(): name for name in names for lang in LANGUAGES}
    known |= {name: name for name in names}
    read: list[str | None] = []
    for row, value in labels.items():
        name = None if is_missing(value) else known.get(str(value).strip().lower())
        if name is None and not is_missing(value):
            raise DataError("feedback.label", row=row, column=field, value=value, known=names,
                            hint=did_you_mean(str(value), names))  # fmt: skip
        read.append(name)
    return pd.Series(read, dtype="object")


def compare(hand: Iterable[str], coded: Iterable[str], classes: Iterable[str]) -> Comparison:
    """Compare two codings of the same comments, class by class; see `agreement` for the formulas.

    Examples
    --------
    >>> hand, coded = ["a"] * 25 + ["b"] * 25, ["a"] * 20 + ["b"] * 5 + ["a"] * 10 + ["b"] * 15
    >>> result = compare(hand, coded, ["a", "b"])
    >>> round(result.accuracy.value, 3), round(result.kappa.value, 3)
    (0.7, 0.4)
    """
    import pandas as pd

    classes, hand, coded = list(classes), list(hand), list(coded)
    if len(hand) != len(coded):
        raise DataError("feedback.lengths", what="hand", given=len(hand), comments=len(coded))
    pairs = pd.DataFrame({"hand": hand, "coded": coded})
    table = pd.crosstab(pairs["hand"], pairs["coded"]).reindex(index=classes, columns=classes, fill_value=0)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    right = pd.Series(table.to_numpy().diagonal(), index=classes)
    n = int(rows.sum())
    if not n:
        raise DataError("feedback.no_class", classes=classes)
    accuracy, kappa = kappa_of(table.to_numpy())
    by_class = pd.DataFrame(
        {
            "precision": right / columns.where(columns > 0),
            "recall": right / rows.where(rows > 0),
            "f1": 2 * right / (rows + columns).where(rows + columns > 0),
            "labelled": rows,
            "coded": columns,
        }
    ).rename_axis("class")
    return Comparison(accuracy, kappa, by_class, table)


def kappa_of(table: npt.NDArray[Any]) -> tuple[Estimate, Estimate]:
    """Share of agreement and Cohen's kappa of a table of counts, hand by coded, both with their intervals."""
    from ..inference import wilson

    n, right = int(table.sum()), int(table.diagonal().sum())
    low, high = wilson(right, n, 0.95)
    accuracy = Estimate(right / n, float(low), float(high), n, method="wilson")
    chance = float((table.sum(axis=0) / n) @ (table.sum(axis=1) / n))

    def beyond(share: float) -> float:
        return (share - chance) / (1 - chance) if chance < 1 else math.nan

    limits = beyond(accuracy.value), beyond(accuracy.low), beyond(accuracy.high)
    return accuracy, Estimate(*limits, n, method="cohen-wilson")


def unseen(texts: Iterable[str]) -> list[bool]:
    """Which of the cases' comments the lexicon was not built from: a third, fixed by the text itself.

    Agreement on the other two thirds is flattering; only this third says how it does on new comments.

    Examples
    --------
    >>> unseen(["太慢了", "护士很耐心"])
    [False, False]
    """
    if isinstance(texts, str):
        raise ArgumentError("feedback.one_text", value=texts[:20])
    return [hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] % 3 == 0 for text in texts]
