"""An argument of the wrong kind ends in one sentence, not in the error of whatever line it reached first.

The functions of a package check what they can know; that somebody passes a file name for a table is the same mistake
everywhere, so it is told in one place. While all goes well only choices are looked at, since a name that is none of
them may pass for another in silence; when a function fails with an error that is not ours, its arguments are held
against their annotations, and the first that does not fit is named. An error with arguments that fit is a fault of
ours and stays what it is.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

from ..errors import SgmError
from .annotations import check_choices, choices_of, signature_of
from .blame import told_of
from .matching import fits

__all__ = ["fits", "tell_arguments"]

_RAW = (TypeError, AttributeError, ValueError, LookupError, ArithmeticError, NotImplementedError)


def tell_arguments(package: str) -> None:
    """Put a guard round every public function and class of a package; called at the end of its ``__init__``."""
    module = sys.modules[package]
    for name in module.__all__:
        found = vars(module).get(name)
        if inspect.isclass(found) and found.__module__.startswith("sgm_lab.") and "__init__" in vars(found):
            setattr(found, "__init__", _guarded(found.__init__, name, found.__doc__, choices=False))  # noqa: B010
        elif callable(found) and hasattr(
            found, "__wrapped__" if not inspect.isfunction(found) else "__code__"
        ):
            setattr(
                module, name, _guarded(found, f"{package.removeprefix('sgm_lab.')}.{name}", found.__doc__)
            )


def _guarded(
    work: Callable[..., Any], called: str, doc: str | None, choices: bool = True
) -> Callable[..., Any]:
    known: list[tuple[str, tuple[Any, ...]]] = []
    signature: inspect.Signature | None = None

    @functools.wraps(work)
    def guarded(*args: Any, **named: Any) -> Any:
        nonlocal signature
        if signature is None and choices:  # at the first call: to resolve annotations takes a while
            signature = signature_of(work)
            known.extend(choices_of(signature))
        if known and signature is not None:
            check_choices(known, signature, args, named)
        try:
            return work(*args, **named)
        except SgmError:
            raise
        except _RAW as error:
            told = told_of(error, work, args, named, called, doc or "")
            if told is None:
                raise
            raise told from error

    return guarded
