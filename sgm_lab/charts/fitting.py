"""Text fitted into a figure: a Chinese face, how wide letters are, lines broken and cut to what there is room for."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from matplotlib import font_manager

from ..extras import MissingPackageError, need
from ..i18n import about, t
from ..numbers import minus

__all__ = ["SIZES", "SMALL", "TICK", "TITLE", "Size", "axis_name", "chinese_face", "drawable", "faces", "fitted",
           "folded", "minus", "one_line", "row_height", "short", "whole", "width", "wrapped"]  # fmt: skip

Size = Literal["page", "phone"]
# Inches; text is 10.5 pt, so a page figure stays readable when a phone shrinks it to 390 px.
SIZES: dict[Size, tuple[float, float]] = {"page": (6.8, 4.25), "phone": (4.2, 5.0)}

TITLE, TICK, SMALL = 13.5, 10.0, 9.5  # points
_LEFT, _MOST_LINES = 0.46, 3  # share of the width that labels left of a figure take at most, and their lines

# Chinese faces of a machine in order of preference: instead of the packaged one, and for letters that it lacks. Of
# Noto Sans CJK some releases of matplotlib see the Japanese face alone.
_SYSTEM_FACES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB",
                 "WenQuanYi Micro Hei", "SimHei", "Noto Sans CJK JP", "Noto Sans SC")  # fmt: skip


@cache
def chinese_face() -> str | None:
    """Name of a font that holds Chinese characters, registered with matplotlib; ``None`` where there is none.

    The part of one that the package carries comes first (the wheel and published pages have it), then the packaged
    Noto Sans SC, then whatever the system has.
    """
    face = _carried() or _whole()
    if face is None and about("cjk"):
        warnings.warn(t("extras.no_font"), stacklevel=2)  # once: the answer is kept
        # What matplotlib would say of every letter.
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning, module=r"sgm_lab\.")
    return face


@cache
def faces() -> tuple[str, ...]:
    """Names of the faces that a letter is looked for in: the Chinese one, a whole one where that is a part, Latin.

    At last that of the system: it may have rare letters, as of a name, which the packaged one has not.
    """
    rest = _whole() if _carried() else None
    return tuple(dict.fromkeys(face for face in (chinese_face(), rest, "DejaVu Sans", _system()) if face))


def _carried() -> str | None:
    """The part of a Chinese face that the package brings along."""
    found = sorted((Path(__file__).parent.parent / "fonts").glob("*.otf"))
    return _registered(found[0]) if found else None


def _whole() -> str | None:
    """A whole Chinese face: the packaged one, or the system's."""
    try:
        return _registered(Path(need("pylopdf_fonts_zh_cn").sans_path()))
    except MissingPackageError:  # the system may have one
        return _system()


def _system() -> str | None:
    """A Chinese face that this machine has; not one of the same name that came with a package."""
    installed = {font.name for font in font_manager.fontManager.ttflist if font.fname not in _BROUGHT}
    return next((name for name in _SYSTEM_FACES if name in installed), None)


_BROUGHT: set[str] = set()  # files of faces that came with a package


@cache
def _registered(path: Path) -> str:
    font_manager.fontManager.addfont(path)
    _BROUGHT.add(str(path))
    return str(font_manager.FontProperties(fname=path).get_name())


def fitted(labels: Sequence[str], size: Size = "page", *, lines: int = _MOST_LINES) -> list[str]:
    """Break the labels of rows to what there is room for; what does not fit ends in “…”, the alt text has it whole.

    >>> fitted(["候诊提醒", "您对就诊当天叫号之前每隔十分钟收到一次还要等多久的提醒这件事怎么看"], "phone")[0]
    '候诊提醒'
    """
    room = int((SIZES[size][0] * 72 * _LEFT - 18) / TICK)
    return ["\n".join(wrapped(label, room, lines)) for label in labels]


def axis_name(text: str, size: Size = "page") -> str:
    """Return what a measure is called, cut to the length of an axis."""
    return short(text, 28 if size == "page" else 16)


def short(text: str, size: Size | int = "page") -> str:
    """Return a text that stands inside or right of a figure, on one line.

    Parameters
    ----------
    text : str
    size : {"page", "phone"} or int
        What there is room for: beside a figure of that size, or so many full-width letters.

    Examples
    --------
    >>> short("候诊时每十分钟告诉患者还要等多久", 8)
    '候诊时每十分钟…'
    """
    letters = size if isinstance(size, int) else {"page": 14, "phone": 8}[size]
    return wrapped(text.replace("\n", " "), letters, 1)[0]


def whole(text: str) -> str:
    """Return a text without halves of letters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def wrapped(text: str, letters: int, most: int) -> list[str]:
    """Wrap to at most so many lines, the last ending in “…” where something is left out."""
    lines = [line for part in drawable(text).split("\n") for line in _wrap(part, letters)]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last) > letters - 1:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


_SOUND_MARKS = "\uff9e\uff9f"  # of half-width kana: they too stand on the letter before


@cache
def _letters() -> tuple[frozenset[int], ...]:
    """Code points of each face of a figure."""
    return tuple(
        frozenset(font_manager.get_font(font_manager.findfont(face)).get_charmap()) for face in faces()
    )


@lru_cache(4096)
def drawable(text: str) -> str:
    """Return a text as it can be drawn: marks that steer a display are left out, a letter that no face has is a box.

    A mark on a letter is drawn from the face that the letter is drawn from; where that has it not, it is a box.

    >>> drawable("价格\u200b$5\u0e01"), drawable("\u05d0\u20dd")
    ('价格$5□', 'א□')
    """
    # Cc, Cf: control and format characters, zero-width marks and directions among them.
    plain = "".join(
        c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf") else " " * (c == "\t") for c in text
    )
    drawn, faces = "", _letters()
    holds: Sequence[frozenset[int]] = faces
    for c in plain:
        have = [face for face in faces if c in "\n " or ord(c) in face]
        on_it = unicodedata.category(c)[0] == "M" or c in _SOUND_MARKS
        together = [face for face in have if face in holds] if on_it else have
        drawn += c if together else "□"
        holds = together or [face for face in faces if ord("□") in face]
    return drawn


def folded(text: str, letters: int) -> str:
    """Break a label into lines of at most ``letters`` full-width letters.

    >>> folded("医生听患者把话说完，明白他真正担心什么", 10)
    '医生听患者把话说完，\\n明白他真正担心什么'
    """
    return "\n".join(_wrap(text, letters))


def one_line(text: str) -> str:
    """Return a folded label as it is said in a title: on one line, without the number of its item.

    >>> one_line("5. Seen within\\nthe booked slot")
    'Seen within the booked slot'
    """
    joint = "" if any(ord(letter) > 0x2E7F for letter in text) else " "
    return re.sub(r"^\d+\. ", "", text.replace("\n", joint))


def row_height(labels: Sequence[str], least: float = 0.42) -> float:
    """Inches for each row of a figure with one label a row, which may have several lines."""
    return max(least, 0.19 * max((label.count("\n") + 1 for label in labels), default=1) + 0.06)


def width(text: str) -> float:
    """Width of a text in full-width letters; of several lines, the widest."""
    return max(sum(map(_advance, line)) for line in text.split("\n"))


@cache
def _advance(letter: str) -> float:
    """Width of a letter: of Chinese and small Latin ones as they usually are, of others as the face has it."""
    if ord(letter) > 0x2E7F or letter in "“”…—□":
        return 1.0
    if ord(letter) < 0x250 and not letter.isupper():
        return 0.58
    for face in faces():
        font = font_manager.get_font(font_manager.findfont(face))
        if ord(letter) in font.get_charmap():
            font.set_size(10, 72)
            return max(0.58, float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / 10)
    return 1.0


def _wrap(text: str, letters: int) -> list[str]:
    """Break a title into lines of at most ``letters`` full-width letters, after punctuation where possible."""
    if width(text) <= letters:
        return [text]
    if not any(ord(letter) > 0x2E7F for letter in text):  # break between words
        return _between_words(text, letters)
    lines, line = [], ""
    for letter in text:
        if width(line + letter) > letters and letter not in "，。；：、！？）”》%":
            cuts = [max(map(line.rfind, marks)) + 1 for marks in ("，；：、", " ")]
            keep = next((cut for cut in cuts if cut > letters * 0.5), len(line))
            lines.append(line[:keep].rstrip())
            line = line[keep:].lstrip()
        line += letter
    return [*lines, line]


def _between_words(text: str, letters: int) -> list[str]:
    """Break a text of words; one that is longer than a line is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width(joined) <= letters:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width(lines[-1] + letter) > letters:
                lines.append("")
            lines[-1] += letter
    return lines
