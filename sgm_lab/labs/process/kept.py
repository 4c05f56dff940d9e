"""Simulated days, and what was counted in them, kept: the lab asks for them at every change."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ... import process

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare", "queue", "recorded", "waits", "waits_with_more"]


@lru_cache(8)
def _run(flow: process.Flow) -> process.Run:
    return process.simulate(flow)


@lru_cache(64)
def recorded(flow: process.Flow) -> pd.DataFrame:
    """Recorded wait of everybody and of the group that may go first."""
    return process.recorded(process.simulate(flow, upto=flow.main))


@lru_cache(64)
def waits(flow: process.Flow, within: float) -> pd.DataFrame:
    """Waits at each station."""
    return process.waits(_run(flow), within=within)


@lru_cache(32)
def compare(before: process.Flow, after: process.Flow, within: float) -> pd.DataFrame:
    """What a change did to the waits."""
    return process.compare(_run(before), _run(after), within=within)


@lru_cache(16)
def queue(flow: process.Flow) -> pd.Series:
    """Mean number waiting at the main station over the day."""
    return process.queue(_run(flow))


def waits_with_more(station: str, wider: list[process.Flow]) -> pd.DataFrame:
    """Mean wait in each line: the recorded one where people are added at the main station, else all waits together."""
    import pandas as pd

    main = station == wider[0].main
    rows = [recorded(flow).loc["all"] if main else waits(flow, 30.0).loc["total"] for flow in wider]
    index = pd.Index(range(len(wider)), name="people")
    return pd.DataFrame(rows).set_axis(index)[["mean", "low", "high"]]
