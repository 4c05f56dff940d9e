"""Whether it is so in the answers: an outcome beside what was expected and met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import charts, satisfaction
from ...errors import DataError
from ...i18n import worded
from ...paper.blocks import Block, Note, Table
from ..controls import Named
from ..servqual import kept
from ..servqual.views import dimensions, signed
from ..source import Source
from .people import PeopleView

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TRUST", "Answers", "outcomes"]

TRUST, _INTEREST = 14, 21  # items that stand in where nobody was asked about satisfaction
_NOT_OUTCOMES = {"respondent", "item", "dimension", "expectation", "perception", "adequate", "wave"}


@dataclass(frozen=True)
class Related:
    """The outcome by what was met and expected: in bins, as effects, and how far expectation pulls perception."""

    table: pd.DataFrame
    effects: pd.DataFrame
    pull: dict[str, float]
    n: int


class Answers(PeopleView):
    """Is it so in the answers?"""

    asks = ("segment", "wave", "dimension", "outcome")

    def compute(self) -> Related:
        """Relate an outcome to disconfirmation; the outcome's own dimension would be compared with itself."""
        source, (kind, _, name) = self.lab.source, self.at["outcome"].partition(":")
        own = kept.homes(source).get(int(name)) if kind == "item" else None
        wanted = self.chosen()
        if wanted == (own,):
            raise DataError("lab_disconfirmation.same_dimension", name=worded("common.dimension", own))
        if wanted is None and own:
            wanted = tuple(one for one in dimensions(source) if one != own)
        people = self.people(wanted)
        outcome = _outcome(source, self.at["segment"], self.at["wave"], self.at["outcome"]).reindex(
            people.index
        )
        effects = satisfaction.disconfirmation_effects(people["expectation"], people["perception"], outcome)
        bins = satisfaction.disconfirmation_bins(people["gap"], outcome)
        pull: Any = satisfaction.assimilation(people["expectation"], people["perception"])
        return Related(bins, effects, pull, int(bins["n"].sum()))

    def says(self, found: Related) -> str:
        """Say how much a point costs, and whether falling short weighs more."""
        effects = found.effects
        row: Any = effects.loc["shortfall" if "shortfall" in effects.index else "gap"]
        way = "" if row["ci_low"] > 0 else "_reverse" if row["ci_high"] < 0 else "_none"
        said = self.w(f"said_answers{way}", estimate=f"{abs(row['estimate']):.1f}", low=signed(row["ci_low"], 1),
                      high=signed(row["ci_high"], 1), n=found.n, outcome=self.outcome())  # fmt: skip
        if "asymmetry" not in effects.index:
            return said + self.w("said_asymmetry_few")
        low, high = map(float, effects.loc["asymmetry", ["ci_low", "ci_high"]])
        way = "loss" if low > 0 else "gain" if high < 0 else "open"
        return said + self.w(f"said_asymmetry_{way}", low=signed(low, 1), high=signed(high, 1),
                             n=int(effects["n"]["surplus"]))  # fmt: skip

    def outcome(self) -> str:
        """Name the outcome."""
        kind, _, name = self.at["outcome"].partition(":")
        if kind == "column":
            return self.w("name_column", name=name)
        return (
            self.w("name_trust") if int(name) == TRUST and self.lab.case else self.w("name_item", item=name)
        )

    def shows(self, found: Related) -> Iterator[Block]:
        """The bins, the effects, and what they can and cannot say."""
        name, line = self.outcome(), self.line(found.n)
        yield self.drawn(charts.disconfirmation_bins, found.table, outcome=name, subtitle=line)
        pull = found.pull
        each: dict[Any, Any] = {**found.effects.to_dict("index"), "pull": pull}
        rows = [
            [
                self.w(f"term_{term}"),
                self.interval(row["estimate"], row["ci_low"], row["ci_high"]),
                int(row["n"]),
            ]
            for term, row in each.items()
        ]
        yield Table(self.w("caption_answers", outcome=name), self.heads("term", "estimate", "n"), rows)
        way = "up" if pull["ci_low"] > 0 else "down" if pull["ci_high"] < 0 else "open"
        stands_in = "note_stand_in" if self.lab.case else "note_stand_in_own"
        which = stands_in if self.at["outcome"].startswith("item") else "note_own"
        for note in (f"note_pull_{way}", which, "note_relation"):
            yield Note(self.w(note), "quiet-note")


def outcomes(lab: Any, name: str) -> Named:
    """Offer what may follow from disconfirmation: a column of one's own file, or an item that stands in."""
    labels, items = lab.source.labels(), kept.homes(lab.source)
    made = [(lab.w("outcome_column", name=one), f"column:{one}") for one in _outcome_columns(lab.source)]
    for item in sorted(items, key=lambda item: (item not in (TRUST, _INTEREST), item)):
        text = str(labels.get(item, item)).rstrip("。.")
        key = "outcome_item" if text != str(item) else "outcome_item_number"
        made.append((lab.w(key, item=item, text=text), f"item:{item}"))
    return Named(name, made)


@lru_cache(16)
def _outcome_columns(source: Source) -> tuple[str, ...]:
    """Columns of a file that hold a number for each person and may be an outcome."""
    import pandas as pd

    if source.case is not None or source.read is None:
        return ()
    found = []
    answers = source.read.answers  # with its numbers, also where they would make groups too small to be shown
    for column in answers.columns:
        if column in _NOT_OUTCOMES:
            continue
        values = pd.to_numeric(answers[column], errors="coerce")
        given = answers[column].notna() & (answers[column].astype(str).str.strip() != "")
        if values[given].notna().all() and values.nunique() > 2:
            found.append(str(column))
    return tuple(found)


@lru_cache(16)
def _outcome(source: Source, segment: str, wave: Any, outcome: str) -> Any:
    """One value a person: the perception of an item, or a column of the file (its first value for each person)."""
    import pandas as pd

    answers = kept.answers(source, segment, wave)
    keys = ["respondent", *(["wave"] if "wave" in answers else [])]
    kind, _, name = outcome.partition(":")
    if kind == "item":
        values = answers[answers["item"] == int(name)].set_index(keys)["perception"]
    else:
        assert source.read is not None
        said = pd.to_numeric(source.read.answers.loc[answers.index, name], errors="coerce")
        values = said.groupby([answers[key] for key in keys]).first()
    return values.astype(float)
