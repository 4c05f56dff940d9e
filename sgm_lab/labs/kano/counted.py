"""What the Kano labs count, kept: one pass over the answers for each choice of people, nothing after that.

A million answers take a second to count; another rule, table or figure then works on some dozen rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import kano
from ...errors import DataError
from ...i18n import get_language, t
from ..source import Source

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Limits", "SideBySide", "grouped", "people_of", "scores", "stated", "tallied", "watched"]

Limits = tuple[str, float, float] | None
"""Table, most contradictions and longest run beyond which a respondent is left out; ``None`` keeps everybody."""


def _answers(source: Source, segment: str, wave: Any, limits: Limits) -> pd.DataFrame:
    answers = source.chosen(segment, wave)
    if limits is None:
        return answers
    waves = source.waves() if wave is None else [wave]
    for one in waves:  # respondents are watched wave by wave: a number may stand for somebody else next time
        report = watched(source, one, *limits)
        out = answers["respondent"].isin(report.index[report["flag"]])
        if "wave" in answers:
            out &= answers["wave"] == one
        answers = answers[~out]
    if segment != "all" and source.least:
        left = answers.groupby("wave") if "wave" in answers else [(None, answers)]
        fewest = min((own["respondent"].nunique() for _, own in left), default=0)
        if fewest < source.least:
            raise DataError("lab_kano.few_left", n=fewest, few=source.least)
    return answers


@lru_cache(16)
def _cells(source: Source, segment: str, wave: Any, limits: Limits) -> tuple[pd.DataFrame, int]:
    answers = _answers(source, segment, wave, limits)
    return kano.cells(answers), int(answers["respondent"].nunique())


@lru_cache(32)
def tallied(
    source: Source, segment: str, wave: Any, table: str, limits: Limits = None
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Counts, certainty and number of respondents."""
    if source.weights:
        answers = _answers(source, segment, wave, limits)
        people = int(answers["respondent"].nunique())
        counts = kano.tally(answers, table=table, weights=source.weights)
    else:
        joint, people = _cells(source, segment, wave, limits)
        counts = kano.tally(joint, table=table)
    return counts, kano.certainty(counts), people


@lru_cache(16)
def scores(source: Source, segment: str, wave: Any, limits: Limits = None) -> pd.DataFrame:
    """Continuous scores."""
    return kano.continuous(_cells(source, segment, wave, limits)[0])


@lru_cache(16)
def stated(source: Source, segment: str, wave: Any, limits: Limits = None) -> pd.DataFrame | None:
    """Stated importance; nothing where it was not asked."""
    answers = _answers(source, segment, wave, limits)
    if "importance" not in answers:
        return None
    usual = not (answers["importance"].min() < 1 or answers["importance"].max() > 9)
    return kano.importance(answers, scale=(1, 9) if usual else (0, 100))  # on the scale it was asked on


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Groups of people feature by feature: where they differ, each one's categories and counts, and in what order."""

    drift: pd.DataFrame
    classified: pd.DataFrame
    counts: pd.DataFrame
    order: list[Any]

    def letters(self) -> pd.DataFrame:
        """Category of each feature, a column a group."""
        import pandas as pd

        return pd.DataFrame({group: self.drift[f"category_{group}"] for group in self.order})

    def shares(self) -> pd.DataFrame:
        """Share of each group behind the category it gives a feature, a column a group."""
        import pandas as pd

        counts: Any = self.counts
        behind = {
            group: kano.behind(counts.xs(group, level=-1), given) for group, given in self.letters().items()
        }
        return pd.DataFrame(behind)


@lru_cache(16)
def _grouped(
    source: Source, by: str, segment: str, wave: Any, limits: Limits, table: str = ""
) -> pd.DataFrame:
    """Cells of each group; counts by a table where they are weighted."""
    answers = _answers(source, segment, wave, limits)
    rows = answers if by == "wave" else source.joined(answers, by)
    if source.weights:
        return kano.tally(rows, by=by, table=table, weights=source.weights)
    return kano.cells(rows, by=by)


@lru_cache(32)
def grouped(
    source: Source,
    by: str,
    groups: tuple[Any, ...],
    segment: str,
    wave: Any,
    table: str,
    rule: Any,
    limits: Limits = None,
    same: bool = False,
) -> SideBySide | None:
    """Compare groups, or waves, in which anybody answered; nothing where there are fewer than two.

    With ``same``, who answered in both of two waves is compared with themselves.
    """
    if source.weights:
        counts = _grouped(source, by, segment, wave, limits, table)
    else:
        counts = kano.tally(_grouped(source, by, segment, wave, limits), by=by, table=table)
    asked = counts.groupby(level=by).sum().sum(axis=1)
    order = [one for one in dict.fromkeys((*groups, t("labs.source.small"))) if asked.get(one, 0) > 0]
    if len(order) < 2:
        return None
    counts = counts[counts.index.get_level_values(by).isin(order)]
    if same:
        rows = _answers(source, segment, wave, limits)
        drift = kano.drift(rows[rows[by].isin(order)], wave=by, waves=order, rule=rule, table=table)
    else:
        drift = kano.drift(counts, wave=by, waves=order, rule=rule)
    return SideBySide(drift, kano.classify(counts, rule=rule), counts, order)


@lru_cache(16)
def same_people(source: Source) -> bool:
    """Whether at least half of the smaller of two waves has numbers that are in the other too."""
    waves = source.waves()
    if len(waves) != 2:
        return False
    first, second = (set(source.chosen("all", wave)["respondent"]) for wave in waves)
    return 2 * len(first & second) >= min(len(first), len(second))


@lru_cache(16)
def people_of(source: Source, segment: str) -> dict[Any, int]:
    """Respondents in each wave."""
    answers = source.chosen(segment)
    if "wave" not in answers:
        return {source.waves()[0]: int(answers["respondent"].nunique())}
    return {wave: int(n) for wave, n in answers.groupby("wave")["respondent"].nunique().items()}


def watched(source: Source, wave: Any, table: str, max_q: float, max_run: float) -> pd.DataFrame:
    """Who answered carelessly in a wave."""
    return _watched(source, wave, table, max_q, max_run, get_language())


@lru_cache(8)
def _watched(source: Source, wave: Any, table: str, max_q: float, max_run: float, lang: str) -> pd.DataFrame:
    return kano.careless(source.chosen("all", wave), table, max_q, max_run)
