"""Which argument is to blame for an error, and the sentence that says so."""

from __future__ import annotations

import collections.abc
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import ArgumentError, DataError, SgmError, did_you_mean
from .annotations import signature_of
from .matching import LOOK, TABLES, fits, is_array_like, members

__all__ = ["told_of"]

_LONGEST = 40  # letters of a value that are shown


def told_of(
    error: Exception, work: Callable[..., Any], args: tuple[Any, ...], named: Mapping[str, Any], called: str, doc: str
) -> SgmError | None:  # fmt: skip
    """Return what to say of the arguments; None where they are not to blame."""
    if isinstance(error, UnicodeEncodeError):  # half of a sign: nothing can hold it, a column of text neither
        return DataError("errors.half_sign", value=ascii(error.object)[1 : _LONGEST + 1])
    signature = signature_of(work)
    try:
        given = signature.bind(*args, **named).arguments
    except TypeError:  # called with too many or too few: Python says it well
        return None
    hints = {name: one.annotation for name, one in signature.parameters.items()}
    written = inspect.signature(work).parameters
    wanted = {name: _documented(doc, name) or str(written[name].annotation) for name in given}

    def blamed(name: str, value: Any) -> SgmError:
        return ArgumentError(
            "errors.argument", function=called, name=name, value=_shown(value), wanted=wanted[name]
        )

    for name, value in given.items():
        for one in _each(value, signature.parameters[name].kind):
            if not fits(one, hints[name]):
                return blamed(name, one)
    for name, value in given.items() if isinstance(error, KeyError) else ():
        if _unknown(error, value):
            return blamed(name, value)
        if lacking := _lacking(error, value):
            columns = list(map(str, value.columns))
            hint = did_you_mean(lacking, columns)
            return DataError("errors.column_missing", column=lacking, columns=columns, hint=hint)
    for name, value in given.items():
        if signature.parameters[name].default is inspect.Parameter.empty and _odd(
            value, hints[name], wanted[name]
        ):
            return blamed(name, value)
    return None


def _each(value: Any, kind: Any) -> list[Any]:
    """Return what was passed: several values where the parameter takes as many as there are."""
    if kind is inspect.Parameter.VAR_POSITIONAL:
        return list(value)
    return list(value.values()) if kind is inspect.Parameter.VAR_KEYWORD else [value]


def _unknown(error: Exception, value: Any) -> bool:
    """Whether a name is none of those that are known, or a mapping lacks what was sought."""
    sought = error.args[0] if error.args else None
    if isinstance(value, str):
        return bool(value) and str(sought).endswith(value)
    return isinstance(value, Mapping) and isinstance(sought, collections.abc.Hashable) and sought not in value


def _lacking(error: Exception, value: Any) -> str:
    """Return the column that was sought in a table and is not there."""
    if type(value).__name__ != "DataFrame":
        return ""
    sought = [str(error.args[0]), *re.findall(r"'([^']+)'", str(error.args[0]))]
    said = [one for one in sought if re.fullmatch(r"\w+", one)]
    return next((one for one in said if one not in map(str, value.columns)), "")


def _odd(value: Any, hint: Any, wanted: str) -> bool:
    """Whether a value that no annotation refuses can hardly be meant: nothing, or no data where data is wanted."""
    if isinstance(value, collections.abc.Sized) and not len(value):
        return True
    if hint is not Any and not is_array_like(members(hint)):
        return False
    shape = getattr(value, "shape", None)
    if shape is not None:  # a table where a single answer or one row of figures is wanted
        return len(shape) > 1 and not re.search("frame|table|matrix", wanted, re.IGNORECASE)
    rows = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
    if not rows or re.match("str|int|float", wanted):
        return True
    return any(isinstance(one, str) for _, one in zip(range(LOOK), value, strict=False))


def _documented(doc: str, name: str) -> str:
    """What the docstring says an argument is."""
    found = re.search(rf"^\s*(?:[\w*]+, )*{re.escape(name)}(?:, [\w*]+)* : (.+)$", doc, re.MULTILINE)
    return re.sub(r", (?:optional|default\b.*)$|[`{}]", "", found[1]).strip() if found else ""


def _shown(value: Any) -> str:
    kind = type(value).__name__
    if kind in TABLES or value is None:
        return kind if value is not None else "None"
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return f"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'} ({kind})"
