"""How far can coding be trusted: the lexicon, and a model of one's own whose answers are pasted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import cases, feedback, numbers
from ...errors import DataError
from ...i18n import LANGUAGES, t
from ...paper.blocks import Block, Note, Table
from .views import Coded, CommentsView, dimension_label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Agreement", "Rated", "tones"]


@dataclass(frozen=True)
class Rated:
    """Tones that a model gave against those given by hand, and the lexicon's on the same comments."""

    model: feedback.Comparison
    lexicon: feedback.Comparison
    unmatched: int  # lines whose comment is not among those that count


@dataclass(frozen=True)
class Agreed(Coded):
    """How far coding agrees with labels, and a pasted model, if there is one."""

    agreement: feedback.Agreement
    rated: Rated | None


class Agreement(CommentsView):
    """How far can it be trusted?"""

    asks = ("model",)

    def of(self, coded: pd.DataFrame) -> Agreed:
        """Hold it against the labels."""
        import pandas as pd

        found = self.lab.agreement(coded)
        if found is None:
            raise DataError("lab_feedback.no_labels")
        both = (found.dimension, found.tone)
        classes = pd.concat([one.classes for one in both if one is not None])
        return Agreed(coded, classes, found, self.lab.rated(coded))

    def says(self, found: Agreed) -> str:
        """Say how far they agree, and how far the model does."""
        key = "said_agreement" if self.at["case"] in cases.names() else "said_own_agreement"
        said = self.w(key, found=str(found.agreement))
        if found.rated is None:
            return said
        model, lexicon = (
            self.w("said_agrees", share=f"{one.accuracy.value:.0%}", kappa=numbers.number(one.kappa.value, ".2f"),
                   low=numbers.number(one.kappa.low, ".2f"), high=numbers.number(one.kappa.high, ".2f"))
            for one in (found.rated.model, found.rated.lexicon)
        )  # fmt: skip
        n = found.rated.model.accuracy.n
        return self.w("said_model", n=n, model=model, lexicon=lexicon, unmatched=found.rated.unmatched)

    def shows(self, found: Agreed) -> Iterator[Block]:
        """Class by class."""
        if found.rated is not None:
            yield self.classes("model", "tone", found.rated.model)
            yield Note(self.w("model_how"))
        for name, one in (("dimension", found.agreement.dimension), ("tone", found.agreement.tone)):
            if one is not None:
                yield self.classes(name, name, one)
        yield Note(self.w("agreement_how"))

    def classes(self, title: str, by: str, one: feedback.Comparison) -> Table:
        """A row a class: by hand, how many of these were found, coded so, how many of these are right."""
        shown = dimension_label if by == "dimension" else feedback.label
        coder = "model" if title == "model" else "coded"
        heads = [f"by_{by}", *(f"head_{head}" for head in ("labelled", "recall", coder, "precision"))]
        rows: list[list[str | int]] = [
            [shown(str(label)), int(row["labelled"]), numbers.number(row["recall"], ".0%"), int(row["coded"]),
             numbers.number(row["precision"], ".0%")]
            for label, row in one.classes.to_dict("index").items()
        ]  # fmt: skip
        return Table(self.w(f"agreement_{title}"), [self.w(head) for head in heads], rows)


def tones(pasted: str, places: Mapping[str, int]) -> tuple[dict[int, str], int]:
    """Read two columns copied from a sheet, comment and tone: the tone by the place of its comment, and lines left.

    >>> tones("太慢了\\t不满\\n没有问过的\\t满意", {"太慢了": 0})
    ({0: 'negative'}, 1)
    """
    known = {
        t(f"feedback.tone.{one}", lang=lang).lower(): one for one in feedback.TONES for lang in LANGUAGES
    }
    known |= {one: one for one in feedback.TONES}
    read: dict[int, str] = {}
    unmatched = 0
    for number, line in enumerate(pasted.splitlines(), 1):
        text, _, tone = line.rpartition("\t")
        place = places.get(text.strip().strip('"').replace('""', '"'))
        if place is None:
            unmatched += bool(line.strip())
        elif (name := known.get(tone.strip().lower())) is None:
            raise DataError("lab_feedback.model_tone", line=number, value=tone.strip()[:20])
        else:
            read[place] = name
    return read, unmatched
