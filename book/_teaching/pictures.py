"""Charts of the cases that a plan shows: a step of ``plans.toml`` names one of them as its ``picture``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from sgm_lab import cases, control, goals, kano, process, satisfaction, servqual
from sgm_lab.i18n import Language, use_language

from .words import words

if TYPE_CHECKING:
    from sgm_lab.charts import Chart, Size

__all__ = ["PICTURES", "draw"]

_MONTHS = 6  # as many as can be read from the last row of a room


def _latest(survey: Any) -> Any:
    return survey[survey["wave"] == survey["wave"].max()]


def _source(case: str, n: int, lang: Language) -> str:
    return str(words(lang, "slides")["source"].format(org=cases.load(case).title(lang), n=f"{n:,}"))


def kano_all(case: str, lang: Language, size: Size) -> Chart:
    """Draw the last survey's features by Better and Worse."""
    from sgm_lab import charts

    answers = _latest(cases.load(case).kano)
    found = kano.classify(kano.tally(answers))
    labels = cases.load(case).feature_labels(lang)
    source = _source(case, answers["respondent"].nunique(), lang)
    return charts.quadrant(found, labels=labels, subtitle=source, size=size)


def kano_groups(case: str, lang: Language, size: Size) -> Chart:
    """Draw for each feature the category that each group's largest number gives it."""
    from sgm_lab import charts

    of = cases.load(case)
    answers = _latest(of.kano)
    column, groups = next(iter(of.segment_labels(lang).items()))
    counts = kano.tally(answers, by=column)
    largest = counts.max(axis=1) / counts.sum(axis=1)
    rows = kano.classify(counts).assign(share=largest).reset_index()
    found, shares = (
        rows.pivot_table(index="feature", columns=column, values=one, aggfunc="first")
        for one in ("category", "share")
    )
    marked = [feature for feature, own in found.iterrows() if "M" in set(own) and len(set(own)) > 1]
    order = [group for group in groups if group in found.columns]
    source = _source(case, answers["respondent"].nunique(), lang)
    title = words(lang, "slides")["groups_title"]
    return charts.category_grid(
        found[order], shares[order], title=title, labels=of.feature_labels(lang), groups=groups, marked=marked,
        subtitle=source, size=size,
    )  # fmt: skip


def gaps(case: str, lang: Language, size: Size) -> Chart:
    """Draw expectation and perception of each dimension in the last survey."""
    from sgm_lab import charts

    answers = _latest(cases.load(case).servqual)
    source = _source(case, answers["respondent"].nunique(), lang)
    return charts.gaps(servqual.gaps(answers), subtitle=source, size=size)


def months(case: str, lang: Language, size: Size) -> Chart:
    """Draw the first measure of a case month by month on a control chart."""
    from sgm_lab import charts

    metric = goals.metrics(case)[0]
    table = goals.monthly(case, metric)
    return charts.control_chart(
        control.individuals(table["value"]), x=list(table.index), name=goals.metric_label(metric),
        subtitle=_source(case, int(table["n"].sum()), lang), size=size,
    )  # fmt: skip


def verdicts(case: str, lang: Language, size: Size) -> Chart:
    """Draw the share of satisfied people of the last months with its interval."""
    from sgm_lab import charts

    table = goals.monthly(case, "csat").tail(_MONTHS)
    found = {
        month: satisfaction.csat(count=round(row["value"] * row["n"] / 100), n=int(row["n"]))
        for month, row in table.iterrows()
    }
    source = _source(case, int(table["n"].sum()), lang)
    return charts.estimates(found, name=goals.metric_label("csat"), subtitle=source, size=size)


def handoffs(case: str, lang: Language, size: Size) -> Chart:
    """Draw who hands on to whom, and how long it waits there."""
    from sgm_lab import charts

    found = process.handoffs(process.case_handoffs(case))
    return charts.handoff_map(
        found, subtitle=_source(case, len(cases.load(case).operations), lang), size=size
    )


PICTURES: dict[str, tuple[Callable[[str, Language, Size], Chart], str]] = {
    "kano": (kano_all, "healthcare"),
    "kano_groups": (kano_groups, "healthcare"),
    "gaps": (gaps, "healthcare"),
    "months": (months, "healthcare"),
    "verdicts": (verdicts, "customer_service"),
    "handoffs": (handoffs, "customer_service"),
}


@cache
def draw(name: str, lang: Language, size: Size = "page") -> Chart:
    """Draw one of them, once."""
    how, case = PICTURES[name]
    with use_language(lang):
        return how(case, lang, size)
