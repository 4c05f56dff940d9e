"""What every lab shares: state with undo, controls as data, one face for all front ends, and a static one.

A lab never computes: ``compute`` calls the methods, ``blocks`` says what is shown of the result, as data that every
medium has a renderer for (`sgm_lab.paper`). Whoever shows it (``live.py`` in JupyterLab, a worker on the published
page) passes on what ``view`` returns and what the learner does (``message``); the same ``lab.js`` draws it everywhere.
"""

from __future__ import annotations

import copy
import html
import json
import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

from .. import workbook
from ..errors import ArgumentError, SgmError
from ..i18n import has, t
from ..paper import markup
from ..paper.blocks import Block, Figure
from . import uploads
from .controls import Action, Control, Points, Rows, Upload, share_points

if TYPE_CHECKING:
    from ..charts import Chart, Size
    from ..workbook import Workbook

__all__ = ["Download", "Lab", "State", "failures", "style"]

#: Every callback that raised something other than one of our own errors; the tests demand that it stays empty.
failures: list[BaseException] = []
log = logging.getLogger("sgm_lab")

State = dict[str, Any]
_MOST_STEPS = 200  # that can be undone
_EXPORTS = ("html", "xlsx", "png")  # that a front end offers


@dataclass(frozen=True)
class Download:
    """A file for the learner: its name, kind and content."""

    name: str
    mime: str
    content: bytes


@cache
def style() -> str:
    """Style sheet of all labs, once."""
    return f"<style>{files(__package__).joinpath('lab.css').read_text(encoding='utf-8')}</style>"


class Lab(ABC):
    """State + compute + blocks.

    Parameters
    ----------
    key : str, optional
        Keeps the state of this lab apart from that of others of its kind, for instance ``"3.2"``: a chapter's
        own. Labs without one share their state through the whole course: what is meant to travel.
    **state
        Initial values of the controls, over the defaults.

    Raises
    ------
    ArgumentError
        If there is no such control or it cannot have that value, as `set` does.

    Attributes
    ----------
    state : dict
        Values of the controls; goes to JSON. Replace values, never change them in place.
    notice : str
        One sentence about what could not be done, until the next change.
    narrow : bool
        Whether it is shown on a narrow page; figures then carry their layout for phones.
    """

    name: ClassVar[str]  # of its module or folder
    defaults: ClassVar[State]
    #: Whether one without a key is the learner's own, which goes through the course with them; it says so.
    travels: ClassVar[bool] = False
    #: What a page loads before it can show the lab: ``"tables"``, ``"figures"``, or the name of a package.
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures")
    #: Controls that a page lets be changed before it has loaded that, each with the values it offers (none: all).
    prepared: ClassVar[Mapping[str, Sequence[Any]]] = {}

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

    # ---- what a lab defines ----

    @abstractmethod
    def controls(self) -> Iterable[Control]:
        """Return the controls that go with the present state.

        A control that depends on what another is set to is yielded after it: `settle` brings each in order before
        it asks for the next.
        """

    def every_control(self) -> Iterable[Control]:
        """Return the controls by which a value is refused: also those that do not show at present, where known."""
        return self.controls()

    @abstractmethod
    def compute(self) -> Any:
        """Call the methods on the present state."""

    @abstractmethod
    def sentence(self, result: Any) -> str:
        """Say the result in one sentence of plain words."""

    @abstractmethod
    def blocks(self, result: Any) -> list[Block]:
        """Return all that is shown below the sentence."""

    def actions(self) -> list[Action]:
        """Buttons of this lab beside undo and start over; ``Action("keep")`` calls ``do_keep``."""
        return []

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Take a file; by default it is kept, and the control holds it."""
        self.set(**{control: uploads.keep(self._book, name, content)})

    def settle(self) -> None:
        """Bring the state in order: a value that cannot be had goes back to what its control begins with."""
        for control in self.controls():  # one after the other: the next may rest on this one
            self.state[control.name] = control.settle(self.state[control.name])

    # ---- words ----

    @classmethod
    def w(cls, key: str, /, **values: Any) -> str:
        """Return a text of this lab: ``words/lab_<name>.toml``."""
        return t(f"lab_{cls.name}.{key}", **values)

    @classmethod
    def title(cls) -> str:
        """Return the lab's title."""
        return cls.w("title")

    # ---- state ----

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

    # ---- what the learner does ----

    def do(self, action: str) -> Any:
        """Press one of the lab's own buttons; what it returns may be a file to download."""
        if action not in [one.name for one in self.actions()]:
            raise ArgumentError("labs.no_control", name=action, names=[one.name for one in self.actions()])
        return getattr(self, f"do_{action}")()

    def message(self, message: Mapping[str, Any], content: bytes = b"") -> Download | None:
        """Do what a front end asks for; whatever goes wrong, the learner reads one plain sentence.

        Parameters
        ----------
        message : mapping
            ``{"do": "set", "changes": {…}}``, ``{"do": "points", "name", "option", "value", "held"}``,
            ``{"do": "act", "name"}``, ``{"do": "narrow", "value"}``, ``{"do": "undo"}``, ``{"do": "start_over"}``,
            ``{"do": "export", "kind"}``, ``{"do": "file", "name": control, "file": file name}``.
        content : bytes
            The file's.

        Returns
        -------
        Download or None
            A file the front end hands to the learner.
        """
        begun = self.state, self._past
        try:
            made = self._obey(message, content)
            return made if isinstance(made, Download) else None
        except SgmError as error:
            self._refused = message.get("do") == "file"
            self.state, self._past = begun
            self.say(error.plain)
        except Exception as error:
            failures.append(error)
            log.exception("lab %s", self.name)
            self.state, self._past = begun
            self.say(t("labs.broken"))
        except BaseException:  # as in `keep_in`
            self.state, self._past = begun
            raise
        return None

    def _obey(self, message: Mapping[str, Any], content: bytes) -> Any:
        match message.get("do"):
            case "set":
                return self.set(**dict(message["changes"]))
            case "points":
                name = str(message["name"])
                control = next(c for c in self.controls() if isinstance(c, Points) and c.name == name)
                held = [str(one) for one in message.get("held", [])]
                now = share_points(
                    self.state[name], str(message["option"]), message["value"], control.total, held
                )
                return self.set(**{name: now})
            case "act":
                return self.do(str(message["name"]))
            case "undo":
                return self.undo()
            case "start_over":
                return self.start_over()
            case "export":
                return self.export(str(message["kind"]))
            case "narrow":
                self.narrow = bool(message["value"])
                return self._tell()
            case "file":
                return self.receive(str(message["name"]), str(message["file"]), content)
        raise ArgumentError("errors.choice", name="do", value=message.get("do"), choices=["set", "undo"])

    def export(self, kind: str) -> Download:
        """Return what is shown as a file.

        Parameters
        ----------
        kind : {"html", "xlsx", "docx", "txt", "png"}
            A page that needs no other file; a spreadsheet with figure and tables; a Word document; plain text; the
            figure alone.

        Raises
        ------
        ArgumentError
            If there is no such kind, or no figure.
        """
        from . import report

        name = f"{self.title()}.{kind}"
        if kind in report.WRITERS:
            mime, write = report.WRITERS[kind]
            return Download(name, mime, write(self))
        chart = self.figure(self.compute()) if kind == "png" else None
        if chart is None:
            raise ArgumentError("labs.no_figure" if kind == "png" else "errors.choice", name="kind", value=kind,
                                choices=[*report.WRITERS, "png"])  # fmt: skip
        return Download(name, "image/png", chart.png())

    # ---- faces ----

    def figure(self, result: Any, *, size: Size = "page") -> Chart | None:
        """Draw the first figure that is shown; where there is none, return nothing."""
        return next((one.draw(size) for one in self.blocks(result) if isinstance(one, Figure)), None)

    def draw(self, result: Any, *, phone: bool = False) -> str:
        """Set the blocks as HTML; with ``phone``, figures carry a second layout for narrow pages."""
        return markup.blocks(self.blocks(result), phone=phone)

    def body(self, *, phone: bool = False) -> str:
        """HTML of the present result; a result that cannot be had is a sentence saying why."""
        try:
            result = self.compute()
            said = f'<p class="sgm-said" role="status">{html.escape(self.sentence(result))}</p>'
            return said + self.draw(result, phone=phone)
        except SgmError as error:
            return f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(error.plain)}</p>'

    def _safe_body(self) -> str:
        """Return the body for a front end, which must come back even where a lab has a mistake in it."""
        try:
            shown = self.body(phone=self.narrow)
            if self._refused:
                name = self.former()
                key = "labs.former_file" if name else "labs.not_your_file"
                return markup.foldaway(t(key, name=name), shown)
            return shown
        except Exception as error:
            failures.append(error)
            log.exception("lab %s", self.name)
            return f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(t("labs.broken"))}</p>'

    def former(self) -> str:
        """Name of the learner's own file that the present result is about, if it is about any."""
        return ""

    def view(self) -> dict[str, Any]:
        """Return all a front end shows, as plain values."""
        return self.frame() | {"html": self._safe_body()}

    def frame(self) -> dict[str, Any]:
        """Return what a front end shows around the result, as plain values; nothing is computed for it."""
        return {
            "lab": self.name,
            "title": self.title(),
            "travels": self.journey(),
            "controls": [self._face(control) for control in self.controls()],
            "actions": [
                {
                    "name": action.name,
                    "label": self.w(f"action_{action.name}"),
                    "help": self.w(f"action_{action.name}_help"),
                    "primary": action.primary,
                }
                for action in self.actions()
            ],
            "notice": self.notice,
            "can_undo": bool(self._past),
            "exports": [[kind, t(f"labs.export_{kind}")] for kind in self.exports()],
            "words": _words(),
        }

    def journey(self) -> str:
        """Say that this lab is the same in every chapter, where it is."""
        return self.w("travels") if self.travels and self.key == self.name else ""

    def exports(self) -> list[str]:
        """Kinds of file the shown result can be had as."""
        return list(_EXPORTS)

    def _face(self, control: Control) -> dict[str, Any]:
        made = control.face() | {
            "name": control.name,
            "kind": control.kind,
            "label": self.w(control.name),
            "help": self.w(f"{control.name}_help"),
            "value": self.state[control.name],
        }
        unit = f"lab_{self.name}.{control.name}_unit"
        if has(unit):
            made["unit"] = t(unit)
        if isinstance(control, Rows):
            for column in made["columns"]:
                if column["label"] is None:
                    column["label"] = self.w(f"{control.name}_{column['name']}")
        return made

    def static(self) -> str:
        """Return the worked version: the choices made and what comes of them, without any control.

        It names the lab and how it begins, so that a page can bring it to life in the same place.
        """
        rows = []
        for control in self.controls():
            value = "" if isinstance(control, Upload) else control.shown(self.state[control.name])
            if value:
                label = html.escape(self.w(control.name))
                rows.append(f"<div><dt>{label}</dt><dd>{html.escape(value)}</dd></div>")
        chosen = f'<p class="sgm-travels">{html.escape(said)}</p>' if (said := self.journey()) else ""
        chosen += f'<dl class="sgm-chosen">{"".join(rows)}</dl>' if rows else ""
        begin = html.escape(json.dumps(self.start, ensure_ascii=False, sort_keys=True))
        return (
            f'{style()}<div class="sgm-lab sgm-static sgm-{self.name}" data-lab="{self.name}" '
            f'data-key="{html.escape(self.key)}" data-start="{begin}">{chosen}{self._worked()}</div>'
        )

    def _worked(self) -> str:
        """Return what a page shows below the choices made, before anyone has changed them."""
        return self.body(phone=True)

    def widget(self) -> Any:
        """Return the live face in JupyterLab, an ipywidget made once."""
        from .live import widget_of

        return widget_of(self)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if os.environ.get("SGM_STATIC"):
            return {"text/html": self.static(), "text/plain": self._plainly()}
        if self._book is None:
            self.keep_in(workbook.open_book())
        return self.widget()._repr_mimebundle_(**options)

    def _plainly(self) -> str:
        try:
            return self.sentence(self.compute())
        except SgmError as error:
            return error.plain


def _plain(value: Any) -> Any:
    """Return values as JSON holds them: tuples become lists."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def _words_of(lang: str) -> dict[str, str]:
    names = ("undo", "undo_help", "start_over", "start_over_help", "help", "add_row", "remove_row", "choose_file",
             "remove_file", "reading", "working", "download", "none", "left", "row_full", "file_kind")  # fmt: skip
    lost = {
        name: t(f"exercises.ui.{name}")
        for name in ("lost_stopped", "lost_away", "lost_lab_alone", "lost_lab_late", "load_again")
    }
    return {name: t(f"labs.{name}") for name in names} | lost


def _words() -> dict[str, str]:
    from ..i18n import get_language

    return _words_of(get_language())
