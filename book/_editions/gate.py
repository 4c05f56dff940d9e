"""What is stale, missing, extra or at odds in an edition; and the one way to say that a unit was written anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from . import ledger
from .agree import differences
from .units import FIRST, HAN, Pair, fingerprint, pairs

__all__ = ["Finding", "editions", "findings", "report", "stamp"]

FRONT = re.compile(r"^\s*(?:- )?(?:root|file): *book/(\w+)/index\s*$", re.M)
NEEDED = "no change needed: "  # the Chinese changed
ORDER = ("unlike", "chinese", "stale", "missing", "extra", "unmarked")
DIFFERS = (
    "differs: "  # a number, a name or a Chinese word that the other language is right to have or to lack
)


@dataclass(frozen=True)
class Finding:
    """One unit that does not hold: ``missing``, ``extra``, ``stale``, ``unmarked``, ``unlike`` or ``chinese``."""

    state: str
    source: str
    key: str
    about: str = ""


def editions(root: Path) -> list[str]:
    """Return the other languages in which the course is published: those whose front page is in the contents."""
    toc = (root / "book" / "_toc.yml").read_text(encoding="utf-8")
    return sorted({lang for lang in FRONT.findall(toc) if lang != FIRST})


def _judge(pair: Pair, known: ledger.Written | None, lang: str) -> Iterator[Finding]:
    if pair.first is None or pair.other is None:
        if pair.first is None or HAN.search(pair.first) or "/" in pair.source[:5]:
            yield Finding("extra" if pair.first is None else "missing", pair.source, pair.key)
        return
    now = fingerprint(pair.first), fingerprint(pair.other)
    if known is None or known.other != now[1]:
        yield Finding("unmarked", pair.source, pair.key)
    elif known.first != now[0]:
        yield Finding("stale", pair.source, pair.key)
    if known and known.reason.startswith(DIFFERS):
        return
    if odd := differences(pair.first, pair.other, lang):
        yield Finding("unlike", pair.source, pair.key, "; ".join(odd))
    if HAN.search(pair.other) and pair.other != pair.first:
        run = HAN.search(pair.other)
        yield Finding(
            "chinese", pair.source, pair.key, pair.other[max(run.start() - 8, 0) :][:24] if run else ""
        )


def findings(root: Path, lang: str, only: str = "") -> list[Finding]:
    """Judge every unit of an edition, or those of the sources whose path has ``only`` in it."""
    found: list[Finding] = []
    for source, group in groupby(pairs(root, lang), lambda pair: pair.source):
        if only in source:
            known = ledger.read(root, lang, source)
            found += [one for pair in group for one in _judge(pair, known.get(pair.key), lang)]
    return found


def stamp(root: Path, lang: str, only: str, reason: str = "", key: str | None = None) -> list[Finding]:
    """Mark the units of some sources as written from the Chinese of today; return those that were refused.

    A unit whose Chinese has changed while its own text has not is refused, unless a reason of its own says why. So may
    a unit differ in its facts. Reasons stand in the ledger for all to read, and end with the texts they were given for.
    """
    refused: list[Finding] = []
    for source, group in groupby(pairs(root, lang), lambda pair: pair.source):
        if only not in source:
            continue
        known, marked = ledger.read(root, lang, source), {}
        for pair in group:
            if pair.first is None or pair.other is None:
                continue
            now = ledger.Written(fingerprint(pair.first), fingerprint(pair.other))
            before = known.get(pair.key)
            if before and before.other == now.other and before.first != now.first:
                if not (reason and pair.key == key):
                    refused.append(Finding("stale", source, pair.key))
                    marked[pair.key] = before
                    continue
                now = ledger.Written(now.first, now.other, NEEDED + reason)
            elif before and (before.first, before.other) == (now.first, now.other):
                now = before
            if reason and pair.key == key and not now.reason:
                now = ledger.Written(now.first, now.other, DIFFERS + reason)
            marked[pair.key] = now
        if marked:
            ledger.write(root, lang, source, marked)
    return refused


def report(found: Iterable[Finding], most: int = 60) -> str:
    """Return a page that says what is to be done: sums first, then unit by unit."""
    found = list(found)
    sums = Counter(one.state for one in found)
    lines = [", ".join(f"{n} {state}" for state, n in sums.most_common()) or "whole"]
    for source, group in groupby(found, lambda one: one.source):
        units = sorted(group, key=lambda one: ORDER.index(one.state))
        lines.append(f"\n{source}: {len(units)}")
        lines += [f"  {one.state:9}{one.key}{'  ' + one.about if one.about else ''}" for one in units[:most]]
        lines += [f"  … {len(units) - most}"] * (len(units) > most)
    return "\n".join(lines)
