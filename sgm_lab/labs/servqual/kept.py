"""What the SERVQUAL lab has worked out and keeps: another view or weight does not change the answers.

Each function sees the raw rows once for a source, segment and wave; a lab on a million rows stays quick so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import servqual
from ..source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Scale", "answers", "found", "homes", "people"]

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


@lru_cache(128)
def found(
    method: Callable[..., Any], source: Source, segment: str, wave: Any, *given: Any, **how: Any
) -> Any:
    """What a method of `sgm_lab.servqual` says of the answers of a segment and wave, weighted where it can be."""
    if source.weights and method in (servqual.gaps, servqual.performance):
        how["weights"] = source.weights
    return method(answers(source, segment, wave), *given, **how)
