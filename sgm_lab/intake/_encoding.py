"""Which writing a text file is in: told by what its bytes would say, since nearly any bytes pass for GBK."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import DataError
from ..i18n import t

__all__ = ["decode", "garbled"]

_SAMPLE = 200_000  # bytes that are weighed
_ENOUGH = 0.5  # share of letters that must be ones people write
_NOTES = {"gb18030": "files.note_gbk", "big5": "files.note_big5", "cp1252": "files.note_latin"}


def decode(content: bytes, name: str) -> tuple[str, list[str], list[str]]:
    """Return the text of a file, what was noticed, and what of it should be looked at.

    Raises
    ------
    DataError
        If it is in no writing that is known, or no text at all.
    """
    notes: list[str] = []
    doubts: list[str] = []
    for encoding, weight in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in _NOTES and weight < _ENOUGH:
            continue
        if "\x00" in text:
            raise DataError("files.not_text", file=name)
        if encoding in _NOTES:
            notes = [t(_NOTES[encoding], file=name)]
            doubts = notes if encoding != "gb18030" else []
        return text, notes, doubts
    raise DataError("files.encoding", file=name)


def _encodings(content: bytes) -> Iterator[tuple[str, float]]:
    """Writings to try, and how much speaks for each; weighed only where the marks of Unicode say nothing."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield "utf-16", 1.0
        return
    if half := _half_zero(content[:_SAMPLE]):
        yield half, 1.0
        return
    yield "utf-8-sig", 1.0
    weights = {one: weigh(content[:_SAMPLE]) for one, weigh in _WEIGHTS.items()}
    yield from sorted(weights.items(), key=lambda one: one[1], reverse=True)


def _half_zero(content: bytes) -> str:
    """UTF-16 without its mark: commas and figures leave zeros at every other place, and only there."""
    if len(content) % 2 or b"\x00" not in content:
        return ""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if max(even, odd) < 4 or min(even, odd) > 0.01 * max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _share(content: bytes, good: tuple[int, int], trail: int) -> float:
    """Share of the two-byte letters whose first byte is that of a common one."""
    common = total = at = 0
    while at < len(content) - 1:
        first, second = content[at], content[at + 1]
        if first < 0x80:
            at += 1
            continue
        total += 1
        mark = 0xA1 <= first <= 0xA3 and second >= 0x40  # punctuation, digits, Latin letters
        common += mark or (good[0] <= first <= good[1] and second >= trail)
        at += 2
    return common / total if total else 0.0


def _single(content: bytes) -> float:
    """Share of the bytes beyond ASCII that stand between ASCII letters, as an accent does."""
    high = [at for at, byte in enumerate(content) if byte >= 0x80]
    if not high:
        return 0.0
    alone = sum(
        (content[at] >= 0xC0 or 0x91 <= content[at] <= 0x97)
        and not (at and content[at - 1] >= 0x80)
        and not (at + 1 < len(content) and content[at + 1] >= 0x80)
        for at in high
    )
    return alone / len(high)


# The common Chinese letters stand together in each: GB2312 level 1, Big5 level 1.
_WEIGHTS = {
    "gb18030": lambda content: _share(content, (0xB0, 0xD7), 0xA1),
    "big5": lambda content: _share(content, (0xA4, 0xC6), 0x40),
    "cp1252": _single,
}


# ---- text that was read in the wrong writing before it was saved ----

_LOST = ("锟斤拷", "\ufffd", "ï¿½")
_CELL = 120  # letters
_MOSTLY, _HALF = 0.8, 0.5


def garbled(cells: Iterable[str]) -> str:
    """Return the first of the cells that are garbled; empty where most that are not ASCII are sound.

    >>> garbled(["å§“å\x90\x8d", "æ»¡æ„\x8f"]), garbled(["ÐÕÃû"]), garbled(["濮撳悕"]), garbled(["姓名", "réveillé"])
    ('å§“å\x90\x8d', 'ÐÕÃû', '濮撳悕', '')
    """
    beyond = [cell[:_CELL] for cell in cells if not cell.isascii()]
    wrong = [cell for cell in beyond if any(mark in cell for mark in _LOST) or _was_another(cell)]
    return wrong[0] if 2 * len(wrong) > len(beyond) else ""


def _was_another(cell: str) -> bool:
    """Whether a text makes sense once it is written as it was read and read as it should have been."""
    single = _as_bytes(cell)
    if single:
        high = sum(byte >= 0x80 for byte in single)
        as_gbk = high > 2 and _share(single, (0xB0, 0xD7), 0xA1) >= _MOSTLY and not _single(single)
        return as_gbk or _has_letters(single, "\x80", _MOSTLY) or _has_letters(single, "\u4e00", _HALF)
    return _has_letters(cell.encode("gb18030"), "\u4e00", _MOSTLY)


def _as_bytes(cell: str) -> bytes:
    """Bytes that Latin-1 or Windows would show as this text; none where it holds other letters."""
    found = bytearray()
    for letter in cell:
        code = ord(letter)
        if code > 0xFF:
            try:
                code = letter.encode("cp1252")[0]
            except UnicodeEncodeError:
                return b""
        found.append(code)
    return bytes(found)


def _has_letters(raw: bytes, least: str, kept: float) -> bool:
    """Whether bytes are UTF-8 with letters beyond ``least``, but for a few lost on the way."""
    text = raw.decode("utf-8", errors="ignore")
    return len(text.encode()) >= kept * len(raw) and any(least <= letter <= "\u9fff" for letter in text)
