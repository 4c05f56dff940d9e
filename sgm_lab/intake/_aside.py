"""The columns that survey tools add: a time and the seconds needed are kept, people and addresses never."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..dates import read_dates
from ..errors import DataError, sentence
from ._cells import is_blank, normalise, once, to_number
from ._columns import Fates
from ._names import accepted, names
from .people import are_names, is_no_group

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WITHIN", "as_numbers", "numbered_people", "personal", "reaches_people", "set_aside"]

_ADDRESS = re.compile(
    r"\d{1,3}(?:\.\d{1,3}){3}(?:[(（].*[)）])?|(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]+", re.IGNORECASE
)
_PERSON = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|1[3-9]\d{9}|\d{17}[\dXx]")
# A mail address begins where its letters begin: sought from every letter of a long word, it took minutes.
WITHIN = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")
_NAMED = re.compile(
    r"姓名|身份证号|手机号|您的电话|您的邮箱|联系人|联系电话|怎么称呼|您的称呼|住址|就诊卡号|病历号|住院号|出生日期|护照号|车牌号"
    r"|\b(?:first|last|full|given|family|guest|visitor|student|pupil|patient|customer|client|respondent|participant"
    r"|parent|guardian|employee|contact|recipient|your|nick)(?:'s)?[ _]?name\b"
    r"|\bname of (?:the )?(?:guest|patient|student|respondent)\b"
    r"|\b(?:contact|phone|telephone|mobile|cell|whatsapp)(?: phone)?[ _]?(?:number|no\b)"
    r"|\be-?mail address\b|\byour e-?mail\b",
    re.IGNORECASE,
)
# What survey tools add for each question: when it was clicked, in which order it was asked, whether a robot answered.
_ADDED = re.compile(
    r".+[_ -](?:First Click|Last Click|Page Submit|Click Count)|(?:.+_|FL_\d+_)DO(?:_.+)?|.*\bDisplay Order\b.*"
    r"|Q_[A-Z][a-z]+(?:[A-Z]\w*)?|Q_URL"
    r"|(?:[Gg]roup|[Qq]uestion)[Tt]ime\w*(?:[.:].*)?|(?:Group|Question) time: .*|.*随机顺序|.*显示顺序"
)
_LOOK = 20  # values that tell what a column holds
_HEAD = 200  # letters of a heading
_PEOPLE = 2000  # answers that tell whether they are names, or different with nearly everybody


def set_aside(
    table: pd.DataFrame, plain: dict[str, str], keep: set[str], fates: Fates, person: str | None = None
) -> pd.DataFrame:
    """Return the table without what only a survey tool needs, its times as ``time`` and ``duration``.

    ``person`` is the column that tells respondents apart, where there is one.
    """
    import pandas as pd

    dropped: dict[str, list[str]] = {"person": [], "names": [], "no_group": [], "platform": []}
    asked = {column for column in keep if _of_quiz(column, table.columns)}
    for column in [column for column in table.columns if column not in keep - asked]:
        role = "platform" if _of_quiz(column, table.columns) else _role(table[column], column, plain[column])
        if role in ("person", "address"):
            dropped["person"].append(column)
        elif role == "names" or (role is None and is_no_group(_of_people(table, column, person))):
            dropped["names" if role else "no_group"].append(column)
        elif role == "platform" or (role in table.columns and role != column):
            dropped["platform"].append(column)
        elif role == "time":
            values = table[column].where(~is_blank(table[column]))
            try:
                read = read_dates(values, name=column)
            except (
                DataError
            ):  # day or month first: a time that only tells when somebody answered need not be asked
                read = values
            table = table.assign(**{column: read}).rename(columns={column: "time"})
            fates.set(column, "time", "time")
        elif role == "duration":
            read = pd.to_numeric(once(table[column], _seconds)).astype(float)
            table = table.assign(**{column: read}).rename(columns={column: "duration"})
            fates.set(column, "duration", "duration")
        elif role == "weight" and (weights := _weights(table[column])) is not None:
            table = table.assign(**{column: weights})
            fates.set(column, "weight", "weight")
            fates.doubts.append(sentence("intake.weight", column=column))
    for why, columns in dropped.items():
        fates.left_out(columns, why)
    return table.drop(columns=[column for columns in dropped.values() for column in columns])


def personal(table: pd.DataFrame, plain: dict[str, str]) -> list[str]:
    """Return the columns that hold names, contacts or addresses of people."""
    roles = {one: _role(table[one], one, plain[one]) for one in table.columns}
    return [one for one, role in roles.items() if role in ("person", "names", "address")]


def _of_people(table: pd.DataFrame, column: str, person: str | None) -> list[str]:
    """What people have in a column, each person once."""
    rows = table[[column] if person is None else [person, column]].head(_PEOPLE)
    try:
        rows = rows if person is None else rows.drop_duplicates()
        short = once(
            rows[column], lambda value: str(value)[:_HEAD].strip(), ""
        )  # one word may fill megabytes
    except TypeError:  # cells that hold lists
        return []
    return list(short[~is_blank(rows[column])])


def numbered_people(
    table: pd.DataFrame, plain: dict[str, str], fates: Fates
) -> tuple[pd.DataFrame, str | None]:
    """Put a number in place of each name, where nothing but names tells respondents apart; return the column."""
    roles = {one: _role(table[one], one, plain[one]) for one in table.columns}
    column = next((one for role in ("person", "names") for one in roles if roles[one] == role), None)
    return (table, None) if column is None else (as_numbers(table, column, fates), column)


def as_numbers(table: pd.DataFrame, column: str, fates: Fates) -> pd.DataFrame:
    """Put a number in place of each name of a column, the same for the same name."""
    blank = is_blank(table[column])
    named = table[column].astype(str).map(lambda value: " ".join(value.split()).casefold())
    for name in named[~blank].unique():
        fates.people.setdefault(name, len(fates.people) + 1)
    fates.doubts.append(sentence("intake.people_numbered", column=column))
    return table.assign(**{column: named.map(fates.people).astype("Int64").astype(object).mask(blank)})


def _weights(values: pd.Series) -> pd.Series | None:
    """Survey weights as numbers; None where one is none, so that the column stays what it is."""
    import pandas as pd

    blank = is_blank(values)
    read = pd.to_numeric(once(values.mask(blank), to_number)).astype(float)
    return None if blank.all() or (read.isna() & ~blank).any() or (read < 0).any() else read


def _of_quiz(column: str, columns: Iterable[str]) -> bool:
    """Whether a column is what a form adds beside a question: 得分 - …, Feedback - …."""
    head, dash, asked = column.partition(" - ")
    return bool(dash) and normalise(head) in names("quiz", "aside") and asked in columns


def _role(values: pd.Series, column: str, text: str) -> str | None:
    known = accepted("aside")
    for form in (column, text):
        if role := known.get(normalise(form)):
            return role
    if len(text) < 40 and _NAMED.search(text):
        return "person"
    if _ADDED.fullmatch(column[-_HEAD:]) or _ADDED.fullmatch(text[-_HEAD:]):
        return "platform"
    return _held(values, text)


def _held(values: pd.Series, heading: str) -> str | None:
    """Return what a column is by what it holds: an address, a person's number, names."""
    first = [str(value).strip() for value in values[~is_blank(values)].head(_LOOK)]
    for role, pattern in (("address", _ADDRESS), ("person", _PERSON)):
        if first and all(map(pattern.fullmatch, first)):
            return role
    if sum(map(bool, map(WITHIN.search, first))) * 2 > len(first):
        return "person"  # notes in which most people left a number or an address of theirs
    return "names" if holds_names(values, heading) else None


def reaches_people(values: pd.Series, heading: str) -> bool:
    """Whether a column that tells respondents apart holds their names, numbers or addresses."""
    return _held(values, heading) is not None


def holds_names(values: pd.Series, heading: str) -> bool:
    """Whether a column holds names of people, as its heading and its texts tell."""
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(values):
        return False
    try:
        short = once(
            values.head(_PEOPLE), lambda value: str(value)[:_HEAD], ""
        )  # one word may fill megabytes
    except TypeError:  # cells that hold lists
        return False
    return are_names(heading, short.unique())


def _seconds(value: Any) -> float | None:
    """Read 88, "88秒", "1分28秒", "1 min 28 s" or "00:01:28" as seconds."""
    text = "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
    if found := re.fullmatch(r"(?:(\d+):)?(\d+):(\d+)(?:\.\d+)?", text):
        return float(found[1] or 0) * 3600 + float(found[2]) * 60 + float(found[3])
    found = re.fullmatch(
        r"(?:(\d+)(?:小时|时|h|hours?))?(?:(\d+)(?:分钟?|m|min|mins|minutes?))?"
        r"(?:(\d+(?:\.\d+)?)(?:秒|s|secs?|seconds?)?)?",
        text,
    )
    if not text or found is None:
        return None
    return float(found[1] or 0) * 3600 + float(found[2] or 0) * 60 + float(found[3] or 0)
