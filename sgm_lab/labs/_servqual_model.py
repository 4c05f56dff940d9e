"""Views that lead to action: the five gaps walked through, and a service standard written from the worst gap."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from .. import charts, smart
from ..i18n import Language, get_language, has, t
from ..paper import markup
from . import _servqual_kept as kept
from ._servqual_view import ServqualResult, View, dimension_label, interval, listed, points, signed, w
from .controls import Choice, Control, Day, Text
from .source import Source

__all__ = ["FIELDS", "FiveGaps", "Standard", "worst_item"]

FIELDS = ("behaviour", "measure", "target", "who", "check")
_MODEL = ("knowledge", "standards", "delivery", "communication", "customer")
_MARK = {"met": "✓", "weak": "◐", "missing": "✗"}
# Case → column of the log that a standard would be about, and column of who does it.
_LOG = {
    "healthcare": ("wait_min", "staff"),
    "education": ("reply_min", "staff"),
    "customer_service": ("first_reply_min", "agent"),
}
_ENOUGH = 50  # records of one member of staff


class FiveGaps(View):
    """The model of five gaps, one at a time, with what the data say about it."""

    def controls(self) -> Iterator[Control]:
        """Which gap."""
        options = [
            (w("gap_option", number=n, name=t(f"servqual.model_label.{key}")), n)
            for n, key in enumerate(_MODEL, 1)
        ]
        yield Choice("gap", options, buttons=True)

    def compute(self) -> ServqualResult:
        """Item gaps of the last wave, on which most of the evidence rests."""
        source, _, wave = self.chosen
        items = kept.gaps(source, "all", wave, "item", self.lab.scale)
        n = kept.people(source, "all", wave)
        return ServqualResult(items, source.line(n, "all", self.shown_wave()), n)

    def sentence(self, result: ServqualResult) -> str:
        """Say what the data of the case, or of the learner's file, say about this gap."""
        gap = self.state["gap"]
        known, names = result.table.dropna(subset=["gap"]), self.names()
        if gap in (1, 2) and known.empty:
            return w("nobody")
        if gap == 1:
            most = known.sort_values("expectation", ascending=False, kind="stable")
            return w("said_model_1", names=listed([names[i] for i in most.index]))
        if gap == 2:
            high = known[known["expectation"] >= known["expectation"].median()].sort_values(
                "gap", kind="stable"
            )
            return w("said_model_2", names=listed([names[i] for i in high.index]))
        if gap in (3, 4):
            found = _evidence(self.lab.source, gap, get_language())
            return w(f"said_model_{gap}", **found) if found else w(f"said_model_{gap}_own")
        dimensions: Any = kept.gaps(self.lab.source, "all", self.state["wave"], "dimension", self.lab.scale)
        if dimensions["gap"].isna().all():
            return w("nobody")
        name = dimensions["gap"].idxmin()
        row = dimensions.loc[name]
        return w("said_model_5", name=dimension_label(name), gap=points(row["gap"]), n=int(row["n"]))

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart:
        """The diagram."""
        key = _MODEL[self.state["gap"] - 1]
        meaning = t(f"servqual.model.{key}")
        for mark in ("：", ": "):
            meaning = meaning.partition(mark)[2] or meaning
        return charts.gaps_model(
            self.state["gap"], label=t(f"servqual.model_label.{key}"), subtitle=meaning, size=size
        )

    def details(self, result: ServqualResult) -> str:
        """What it means, what to ask at one's own place, what closes it."""
        gap = self.state["gap"]
        rows = [[w(f"model_{part}"), w(f"model_{part}_{gap}")] for part in ("sign", "ask", "close")]
        return markup.table(
            t(f"servqual.model_label.{_MODEL[gap - 1]}"), [w("head_question"), w("head_answer")], rows
        )


@lru_cache(16)
def _evidence(source: Source, gap: int, lang: Language) -> dict[str, Any] | None:
    """What a case's log (gap 3) or comments (gap 4) say, for the words of that gap."""
    case = source.case
    if case is None:
        return None
    if gap == 4:
        negative = case.comments[case.comments["tone"] == "negative"]
        own = int((negative["dimension"] == "reliability").sum())
        return {"count": own, "all": len(negative), "share": own / max(1, len(negative))} if own else None
    if case.name not in _LOG:
        return None
    column, staff = _LOG[case.name]
    log = case.operations.dropna(subset=[column])
    limit = round(log[column].astype(float).median())
    staffed = log.assign(_kept=log[column] <= limit).groupby(staff)["_kept"].agg(["mean", "size"])
    shares = staffed.loc[staffed["size"] >= _ENOUGH, "mean"]
    return {"measure": t(f"lab_servqual.log_{column}", lang), "limit": limit, "count": len(shares),
            "low": float(shares.min()), "high": float(shares.max())}  # fmt: skip


def worst_item(view: View) -> Any:
    """Item with the largest gap of the present choice; the first one where nobody answered."""
    gaps = kept.gaps(*view.chosen, "item", view.lab.scale)["gap"].dropna()
    return gaps.idxmin() if len(gaps) else next(iter(view.homes()))


class Standard(View):
    """From the worst gap to a sentence that says who does what, how it is measured and who checks."""

    def controls(self) -> Iterator[Control]:
        """Who, which item of theirs, and the parts of the standard."""
        yield from self.who()
        gaps: Any = kept.gaps(*self.chosen, "item", self.lab.scale)["gap"]
        names = self.names()
        order = gaps.sort_values(kind="stable").index
        yield Choice("item", [(w("item_option", name=names[i], gap=signed(gaps[i])), i) for i in order])
        yield from (Text(name, rows=1) for name in FIELDS)
        yield Day("due")

    def parts(self) -> dict[str, str]:
        """Return what has been written."""
        return {name: self.state[name].strip().rstrip("。.；;") for name in FIELDS}

    def written(self) -> str:
        """Return the standard as one sentence, as far as it is written."""
        parts = self.parts()
        if not parts["behaviour"]:
            return ""
        key = (
            "standard_"
            + ("dated" if self.state["due"] else "open")
            + ("" if parts["measure"] or parts["target"] else "_bare")
        )
        due = _day(self.state["due"])
        return w(key, due=due, **{name: parts[name] for name in ("who", "behaviour", "measure", "target")})

    def compute(self) -> ServqualResult:
        """Gap of the item and the review of the sentence."""
        table = kept.gaps(*self.chosen, "item", self.lab.scale)
        text = self.written()
        return ServqualResult(
            table, *self.line(), facts={"text": text, "review": smart.review(text) if text else None}
        )

    def sentence(self, result: ServqualResult) -> str:
        """Say which gap it starts from, and what is still missing."""
        item, names = self.state["item"], self.names()
        row = result.table.loc[item] if item in result.table.index else None
        gap = signed(row["gap"]) if row is not None else "–"
        missing = [w(name) for name, text in self.parts().items() if not text]
        if len(missing) == len(FIELDS):
            return w("said_standard_empty", name=names[item], gap=gap)
        if missing:
            return w("said_standard_missing", missing=t("labs.comma").join(missing))
        review = result.facts["review"]
        weak = [t(f"lab_smart.criterion_{c}") for c in review.missing]
        key = "said_standard_weak" if weak else "said_standard"
        return w(key, score=review.score, missing=t("labs.comma").join(weak))

    def chart(self, result: ServqualResult, size: charts.Size) -> charts.Chart | None:
        """Items of the dimension it belongs to."""
        home = self.homes().get(self.state["item"])
        own = result.table[[self.homes().get(i) == home for i in result.table.index]]
        if own["gap"].isna().all():
            return None
        return charts.gaps(
            own, labels=self.names(size), dimensions=self.homes(), subtitle=result.line, size=size
        )

    def details(self, result: ServqualResult) -> str:
        """The sentence, what the SMART review says of it, and the standards kept so far."""
        review, made = result.facts["review"], ""
        if review is not None:
            made = f'<blockquote class="sgm-goal">{html.escape(result.facts["text"])}</blockquote>'
            rows = [
                [t(f"lab_smart.criterion_{name}"),
                 _verdict(c.verdict),
                 c.advice or c.reason]
                for name, c in review.criteria.items()
            ]  # fmt: skip
            made += markup.table(
                w("caption_review"), [w(f"head_{h}") for h in ("criterion", "verdict", "advice")], rows
            )
        item = self.state["item"]
        if item in result.table.index:
            row = result.table.loc[item]
            about = w(
                "standard_gap",
                expectation=f"{row['expectation']:.1f}",
                perception=f"{row['perception']:.1f}",
                n=int(row["n"]),
            )
            made += markup.paragraph(
                markup.Raw(f"{markup.text(about)} {interval(row['gap'], row['ci_low'], row['ci_high'])}")
            )
        return made + self._kept()

    def _kept(self) -> str:
        if not self.state["standards"]:
            return ""
        rows = [[s["name"], s["text"], s["check"]] for s in self.state["standards"]]
        return markup.table(
            w("caption_standards"), [w(f"head_{h}") for h in ("gap_of", "standard", "check")], rows
        )

    def example(self) -> dict[str, str]:
        """Return an example: the case's own, or a general one."""
        case = self.lab.case.name if self.lab.case else "own"
        case = case if has(f"lab_servqual.example_{case}_behaviour") else "own"
        return {name: w(f"example_{case}_{name}") for name in FIELDS}


def _verdict(name: str) -> str:
    mark = f'<span class="sgm-mark" aria-hidden="true">{_MARK[name]}</span>'
    return markup.Raw(
        f'<span class="sgm-{name} sgm-one-line">{mark} {markup.text(t(f"lab_smart.verdict_{name}"))}</span>'
    )


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return w("day", year=day.year, month=day.month, day=day.day)
