"""What the SERVQUAL lab has worked out and keeps: another view or weight does not change the answers.

Each function sees the raw rows once for a source, segment and wave; a lab on a million rows stays quick so.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import servqual
from ..source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Scale",
    "alphas",
    "answers",
    "changes",
    "derived",
    "gaps",
    "homes",
    "item_alphas",
    "people",
    "performance",
    "scores",
    "zones",
]

Scale = tuple[int, int]


@lru_cache(4)
def answers(source: Source, segment: str, wave: Any) -> pd.DataFrame:
    """Answers of a segment and wave."""
    return source.chosen(segment, wave)


@lru_cache(32)
def homes(source: Source) -> dict[Any, str]:
    """Dimension of each item."""
    first = source.answers.drop_duplicates("item")
    return dict(zip(first["item"].tolist(), first["dimension"].astype(str), strict=True))


@lru_cache(32)
def people(source: Source, segment: str, wave: Any) -> int:
    """Number of questionnaires."""
    chosen = answers(source, segment, wave)
    keys = ["respondent", *(["wave"] if "wave" in chosen else [])]
    return len(chosen[keys].drop_duplicates())


@lru_cache(32)
def gaps(
    source: Source, segment: str, wave: Any, level: servqual.Level, scale: Scale, by: str | None = None
) -> pd.DataFrame:
    """Gaps, also by a column."""
    return servqual.gaps(answers(source, segment, wave), level=level, by=by, scale=scale)


@lru_cache(32)
def performance(source: Source, segment: str, wave: Any, level: servqual.Level, scale: Scale) -> pd.DataFrame:
    """Mean perception."""
    return servqual.performance(answers(source, segment, wave), level=level, scale=scale)


@lru_cache(32)
def changes(
    source: Source, segment: str, before: Any, after: Any, level: servqual.Level, scale: Scale
) -> pd.DataFrame:
    """Change of each gap between two waves."""
    return servqual.compare(answers(source, segment, None), level=level, waves=(before, after), scale=scale)


@lru_cache(8)
def zones(
    source: Source, segment: str, wave: Any, level: servqual.Level, scale: Scale, tolerance: float | None
) -> pd.DataFrame:
    """Zone of tolerance; with ``tolerance``, the adequate level is assumed that far below each expectation."""
    chosen = answers(source, segment, wave)
    adequate = (
        chosen["adequate"] if tolerance is None else (chosen["expectation"] - tolerance).clip(lower=scale[0])
    )
    named = chosen.rename(columns={"expectation": "desired", "perception": "perceived"})
    return servqual.zone_of_tolerance(named.assign(adequate=adequate), level=level, scale=scale)


@lru_cache(16)
def scores(
    source: Source, segment: str, wave: Any, weights: tuple[tuple[str, int], ...], scale: Scale
) -> servqual.Score:
    """Overall score with these points."""
    return servqual.score(answers(source, segment, wave), dict(weights), scale=scale)


@lru_cache(16)
def alphas(source: Source, segment: str, wave: Any, side: servqual.Side, scale: Scale) -> pd.DataFrame:
    """Alpha of each dimension."""
    return servqual.reliability(answers(source, segment, wave), side, scale=scale)


@lru_cache(32)
def item_alphas(
    source: Source, segment: str, wave: Any, side: servqual.Side, dimension: str, scale: Scale
) -> pd.DataFrame:
    """Item-total correlation and alpha if dropped, for the items of one dimension."""
    return servqual.item_analysis(answers(source, segment, wave), dimension, side, scale=scale)


@lru_cache(16)
def derived(source: Source, segment: str, wave: Any, level: servqual.Level, scale: Scale) -> pd.Series[float]:
    """Importance that nobody was asked about: correlation of a perception with the mean of all other perceptions."""
    return servqual.derived_importance(answers(source, segment, wave), level=level, scale=scale)
