"""Who may come in: the class list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .words import say

__all__ = ["LOGIN", "ClassListError", "Person", "read_class"]

LOGIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,26}")  # what may be part of the name of an account, and of a folder
TEACHES = "*"


class ClassListError(Exception):
    """A line of the class list that cannot be understood, in one sentence."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the class list."""

    login: str
    name: str
    teaches: bool


def _people(path: Path) -> Iterator[Person]:
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        words = line.partition("#")[0].split()
        teaches = words[:1] == [TEACHES]
        if not (words := words[teaches:]):
            continue
        login, name = words[0].lower(), " ".join(words[1:])
        if not LOGIN.fullmatch(login):
            raise ClassListError(say("people.bad", path=path, line=number, login=words[0]))
        if login in seen:
            raise ClassListError(say("people.twice", path=path, line=number, login=login))
        seen.add(login)
        yield Person(login, name or login, teaches)


def read_class(path: Path) -> list[Person]:
    """Read a class list: a login a line, then the person's name; a star before the login of an instructor.

    Raises
    ------
    ClassListError
        If there is none, or a line is no such thing.
    """
    try:
        found = list(_people(path))
    except (OSError, UnicodeError) as error:
        raise ClassListError(say("people.unreadable", path=path, why=error)) from None
    if not any(one.teaches for one in found):
        raise ClassListError(say("people.nobody_teaches", path=path))
    return found
