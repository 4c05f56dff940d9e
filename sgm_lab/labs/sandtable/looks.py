"""What can be looked at in the sandbox: a figure each."""

from __future__ import annotations

from ... import cases, charts
from ...i18n import t
from .found import Explained, Standing
from .words import w

__all__ = ["LOOKS", "drawn"]

#: Step → what can be looked at in it.
LOOKS = {
    "report": ("opinion", "books", "kano", "gaps"),
    "review": ("causes", "satisfied", "rivals", "opinion", "books"),
}


def drawn(look: str, found: Standing, size: charts.Size) -> charts.Chart:
    """Draw what is looked at."""
    run = found.run
    now = run.reports[-1]
    source = w("source", case=cases.load(run.market.case).title(), room=run.market.seed)
    asked = w("source_asked", source=source, n=now.asked)
    news = {
        seen.quarter: w("comma").join(t(f"simulate.shock.{kind}") for kind in seen.news)
        for seen in run.reports
        if seen.news
    }
    match look:
        case "books":
            return charts.sandtable_books(found.history, news=news, subtitle=source, size=size)
        case "kano":
            counts, labels = now.kano_counts(), run.market.labels()
            return charts.tallies(counts, now.kano_table(), labels=labels, subtitle=asked, size=size)
        case "gaps":
            return charts.gaps(now.gaps_table(), subtitle=asked, size=size)
        case "rivals" if isinstance(found, Explained):
            return charts.sandtable_rivals(found.review.rivals, subtitle=source, size=size)
        case "causes" | "satisfied" if isinstance(found, Explained):
            what = "satisfaction" if look == "satisfied" else "result"
            return charts.sandtable_causes(found.review.causes, what=what, subtitle=source, size=size)
    shares = ("satisfaction", "loyalty")
    targets = [(aim.metric, aim.due, aim.target / 100) for aim in found.aims if aim.metric in shares]
    return charts.sandtable_opinion(found.history, targets=targets, news=news, subtitle=asked, size=size)
