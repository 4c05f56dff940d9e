"""The Chinese face of figures: the part of Noto Sans SC that some letters need.

The font is under the SIL Open Font License (``book/licences/ofl-1.1.txt``), which travels with every part of it. No
name of a part is the reserved one, "Source"; a part that is installed beside whole fonts has a name of its own.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterable
from pathlib import Path

__all__ = ["NAME", "common", "cut", "kept", "letters", "outlines", "source"]

NAME = "SGM Lab Sans SC"
#: Where Debian's fonts-noto-cjk has it, and the number of the font in that file.
DEBIAN = (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2)


def common(last: int = 0xD7, first: int = 0xB0) -> str:
    """Return the letters of some rows of GB 2312: those used most; up to 0xF7 all Chinese ones; from 0xA1 signs too.

    >>> len(common()), len(common(0xF7)), "①" in common(0xF7, 0xA1)
    (3755, 6763, True)
    """
    cells = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", "ignore") for cell in cells)


def letters(texts: Iterable[Path]) -> set[str]:
    """Return every letter of some files."""
    found = set("".join(path.read_text(encoding="utf-8") for path in texts if path.is_file()))
    return found - set("\n\r\t\ufeff")


def source() -> tuple[Path, int] | None:
    """Return the file that the whole font is in, and its number there: the package's, or Debian's."""
    package = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    for folder in (package and package.submodule_search_locations) or ():
        return Path(folder, "NotoSansSC-Regular.otf"), -1
    return DEBIAN if DEBIAN[0].is_file() else None


def cut(wanted: Iterable[str], name: str = "") -> bytes:
    """Return the part of the font that has these letters, under a name of its own where one is given."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    found = source()
    if found is None:
        raise FileNotFoundError("NotoSansSC-Regular.otf")
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    face = TTFont(found[0], fontNumber=found[1])
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(wanted))
    cutter.subset(face)
    if name:
        _call(face, name)
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def outlines(font: bytes) -> bytes:
    """Return a font with all its letters, without what makes small ones sharper: a figure takes the outlines alone."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(font))
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, legacy_kern=True, drop_tables=["FFTM"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=face.getBestCmap())
    cutter.subset(face)
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def _call(face: object, name: str) -> None:
    """Give a font another name, and say in it where it comes from and how it may be used."""
    one_word = name.replace(" ", "") + "-Regular"
    said = {
        **{1: name, 2: "Regular", 3: f"{one_word}; of NotoSansSC-Regular 2.004", 4: name, 6: one_word},
        10: "The part of Noto Sans SC that the figures of sgm_lab need.",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }
    for number, text in said.items():
        face["name"].setName(text, number, 3, 1, 0x409)  # type: ignore[index]
    inner = face["CFF "].cff  # type: ignore[index]
    inner.fontNames = [one_word]
    inner.topDictIndex[0].FullName = inner.topDictIndex[0].FamilyName = name


def kept(root: Path) -> Path | None:
    """Return the face that the package carries, made anew where it lacks a letter; nothing without the whole font.

    It has GB 2312 whole, and every letter of the course, its exercises and its data.
    """
    from fontTools.ttLib import TTFont

    place, whole = root / "_build" / "face" / f"{NAME.replace(' ', '')}-Regular.otf", source()
    if whole is None:
        return None
    texts = [
        *root.glob("sgm_lab/**/*.toml"),
        *root.glob("sgm_lab/**/*.py"),
        *root.glob("book/exercises/*.toml"),
    ]
    wanted = letters([*texts, *root.glob("datasets/*/*.csv")]) | set(common(0xF7, 0xA1))
    wanted &= set(map(chr, TTFont(whole[0], fontNumber=whole[1], lazy=True).getBestCmap()))
    if not place.is_file() or not wanted <= set(map(chr, TTFont(place, lazy=True).getBestCmap())):
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_suffix(".made")
        made.write_bytes(cut(sorted(wanted), NAME))
        made.replace(place)
    return place
