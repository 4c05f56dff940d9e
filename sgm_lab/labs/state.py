"""State with undo, kept in the learner's workbook: what of a lab has nothing to do with what it shows."""

from __future__ import annotations

import copy
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import ArgumentError, SgmError
from ..i18n import t
from .controls import Control

if TYPE_CHECKING:
    from ..workbook import Workbook

__all__ = ["Kept", "State", "failures"]

#: Every callback that raised something other than one of our own errors; the tests demand that it stays empty.
failures: list[BaseException] = []
log = logging.getLogger("sgm_lab")

State = dict[str, Any]
_MOST_STEPS = 200  # that can be undone


class Kept(ABC):
    """The values of some controls, with what was before, brought in order and kept; `Lab` has the rest."""

    name: ClassVar[str]  # of its module or folder
    defaults: ClassVar[State]
    #: Whether one without a key is the learner's own, which goes through the course with them; it says so.
    travels: ClassVar[bool] = False
    #: Whether it shows what exercises and other labs wrote into the workbook, and so changes with them.
    gathers: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        home = cls.__module__.partition(".labs.")[2].partition(".")[0]
        if home and "name" not in cls.__dict__:
            cls.name = home

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        for name in state:
            if name not in self.defaults:
                raise ArgumentError("labs.no_control", name=name, names=list(self.defaults))
        self.key = self.name if key is None else f"{self.name}:{key}"
        self.start: State = _plain({**self.defaults, **state})
        self.state: State = copy.deepcopy(self.start)
        self.notice = ""
        self.narrow = False
        self._refused = False  # the file just given could not be read: what is shown is not about it
        self._past: list[State] = []
        self._book: Workbook | None = None
        self._given_way = False  # whether something of the state kept in the workbook could not be taken up
        self._watchers: list[Any] = []
        self.settle()
        if not self.notice:  # a file that is not here gives way to a case, and that is said
            asked = [name for name in state if self.start[name] != _plain(self.defaults[name])]
            self._refuse({name: self.start[name] for name in asked})

    @abstractmethod
    def controls(self) -> Iterable[Control]:
        """Return the controls that go with the present state.

        A control that depends on what another is set to is yielded after it: `settle` brings each in order before
        it asks for the next.
        """

    def every_control(self) -> Iterable[Control]:
        """Return the controls by which a value is refused: also those that do not show at present, where known."""
        return self.controls()

    def settle(self) -> None:
        """Bring the state in order: a value that cannot be had goes back to what its control begins with."""
        for control in self.controls():  # one after the other: the next may rest on this one
            self.state[control.name] = control.settle(self.state[control.name])

    def set(self, **changes: Any) -> None:
        """Change controls, remember the state before, and show the result.

        Raises
        ------
        ArgumentError
            If there is no such control or it cannot have that value; nothing is changed then.
        """
        before = self.state
        self.state = copy.deepcopy(before)
        try:
            for name, value in changes.items():
                if name not in self.state:
                    raise ArgumentError("labs.no_control", name=name, names=list(self.state))
                self.state[name] = _plain(value)
            wanted = {name: copy.deepcopy(self.state[name]) for name in changes}
            self.settle()  # one change may bring up other options for another
            self._refuse(wanted)
        except BaseException:
            self.state = before
            raise
        self._changed(before)

    def _refuse(self, wanted: State) -> None:
        """Say which of the values that were asked for cannot be had, where it is not only put in order."""
        for control in self.every_control():
            if control.name in wanted and self.state[control.name] != wanted[control.name]:
                control.take(wanted[control.name])

    def undo(self) -> None:
        """Go one change back; a state that cannot be had, for want of its file, stays one step back."""
        if self._past:
            now, self.state, self.notice = self.state, copy.deepcopy(self._past[-1]), ""
            try:
                self.settle()
            except BaseException:
                self.state = now
                raise
            if self.notice:
                self.state = now
                self._tell()
                return
            self._past = self._past[:-1]
            self.refresh()

    def start_over(self) -> None:
        """Go back to the state the lab opened with; this too can be undone."""
        before = self.state
        self.state = copy.deepcopy(self.start)
        self.settle()
        self._changed(before)

    def _changed(self, before: State) -> None:
        if self.state != before:
            self._past = [*self._past[1 - _MOST_STEPS :], before]
            self.refresh()

    def keep_in(self, book: Workbook) -> None:
        """Take up the state kept in the workbook, and keep every change there from now on.

        What was kept with a file that is not here is one step back, and stays in the workbook until a change is made.
        """
        self._book = book
        kept = book.get("labs", self.key) or self._of_before(book)
        if not isinstance(kept, dict):
            return
        begun = self.state
        wanted = self.start | {name: value for name, value in kept.items() if name in self.defaults}
        self.state, self.notice = copy.deepcopy(wanted), ""
        try:
            self.settle()
        except SgmError as error:
            self.state, self.notice = begun, error.plain
        except Exception as error:
            failures.append(error)
            log.exception("lab %s", self.name)
            self.state, self.notice = begun, t("labs.broken")
        except BaseException:  # a page fetches what is not here yet, and asks again
            self.state = begun
            raise
        self._given_way = self.state != wanted
        if self.notice:
            self._past = [one for one in self._past if one != wanted] + [wanted]

    def _of_before(self, book: Workbook) -> Any:
        """Take over, once, what all labs of this kind shared in editions before each had its own; as live.js does."""
        kept = None if self.travels or self.key == self.name else book.get("labs", self.name)
        case = self.start.get("case")
        if not isinstance(kept, dict) or kept.get("case", case) not in (case, "own"):
            return None
        book.put("labs", self.key, kept)
        book.remove("labs", self.name)
        return kept

    @property
    def kept_in(self) -> Workbook | None:
        """The workbook that the state is kept in, if any."""
        return self._book

    def follow(self) -> None:  # noqa: B027 — most labs show nothing that others write
        """Take up what others have written into the workbook; asked before a lab that gathers is shown anew."""

    def mark(self) -> dict[str, str]:
        """Return what tells this lab's place in the workbook from all others, for a browser."""
        return {} if self._book is None else self._book.mark | {"key": self.key}

    def refresh(self) -> None:
        """Bring workbook and front ends up to the state."""
        self.notice, self._refused = "", False
        if self._book is not None:
            self._book.put("labs", self.key, self.state, former=self._given_way)
            self._given_way = False
            self.notice = self._book.notice or ""
        self._tell()

    def say(self, sentence: str) -> None:
        """Show one sentence above the result."""
        self.notice = sentence
        self._tell()

    def watch(self, watcher: Any) -> None:
        """Call ``watcher()`` whenever what is shown may have changed."""
        self._watchers.append(watcher)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def _plain(value: Any) -> Any:
    """Return values as JSON holds them: tuples become lists."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
