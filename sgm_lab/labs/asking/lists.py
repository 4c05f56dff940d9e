"""A lab on a list asks which column holds the days, the figures, the comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ...errors import DataError, plainly
from ...i18n import has, t
from ...intake import Opened
from ...paper.blocks import Block, Note, Table
from ..base import State
from ..controls import Choice, Control
from .asks import Asks
from .decision import OUT, rows_of
from .file import AskedFile
from .sheets import Given

__all__ = ["AsksList", "ListKind", "first_of", "renamed"]

_FEWEST = 2  # rows; fewer are no list to ask about
_ROWS, _SHOWN, _LONGEST = 3, 6, 40  # rows and columns of the preview, and letters of a cell in it
_ZONES = ["", *(f"{hours:+03d}:00" for hours in range(-11, 14))]
_ORDERS = {"day": True, "month": False}
_OF_ZONES = {"universal", "universal_here", "zones_one", "zones_summer", "zone"}
_SETTLED = {"errors.day_or_month": "order", "errors.days_exchanged": "order", "errors.zone_open": "zone"}
_ASKED = {  # what the dialog can settle: a column or an order that is not known
    "intake.record_missing", "intake.record_several", "intake.nothing", "intake.no_comments",
    *_SETTLED,
    "files.columns_missing", "files.columns_twice", "culture.columns_missing", "culture.column_twice",
    "takeaways.monthly.no_column",
    "takeaways.monthly.no_figure", "goals.not_a_month", "published.nothing",
}  # fmt: skip

Told = Mapping[str, list[str]]  # what a column is → the columns that are it


@dataclass(frozen=True)
class ListKind:
    """What columns a list has, and how it is read.

    Attributes
    ----------
    name : str
        Tells it from other lists.
    roles : tuple of str
        What a column can be; ``lab_asking.list_<role>`` is the word for it.
    needed : tuple of str
        Those that must be there.
    read : callable
        Reads an open table with its columns by role, and with ``day_first`` and ``zone`` where they were told.
    guess : callable
        Guesses the columns by role.
    several : tuple of str
        Roles that more than one column can have.
    dated : str
        The role that holds days, whose order and zone can be told; empty where none does.
    shown : callable, optional
        Returns what was read with its columns called as the roles, where they are called otherwise.
    worded : callable, optional
        What a column of a role is called, where that is no word of the dialog.
    people : bool
        Whether it is about people by name, whose columns are then shown: the learner's own team.
    """

    name: str
    roles: tuple[str, ...]
    needed: tuple[str, ...]
    read: Callable[..., Any]
    guess: Callable[[Opened], Told]
    several: tuple[str, ...] = ()
    dated: str = ""
    shown: Callable[[Any], Any] | None = None
    worded: Callable[[str], str] | None = None
    people: bool = False

    def word(self, role: str) -> str:
        """Return what a column of the role is called."""
        return self.worded(role) if self.worded else t(f"lab_asking.list_{role}")


def renamed(page: Opened, names: Mapping[str, str]) -> Opened:
    """Return a page whose columns are called as a reader knows them."""
    return replace(page, table=page.table.rename(columns=names))


def first_of(found: Sequence[str], *taken: Sequence[str]) -> list[str]:
    """Return the first column that is nothing else yet."""
    return [one for one in found if not any(one in some for some in taken)][:1]


def told_columns(
    opened: Opened, how: Mapping[str, Any], kind: ListKind
) -> tuple[Opened, dict[str, list[str]]]:
    """Return the table with the columns that were told, and these by what they are.

    Raises
    ------
    DataError
        If one is lacking, or is told twice.
    """
    of: dict[str, list[str]] = {}
    for row in rows_of(how, "columns"):
        column, became = row.get("column"), str(row.get("became"))
        if column not in opened.table or became not in kind.roles:
            continue
        there = of.setdefault(became, [])
        if there and became not in kind.several:
            raise DataError("lab_asking.twice", became=kind.word(became), first=there[0], second=column)
        there.append(str(column))
    for role in kind.needed:
        if role not in of:
            raise DataError("lab_asking.list_lacks", became=kind.word(role))
    used = {one for there in of.values() for one in there}
    return replace(opened, table=opened.table[[one for one in opened.table if one in used]]), of


def _told(how: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of order and zone, as a reader takes it."""
    order = {"day_first": _ORDERS[how["order"]]} if how.get("order") in _ORDERS else {}
    return order | ({"zone": how["zone"]} if how.get("zone") in _ZONES[1:] else {})


class AskedList(AskedFile):
    """What each column of a list is, and how its days are written; shows three rows as they would be read."""

    defaults: ClassVar[State] = AskedFile.defaults | {"ask_order": "", "ask_zone": ""}

    def __init__(self, kind: ListKind, *args: Any) -> None:
        self.kind = kind
        super().__init__(args[0], args[1], kind.name, *args[2:])

    @property
    def how(self) -> State:
        """The decision, as a state keeps it."""
        said = {"order": self.state["ask_order"], "zone": self.state["ask_zone"]}
        return self.told | {name: value for name, value in said.items() if value}

    def remember(self, how: Mapping[str, Any]) -> None:
        """Begin with what was decided before."""
        self.state |= {"ask_order": how.get("order", ""), "ask_zone": how.get("zone", "")}
        super().remember(how)

    def roles(self) -> list[tuple[str, str]]:
        """Return what a column of the list can be."""
        return [*((self.kind.word(one), one) for one in self.kind.roles), (self.w("became_left_out"), OUT)]

    @property
    def personal(self) -> list[str]:
        """Columns whose content is not shown; none where the list is about people by name."""
        return [] if self.kind.people else super().personal

    def guesses(self) -> Mapping[str, tuple[str, str]]:
        """Return what the columns are, as their names and cells say."""
        role_of = {one: role for role, there in self.kind.guess(self.opened).items() for one in there}
        return {column: (role_of.get(column, OUT), "") for column in map(str, self.opened.table.columns)}

    def controls(self) -> list[Control]:
        """Return sheet, order and zone of the days, and the columns."""
        made = self.place_controls()
        if self.kind.dated:
            made.append(
                Choice("ask_order", [(self.w(f"order_{one or 'open'}"), one) for one in ("", *_ORDERS)])
            )
            if self.state["ask_zone"] or self._zoned:
                named = [(f"UTC{one}" if one else self.w("zone_open"), one) for one in _ZONES]
                made.append(Choice("ask_zone", named))
        return [*made, self.column_control()]

    @property
    def _zoned(self) -> bool:
        """Whether days of the column that was told say their zone."""
        from ...dates import read_dates

        days = [row["column"] for row in self.state["ask_columns"] if row["became"] == self.kind.dated]
        if len(days) != 1:
            return False
        try:
            read = read_dates(self.opened.table[days[0]], day_first=True)
        except DataError as error:
            return error.key == "errors.zone_open"
        return bool(_OF_ZONES & set(read.attrs["said"]))

    def read_whole(self, most: int | None = None) -> Any:
        """Read as decided.

        Raises
        ------
        DataError
            If something is still open, or it cannot be read so.
        """
        page, of = told_columns(self.opened, self.how, self.kind)
        try:
            return self.kind.read(self.first_rows(page, most), of, **_told(self.how))
        except DataError as error:
            if error.key not in _SETTLED:
                raise
            raise DataError(f"lab_asking.or_{_SETTLED[error.key]}", first=_why(error)) from error

    def sentence(self, result: Any) -> str:
        """Say that it can be read."""
        return self.w("list_ready", n=len(self.opened.table))

    def blocks(self, result: Any) -> list[Block]:
        """Return the preview."""
        table = result.table.head(_ROWS)
        table = self.kind.shown(table) if self.kind.shown else table
        shown = [one for one in self.kind.roles if one in table and table[one].notna().any()][:_SHOWN]
        rows = [[_cell(row[one]) for one in shown] for row in table.to_dict("records")]
        said = [Note(plainly(one), "quiet-note") for one in getattr(result, "notes", [])]
        return [Table(self.w("list_preview"), [self.kind.word(one) for one in shown], rows), *said]


def _why(error: DataError) -> DataError:
    area, _, name = error.key.rpartition(".")
    keys = (f"lab_asking.why_{area}_{name}", f"lab_asking.why_{name}")
    return next((DataError(key, **error.values) for key in keys if has(key)), error)


def _cell(value: Any) -> str:
    if value is None or value != value:
        return "–"
    known = (f"common.dimension.{value}", f"intake.label.tone.{value}")
    if isinstance(value, str) and (key := next(filter(has, known), None)):
        return t(key)
    text = f"{value:g}" if isinstance(value, float) else str(value).removesuffix(" 00:00:00")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class AsksList(Asks):
    """A lab on a list that can be a learner's own."""

    @property
    def asked_end(self) -> str:
        """End of the keys that begin the dialog: of days it says that their order can be told."""
        return "_list" if self.list_kind is None or self.list_kind.dated else "_rows"

    #: The list that a file is read as; None where a file that is not understood is refused in a sentence.
    list_kind: ClassVar[ListKind | None] = None

    @property
    def asked(self) -> str:
        """What a file is read as."""
        return self.list_kind.name if self.list_kind else ""

    def read_told(self, page: Opened, how: Mapping[str, Any]) -> Any:
        """Read a table whose columns were told."""
        if self.list_kind is None:  # a workbook written by hand
            return self.read_answers(page)
        table, of = told_columns(page, how, self.list_kind)
        return self.list_kind.read(table, of, **_told(how))

    def dialog(self, given: Given, opened: Opened, header: str) -> AskedFile:
        """Return the dialog about a list."""
        return AskedList(self.list_kind, given, opened, self.use_told, self.leave_told, header)  # type: ignore[arg-type]

    def why(self, error: DataError) -> str:
        """Say what was not understood, without what would help where nothing could be told here."""
        return _why(error).plain

    def can_be_asked(self, opened: Opened, error: DataError) -> bool:
        """Whether telling its columns, or how its days are written, may help."""
        return self.list_kind is not None and len(opened.table) >= _FEWEST and error.key in _ASKED

    @property
    def asks_again(self) -> bool:
        """Whether the dialog can be opened for the file that is here."""
        return self.list_kind is not None and super().asks_again
