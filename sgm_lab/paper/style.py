"""What all take-aways share: colours, fonts, text that any file can hold, dates and the HTML templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from .. import look
from ..extras import needs
from ..i18n import about, get_language, t, use_language
from .blocks import MARK

if TYPE_CHECKING:
    import jinja2

__all__ = ["ACCENT", "BLANK", "CJK", "GAP", "INK", "LATIN", "PAPER", "QUIET", "RULE", "SOFT", "VERDICT",
           "clean", "day", "flat", "page", "shortened", "spoken"]  # fmt: skip

# Office files write colours without "#".
INK, PAPER, QUIET, RULE, SOFT, ACCENT = (
    color[1:] for color in (look.INK, look.PAPER, look.QUIET, look.RULE, look.SOFT, look.ACCENT)
)
BLANK = "8A939E"  # lines to write on
GAP = "\u2003"  # between things on one line, as wide as a Chinese letter and of no language
VERDICT = {"met": look.RIGHT[1:], "weak": look.PARTLY[1:], "missing": look.WRONG[1:]}
VERDICT |= {"not_met": VERDICT["missing"], "not_enough_evidence": VERDICT["weak"], "": ACCENT}
# Word and WPS have YaHei; elsewhere the language mark in the file leads to a simplified Chinese face.
CJK, LATIN = "Microsoft YaHei", "Segoe UI"

# What XML 1.0 cannot hold, and halves of surrogate pairs. Line breaks of other systems become "\n" before.
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\v\f]")

P = ParamSpec("P")
R = TypeVar("R")


def clean(text: str) -> str:
    """Return ``text`` as every kind of file can hold it; what none can is shown as �, nothing else is lost.

    >>> clean("a\\r\\nb\\x00c")
    'a\\nb�c'
    """
    # Nothing that can be printed is among these: most texts are of that kind, and a class has a hundred thousand.
    if text.replace("\n", "").isprintable():
        return text
    return _ILLEGAL.sub("\ufffd", _BREAKS.sub("\n", text))


def flat(text: str) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """Return ``text`` cut to ``most`` characters, the cut shown."""
    return text if len(text) <= most else text[: most - 1] + "…"


def day(value: date) -> str:
    """Write a date in words of the language in use.

    >>> day(date(2026, 9, 30))
    '2026年9月30日'
    """
    return t("takeaways.date", year=value.year, month=value.month, day=value.day)


def spoken(make: Callable[P, R]) -> Callable[P, R]:
    """Let ``make`` speak the language given as ``lang``, and only while it runs."""

    @wraps(make)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        lang: Any = kwargs.get("lang")
        with use_language(lang or get_language()):
            return make(*args, **kwargs)

    return inside


@needs("jinja2")
@cache
def _templates() -> jinja2.Environment:
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("sgm_lab", "paper/templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": t, "mark": MARK}
    return made


def page(template: str, **values: Any) -> bytes:
    """Fill in a template of the folder ``templates``; all values are escaped but those marked as HTML."""
    return clean(_templates().get_template(template).render(lang=about("tag"), **values)).encode("utf-8")
