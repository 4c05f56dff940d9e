"""The records of exercises by name: what all have (`base`) and what each kind is (`kinds`)."""

from .base import Record
from .fields import Text
from .kinds import KINDS
from .kinds.goal import Goal
from .kinds.lab import LabTask
from .kinds.multiple import Multiple
from .kinds.number import Number, Slip, Tolerance
from .kinds.order import Order, PairSlip
from .kinds.predict import Expectation, Predict
from .kinds.reflection import Reflection
from .kinds.single import Option, Single
from .kinds.sort import Item, Sort
from .kinds.survey import Asked, Survey

__all__ = [
    "KINDS", "Asked", "Expectation", "Goal", "Item", "LabTask", "Multiple", "Number", "Option", "Order", "PairSlip",
    "Predict", "Record", "Reflection", "Single", "Slip", "Sort", "Survey", "Text", "Tolerance",
]  # fmt: skip
