"""An argument of the wrong kind ends in one sentence, not in the error of whatever line it reached first.

The functions of a package check what they can know; that somebody passes a file name for a table is the same mistake
everywhere, so it is told in one place. Nothing is looked at while all goes well: only when a function fails with an
error that is not ours are its arguments held against their annotations, and the first that does not fit is named. An
error with arguments that fit is a fault of ours and stays what it is.
"""

from __future__ import annotations

import collections.abc
import functools
import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from typing import Any, Literal, Union

from .errors import ArgumentError, DataError, SgmError, did_you_mean

__all__ = ["fits", "tell_arguments"]

_RAW = (TypeError, AttributeError, ValueError, LookupError, ArithmeticError, NotImplementedError)
_LONGEST = 40  # letters of a value that are shown
_LOOK = 20  # members of a collection that are looked at
_TABLES = {"DataFrame", "Series"}


def tell_arguments(package: str) -> None:
    """Put a guard round every public function and class of a package; called at the end of its ``__init__``."""
    module = sys.modules[package]
    for name in module.__all__:
        found = vars(module).get(name)
        if inspect.isclass(found) and found.__module__.startswith("sgm_lab.") and "__init__" in vars(found):
            setattr(found, "__init__", _guarded(found.__init__, name, found.__doc__))  # noqa: B010
        elif callable(found) and hasattr(
            found, "__wrapped__" if not inspect.isfunction(found) else "__code__"
        ):
            setattr(
                module, name, _guarded(found, f"{package.removeprefix('sgm_lab.')}.{name}", found.__doc__)
            )


def _guarded(work: Callable[..., Any], called: str, doc: str | None) -> Callable[..., Any]:
    @functools.wraps(work)
    def guarded(*args: Any, **named: Any) -> Any:
        try:
            return work(*args, **named)
        except SgmError:
            raise
        except _RAW as error:
            told = _told(error, work, args, named, called, doc or "")
            if told is None:
                raise
            raise told from error

    return guarded


def _told(
    error: Exception, work: Callable[..., Any], args: tuple[Any, ...], named: Mapping[str, Any], called: str, doc: str
) -> SgmError | None:  # fmt: skip
    """Return what to say of the arguments; None where they are not to blame."""
    if isinstance(error, UnicodeEncodeError):  # half of a sign: nothing can hold it, a column of text neither
        return DataError("errors.half_sign", value=ascii(error.object)[1 : _LONGEST + 1])
    signature = inspect.signature(work)
    try:
        given = signature.bind(*args, **named).arguments
    except TypeError:  # called with too many or too few: Python says it well
        return None
    hints = {name: _resolved(one.annotation, work) for name, one in signature.parameters.items()}
    wanted = {name: _documented(doc, name) or str(signature.parameters[name].annotation) for name in given}

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
    if hint is not Any and not _is_array_like(typing.get_args(hint)):
        return False
    shape = getattr(value, "shape", None)
    if shape is not None:  # a table where a single answer or one row of figures is wanted
        return len(shape) > 1 and not re.search("frame|table|matrix", wanted, re.IGNORECASE)
    rows = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
    if not rows or re.match("str|int|float", wanted):
        return True
    return any(isinstance(one, str) for _, one in zip(range(_LOOK), value, strict=False))


def _resolved(annotation: Any, work: Callable[..., Any]) -> Any:
    """Return what an annotation names; Any where that cannot be found out."""
    if not isinstance(annotation, str):
        return Any if annotation is inspect.Parameter.empty else annotation
    import pandas as pd

    space = {
        **vars(typing),
        **vars(collections.abc),
        **getattr(inspect.unwrap(work), "__globals__", {}),
        "pd": pd,
    }
    for text in (
        annotation,
        re.sub(r"(Series|Index)\[\w*\]", r"\1", annotation),
    ):  # these take none at run time
        try:
            return eval(text, space)
        except (NameError, AttributeError, TypeError):
            continue
    return Any


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is what an annotation says; what an annotation leaves open fits.

    >>> fits("abc", list[float]), fits([1, 2.5], list[float]), fits(None, float | None), fits(3, "no type")
    (False, True, True, True)
    """
    if hint is Any or isinstance(hint, str | typing.TypeVar):
        return True
    if hint is None or hint is type(None):
        return value is None
    kind, inner = typing.get_origin(hint), typing.get_args(hint)
    if kind is Literal:
        return isinstance(value, collections.abc.Hashable) and value in inner
    if kind in (Union, types.UnionType):
        return _array_like(inner, value) if _is_array_like(inner) else any(fits(value, one) for one in inner)
    if hint is float:
        return isinstance(value, Real) and value == value
    if hint is int:
        return isinstance(value, Integral)
    plain: Any = kind or hint
    if plain is collections.abc.Callable:
        return callable(value)
    if not isinstance(plain, type):
        return True
    try:
        if not isinstance(value, plain) and not _stands_for(value, plain):
            return False
    except TypeError:
        return True
    return _members_fit(value, plain, inner)


def _stands_for(value: Any, kind: type) -> bool:
    """Whether something that is not a kind is taken for it: a Series or an array for a sequence, another table."""
    import numpy as np

    if kind in (collections.abc.Sequence, collections.abc.Iterable, list):
        return type(value).__name__ == "Series" or (isinstance(value, np.ndarray) and value.ndim > 0)
    return kind.__name__ in _TABLES and hasattr(value, "__narwhals_dataframe__")


def _members_fit(value: Any, kind: type, inner: tuple[Any, ...]) -> bool:
    if kind in (str, bytes) or not inner or not issubclass(kind, collections.abc.Iterable):
        return True
    if isinstance(value, str) and inner != (str,):
        return False  # a text is a sequence of letters to Python, and never what is meant
    if isinstance(value, Mapping):
        return len(inner) != 2 or all(
            fits(key, inner[0]) and fits(one, inner[1]) for key, one in list(value.items())[:_LOOK]
        )
    if kind is tuple:
        hints = [inner[0]] * len(value) if inner[-1] is ... else list(inner)
        return len(hints) == len(value) and all(map(fits, value, hints))
    if not isinstance(value, Iterable) or isinstance(value, collections.abc.Iterator):
        return True
    if type(value).__name__ == "DataFrame":
        return False  # a table is a sequence of the names of its columns
    return all(fits(one, inner[0]) for _, one in zip(range(_LOOK), value, strict=False))


def _is_array_like(inner: tuple[Any, ...]) -> bool:
    return any(getattr(one, "__module__", "").startswith("numpy._typing") for one in inner)


def _array_like(inner: tuple[Any, ...], value: Any) -> bool:
    """Whether a value is an array of numbers, or holds what makes one."""
    import numpy as np

    if value is None:
        return type(None) in inner
    try:
        return np.asarray(value).dtype.kind in "biufM" and np.asarray(value, dtype=float).size > 0
    except (TypeError, ValueError):
        return False


def _documented(doc: str, name: str) -> str:
    """What the docstring says an argument is."""
    found = re.search(rf"^\s*(?:[\w*]+, )*{re.escape(name)}(?:, [\w*]+)* : (.+)$", doc, re.MULTILINE)
    return re.sub(r", (?:optional|default\b.*)$|[`{}]", "", found[1]).strip() if found else ""


def _shown(value: Any) -> str:
    kind = type(value).__name__
    if kind in _TABLES or value is None:
        return kind if value is not None else "None"
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return f"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'} ({kind})"
