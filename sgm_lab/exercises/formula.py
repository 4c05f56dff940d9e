"""The small formulas of an instructor."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

__all__ = ["FormulaError", "calculate"]

_LONGEST = 200


class FormulaError(ValueError):
    """A formula cannot be worked out; ``reason`` is a key of the word table, ``name`` the name at fault."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name


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

    if len(formula) > _LONGEST:
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
