"""Steps of the questionnaire designer: what is asked about, how, what people see, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import charts, kano
from ...i18n import t
from ...paper.blocks import Block, Note, Steps, Table, Tagged
from ..kano.counted import tallied
from ..kano.words import advice, certain, listed
from ..readings import reading
from ..source import Source
from ..views import View

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIDES", "Answered", "Answers", "Drafted", "Features", "Questions", "Send", "complete"]

SIDES = ("functional", "dysfunctional")
_LONG_SURVEY = 8  # minutes after which people give up


@dataclass(frozen=True)
class Drafted:
    """The questionnaire, and what is wrong with it."""

    pairs: pd.DataFrame
    review: pd.DataFrame

    def rows(self) -> list[dict[str, str]]:
        """Return the pairs one by one."""
        return [{str(name): str(text) for name, text in row.items()} for row in self.pairs.to_dict("records")]

    @property
    def written(self) -> int:
        """How many features there are anything about."""
        return sum(any(value.strip() for value in row.values()) for row in self.rows())


@dataclass(frozen=True)
class Answered(Drafted):
    """And what the answers say: categories, how certain they are, and whose they are."""

    counts: pd.DataFrame
    classified: pd.DataFrame
    certainty: pd.DataFrame
    source: Source
    respondents: int


def complete(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the pairs that can be sent out."""
    return [dict(row) for row in rows if all(value.strip() for value in row.values())]


class Writing(View):
    """A step in which the questionnaire is written."""

    def compute(self) -> Drafted:
        """Review the questions."""
        import pandas as pd

        rows = self.at["questions"]
        return Drafted(pd.DataFrame(rows, columns=["name", *SIDES]), kano.review_wording(rows))

    def says(self, found: Drafted) -> str:
        """Say how far the questionnaire is."""
        n = found.written
        if not n:
            return self.w("sentence_empty")
        grave = int(found.review["grave"].sum())
        look = len(found.review) - grave
        key = "sentence_grave" if grave else "sentence_look" if look else "sentence_ready"
        minutes = kano.minutes_to_answer(n)
        said = self.w(key, n=n, questions=2 * n, minutes=minutes, grave=grave, look=look)
        return said + (self.w("sentence_long") if minutes > _LONG_SURVEY else "")

    def shows(self, found: Drafted) -> Iterator[Block]:
        """The work on it, or how to begin."""
        yield from self.work(found) if found.written else [Note(self.w("empty_help"))]

    def work(self, found: Drafted) -> Iterator[Block]:
        """What is wrong, grave remarks first."""
        if found.review.empty:
            yield Note(self.w("no_remark"))
            return
        table = found.review.sort_values(["grave", "pair"], ascending=[False, True], kind="stable")
        rows = [
            [self.w("which", number=row["pair"], name=row["name"] or self.w("nameless")),
             Tagged(self.w("must"), ("open",)) if row["grave"] else Tagged(self.w("look"), ("rather",)),
             row["problem"]]
            for row in table.to_dict("records")
        ]  # fmt: skip
        heads = self.heads("which", "how", "what")
        yield Table(self.w("caption_review"), heads, rows)


class Features(Writing):
    """What is to be asked about?"""

    asks = ("case", "features")

    def work(self, found: Drafted) -> Iterator[Block]:
        """What is wrong, and the questions that come of it."""
        yield from super().work(found)
        rows = [
            [row["name"] or self.w("nameless"), *(row[side] or "–" for side in SIDES)] for row in found.rows()
        ]
        heads = [self.w(f"questions_{name}") for name in ("name", *SIDES)]
        yield Table(self.w("caption_pairs"), heads, rows)


class Questions(Writing):
    """How is it asked?"""

    asks = ("questions",)


class Send(Writing):
    """What do people see?"""

    asks = ("heading",)

    def work(self, found: Drafted) -> Iterator[Block]:
        """The questionnaire as respondents see it, and what is wrong with it."""
        pairs = complete(found.rows())
        left = found.written - len(pairs)
        if left:
            yield Note(self.w("incomplete", n=left), "open")
        yield Steps([self.w(f"send_{n}") for n in (1, 2, 3)])
        if pairs:
            answers = [t(f"common.answer.{code}") for code in range(1, 6)]
            rows = [[f"{number}{letter} {row[side]}", *["□"] * 5]
                    for number, row in enumerate(pairs, 1)
                    for letter, side in zip("ab", SIDES, strict=True)]  # fmt: skip
            title = self.at["heading"].strip() or t("takeaways.survey.title_kano")
            yield Table(title, [self.w("head_question"), *answers], rows)
        yield from super().work(found)


class Answers(Writing):
    """What do the answers say?"""

    asks = ("upload", "table", "rule")

    def compute(self) -> Drafted:
        """With answers, tally and classify them."""
        drafted, source = super().compute(), self.lab.source
        if source is None:
            return drafted
        counts, certainty, people = tallied(source, "all", None, self.at["table"])
        classified = kano.classify(counts, rule=self.at["rule"])
        return Answered(drafted.pairs, drafted.review, counts, classified, certainty, source, people)

    def says(self, found: Drafted) -> str:
        """Say what is certain and what is open."""
        if not isinstance(found, Answered):
            return self.w("sentence_waiting")
        names = {name: str(name) for name in found.classified.index}
        sure, unsure = certain(found.classified, found.certainty, names)
        none = self.w("none")
        named = {key: listed(sure.get(letter, []), none) for key, letter in
                 {"must": "M", "more": "O", "delight": "A"}.items()}  # fmt: skip
        said = self.w("sentence_found", n=found.respondents, **named)
        return said + (self.w("sentence_open", open=listed(unsure, none), n=len(unsure)) if unsure else "")

    def shows(self, found: Drafted) -> Iterator[Block]:
        """What was read, whether it answers what was asked, the tallies, and what to do about each."""
        if not isinstance(found, Answered):
            yield Steps([self.w(f"waiting_{n}") for n in (1, 2, 3)])
            return
        yield from reading(found.source.read)
        read = {str(name).strip() for name in found.classified.index}
        asked = [row["name"].strip() for row in found.rows() if row["name"].strip()]
        lacking = [name for name in asked if name not in read]
        if lacking and len(lacking) < len(asked):
            yield Note(self.w("lacking", names=t("labs.comma").join(lacking)))
        elif lacking:
            yield Note(self.w("other_survey"))
        labels, line = found.source.labels(), found.source.line(found.respondents)
        yield self.drawn(charts.tallies, found.counts, found.classified, labels=labels, subtitle=line)
        yield advice(found.classified, found.certainty, labels)
        yield Note(self.w("further"), "advice")
