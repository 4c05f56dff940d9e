"""Views that lead to action: the five gaps walked through, and a service standard written from the worst gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import charts, servqual, smart
from ...i18n import Language, get_language, said, t
from ...paper.blocks import MARK, Block, Figure, Note, Table, Tagged
from . import kept
from .views import Found, ServqualView, dimension_label, listed, points, signed

if TYPE_CHECKING:
    from ..source import Source

__all__ = ["PARTS", "FiveGaps", "Standard", "gap_options", "item_options"]

PARTS = ("behaviour", "measure", "target", "who", "check")


def _model(number: int) -> str:
    """Name of a gap of the model."""
    return str(servqual.GAPS_MODEL["name"][number - 1])


def gap_options(lab: Any) -> list[tuple[str, int]]:
    """Label and number of each gap of the model."""
    labels = [t(f"servqual.model_label.{name}") for name in servqual.GAPS_MODEL["name"]]
    return [(lab.w("gap_option", number=n, name=name), n) for n, name in enumerate(labels, 1)]


def item_options(lab: Any) -> list[tuple[str, Any]]:
    """Label and number of each item, the largest gap first; not counted until a standard is written."""
    view = Standard(lab)
    names = view.names()
    if lab.state["view"] != "standard":
        return [(names[item], item) for item in view.homes()]
    gaps = view.gaps()["gap"].sort_values(kind="stable")
    return [(lab.w("item_option", name=names[i], gap=signed(gap)), i) for i, gap in gaps.items()]


class FiveGaps(ServqualView):
    """Where does the gap come from? The model of five gaps, one at a time, with what the data say about it."""

    asks = ("gap",)

    def everybody(self, level: str) -> Any:
        """Gaps of everybody, whatever segment other views look at."""
        return kept.found(servqual.gaps, self.data, "all", self.at["wave"], level, scale=self.lab.scale)

    def compute(self) -> Found:
        """Item gaps of the last wave, on which most of the evidence rests."""
        items = self.everybody("item")
        return Found(items, *self.line("all"))

    def says(self, found: Found) -> str:
        """Say what the data of the case, or of the learner's file, say about this gap."""
        gap = self.at["gap"]
        known, names = found.table.dropna(subset=["gap"]), self.names()
        if gap in (1, 2) and known.empty:
            return self.w("nobody")
        if gap == 1:
            most = known.sort_values("expectation", ascending=False, kind="stable")
            return self.w("said_model_1", names=listed([names[i] for i in most.index]))
        if gap == 2:
            high = known[known["expectation"] >= known["expectation"].median()].sort_values(
                "gap", kind="stable"
            )
            return self.w("said_model_2", names=listed([names[i] for i in high.index]))
        if gap in (3, 4):
            seen = _evidence(self.data, gap, get_language())
            return self.w(f"said_model_{gap}", **seen) if seen else self.w(f"said_model_{gap}_own")
        dimensions: Any = self.everybody("dimension")
        if dimensions["gap"].isna().all():
            return self.w("nobody")
        name = dimensions["gap"].idxmin()
        row = dimensions.loc[name]
        return self.w("said_model_5", name=dimension_label(name), gap=points(row["gap"]), n=int(row["n"]))

    def shows(self, found: Found) -> Iterator[Block]:
        """The diagram; what the gap means, what to ask at one's own place, what closes it."""
        gap = self.at["gap"]
        label, meaning = (t(f"servqual.{part}.{_model(gap)}") for part in ("model_label", "model"))
        for mark in ("：", ": "):
            meaning = meaning.partition(mark)[2] or meaning
        yield self.drawn(charts.gaps_model, gap, label=label, subtitle=meaning)
        rows = [[self.w(f"model_{part}"), self.w(f"model_{part}_{gap}")] for part in ("sign", "ask", "close")]
        yield Table(label, self.heads("question", "answer"), rows)


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
    logged = case.facts.get("delivery")
    if logged is None:
        return None
    found = servqual.delivery(case.operations, logged["wait"], logged["staff"])
    measure = said(logged["name"], lang) if "name" in logged else logged["wait"]
    return {
        "measure": measure,
        "limit": found.limit,
        "count": found.staff,
        "low": found.low,
        "high": found.high,
    }


@dataclass(frozen=True)
class Reviewed(Found):
    """Gaps of the items, the standard as far as it is written, and the review of its sentence."""

    text: str
    review: Any  # a `smart.Review`, or nothing where there is no sentence


class Standard(ServqualView):
    """From the worst gap to a sentence that says who does what, how it is measured and who checks."""

    asks = ("segment", "wave", "item", *PARTS, "due")
    writes = "standard"

    def gaps(self) -> Any:
        """Gaps of the items."""
        return self.said_by(servqual.gaps, "item")

    def worst(self) -> Any:
        """Item with the largest gap of the present choice; the first one where nobody answered."""
        gaps = self.gaps()["gap"].dropna()
        return gaps.idxmin() if len(gaps) else next(iter(self.homes()))

    def parts(self) -> dict[str, str]:
        """Return what has been written."""
        return {name: self.at[name].strip().rstrip("。.；;") for name in PARTS}

    def written(self) -> str:
        """Return the standard as one sentence, as far as it is written."""
        parts = self.parts()
        if not parts["behaviour"]:
            return ""
        key = (
            "standard_"
            + ("dated" if self.at["due"] else "open")
            + ("" if parts["measure"] or parts["target"] else "_bare")
        )
        due = _day(self.at["due"])
        return self.w(
            key, due=due, **{name: parts[name] for name in ("who", "behaviour", "measure", "target")}
        )

    def compute(self) -> Reviewed:
        """Gap of the item and the review of the sentence."""
        text = self.written()
        return Reviewed(self.gaps(), *self.line(), text, smart.review(text) if text else None)

    def says(self, found: Reviewed) -> str:
        """Say which gap it starts from, and what is still missing."""
        item, names = self.at["item"], self.names()
        row = found.table.loc[item] if item in found.table.index else None
        gap = signed(row["gap"]) if row is not None else "–"
        missing = [self.w(name) for name, text in self.parts().items() if not text]
        if len(missing) == len(PARTS):
            return self.w("said_standard_empty", name=names[item], gap=gap)
        if missing:
            return self.w("said_standard_missing", missing=t("labs.comma").join(missing))
        review = smart.review(found.text)
        weak = [t(f"lab_smart.criterion_{c}") for c in review.missing]
        key = "said_standard_weak" if weak else "said_standard"
        return self.w(key, score=review.score, missing=t("labs.comma").join(weak))

    def shows(self, found: Reviewed) -> Iterator[Block]:
        """Items of the dimension it belongs to; the sentence and its review; the standards kept so far."""
        item, homes = self.at["item"], self.homes()
        own = found.table[[homes.get(i) == homes.get(item) for i in found.table.index]]
        if own["gap"].notna().any():
            yield Figure(lambda size: charts.gaps(own, subtitle=found.line, **self.places(size)))
        if found.review is not None:
            yield Note(found.text, "goal")
            rows = [
                [t(f"lab_smart.criterion_{name}"), _judged(one.verdict), one.advice or one.reason]
                for name, one in found.review.criteria.items()
            ]
            yield Table(self.w("caption_review"), self.heads("criterion", "verdict", "advice"), rows)
        if item in found.table.index:
            row = found.table.loc[item]
            values = {side: f"{row[side]:.1f}" for side in ("expectation", "perception")}
            gap = self.interval(row["gap"], row["ci_low"], row["ci_high"])
            yield Note((f"{self.w('standard_gap', n=int(row['n']), **values)} ", gap))
        if self.at["standards"]:
            rows = [[one["name"], one["text"], one["check"]] for one in self.at["standards"]]
            yield Table(self.w("caption_standards"), self.heads("gap_of", "standard", "check"), rows)

    def example(self) -> dict[str, str]:
        """Return an example: the case's own, or a general one."""
        case = self.data.case
        given = case.facts.get("standard", {}) if case else {}
        return {name: said(given[name]) if name in given else self.w(f"example_{name}") for name in PARTS}


def _judged(verdict: str) -> Tagged:
    return Tagged(t(f"lab_smart.verdict_{verdict}"), (verdict, "one-line"), MARK[verdict])


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return t("lab_servqual.day", year=day.year, month=day.month, day=day.day)
