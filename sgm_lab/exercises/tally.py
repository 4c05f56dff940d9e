"""Count exercises: for a class over many workbooks, and for one learner as progress."""

from __future__ import annotations

import marshal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..i18n import Language, get_language
from .base import Outcome, Record, State
from .reading import chapter
from .state import Kept

__all__ = ["Count", "Judge", "Progress", "count", "progress"]

_MOST_MISTAKES = 3  # that a class is told of one exercise

Judged = tuple[State, list[str]]  # and what was wrong, in words


@dataclass(frozen=True, slots=True)
class Count:
    """How a class did on one exercise.

    Attributes
    ----------
    id, kind, prompt : str
        The exercise.
    answer : list of str
        The right answer in words.
    n : int
        Workbooks looked at.
    attempted, right, partly, wrong : int
        Learners by outcome; ``right + partly + wrong <= attempted``, the rest have changed their answer since.
    at_once : int
        Learners whose first answer was right.
    common_mistake : str
        What most learners got wrong, counted once a learner and also where it was mended later.
    common_mistake_n : int
        How many did.
    mistakes : list of (str, int)
        The mistakes made most often, three at most, with how many learners made each.
    """

    id: str
    kind: str
    prompt: str
    answer: list[str]
    n: int
    attempted: int
    right: int
    partly: int
    wrong: int
    at_once: int
    common_mistake: str
    common_mistake_n: int
    mistakes: list[tuple[str, int]]


class Judge:
    """Judges answers anew, each only once: a class gives many that are alike, and a goal takes time to read.

    A lab task counts as its learner was told, since to judge it the lab would have to be opened and computed.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
    """

    def __init__(self, lang: Language | None = None) -> None:
        self._lang = lang
        # Keys are bytes, by which JSON is the same where it is written alike, and 1 is not true.
        self._looked: dict[tuple[str, str, bytes], Judged] = {}
        self._alike: dict[tuple[str, State, bytes], Judged] = {}
        # Each is asked for several times.
        self._states: dict[tuple[str, int], tuple[Kept, Judged]] = {}

    def state(self, record: Record, kept: Kept) -> State:
        """Whether an answer is right."""
        return self.both(record, kept)[0]

    def mistakes(self, record: Record, kept: Kept) -> list[str]:
        """Say what a learner got wrong in one exercise, now or before it was mended, each mistake once."""
        return self.both(record, kept)[1]

    def both(self, record: Record, kept: Kept) -> Judged:
        """Return what `state` and `mistakes` say."""
        key = record.id, id(kept)  # which stays its own, as it is kept here
        known = self._states.get(key)
        if known is None:
            alike = record.id, kept.outcome, marshal.dumps((kept.answer, kept.mistakes), 2)
            if alike not in self._alike:
                self._alike[alike] = self._with_mistakes(record, kept)
            known = self._states[key] = kept, self._alike[alike]
        return known[1]

    def _with_mistakes(self, record: Record, kept: Kept) -> Judged:
        state, said = self._look(record, kept.answer, kept.outcome)
        before = [one for wrong in kept.mistakes for one in self._look(record, wrong, "wrong")[1]]
        return state, list(dict.fromkeys([*before, *said]))

    def _look(self, record: Record, answer: Any, told: State) -> Judged:
        as_told = record.python and not record.written
        key = record.id, told if as_told else "", marshal.dumps(answer, 2)
        if key not in self._looked:
            found = Outcome(told) if as_told else record.glance(answer, self._lang or get_language())
            wrong = found.state not in ("right", "not_attempted")
            said = list(dict.fromkeys(record.mistakes(answer, found, self._lang))) if wrong else []
            self._looked[key] = found.state, said
        return self._looked[key]


def count(
    records: Iterable[Record],
    workbooks: Iterable[Mapping[str, Any]],
    lang: Language | None = None,
    judge: Judge | None = None,
) -> list[Count]:
    """Count a class.

    Parameters
    ----------
    records : iterable of Record
    workbooks : iterable of dict
        Contents of ``workbook.json`` files. Answers are judged anew, so a corrected record corrects the count.
    lang : {"zh", "en"}, optional
    judge : Judge, optional
        One that has judged these answers already.

    Returns
    -------
    list of Count
        One for each record, in order. What cannot be read in a workbook counts as not attempted.
    """
    judge = judge or Judge(lang)
    n, states = 0, defaultdict[str, list[Any]](list)
    for book in workbooks:
        n += 1
        for id, state in _exercises(book).items():
            states[id].append(state)
    return [_count(record, states.get(record.id, ()), n, lang, judge) for record in records]


def _exercises(book: Any) -> Mapping[str, Any]:
    found = book.get("exercises") if isinstance(book, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _count(record: Record, states: Iterable[Any], n: int, lang: Language | None, judge: Judge) -> Count:
    there = map(Kept.of, states)
    tried = [(state, *judge.both(record, state)) for state in there if state.attempted]
    outcomes = Counter(judged for _, judged, _ in tried)
    made = Counter(mistake for *_, said in tried for mistake in said)
    often = made.most_common(_MOST_MISTAKES)
    common, times = often[0] if often else ("", 0)
    return Count(
        id=record.id,
        kind=record.kind,
        prompt=record.prompt.say(lang),
        answer=record.worked(lang),
        n=n,
        attempted=len(tried),
        right=outcomes["right"],
        partly=outcomes["partly"],
        wrong=outcomes["wrong"],
        at_once=sum(judged == "right" and s.tries <= 1 and not s.mistakes for s, judged, _ in tried),
        common_mistake=common,
        common_mistake_n=times,
        mistakes=often,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one learner is in a chapter: exercises done, in all, and minutes left."""

    done: int
    total: int
    minutes_left: float


def progress(name: str, book: Any, folder: str | Path | None = None) -> Progress:
    """Return how far a learner is.

    Parameters
    ----------
    name : str
        Chapter, such as ``"2.1"``.
    book : workbook or dict
        Anything with ``get("exercises", id, default)``, or the contents of a ``workbook.json``.
    folder : path, optional
        Folder of the records.
    """
    kept = _exercises(book)
    look: Callable[[str], Any] = (
        kept.get if isinstance(book, Mapping) else lambda key: book.get("exercises", key, None)
    )
    records = chapter(name, folder)
    left = [record for record in records if not Kept.of(look(record.id)).today(record).done]
    return Progress(len(records) - len(left), len(records), sum(record.minutes for record in left))
