"""Numbers as people write them, and the small formulas of an instructor.

`front.js` reads numbers by the same rules; ``tests/data/exercises/cases.json`` holds the two together.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping

__all__ = ["FormulaError", "calculate", "normalise", "read_number", "tidy"]

_SPACE = " \t\r\n\u00a0\u3000"
_MINUS = re.compile("[−–﹣]|负|minus ")
_NUMBER = re.compile(
    r"^(?:(?:约为|大约|大概|差不多|等于|约|是|为|≈|~|=|about|approximately|approx\.?|roughly|around) *)*"
    r"([+-]?) *(?:(百分之) *([+-]?))?"
    r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r" *([^0-9]*)$"
)
_TAIL = re.compile(r"(?: *(?:左右|上下|or so|[。.,;!]))+$")
_LONGEST = 100


class FormulaError(ValueError):
    """A formula cannot be worked out; ``reason`` is a key of the word table, ``name`` the name at fault."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


def tidy(text: str) -> str:
    """Cut white space at both ends, the same characters as in the browser."""
    return text.strip(_SPACE)


def normalise(text: str) -> str:
    """Bring full-width characters, minus signs and case to one form."""
    return tidy(_MINUS.sub("-", unicodedata.normalize("NFKC", text).lower()))


def read_number(text: str) -> tuple[float, str] | None:
    """Read the one number in ``text`` and the unit behind it.

    Parameters
    ----------
    text : str
        Such as ``"12"``, ``"１２％"``, ``"约 12 分钟"``, ``"百分之12"``, ``"−0.38"``, ``"1,200 人"``.

    Returns
    -------
    (float, str) or None
        Value as written and unit (``"%"`` after 百分之); None where there is no number or more than one.

    Examples
    --------
    >>> read_number("百分之12"), read_number("10 到 12"), read_number("1，200人左右")
    ((12.0, '%'), None, (1200.0, '人'))
    """
    if len(text) > _LONGEST:
        return None
    found = _NUMBER.match(normalise(text))
    if not found:
        return None
    before, percent, after, digits, rest = found.groups()
    value = float(digits.replace(",", ""))
    if "-" in (before, after):
        value = -value
    unit = tidy(_TAIL.sub("", rest))
    return value, "%" if percent or unit in {"percent", "per cent"} else unit


_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def calculate(formula: str, names: Mapping[str, float]) -> float:
    """Work out a formula of numbers, names and ``+ - * / ( )``.

    Raises
    ------
    FormulaError
        If it holds anything else, an unknown name, or a division by zero.

    Examples
    --------
    >>> calculate("(A + O) / (A + O + M + I)", {"A": 30, "O": 50, "M": 80, "I": 40})
    0.4
    """

    def walk(node: ast.expr) -> float:
        match node:
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](walk(left), walk(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -walk(operand)
            case ast.Name(id=name):
                if name not in names:
                    raise FormulaError("unknown_name", name)
                return float(names[name])
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return float(value)
        raise FormulaError("not_sum")

    if len(formula) > 2 * _LONGEST:
        raise FormulaError("not_sum")
    try:
        value = walk(ast.parse(formula.strip(), mode="eval").body)
    except ZeroDivisionError:
        raise FormulaError("divided") from None
    except (SyntaxError, OverflowError, RecursionError, MemoryError) as cause:
        raise FormulaError("not_sum") from cause
    except ValueError as cause:
        raise cause if isinstance(cause, FormulaError) else FormulaError("not_sum") from cause
    if not math.isfinite(value):
        raise FormulaError("not_sum")
    return value
