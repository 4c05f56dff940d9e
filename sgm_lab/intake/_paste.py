"""A guess of how a file is to be read, as arguments ready to paste: to be checked by who pastes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import DataError
from ..i18n import t
from ._answers import Kind, answers_in, code_of, is_number
from ._files import Opened
from ._guess import guess_columns
from ._names import plain_names
from ._pairs import SIDES
from ._wording import negations, stem_side

__all__ = ["with_guess"]

_GUESSED = {"no_kano", "no_servqual", "lonely", "pairs_odd"}
_LONGEST = 380  # letters of a call; a sentence is cut beyond
_MOST = 12  # answers asked about


def with_guess(
    error: DataError, opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int
) -> DataError:
    """Return the error, with the arguments to paste where they can be guessed."""
    if error.key.removeprefix("intake.") not in _GUESSED:
        return error
    call = _call(opened, kind, labels, most)
    if not call:
        return error
    return DataError(error.key, **error.values | {"paste": t("intake.guessed", call=call), "call": call})


def _call(opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int) -> str:
    first, second = SIDES[kind]
    of: dict[str, dict[str, str]] = {}
    for column, guess in guess_columns(opened, kind).items():
        if guess.of and guess.became in (first, second):
            of.setdefault(guess.of, {})[guess.became] = column
    whole = {name: (two[first], two[second]) for name, two in of.items() if len(two) == 2}
    if not whole or not _plausible(list(whole.values()), opened, kind):
        return ""
    asked: dict[str, None] = {}
    for column in (one for two in whole.values() for one in two):
        for value in answers_in(opened.table[column]):
            if code_of(value, kind, dict(labels), most) is None:
                asked[str(value).strip()] = None
    told = ", ".join(f"{_text(name)}: ({_text(one)}, {_text(other)})" for name, (one, other) in whole.items())
    said = ", ".join(f"{_text(one)}: ?" for one in list(asked)[:_MOST])
    call = f"pairs={{{told}}}" + (f", labels={{{said}}}" if asked else "")
    return call if len(call) <= _LONGEST else ""


def _plausible(pairs: list[tuple[str, str]], opened: Opened, kind: Kind) -> bool:
    """Whether more than their place speaks for the pairs: the words of the headers, or answers in words to both."""
    plain = plain_names(opened.table.columns)
    if kind == "servqual":
        return all(stem_side(plain[one]) or stem_side(plain[other]) for one, other in pairs)
    if all(negations(plain[one]) != negations(plain[other]) for one, other in pairs):
        return True
    answers = {value for two in pairs for column in two for value in answers_in(opened.table[column])}
    agreed = any(code_of(value, "servqual", most=most) is not None for value in answers for most in (5, 7))
    return not agreed and not any(map(is_number, answers))


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
