"""Where a game stands, and, when it is over, what drove it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from ...i18n import t
from .words import line_label, w

if TYPE_CHECKING:
    import pandas as pd

    from ...simulate import Aim, Review, Run

__all__ = ["Explained", "Standing", "explained", "standing"]


@dataclass(frozen=True)
class Standing:
    """Where a game stands; its tables go into the spreadsheet."""

    run: Run
    aims: tuple[Aim, ...]
    history: pd.DataFrame
    decisions: pd.DataFrame
    goals: pd.DataFrame


@dataclass(frozen=True)
class Explained(Standing):
    """A game that is over, and what drove it."""

    review: Review
    causes: pd.DataFrame
    lines: pd.DataFrame
    rivals: pd.DataFrame


def standing(game: Run, aims: tuple[Aim, ...], *, truth: bool = False) -> Standing:
    """Return where a game stands; with ``truth``, also what no survey shows."""
    lines = {line: line_label(game.market, line) for line in game.market.lines}
    decisions = game.decisions().rename(columns=lines)
    return Standing(game, aims, game.history(truth=truth), decisions, _became(aims, game))


def explained(game: Run, aims: tuple[Aim, ...], review: Review) -> Explained:
    """Return a game that is over, with its review."""
    stands = standing(game, aims, truth=True)
    lines = {line: line_label(game.market, line) for line in game.market.lines}
    return Explained(
        **{one.name: getattr(stands, one.name) for one in fields(stands)},
        review=review,
        causes=review.causes.rename(index=lambda name: t(f"simulate.cause.{name}")),
        lines=review.lines.rename(index=lines),
        rivals=review.rivals.rename(index=lambda name: t(f"simulate.player.{name}")),
    )


def _became(aims: tuple[Aim, ...], run: Run) -> pd.DataFrame:
    """Return the goals with what became of them, for the spreadsheet."""
    import pandas as pd

    rows = []
    for aim in aims:
        done = aim.judge(run.reports)
        said, value = (
            (w("not_yet"), None) if done is None else (t(f"goals.verdict.{done.verdict}"), done.value)
        )
        rows.append(
            {"goal": aim.statement(run.reports), "due": aim.due, "verdict": said, "attainment": value}
        )
    return pd.DataFrame(rows, columns=["goal", "due", "verdict", "attainment"]).set_index("goal")
