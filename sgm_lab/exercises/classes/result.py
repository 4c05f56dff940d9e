"""What the workbooks of a class say: how far everyone is, what was misunderstood, what was written."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from ...errors import ArgumentError, DataError, check_choice
from ...i18n import Language, get_language, t
from ...smart.ahead import Ahead
from ..base import Record
from ..kinds import found as kinds
from ..kinds.predict import Predict
from ..kinds.survey import Survey
from ..reading import load
from ..state import Kept
from ..tally import Count, Judge, Progress, count
from .ahead import asked_of
from .board import Game, games
from .files import Inbox, Source, files_in, handed_in, sources, without_pauses
from .guesses import Guesses, guesses
from .people import Person, people, written
from .plans import Planned, plans_of
from .surveys import Surveyed, surveyed
from .tests import Sat, sat_tests

__all__ = ["SORTS", "Attempt", "ClassResult", "Learner", "Sort", "count_class", "read_class", "read_folder"]

Sort = Literal["name", "least", "most", "recent"]
SORTS: Final[tuple[Sort, ...]] = ("name", "least", "most", "recent")
# So many files hold more goal sentences than one Python reads while another starts.
_MANY = 50


@dataclass(slots=True)  # not frozen, as `Kept` is not: a class has as many
class Attempt:
    """One exercise that a learner tried.

    Attributes
    ----------
    id : str
        The exercise.
    state : str
        ``"right"``, ``"partly"`` or ``"wrong"`` as judged now; ``"not_attempted"`` if changed since and not checked.
    done : bool
        Right, or tried and the solution read.
    tries : int
        Answers checked.
    wrong : list of str
        What is or was wrong, in words.
    day : str
        Date of the last change, empty where the workbook does not say.
    """

    id: str
    state: str
    done: bool
    tries: int
    wrong: list[str]
    day: str


@dataclass(frozen=True, slots=True)
class Learner:
    """One person of a class.

    Attributes
    ----------
    name : str
        The name an LMS knows or the learner gave, else what their file is called.
    done, total : int
        Exercises done, and in all.
    minutes : float
        Time of what is left.
    first, last : str
        Dates of the first and the last work that still stands.
    chapters : dict
        Chapter → how far.
    attempts : list of Attempt
        In the order of the course.
    files : list of str
        What was read, oldest first.
    written : str
        The name in the workbook, where another is shown.
    """

    name: str
    done: int
    total: int
    minutes: float
    first: str = ""
    last: str = ""
    chapters: dict[str, Progress] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    written: str = ""


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What the workbooks of a class say.

    Attributes
    ----------
    learners : list of Learner
        In the order asked for.
    counts : list of Count
        One for each exercise that anybody tried.
    texts : dict
        Exercise → what learners wrote, for goals and reflections.
    guesses : list of Guesses
        One for each chart that anybody guessed and looked at.
    surveys : list of Surveyed
        One for each survey that anybody began: the class as a whole, nobody alone.
    tests : list of Sat
        How those did who sat the test before and after; chapters and days do not narrow it.
    plans : list of Planned
        The goal plans that were begun; chapters and days do not narrow them either.
    games : list of Game
        Games of the sandbox played to the end, market by market, the best first.
    left_out : list of str
        One sentence for each file that could not be read, and for an older copy of another file.
    notes : list of str
        Who was taken for whom: work in two places, clones of one machine, people of one name.
    beside : list of str
        Kinds of files left out that are no workbooks: ``"kano"``, ``"servqual"``, ``"marks"``, ``"table"``,
        ``"document"``.
    chapters : list of str
        The chapters looked at.
    since, until : date or None
        The days whose work counts.
    """

    learners: list[Learner]
    counts: list[Count]
    texts: dict[str, list[str]] = field(default_factory=dict)
    guesses: list[Guesses] = field(default_factory=list)
    surveys: list[Surveyed] = field(default_factory=list)
    tests: list[Sat] = field(default_factory=list)
    plans: list[Planned] = field(default_factory=list)
    games: list[Game] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)
    since: date | None = None
    until: date | None = None

    @property
    def judged(self) -> list[Count]:
        """The counts of what can be wrong: a thought or a guess is unfinished at most, and misunderstood never."""
        return [one for one in self.counts if not kinds()[one.kind].free]

    def unnamed(self, lang: Language | None = None) -> ClassResult:
        """Return it as it can be shown to a room: learners numbered in their order, no file named."""
        told = len(self.left_out), len(self.notes)
        said = [t("exercises.classroom.hidden", lang, left_out=told[0], notes=told[1])] if any(told) else []
        said += [
            t("exercises.classroom.beside_unnamed", lang, why=t(f"exercises.classroom.beside_{kind}", lang))
            for kind in self.beside
        ]
        return replace(
            self,
            learners=[
                replace(one, name=t("exercises.classroom.number", lang, n=n), files=[], written="")
                for n, one in enumerate(self.learners, 1)
            ],
            tests=[replace(one, name="") for one in self.tests],
            plans=[replace(one, name="") for one in self.plans],
            games=[replace(one, name="") for one in self.games],
            left_out=[],
            notes=said,
        )


def read_class(
    files: Iterable[Source | str | Path],
    lang: Language | None = None,
    folder: str | Path | None = None,
    *,
    chapters: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    sort: Sort = "name",
) -> ClassResult:
    """Read and count the workbooks of a class.

    Parameters
    ----------
    files : iterable of (str, bytes) or of paths
        Name and content of each ``workbook.json``, or of a zip of them, as an LMS or a form tool makes it; or where
        they lie. What cannot
        be read is left out and said so; what one person handed in several times counts once.
    lang : {"zh", "en"}, optional
    folder : path, optional
        Folder of the records.
    chapters : collection of str, optional
        Only these, such as ``["2.1", "2.2"]``.
    since, until : date, optional
        Only what was last worked on in these days.
    sort : {"name", "least", "most", "recent"}
        Order of the learners: by name, least done first, most done first, last worked first.

    Returns
    -------
    ClassResult

    Raises
    ------
    ArgumentError
        If there is no such chapter or order.
    """
    how = {"chapters": chapters, "since": since, "until": until, "sort": sort}
    return _read(files, isinstance(files, Sized) and len(files) > _MANY, lang, folder, **how)


@without_pauses()
def count_class(
    inbox: Inbox,
    lang: Language | None = None,
    folder: str | Path | None = None,
    *,
    chapters: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
    sort: Sort = "name",
) -> ClassResult:
    """Count what has been read; the rest as `read_class`."""
    known = list(load(folder).values())
    there = list(dict.fromkeys(record.chapter for record in known))
    for chapter in chapters or ():
        if chapter not in there:
            raise ArgumentError("exercises.bad.no_chapter", chapter=chapter, chapters=there)
    check_choice("sort", sort, SORTS)
    records = [record for record in known if not chapters or record.chapter in chapters]
    found, older, notes = people(inbox.handed(), lang)
    judge = Judge(lang)
    tests = sat_tests(found, lang or get_language(), folder, judge)
    ids = [record.id for record in records]
    worked = [_within(person.book, ids, since, until) for person in found]
    by_chapter: dict[str, list[Record]] = {}
    for record in records:
        by_chapter.setdefault(record.chapter, []).append(record)
    contents = [{"exercises": kept} for kept in worked]
    texts = {r.id: _written(r, worked) for r in records if r.written}
    guessed = [guesses(one, worked, lang) for one in records if isinstance(one, Predict)]
    spoken = lang or get_language()
    asked = [surveyed(one, worked, spoken) for one in records if isinstance(one, Survey)]
    plans, played = plans_of(found, spoken, folder), games(found)
    # Last of all, as goal sentences may still be being read.
    learners = [
        _learner(person, kept, by_chapter, judge, lang) for person, kept in zip(found, worked, strict=True)
    ]
    return ClassResult(
        learners=_sorted(learners, sort),
        counts=[one for one in count(records, contents, lang, judge) if one.attempted],
        texts={id: found for id, found in texts.items() if found},
        guesses=[one for one in guessed if one],
        surveys=[one for one in asked if one],
        tests=tests,
        plans=plans,
        games=played,
        left_out=inbox.left_out + older,
        notes=notes,
        beside=inbox.beside,
        chapters=[chapter for chapter in there if not chapters or chapter in chapters],
        since=since,
        until=until,
    )


def read_folder(
    place: str | Path, lang: Language | None = None, folder: str | Path | None = None, **how: Any
) -> ClassResult:
    """Read all workbooks and zips of a folder, also in folders inside it; ``how`` as for `read_class`.

    Raises
    ------
    DataError
        If there is no such folder or no such file in it.
    """
    root = Path(place)
    if not os.path.lexists(root):
        raise DataError("exercises.classroom.no_folder", folder=root)
    files = files_in(root) if root.is_dir() else iter(())
    first = next(files, None)
    if first is None:
        raise DataError("exercises.classroom.no_files", folder=root)

    def everything() -> Iterable[Source]:
        yield first
        yield from files

    return _read(everything(), root.is_dir() and len(os.listdir(root)) > _MANY, lang, folder, **how)


@without_pauses()
def _read(
    files: Iterable[Source | str | Path],
    many: bool,
    lang: Language | None,
    folder: str | Path | None,
    **how: Any,
) -> ClassResult:
    """Read and count a class; where there are many files, their goal sentences are expected at once."""
    with Ahead(many) as ahead:
        records = list(load(folder).values())
        inbox = handed_in(sources(files), lang, lambda exercises: asked_of(ahead, records, exercises))
        return count_class(inbox, lang, folder, **how)


def _within(
    book: Mapping[str, Any], ids: Iterable[str], since: date | None, until: date | None
) -> dict[str, Kept]:
    """Return the states of these exercises that were last changed in these days."""
    there = book["exercises"]
    kept = {id: Kept.of(there[id]) for id in ids if id in there}
    if since is None and until is None:
        return kept
    low, high = (since or date.min).isoformat(), (until or date.max).isoformat()
    return {id: state for id, state in kept.items() if low <= _day(state.updated) <= high}


_QUARTERS = {f"{minute:02}": f"{minute // 15 * 15:02}" for minute in range(60)}


@lru_cache(100_000)
def _day_at(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().date().isoformat()


def _day(time: str) -> str:
    """Return the day of a time here, where the class is; zones differ by quarters of an hour, and change at them."""
    if time.endswith("Z") and time[13:14] == ":":
        return _day_at(f"{time[:14]}{_QUARTERS[time[14:16]]}Z")
    return _day_at(time) if time else ""


def _learner(
    person: Person,
    kept: Mapping[str, Kept],
    chapters: Mapping[str, list[Record]],
    judge: Judge,
    lang: Language | None,
) -> Learner:
    progress: dict[str, Progress] = {}
    attempts: list[Attempt] = []
    for name, own in chapters.items():
        finished, left = 0, 0.0
        for record in own:
            state = kept.get(record.id)
            if state is None:
                left += record.minutes
                continue
            judged, wrong = judge.both(record, state)
            if judged != state.outcome:
                state = state.today(record, judged)
            done = state.done
            finished, left = finished + done, left + (0 if done else record.minutes)
            if state.attempted:
                attempt = Attempt(record.id, judged, done, state.tries, wrong, _day(state.updated))
                attempts.append(attempt)
        progress[name] = Progress(finished, len(own), left)
    days = [attempt.day for attempt in attempts if attempt.day]
    own_name = next((name for one in person.files[::-1] if (name := written(one))), "")
    apart = t("exercises.classroom.namesake", lang, name=person.name, file=person.files[-1].file)
    return Learner(
        name=apart if person.namesake else person.name,
        done=sum(one.done for one in progress.values()),
        total=sum(one.total for one in progress.values()),
        minutes=sum(one.minutes_left for one in progress.values()),
        first=min(days, default=""),
        last=max(days, default=""),
        chapters=progress,
        attempts=attempts,
        files=[one.file for one in person.files],
        written="" if own_name == person.name else own_name,
    )


def _sorted(learners: list[Learner], sort: Sort) -> list[Learner]:
    """Return the learners, who come in order of their names, in another order; those alike stay as they are."""
    match sort:
        case "least":
            return sorted(learners, key=lambda one: one.done)
        case "most":
            return sorted(learners, key=lambda one: -one.done)
        case "recent":
            return sorted(learners, key=lambda one: one.last, reverse=True)
    return learners


def _written(record: Record, worked: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what learners wrote, without their names and in alphabetical order, so that nobody is exposed."""
    answers = [Kept.of(kept.get(record.id)).answer for kept in worked]
    return sorted(text.strip() for text in answers if isinstance(text, str) and text.strip())
