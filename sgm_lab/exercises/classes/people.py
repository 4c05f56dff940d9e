"""Who is who in a class: which of the files handed in are one person's, and what that person has done in all.

Two files belong together when they are states of one workbook: the same id, or one has taken the other in, or (files of
editions that wrote no id) the same beginning or an answer given at the same moment. Then the names decide, and where
these say nothing, the answers: a later copy goes on from the earlier one, clones of one machine each go their own way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ...i18n import Language, t
from ...workbook import goes_on, join, last_change
from .handed import Handed

__all__ = ["Person", "people"]


@dataclass(slots=True)
class Person:
    """One person of a class.

    Attributes
    ----------
    files : list of Handed
        What they handed in, oldest first.
    book : dict
        All of it together.
    namesake : bool
        Whether another person of the class has the same name.
    """

    files: list[Handed]
    book: dict[str, Any]
    namesake: bool = False

    @property
    def name(self) -> str:
        """The name an LMS knows, else the one they wrote, else what the name of the newest file says."""
        newest_first = self.files[::-1]
        told = [one.submitter_name for one in newest_first] + [written(one) for one in newest_first]
        told += [one.label for one in newest_first]
        return next((name for name in told if name), newest_first[0].file)


def written(handed: Handed) -> str:
    """Return the name the learner wrote into the workbook."""
    return " ".join(str(handed.book["learner"].get("name") or "").split())


def people(
    handed: Iterable[Handed], lang: Language | None = None
) -> tuple[list[Person], list[str], list[str]]:
    """Tell the people of a class apart.

    Parameters
    ----------
    handed : iterable of Handed
        The workbooks.
    lang : {"zh", "en"}, optional

    Returns
    -------
    tuple
        The people in order of their names; one sentence for each older copy of a newer file; one for whatever else the
        instructor should know of who was taken for whom.
    """
    found: list[Person] = []
    older: list[str] = []
    notes: list[str] = []
    for family in _families(sorted(handed, key=lambda one: (last_change(one.book), one.file))):
        apart: list[Person] = []
        for one in family:
            owner = next((person for person in apart if _same_person(person.files[-1], one)), None)
            if owner is None:
                apart.append(Person([one], one.book))
                continue
            twin = next((file for file in owner.files if file.book == one.book), None)
            if twin:
                older.append(t("exercises.classroom.same", lang, file=twin.file, other=one.file))
                owner.files.append(one)
                continue
            whole = goes_on(owner.book, one.book)
            key, told = ("older", older) if whole else ("joined", notes)
            told.append(t(f"exercises.classroom.{key}", lang, file=owner.files[-1].file, newer=one.file))
            owner.book = one.book if whole else join(one.book, owner.book)
            owner.files.append(one)
        if len(apart) > 1:
            names = t("errors.list_separator", lang).join(person.files[-1].file for person in apart)
            notes.append(t("exercises.classroom.clones", lang, files=names, n=len(apart)))
        found += apart
    namesakes: dict[str, list[Person]] = defaultdict(list)
    for person in found:
        namesakes[_plain(person.name)].append(person)
    for alike in namesakes.values():
        files = t("errors.list_separator", lang).join(person.files[-1].file for person in alike)
        if len(alike) > 1:
            for person in alike:
                person.namesake = True
            notes.append(
                t("exercises.classroom.namesakes", lang, name=alike[0].name, files=files, n=len(alike))
            )
    return sorted(found, key=lambda one: (one.name.casefold(), one.files[-1].file)), older, notes


def _families(handed: list[Handed]) -> list[list[Handed]]:
    """Group what may be states of one workbook, or of one submitter."""
    root = list(range(len(handed)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    times = [{state["updated"] for state in one.book["exercises"].values()} for one in handed]
    met = Counter(chain.from_iterable(times))
    shared = {
        time for time, n in met.items() if n > 1 and "." in time
    }  # to the millisecond, as it is always written
    holder: dict[Any, int] = {}
    for at, one in enumerate(handed):
        for sign in _signs(one, shared):
            root[top(at)] = top(holder.setdefault(sign, at))
    families: dict[int, list[Handed]] = defaultdict(list)
    for at, one in enumerate(handed):
        families[top(at)].append(one)
    return list(families.values())


def _signs(one: Handed, shared: Container[str]) -> list[Any]:
    """Return what a file shares with other states of the same workbook, and with nothing else.

    ``shared`` are times at which something was answered in several files.
    """
    book = one.book
    signs: list[Any] = [("id", id) for id in (book["id"], *book.get("includes", [])) if id]
    if one.submitter:
        signs.append(("submitter", one.submitter))
    if book["created"]:
        signs.append(("created", book["created"]))
    elif not book["id"] and written(one):
        signs.append(("name", _plain(written(one))))
    signs += [
        ("answer", id, state["updated"], str(state["answer"]))
        for id, state in book["exercises"].items()
        if state["updated"] in shared
    ]
    return signs


def _same_person(earlier: Handed, later: Handed) -> bool:
    if earlier.submitter and later.submitter:
        return earlier.submitter == later.submitter
    names = [_plain(one.submitter_name or written(one)) for one in (earlier, later)]
    labels = [_bare(one.label) for one in (earlier, later)]
    labels_differ = all(labels) and labels[0] != labels[1]
    if all(names):
        # Of one name and yet not one after the other: on two machines, unless their files tell two people apart.
        one_way = not labels_differ or _takes_in(earlier, later) or goes_on(earlier.book, later.book)
        return names[0] == names[1] and one_way
    return not labels_differ and goes_on(earlier.book, later.book)


def _takes_in(one: Handed, other: Handed) -> bool:
    """Whether one workbook was loaded into the other by whoever owns both."""
    return one.book["id"] in other.book.get("includes", []) or other.book["id"] in one.book.get(
        "includes", []
    )


def _plain(name: str) -> str:
    return re.sub(r"\s+", "", name).casefold()


def _bare(label: str) -> str:
    """Return a label without the number or date of a second copy."""
    return _plain(re.sub(r"[\W\d_]+$", "", label)) or _plain(label)
