"""A lab of several views: fields declared once, and for each view what it asks, works out, says and shows.

What a view shows are blocks (`sgm_lab.paper.blocks`), which every medium has a renderer for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import ArgumentError
from ..paper.blocks import Block, Figure
from ..takeaways.plan.rows import arrow
from .base import Lab, State
from .controls import Action, Choice, Control, Number

if TYPE_CHECKING:
    from ..charts import Chart

__all__ = ["Field", "View", "Viewed", "number", "pick", "slider"]


@dataclass(frozen=True)
class Field:
    """One entry of a lab's state.

    Attributes
    ----------
    start : object or callable
        What it begins with, and goes back to; of a callable, what it returns for the lab.
    control : callable
        Of the lab and the field's name: what a learner sets it with, which refuses what cannot be had.
    when : callable
        Of the lab: whether a view that asks for it shows it.
    """

    start: Any
    control: Callable[[Any, str], Control]
    when: Callable[[Any], bool] = lambda lab: True

    def settle(self, lab: Any, name: str, value: Any) -> Any:
        """Keep a value that can be had, or what can be kept of it, else begin anew."""
        control = self.control(lab, name)
        try:
            return control.take(value)
        except ArgumentError:
            kept = control.settle(value)  # of rows all but the cell that cannot be had
            if kept != control.first():
                return kept
            return control.settle(self.start(lab) if callable(self.start) else self.start)


def pick(*names: str, buttons: bool = False) -> Callable[[Any, str], Control]:
    """Return a choice among names whose labels are the words ``<field>_<name>``."""
    return lambda lab, field: Choice(field, [(lab.w(f"{field}_{name}"), name) for name in names], buttons)


def number(low: float, high: float, step: float = 1) -> Callable[[Any, str], Control]:
    """Return a number to be written between limits."""
    return lambda lab, field: Number(field, low, high, step)


def slider(low: float, high: float, step: float = 1) -> Callable[[Any, str], Control]:
    """Return a number to be slid between limits."""
    return lambda lab, field: Number(field, low, high, step, slider=True)


class View(ABC):
    """One question put to the lab's data: ``compute`` calls the methods, the rest says and shows what they found."""

    asks: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[bool] = True  # whether the data can be chosen here
    pictured: ClassVar[bool] = True  # whether it may have a figure to give away
    writes: ClassVar[str] = ""  # the row of the goal plan that is written here
    lacks: ClassVar[str] = "empty"  # word for what is wanting where there is no result yet

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        self.at: State = lab.state
        self.w: Callable[..., str] = lab.w

    @abstractmethod
    def compute(self) -> Any:
        """Call the methods; what comes back is of this view's own type, or nothing where there is none yet."""

    @abstractmethod
    def says(self, found: Any) -> str:
        """Answer in one sentence."""

    @abstractmethod
    def shows(self, found: Any) -> Iterator[Block]:
        """Yield what stands below the sentence."""

    def lacking(self) -> str:
        """Say what is wanting where there is no result yet."""
        return self.w(self.lacks)

    def meanwhile(self) -> Iterator[Block]:
        """Yield what stands below that."""
        yield from ()

    def heads(self, *names: str) -> list[str]:
        """Return the headings of a table: the words ``head_<name>``."""
        return [self.w(f"head_{name}") for name in names]

    def drawn(self, chart: Callable[..., Chart], *found: Any, **how: Any) -> Figure:
        """Return the figure of a chart, drawn in whatever size a medium asks for."""
        return Figure(lambda size: chart(*found, **how, size=size))


class Viewed(Lab):
    """All that a lab needs from its ``fields`` and ``views``; named after the class its data come from.

    Attributes
    ----------
    switch : str
        What the view is chosen with; a lab of one view has no such control.
    data : tuple of str
        Fields that choose the data, with what the class chooses by which the data come from.
    data_first : bool
        Whether the data are chosen before the view.
    """

    defaults: ClassVar[State] = {}  # of what no field stands for; those of the classes above go before them
    _declared: ClassVar[State] = {}
    fields: ClassVar[Mapping[str, Field]] = {}
    views: ClassVar[Mapping[str, type[View]]] = {}
    switch: ClassVar[str] = "view"
    data: ClassVar[tuple[str, ...]] = ()
    data_first: ClassVar[bool] = False

    @classmethod
    def begins(cls) -> State:
        """Return the state before it is settled: what a field begins with by the lab is not there yet."""
        starts = {name: None if callable(one.start) else one.start for name, one in cls.fields.items()}
        return ({cls.switch: next(iter(cls.views))} if len(cls.views) > 1 else {}) | starts

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._declared = vars(cls).get("defaults", {})
        above = [vars(base).get("_declared", {}) for base in reversed(cls.__mro__)]
        cls.defaults = {name: value for one in [*above, cls.begins()] for name, value in one.items()}

    @property
    def shown(self) -> View:
        """The view in use."""
        names = [one.settle(self.state[one.name]) for one in self._switch()]
        return self.views[(names or list(self.views))[0]](self)

    def offered(self) -> Sequence[str]:
        """Return the views that can be chosen as the state stands."""
        return list(self.views)

    def _switch(self) -> list[Control]:
        return [pick(*self.offered(), buttons=True)(self, self.switch)] if len(self.views) > 1 else []

    def _fields(self) -> dict[str, Control]:
        return {name: field.control(self, name) for name, field in self.fields.items()}

    def source_controls(self) -> list[Control]:
        """Return the controls that choose the data; none where there is nothing to choose."""
        return []

    def source_actions(self) -> list[Action]:
        """Return the buttons that go with the data."""
        return []

    def preview(self) -> list[Block]:
        """Say what was read of a learner's file and what was not."""
        return []

    def controls(self) -> list[Control]:
        """Return the view, the data where they count, and what the view asks."""
        view, source = self.shown, self.source_controls()
        own = {one.name: one for one in source} | {
            name: one for name, one in self._fields().items() if self.fields[name].when(self)
        }
        data = [*source, *(own[name] for name in self.data if name in own)]
        chosen = [self._switch(), data if view.source else []]
        head = [one for some in (reversed(chosen) if self.data_first else chosen) for one in some]
        return head + [own[name] for name in view.asks if name in own]

    def every_control(self) -> list[Control]:
        """Return what any view asks."""
        head = [self._switch(), self.source_controls()]
        asked = [one for some in (reversed(head) if self.data_first else head) for one in some]
        return [*asked, *self._fields().values()]

    def settle(self) -> None:
        """Bring the view and every field in order, shown or not, as they are declared: one may rest on another."""
        for one in self._switch():
            self.state[one.name] = one.settle(self.state[one.name])
        for name, field in self.fields.items():
            self.state[name] = field.settle(self, name, self.state[name])

    def actions(self) -> list[Action]:
        """Return the buttons of the data where they count."""
        return self.source_actions() if self.shown.source else []

    def compute(self) -> Any:
        """Work out what the view shows."""
        return self.shown.compute()

    def sentence(self, result: Any) -> str:
        """Say it."""
        return self.shown.lacking() if result is None else self.shown.says(result)

    def blocks(self, result: Any) -> list[Block]:
        """Return all that stands below the sentence."""
        view = self.shown
        below = view.meanwhile() if result is None else view.shows(result)
        return [*(self.preview() if view.source else []), *below]

    def goes(self) -> str:
        """Say what of the view goes into which row of the goal plan: the word ``to_plan``."""
        row = self.shown.writes
        return self.w("to_plan", goes=arrow([row])) if row else ""

    def exports(self) -> list[str]:
        """Return a picture only where the view has a figure."""
        return [kind for kind in super().exports() if kind != "png" or self.shown.pictured]
