"""Whether texts are names of people, told by what names are made of and by what the heading says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from ...i18n import LANGUAGES, t
from .._cells import normalise
from ._known import letters, words

__all__ = ["are_names", "is_name"]

# Share of the different texts that are names: under a heading of people, of nothing known, of a group of people.
_ENOUGH = {"people": 0.4, "": 0.6, "group": 0.9}
_PLACE = re.compile("[县県市区町村駅店院部科]$")  # of a place, a shop, a department
_FEW = 5  # different texts that a group of people may have by chance that look like names
_LONGEST, _PARTS = 40, 4  # letters and words of a name
_HAN = re.compile(r"[\u4e00-\u9fff]+(?:[*＊×xX某]+[\u4e00-\u9fff]?)?")
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’\-]*(?:['’\-][^\W\d_]+)*\.?")
_CALLED = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|herr|frau|sir|madam|mme|monsieur|madame|sr|sra|señora?|signora?|schwester|sister|nurse)\.?\s+(?=\w)",
    re.IGNORECASE,
)
_PLACED = {
    "san",
    "santa",
    "st",
    "st.",
    "saint",
    "sankt",
    "new",
    "north",
    "south",
    "east",
    "west",
    "port",
    "fort",
}
_SLAVIC = re.compile(
    r"[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ский|цкий|ова|ева|ёва|ина|ына|ская|цкая|енко|ук|юк|ян|швили|вич|вна)"
)
_INITIAL = re.compile(r"[A-Z]\.")
_BESIDE = re.compile(r"\s*(?:[(\[].*[)\]]|[\s\-_#]\d+)$")  # 张伟(内科), 张伟 001
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{3}")


def are_names(heading: str, texts: Iterable[str]) -> bool:
    """Whether the different texts of a column are names of people.

    >>> are_names("Mitarbeiter", ["Anna Schmidt", "Jan Weber"]), are_names("科室", ["内科", "康复科"])
    (True, False)
    >>> are_names("填表", ["张伟", "李小梅", "欧阳静"]), are_names("城市", ["苏州", "徐州", "金华"])
    (True, False)
    """
    given = [text for text in dict.fromkeys(texts) if text.strip()]
    said = _heading(heading)
    if not given or said == "thing" or (said == "group" and len(given) < _FEW):
        return False
    return sum(is_name(text, people=said == "people") for text in given) >= _ENOUGH[said] * len(given)


def is_name(text: str, *, people: bool = False) -> bool:
    """Whether a text is most likely the name of a person; ``people`` where the heading says that it is of people.

    >>> [is_name(one) for one in ("张 伟", "王女士", "李*", "小赵", "康复科", "周一", "白云区", "高三")]
    [True, True, True, True, False, False, False, False]
    >>> [is_name(one) for one in ("Schmidt, Anna", "Dr. Weber", "J. Smith", "Zhang Wei", "San Diego", "Front Desk")]
    [True, True, True, True, False, False]
    """
    plain = _BESIDE.sub("", " ".join(unicodedata.normalize("NFKC", text).split()))
    if not plain or len(plain) > _LONGEST:
        return False
    joined = plain.replace(" ", "").replace("·", "")
    if _HAN.fullmatch(joined):
        return _chinese(joined) or _japanese(joined)
    if _HANGUL.fullmatch(joined):
        return joined[0] in letters("korean")
    return not _KANA.search(joined) and _western(plain, people)


def _japanese(text: str) -> bool:
    surname = next((text[:at] for at in (3, 2) if text[:at] in words("japanese")), "")
    return bool(surname) and len(surname) < len(text) <= len(surname) + 3 and not _PLACE.search(text)


def _chinese(text: str) -> bool:
    surname = text[:2] if text[:2] in words("compound") else text[0]
    given = text[len(surname) :]
    if text in words("namesakes") or not given:
        return False
    if text[0] in "小老阿" and len(text) == 2:
        return text[1] in letters("surnames")
    if surname not in letters("surnames") and len(surname) == 1:
        return False
    if re.fullmatch(r"[*＊×xX某]+.?", given) or given in words("titles"):
        return True
    if len(given) == 2 and given[-1] not in letters("ends"):
        return any(one in letters("given") for one in given)
    return len(given) == 1 and given in letters("given")


def _western(text: str, people: bool) -> bool:
    title = _CALLED.match(text)
    parts = text[title.end() if title else 0 :].replace(",", " ").split()
    if not all(map(_WORD.fullmatch, parts)) or not 1 <= len(parts) <= _PARTS or text.count(",") > 1:
        return False
    if any(map(_SLAVIC.fullmatch, parts)) or words("arabic") & set(parts):
        return True
    folded = [_folded(part) for part in parts]
    first = [part in words("first") or part.partition("-")[0] in words("first") for part in folded]
    if not all(part[0].isupper() for part in parts if len(part) > 3):
        return len(parts) > 1 and first[0] and folded[-1] not in words("roles")
    if folded[0] in _PLACED:
        return False
    if title:
        return len(parts) < _PARTS
    if len(parts) == 2 and any(map(_INITIAL.fullmatch, parts)):  # J. Smith, Smith J.
        return any(len(part) > 2 for part in parts)
    if any(first) or (words("last") & set(folded) and (people or len(parts) > 1)):
        return True
    if people and len(parts) > 1:
        return not words("roles") & set(folded)
    return (
        len(parts) == 2 and any(part in words("pinyin") for part in folded) and all(map(_syllables, folded))
    )


def _folded(word: str) -> str:
    """Return a word in small letters without its accents."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))


_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|ui|uo|ue|[aeiouv])"
)


def _syllables(word: str) -> bool:
    """Whether a word is one or two syllables of Chinese in Latin letters."""
    return bool(re.fullmatch(rf"{_SYLLABLE}(?:['\-]?{_SYLLABLE})?", word))


def _heading(heading: str) -> str:
    """What a heading says of the column: things that may be called like people, a group, people, or nothing."""
    text = normalise(heading)
    return next((kind for kind in ("thing", "group", "people") if _headings(kind).search(text)), "")


@cache
def _headings(kind: str) -> re.Pattern[str]:
    """Words that headings hold; those in Latin letters from where a word begins, short ones whole."""
    called = (
        normalise(one) for lang in LANGUAGES for one in t(f"intake.heading_of.{kind}", lang=lang).split("|")
    )
    ends = ((re.escape(one), "" if len(one) > 4 else r"s?(?![a-z])") for one in called)
    return re.compile("|".join(rf"(?<![a-z]){one}{end}" if one.isascii() else one for one, end in ends))
