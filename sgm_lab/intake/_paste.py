"""A guess of how a file is to be read, as arguments ready to paste: to be checked by who pastes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import DataError
from ..i18n import t
from ._answers import SIDES, Kind, code_of
from ._cells import answers_in, is_number
from ._files import Opened
from ._guess import guess_columns
from ._names import plain_names, word
from ._patterns import Pattern, pattern_of, sided, the_pattern
from ._wording import negations, stem_side

__all__ = ["swapped_call", "with_guess"]

_GUESSED = {"no_kano", "no_servqual", "lonely", "pairs_odd"}
_LONGEST = 380  # letters of a call; a sentence is cut beyond
_MOST = 12  # answers asked about


def with_guess(
    error: DataError, opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int
) -> DataError:
    """Return the error, with the arguments to paste where they can be guessed."""
    if error.key.removeprefix("intake.") not in _GUESSED:
        return error
    plain = plain_names(opened.table.columns)
    found = pattern_of(opened.table, plain, list(opened.table.columns))
    if found and not sided(found.marks, kind):
        return _paired(found, opened, kind, labels, most)
    whole = _guessed(opened, kind)
    if whole and _plausible(list(whole.values()), plain):
        key, call = "guessed", _call(whole, opened, kind, labels, most)
    elif whole and kind == "kano" and _in_words(list(whole.values()), opened):
        order = _order([column for column in opened.table.columns if any(column in two for two in whole.values())],
                       opened, labels)  # fmt: skip
        key, call = (
            "guessed_order",
            f'pairs="{order}"' + _asked(list(whole.values()), opened, kind, labels, most),
        )
    else:
        return error
    if len(call) > _LONGEST:
        return error
    paste = t(f"intake.{key}", call=call, fill=_fill(call))
    return DataError(error.key, **error.values | {"paste": paste, "call": call})


def swapped_call(pairs: Mapping[str, tuple[str, str]]) -> str:
    """Return the argument with which the two columns of each pair change places; empty where it would be too long.

    >>> swapped_call({"1": ("E1", "P1"), "2": ("E2", "P2"), "3": ("E3", "P3")})
    'pairs={n: (f"P{n}", f"E{n}") for n in range(1, 4)}'
    >>> swapped_call({"叫号": ("有", "无")})
    'pairs={"叫号": ("无", "有")}'
    """
    units = list(pairs)
    if len(units) > 2 and units == list(map(str, range(1, len(units) + 1))):
        forms = {tuple(text.removesuffix(unit) for text in two) for unit, two in pairs.items()}
        one, other = next(iter(forms))
        if (
            len(forms) == 1
            and all(two == (one + unit, other + unit) for unit, two in pairs.items())
            and not {*'{}"\\'} & {*one, *other}
        ):
            return f'pairs={{n: (f"{other}{{n}}", f"{one}{{n}}") for n in range(1, {len(units) + 1})}}'
    told = ", ".join(f"{_unit(unit)}: ({_text(other)}, {_text(one)})" for unit, (one, other) in pairs.items())
    return f"pairs={{{told}}}" if pairs and len(told) < _LONGEST else ""


def _unit(name: str) -> str:
    return name if name.isdecimal() else _text(name)


def _paired(found: Pattern, opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int) -> DataError:
    """Ask which of two marks is the first question, where their headers make the pairs certain."""
    call = _call(dict(zip(found.names, found.pairs, strict=True)), opened, kind, labels, most)
    if len(call) > _LONGEST:  # as it stands in the file, which says the same in a word
        flat = [column for pair in found.pairs for column in pair]
        order = [column for column in opened.table.columns if column in flat]
        call = f'pairs="{"alternate" if order == flat else "halves"}"' + _asked(
            found.pairs, opened, kind, labels, most
        )
    first, second = found.pairs[0]
    one, other = (word(side) for side in SIDES[kind])
    return DataError("intake.paired_codes", file=opened.name, count=len(found.pairs), first=first, second=second,
                     one=one, other=other, call=call, fill=_fill(call))  # fmt: skip


def _fill(call: str) -> str:
    """What to say of the answers that a call asks about; nothing where it asks about none."""
    return t("intake.fill") if ", labels={" in call else ""


def _guessed(opened: Opened, kind: Kind) -> dict[str, tuple[str, str]]:
    """Feature or item → its two columns, the first question first."""
    first, second = SIDES[kind]
    of: dict[str, dict[str, str]] = {}
    for column, guess in guess_columns(opened, kind).items():
        if guess.of and guess.became in (first, second):
            of.setdefault(guess.of, {})[guess.became] = column
    return {name: (two[first], two[second]) for name, two in of.items() if len(two) == 2}


def _call(
    whole: Mapping[str, tuple[str, str]], opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int
) -> str:
    told = ", ".join(f"{_text(name)}: ({_text(one)}, {_text(other)})" for name, (one, other) in whole.items())
    return f"pairs={{{told}}}" + _asked(list(whole.values()), opened, kind, labels, most)


def _asked(
    pairs: list[tuple[str, str]], opened: Opened, kind: Kind, labels: Mapping[str, Any], most: int
) -> str:
    """What the answers mean that are not understood."""
    asked: dict[str, None] = {}
    for column in (one for two in pairs for one in two):
        for value in answers_in(opened.table[column]):
            if code_of(value, kind, dict(labels), most) is None:
                asked[str(value).strip()] = None
    said = ", ".join(f"{_text(one)}: ?" for one in list(asked)[:_MOST])
    return f", labels={{{said}}}" if asked else ""


def _plausible(pairs: list[tuple[str, str]], plain: Mapping[str, str]) -> bool:
    """Whether more than their place speaks for the pairs: the words of the headers, or a pattern of all of them."""
    columns = [column for column in plain if any(column in two for two in pairs)]
    words = [(negations(plain[one]) != negations(plain[other])) for one, other in pairs]
    sides = [stem_side(plain[one]) or stem_side(plain[other]) for one, other in pairs]
    return the_pattern(plain, columns) is not None or all(words) or all(sides)


def _in_words(pairs: list[tuple[str, str]], opened: Opened) -> bool:
    """Whether the answers are words, and not those of agreement."""
    answers = {value for two in pairs for column in two for value in answers_in(opened.table[column])}
    agreed = any(code_of(value, "servqual", most=most) is not None for value in answers for most in (5, 7))
    return not agreed and not any(map(is_number, answers))


def _order(columns: list[str], opened: Opened, labels: Mapping[str, Any]) -> str:
    """How the questions stand, where the answers tell: people like to have what they dislike to lack."""
    codes = [
        [code_of(value, "kano", dict(labels)) for value in opened.table[column].dropna()]
        for column in columns
    ]
    means = [sum(known) / len(known) if (known := [one for one in side if one]) else 3.0 for side in codes]
    half = len(means) // 2
    in_turn = all(one < other for one, other in zip(means[::2], means[1::2], strict=True))
    in_halves = all(one < other for one, other in zip(means[:half], means[half:], strict=True))
    return "halves" if in_halves and not in_turn else "alternate"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
