"""From the surveys of a case: gaps by dimension, and how many would miss a feature, by segment."""

from __future__ import annotations

from ...errors import check_choice
from ...i18n import Language, t
from .base import Point, Truth

__all__ = ["gaps", "worse"]


def gaps(*, case: str, wave: int, lang: Language) -> Truth:
    """Return how far perception stays below expectation in each dimension (`servqual.gaps`), as points above 0.

    Examples
    --------
    >>> found = gaps(case="healthcare", wave=2, lang="en")
    >>> max(found.points, key=lambda one: one.value).label
    'Reliability'
    """
    from ... import cases, servqual

    loaded = cases.load(case)
    check_choice("wave", wave, loaded.waves("servqual"))
    answers = loaded.servqual[loaded.servqual["wave"] == wave]
    found = servqual.gaps(answers)
    points = tuple(
        Point(str(name), t(f"common.dimension.{name}", lang), -row["gap"], -row["ci_high"], -row["ci_low"])
        for name, row in found.iterrows()
    )
    return Truth(points, int(answers["respondent"].nunique()))


def worse(*, case: str, feature: str, by: str, wave: int, lang: Language) -> Truth:
    """Return in each segment the share of people who would be dissatisfied without a feature: \\|Worse\\| in percent.

    References
    ----------
    Berger et al. (1993), *Center for Quality of Management Journal* 2(4):3–36.

    Examples
    --------
    >>> found = worse(case="education", feature="evening_tutoring", by="learner_type", wave=2, lang="en")
    >>> [(one.label, round(one.value)) for one in found.points]
    [('Student', 24), ('Employed', 78), ('Job seeker', 22)]
    """
    from ... import cases, kano

    loaded = cases.load(case)
    check_choice("wave", wave, loaded.waves("kano"))
    check_choice("feature", feature, list(loaded.feature_labels(lang)))
    check_choice("by", by, list(loaded.segment_columns(lang)))
    answers = loaded.kano[(loaded.kano["wave"] == wave) & (loaded.kano["feature"] == feature)]
    found = kano.classify(kano.tally(answers, by=by)).loc[feature]
    names = loaded.segment_labels(lang)[by]
    shown = found[["worse", "worse_high", "worse_low"]].abs() * 100
    points = tuple(Point(key, label, *shown.loc[key]) for key, label in names.items() if key in shown.index)
    return Truth(points, int(answers["respondent"].nunique()))
