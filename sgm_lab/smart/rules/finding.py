"""What a rule found, and how places are picked and joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from .text import Span, overlaps

__all__ = ["Finding", "Verdict", "first", "join", "within"]

Verdict: TypeAlias = Literal["met", "weak", "missing"]


class Finding(NamedTuple):
    """What a rule found."""

    verdict: Verdict
    span: Span | None
    reason: str
    words: tuple[str, ...] = ()  # that decided, where it is not a phrase


def first(spans: Iterable[Span]) -> Span | None:
    """The first of the places."""
    return next(iter(spans), None)


def within(spans: list[Span], room: Span) -> Span | None:
    """The first place that shares a character with ``room``."""
    return next((s for s in spans if overlaps(s, room)), None)


def join(one: Span, other: Span, far: int = 80) -> Span:
    """From the first of two places to the end of the last, where they stand close; else the first."""
    joined = Span(min(one.start, other.start), max(one.end, other.end))
    return joined if joined.end - joined.start <= far else one
