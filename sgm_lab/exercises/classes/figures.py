"""Figures of the cases that a question of the test names: each function returns what stands in its braces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import cases, control, goals, kano, satisfaction, servqual
from ...i18n import Language, t, use_language

__all__ = ["FIGURES", "figures"]

Figures = dict[str, Any]


def organisation(case: str) -> Figures:
    """Return the name of a case's organisation."""
    return {"org": cases.load(case).title()}


def _latest(case: str, feature: str) -> Any:
    """Return the answers on a feature to the last Kano survey of a case."""
    answers = cases.load(case).kano
    return answers[(answers["wave"] == answers["wave"].max()) & (answers["feature"] == feature)]


def kano_counts(case: str, feature: str) -> Figures:
    """Return how many gave each pair of answers for a feature, and its Better."""
    counts = kano.tally(_latest(case, feature))
    found: Any = kano.classify(counts).loc[feature]
    row: Any = counts.loc[feature]
    return (
        organisation(case)
        | {letter: int(row[letter]) for letter in "MOAIRQ"}
        | {
            "n": int(found["n"]),
            "feature": cases.load(case).feature_labels()[feature],
            "better": f"{found['better']:.2f}",
        }
    )


def kano_pair(case: str, feature: str, functional: int, dysfunctional: int) -> Figures:
    """Return a pair of answers in words and the category that the evaluation table gives it."""
    category = str(kano.evaluate([functional], [dysfunctional])[0])
    return organisation(case) | {
        "feature": cases.load(case).feature_labels()[feature],
        "answer_with": t(f"common.answer.{functional}"),
        "answer_without": t(f"common.answer.{dysfunctional}"),
        "category": category,
        "category_name": t(f"common.category.{category}"),
    }


def kano_group(case: str, feature: str, column: str, value: str) -> Figures:
    """Return how a feature stands with everybody and with one group."""
    answers = _latest(case, feature)
    group: Any = kano.tally(answers[answers[column] == value]).loc[feature]
    return kano_counts(case, feature) | {
        "group": cases.load(case).segment_labels()[column][value],
        "n_group": int(group.sum()),
        "M_group": int(group["M"]),
    }


def gap(case: str, dimension: str) -> Figures:
    """Return expectation and perception of a dimension as printed, and the gap between what is printed."""
    answers = cases.load(case).servqual
    asked = (answers["wave"] == answers["wave"].max()) & (answers["dimension"] == dimension)
    found: Any = servqual.gaps(answers[asked]).loc[dimension]
    expectation, perception = (round(float(found[name]), 2) for name in ("expectation", "perception"))
    return organisation(case) | {
        "dimension": t(f"common.dimension.{dimension}"),
        "n": int(found["n"]),
        "expectation": f"{expectation:.2f}",
        "perception": f"{perception:.2f}",
        "gap": f"{perception - expectation:.2f}".replace("-", "\N{MINUS SIGN}"),
    }


def verdict(case: str, metric: str, since: str, until: str, target: float) -> Figures:
    """Return a share of some days with its interval, and what that says of a target."""
    records = goals.figures(case, metric).loc[since:until]
    found = satisfaction.csat(count=int(records.sum()), n=len(records))
    reached = "met" if 100 * found.low >= target else "not_met" if 100 * found.high < target else "open"
    return organisation(case) | {
        "metric": goals.metric_label(metric),
        "k": int(records.sum()),
        "n": len(records),
        **{name: f"{100 * getattr(found, name):.0f}" for name in ("value", "low", "high")},
        "verdict": reached,
    }


def ordinary_month(case: str, metric: str, month: str) -> Figures:
    """Return a month that lies inside the limits of its control chart.

    Raises
    ------
    ValueError
        If the chart has something to say about it.
    """
    values = goals.monthly(case, metric)["value"]
    chart = control.individuals(values)
    at = list(values.index).index(month)
    if any(signal.point == at for signal in chart.signals):
        raise ValueError(f"{case}, {metric}: {month} is no ordinary month")
    return organisation(case) | {
        "metric": goals.metric_label(metric),
        "month": t(f"lab_smart.month_{int(month[-2:])}"),
        "now": f"{values.iloc[at]:.0f}",
        "before": f"{values.iloc[at - 1]:.0f}",
        "lower": f"{float(chart.lower):.0f}",
        "upper": f"{float(chart.upper):.0f}",
    }


FIGURES: dict[str, Callable[..., Figures]] = {
    one.__name__: one
    for one in (organisation, kano_counts, kano_pair, kano_group, gap, verdict, ordinary_month)
}


def figures(name: str, lang: Language, **of: Any) -> Figures:
    """Return the figures of one name, their words in ``lang``."""
    with use_language(lang):
        return FIGURES[name](**of)
