"""Our program as a page loads it: without its docstrings, a seventh of it, which nobody reads there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["undocumented"]


def undocumented(source: str) -> str:
    r"""Return a module with its docstrings blank: every line that says something keeps its number.

    >>> undocumented('def one():\n    \'\'\'Say one.\'\'\'\n    return 1\n')
    'def one():\n\n    return 1\n'
    """
    lines = source.split("\n")
    for node in _documented(ast.parse(source)):
        said = node.body[0]
        blank = [""] * ((said.end_lineno or said.lineno) - said.lineno)
        lines[said.lineno - 1 : said.end_lineno] = [
            " " * said.col_offset + "pass" if len(node.body) == 1 else "",
            *blank,
        ]
    return "\n".join(lines)


_Holder = ast.Module | ast.ClassDef | ast.FunctionDef


def _documented(node: _Holder) -> Iterator[_Holder]:
    """Name what has a docstring: the module, its classes, their methods and its functions."""
    if ast.get_docstring(node, clean=False) is not None:
        yield node
    for one in node.body:
        if isinstance(one, ast.ClassDef | ast.FunctionDef):
            yield from _documented(one)
