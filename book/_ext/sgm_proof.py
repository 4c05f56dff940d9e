"""Sphinx extension: ``{proof}`` prints where the numbers come from, by the table of ``book/proof.toml``.

What others printed stands there; our figures are computed when the page is made. How far a program of others was from
ours on random data is kept in ``book/proof.json``, which ``tests/peers.py`` writes.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sgm_papers import language_of
from sphinx.application import Sphinx

from sgm_lab import control, goals, kano, process, sampling, satisfaction, segments, servqual
from sgm_lab.feedback import compare
from sgm_lab.i18n import Language, t
from sgm_lab.inference import holm, independence, welch
from sgm_lab.kano._paired import stuart_maxwell
from sgm_lab.numbers import minus
from sgm_lab.process._engine import serve
from sgm_lab.sampling.design import given
from sgm_lab.sampling.variance import mean_of

__all__ = ["Method", "differences", "methods", "proof"]

BOOK = Path(__file__).parents[1]
DIRECTIVE = re.compile(r"^```\{proof\}\s*\n```", re.M)


def begun(came: list[float], minutes: list[float], staff: int) -> np.ndarray:
    """Return when each of one day's people is begun, where so many are on duty all day."""
    return serve(np.c_[came].astype(float), np.c_[minutes].astype(float), (staff,), (0, 1440))[:, 0]


CALLED = {
    **{
        one.__name__.rpartition(".")[2]: one
        for one in (control, goals, kano, process, satisfaction, segments, servqual)
    },
    **{
        one.__name__: one
        for one in (begun, compare, given, holm, independence, mean_of, stuart_maxwell, welch)
    },
    "np": np,
    "pd": pd,
    "sampling": sampling,
}


@dataclass(frozen=True)
class Method:
    """A method, the figures of others, and how it is compared with a program of others."""

    id: str
    name: dict[str, str]
    source: str
    test: str
    published: str = ""
    figure: list[Any] = field(default_factory=list)
    digits: int = 0
    within: float | None = None
    ours: str = ""
    peer: str = ""
    most: float | None = None
    note: dict[str, str] = field(default_factory=dict)
    own: bool = False

    def computed(self) -> list[Any]:
        """Work out our figures."""
        return list(eval(self.ours, {**CALLED, **_read()["data"]})) if self.ours else []

    def agrees(self) -> bool:
        """Whether ours are what was printed, as far as it was printed."""
        ours, off = self.computed(), 0.5000001 * 10**-self.digits if self.within is None else self.within
        return len(ours) == len(self.figure) and all(
            one == printed if isinstance(printed, str) else abs(float(one) - printed) <= off
            for one, printed in zip(ours, self.figure, strict=True)
        )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((BOOK / "proof.toml").read_text(encoding="utf-8"))


def methods() -> list[Method]:
    """Return every method of the table."""
    return [Method(**one) for one in _read()["method"]]


def differences() -> dict[str, dict[str, Any]]:
    """Return the largest difference from the program of others, by method; with its version and how much was tried."""
    found: dict[str, dict[str, Any]] = json.loads((BOOK / "proof.json").read_text(encoding="utf-8"))
    return found


def proof(lang: Language) -> str:
    """Return the table as Markdown.

    Raises
    ------
    ValueError
        If one of our figures is not the printed one: such a page is not made.
    """
    heads = [t(f"site.proof.{one}", lang) for one in ("method", "published", "peer")]
    rows = [heads, ["---"] * len(heads)]
    kept = differences()
    for one in methods():
        if not one.agrees():
            raise ValueError(f"proof.toml, {one.id}: {one.computed()} instead of {one.figure}")
        note = f"<br>{one.note[lang]}" if one.note else ""
        about = f"{one.name[lang]}<br><small>{_foreign(one.source)}<br>`{one.test.removeprefix('tests/')}`</small>"
        rows.append([about, _printed(one, lang) + note, _compared(one, kept, lang)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def counted(lang: Language) -> str:
    """Say in a sentence how many methods there are; the course's own apart."""
    own = sum(one.own for one in methods())
    return t("site.proof.counted", lang, n=len(methods()) - own, own=own)


def _printed(one: Method, lang: Language) -> str:
    if one.own:
        return t("site.proof.own", lang)
    between = t("errors.list_separator", lang)
    printed = between.join(_number(value, one.digits) for value in one.figure)
    ours = between.join(_number(value, one.digits + bool(one.digits)) for value in one.computed())
    return t("site.proof.both", lang, source=_foreign(one.published), printed=printed, ours=ours)


def _compared(one: Method, kept: dict[str, dict[str, Any]], lang: Language) -> str:
    if one.own:
        return t("site.proof.own", lang)
    told = kept[one.id]
    most = f"{told['difference']:.0e}" if told["difference"] else "0"
    peer = _foreign(f"{one.peer} ({told['version']})")
    how, by = ("by_hand", told["by_hand"]) if "by_hand" in told else ("compared", {})
    return t(f"site.proof.{how}", lang, peer=peer, n=f"{told['tried']:,}", most=_power(most), **by)


def _power(text: str) -> str:
    """Write a small number as people do.

    >>> _power("3e-16"), _power("0")
    ('3×10<sup>−16</sup>', '0')
    """
    digits, _, power = text.partition("e")
    return f"{digits}×10<sup>{minus(str(int(power)))}</sup>" if power else digits


def _number(value: Any, digits: int) -> str:
    return str(value) if isinstance(value, str) else minus(f"{float(value):.{digits}f}")


def _foreign(text: str) -> str:
    """Mark what is English whatever the page is in."""
    return f'<span lang="en">{text}</span>'


def expand(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the table in place of the directive."""
    lang = language_of(page)
    source[0] = DIRECTIVE.sub(
        lambda _: f"{counted(lang)}\n\n:::{{div}} sgm-proof\n{proof(lang)}\n:::", source[0]
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("source-read", expand)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
