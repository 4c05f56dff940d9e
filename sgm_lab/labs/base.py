"""What every lab shares: state with undo, controls as data, a live face and a static one.

A lab never computes: ``compute`` calls the methods, ``draw`` turns the result into HTML through the charts.
"""

from __future__ import annotations

import html
import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

import ipywidgets as widgets

from .. import workbook
from ..errors import ArgumentError, SgmError
from ..i18n import t

if TYPE_CHECKING:
    from ..workbook import Workbook

__all__ = ["Choice", "Control", "Lab", "Text", "callback", "failures", "style"]

#: Every callback that raised something other than one of our own errors; the tests demand that it stays empty.
failures: list[BaseException] = []

State = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """One of several values; ``options`` are (label, value) pairs, shown as buttons or as a list."""

    name: str
    options: Sequence[tuple[str, Any]]
    buttons: bool = False


@dataclass(frozen=True)
class Text:
    """Free text from the learner."""

    name: str
    rows: int = 3


Control = Choice | Text


@cache
def style() -> str:
    """Style sheet of all labs, once."""
    return f"<style>{files(__package__).joinpath('lab.css').read_text(encoding='utf-8')}</style>"


def callback(lab: Lab, act: Callable[..., None]) -> Callable[..., None]:
    """Wrap a widget callback: whatever goes wrong, the learner reads one plain sentence and nothing is lost."""

    @wraps(act)
    def safe(*args: Any) -> None:
        try:
            act(*args)
        except SgmError as error:
            lab.say(str(error))
        except Exception as error:
            failures.append(error)
            logging.getLogger("sgm_lab").exception("lab %s", lab.name)
            lab.say(t("labs.broken"))

    return safe


class Lab(ABC):
    """State + compute + draw.

    Parameters
    ----------
    **state
        Initial values of the controls, over the defaults.

    Attributes
    ----------
    state : dict
        Values of the controls; goes to JSON.
    """

    name: ClassVar[str]
    defaults: ClassVar[State]

    def __init__(self, **state: Any) -> None:
        for key in state:
            if key not in self.defaults:
                raise ArgumentError("labs.no_control", name=key, names=list(self.defaults))
        self.start = {**self.defaults, **state}
        self.state: State = dict(self.start)
        self._past: list[State] = []
        self._widget: widgets.Widget | None = None
        self._inputs: dict[str, Any] = {}
        self._book: Workbook | None = None
        self.settle()

    # ---- what a lab defines ----

    @abstractmethod
    def controls(self) -> list[Control]:
        """Return the controls that go with the present state."""

    @abstractmethod
    def compute(self) -> Any:
        """Call the methods on the present state."""

    @abstractmethod
    def draw(self, result: Any, *, phone: bool = False) -> str:
        """Turn a result into HTML; with ``phone``, figures carry a second layout for narrow pages."""

    def figure(self, result: Any) -> Any:
        """Return the lab's figure as a `sgm_lab.charts.Chart`; a lab without one returns nothing."""
        return None

    @abstractmethod
    def sentence(self, result: Any) -> str:
        """Say the result in one sentence of plain words."""

    def settle(self) -> None:
        """Bring the state in order: a value that no longer exists goes back to the first there is."""
        for control in self.controls():
            if isinstance(control, Choice):
                values = [value for _, value in control.options]
                if self.state[control.name] not in values:
                    self.state[control.name] = values[0]

    # ---- state ----

    def set(self, **changes: Any) -> None:
        """Change controls, remember the state before, and draw again.

        Raises
        ------
        ArgumentError
            If there is no such control or it cannot have that value.
        """
        before = dict(self.state)
        for key, value in changes.items():
            if key not in self.state:
                raise ArgumentError("labs.no_control", name=key, names=list(self.state))
            self.state[key] = value
        wanted = dict(self.state)
        self.settle()
        wrong = [key for key in changes if self.state[key] != wanted[key]]
        if wrong:
            self.state = before
            options = next(c.options for c in self.controls() if isinstance(c, Choice) and c.name == wrong[0])
            choices = [value for _, value in options]
            raise ArgumentError("errors.choice", name=wrong[0], value=wanted[wrong[0]], choices=choices)
        if self.state != before:
            self._past.append(before)
            self.refresh()

    def undo(self) -> None:
        """Go one change back."""
        if self._past:
            self.state = self._past.pop()
            self.refresh()

    def start_over(self) -> None:
        """Go back to the state the lab opened with; this too can be undone."""
        if self.state != self.start:
            self._past.append(dict(self.state))
            self.state = dict(self.start)
            self.settle()
            self.refresh()

    def keep_in(self, book: Workbook) -> None:
        """Take up the state kept in the workbook, and keep every change there from now on."""
        kept = book.get("labs", self.name)
        if isinstance(kept, dict):
            before = self.state
            self.state = before | {key: value for key, value in kept.items() if key in self.defaults}
            try:
                self.settle()
            except SgmError:  # kept with a case that is no longer here: begin afresh
                self.state = before
        self._book = book

    # ---- faces ----

    def body(self, *, phone: bool = False) -> str:
        """HTML of the present result; a result that cannot be had is a sentence saying why."""
        try:
            result = self.compute()
            said = f'<p class="sgm-said" role="status">{html.escape(self.sentence(result))}</p>'
            return said + self.draw(result, phone=phone)
        except SgmError as error:
            return f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(str(error))}</p>'

    def static(self) -> str:
        """Return the worked version: the choices made and what comes of them, without any control."""
        rows = []
        for control in self.controls():
            value = self.state[control.name]
            if isinstance(control, Choice):
                value = next(text for text, option in control.options if option == value)
            if value:
                label = html.escape(t(f"labs.{self.name}.{control.name}"))
                rows.append(f"<div><dt>{label}</dt><dd>{html.escape(str(value))}</dd></div>")
        chosen = f'<dl class="sgm-chosen">{"".join(rows)}</dl>'
        return f'{style()}<div class="sgm-lab sgm-static">{chosen}{self.body(phone=True)}</div>'

    def widget(self) -> widgets.Widget:
        """Return the live face, made once."""
        if self._widget is None:
            self._area = widgets.HTML()
            self._notice = widgets.HTML()
            self._row = widgets.HBox().add_class("sgm-controls")
            undo = widgets.Button(description=t("labs.undo"), tooltip=t("labs.undo_help")).add_class(
                "sgm-quiet"
            )
            again = widgets.Button(
                description=t("labs.start_over"), tooltip=t("labs.start_over_help")
            ).add_class("sgm-quiet")
            undo.on_click(callback(self, lambda _: self.undo()))
            again.on_click(callback(self, lambda _: self.start_over()))
            tools = widgets.HBox([*self.extra_buttons(), undo, again]).add_class("sgm-tools")
            parts = [widgets.HTML(style()), self._row, self._notice, self._area, tools]
            self._widget = widgets.VBox(parts).add_class("sgm-lab").add_class(f"sgm-{self.name}")
            self.refresh()
        return self._widget

    def extra_buttons(self) -> list[widgets.Button]:
        """Buttons of this lab beside undo and start over."""
        return []

    def refresh(self) -> None:
        """Bring workbook and live face up to the state; without them there is nothing to do."""
        if self._book is not None:
            self._book.put("labs", self.name, self.state)
        if not hasattr(self, "_area"):
            return
        self._sync_inputs()
        self._notice.value = ""
        self._area.value = self.body()
        if self._book is not None and self._book.notice:
            self.say(self._book.notice)

    def say(self, sentence: str) -> None:
        """Show one sentence above the result."""
        if hasattr(self, "_notice"):
            self._notice.value = f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(sentence)}</p>'

    def _sync_inputs(self) -> None:
        """Make the inputs once and keep their options and values with the state."""
        for control in self.controls():
            value = self.state[control.name]
            known = self._inputs.get(control.name)
            if known is None:
                known = self._inputs[control.name] = self._make(control)
            with known.hold_trait_notifications():
                if isinstance(control, Choice) and tuple(known.options) != tuple(control.options):
                    known.options = tuple(control.options)
                if known.value != value:
                    known.value = value
        if len(self._row.children) != len(self._inputs):
            self._row.children = tuple(self._inputs.values())

    def _make(self, control: Control) -> Any:
        label, help_line = t(f"labs.{self.name}.{control.name}"), t(f"labs.{self.name}.{control.name}_help")
        common = {"description": label, "tooltip": help_line, "style": {"description_width": "auto"}}
        made: Any
        if isinstance(control, Text):
            made = widgets.Textarea(
                value=self.state[control.name], rows=control.rows, placeholder=help_line, **common
            )
        else:
            kind = widgets.ToggleButtons if control.buttons else widgets.Dropdown
            made = kind(options=tuple(control.options), value=self.state[control.name], **common)
        made.add_class(f"sgm-{control.name}")

        def changed(change: Any, name: str = control.name) -> None:
            # Options being swapped pass through other values; only what differs from the state is the learner's.
            if change["new"] is not None and change["new"] != self.state[name]:
                self.set(**{name: change["new"]})

        made.observe(callback(self, changed), "value")
        return made

    def _repr_mimebundle_(self, **_: Any) -> Any:
        if os.environ.get("SGM_STATIC"):
            return {"text/html": self.static(), "text/plain": self.sentence(self.compute())}
        if self._book is None:
            self.keep_in(workbook.open_book())
        return self.widget()._repr_mimebundle_()
