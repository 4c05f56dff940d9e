"""Words: every text a person sees, kept in ``words/*.toml``.

A key is ``<file>.<name>``; its entry holds one text for each language. Code never holds text of its own.

A language is a folder ``words/<language>``: ``language.toml`` says what it is called, and files named as those beside
it hold the texts that they lack in it (``name = "text"``). What nobody has translated yet falls back to the language
that ``fallback`` names, and to the first; `overlay` reports it. The environment variable ``SGM_WORDS`` names one more
folder of such languages, and of files of words that there are not here.

>>> t("common.answer.1", lang="en")
'like'
>>> t("common.answer.1", lang="zh")
'喜欢'
>>> t("goals.interval", lang="en", low=-0.2, high=0.5, n=40)
' (interval −20% to 50%, n=40)'
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from numbers import Real
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

__all__ = [
    "LANGUAGES",
    "Language",
    "Overlay",
    "about",
    "get_language",
    "has",
    "keys",
    "overlay",
    "said",
    "set_language",
    "t",
    "use_language",
    "worded",
    "written",
]

Language = str

_WORDS = Path(__file__).parent / "words"


def _folders() -> list[Path]:
    own = os.environ.get("SGM_WORDS")
    return [_WORDS, *([Path(own)] if own else [])]


@cache
def _languages() -> dict[Language, dict[str, Any]]:
    paths = [path for folder in _folders() for path in folder.glob("*/language.toml")]
    found = {path.parent.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}
    return dict(sorted(found.items(), key=lambda one: (one[1].get("order", len(found) + 1), one[0])))


#: The languages there are, the one spoken where none is chosen first.
LANGUAGES: tuple[Language, ...] = tuple(_languages())


def _spoken() -> Language:
    """Return the language of the folder worked in (``notebooks/en``), else of ``SGM_LANG``, else the first."""
    try:
        here = Path.cwd()
    except OSError:  # a folder that is no more
        here = Path()
    folder = here.name if here.parent.name in ("book", "notebooks") else ""
    return next((one for one in (folder, os.environ.get("SGM_LANG")) if one in LANGUAGES), LANGUAGES[0])


_current: Language = _spoken()


def about(name: str, lang: Language | None = None) -> Any:
    """Return what ``language.toml`` says of a language, or of the one that stands in for it.

    >>> about("tag", "zh"), about("office", "en")
    ('zh-CN', 'en-GB')
    """
    lang = lang or _current
    default = {"tag": lang, "office": lang, "name": lang}
    return _languages()[lang].get(name, default.get(name))


def get_language() -> Language:
    """Return the language in use: of the folder of pages worked in, else of ``SGM_LANG``, else the first."""
    return _current


def set_language(lang: Language) -> None:
    """Speak ``lang`` from now on.

    Raises
    ------
    ValueError
        If there is no such language. (Not one of our own errors: those speak through this module.)
    """
    global _current
    if lang not in LANGUAGES:
        raise ValueError(t("errors.choice", None, name="lang", value=lang, choices=", ".join(LANGUAGES)))
    _current = lang


@contextmanager
def use_language(lang: Language) -> Iterator[None]:
    """Speak ``lang`` inside the ``with`` block only."""
    before = get_language()
    set_language(lang)
    try:
        yield
    finally:
        set_language(before)


@cache
def _chain(lang: Language) -> tuple[Language, ...]:
    """Return a language and those that stand in for it, in order."""
    return tuple(dict.fromkeys([lang, _languages()[lang].get("fallback", lang), *LANGUAGES]))


def said(texts: Any, lang: Language | None = None, prefix: str = "") -> Any:
    """Return the text of a language among texts keyed by it, or what stands in for it.

    Parameters
    ----------
    texts : mapping
        ``{language: text}``; with a prefix ``{prefix + language: text}``, as the columns of a table are named.
    lang : str, optional
        The language in use by default.
    prefix : str
        See ``texts``.

    Raises
    ------
    KeyError
        If there is none.

    Examples
    --------
    >>> said({"zh": "患者", "en": "patients"}, "en"), said({"title_zh": "门诊"}, "en", "title_")
    ('patients', '门诊')
    """
    for one in _chain(lang or _current):
        if f"{prefix}{one}" in texts:
            return texts[f"{prefix}{one}"]
    raise KeyError(f"{prefix}{lang or _current}")


def _flat(node: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the texts of a table by dotted name; one that is there in several languages as a whole."""
    for name, child in node.items():
        inside = isinstance(child, dict) and not isinstance(child.get(LANGUAGES[0]), str)
        yield from _flat(child, f"{prefix}{name}.") if inside else [(f"{prefix}{name}", child)]


def _place(namespace: str) -> Path | None:
    paths = (folder / f"{namespace}.toml" for folder in _folders())
    return next((path for path in paths if path.is_file()), None)


def written(namespace: str) -> bool:
    """Whether there is a file of words of that name.

    >>> written("common"), written("comon")
    (True, False)
    """
    return _place(namespace) is not None


@cache
def _table(namespace: str) -> dict[str, dict[str, str]]:
    """Read ``words/<namespace>.toml`` and flatten it to ``name -> {language: text}``."""
    return dict(_flat(tomllib.loads((_place(namespace) or _WORDS / namespace).read_text(encoding="utf-8"))))


@cache
def _own(namespace: str, lang: Language) -> dict[str, str]:
    """Return what there is in a language, and in no other."""
    texts = {name: entry[lang] for name, entry in _table(namespace).items() if lang in entry}
    for folder in _folders():
        path = folder / lang / f"{namespace}.toml"
        if path.is_file():
            texts |= _flat(tomllib.loads(path.read_text(encoding="utf-8")))
    return texts


@cache
def _texts(namespace: str, lang: Language) -> dict[str, str]:
    """Return every text of a file in a language, or in what stands in for it."""
    found: dict[str, str] = {}
    for one in reversed(_chain(lang)):
        found |= _own(namespace, one)
    return found


def keys(namespace: str) -> list[str]:
    """Names defined in one words file, without the namespace."""
    return list(_table(namespace))


def has(key: str) -> bool:
    """Whether ``key`` is defined."""
    namespace, _, name = key.partition(".")
    try:
        return name in _table(namespace)
    except FileNotFoundError:
        return False


def worded(prefix: str, name: object) -> str:
    """Return what ``name`` is called in words, or itself where the tables have no word for it.

    >>> worded("common.dimension", "empathy"), worded("common.dimension", "便利")
    ('移情性', '便利')
    """
    key = f"{prefix}.{name}"
    return t(key) if has(key) else str(name)


class Overlay(NamedTuple):
    """What is to be known of a language's words, as keys."""

    missing: list[str]  #: not translated: another language stands in
    unknown: list[str]  #: nobody asks for them
    misfilled: list[str]  #: with a placeholder that the text of the first language has not


def overlay(lang: Language) -> Overlay:
    """Compare the words of a language with what the course says."""
    made = Overlay([], [], [])
    for namespace in sorted(path.stem for path in _WORDS.glob("*.toml")):
        first, own = _table(namespace), _own(namespace, lang)
        made.missing.extend(f"{namespace}.{name}" for name in first if name not in own)
        made.unknown.extend(f"{namespace}.{name}" for name in own if name not in first)
        for name in own.keys() & first.keys():
            if not _holes(own[name]) <= set().union(*map(_holes, first[name].values())):
                made.misfilled.append(f"{namespace}.{name}")
    return made


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def t(key: str, /, lang: Language | None = None, **values: Any) -> str:
    """Return the text of ``key`` in the language in use, with ``{placeholders}`` filled in.

    Parameters
    ----------
    key : str
        ``"<file>.<name>"``, for instance ``"kano.category.M"``.
    lang : str, optional
        One of `LANGUAGES`; overrides the language in use.
    **values
        Values for the placeholders, formatted as by `str.format`, numbers with a true minus sign.

    Raises
    ------
    KeyError
        If the key does not exist: a mistake in the code, never shown to a participant.
    """
    namespace, _, name = key.partition(".")
    text = _texts(namespace, lang or _current)[name]
    if not values:
        return text
    pieces = _pieces(text)
    if pieces is None:
        return _FILLED.vformat(text, (), values)
    return "".join(
        [before + _FILLED.format_field(values[name], "") if name else before for before, name in pieces]
    )


@cache
def _pieces(text: str) -> tuple[tuple[str, str], ...] | None:
    """Words and the plain placeholder behind them, read once; None where one has a format or a part of its own."""
    found = [(before, name or "", spec, how) for before, name, spec, how in Formatter().parse(text)]
    plain = all((not name or name.isidentifier()) and not spec and not how for _, name, spec, how in found)
    return tuple((before, name) for before, name, *_ in found) if plain else None


class _Filled(Formatter):
    """Fill in placeholders; a negative number gets a minus sign, not a hyphen, and a missing one a dash."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float) and value != value:
            return "–"
        if isinstance(value, str) and not format_spec:
            return value
        written = str(super().format_field(value, format_spec))
        return written.replace("-", "−") if isinstance(value, Real) else written


_FILLED = _Filled()
