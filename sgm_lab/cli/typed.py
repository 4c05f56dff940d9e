"""How a sentence is said on the command line: options instead of arguments, and no call of Python."""

from __future__ import annotations

import ast
import json
import re
import shlex
from typing import Any

from ..errors import plainly

__all__ = ["NAMES_CODE", "as_typed", "literal", "typed"]

#: A call, or an argument with its value: what only who writes Python can do.
NAMES_CODE = re.compile(
    r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(|\b(?!alpha=)[a-z_]{2,}=(?=[\[\"'({\d]|True|False|None|dict)|\.table\b|\bread_\w+"
)


def typed(said: Any) -> str:
    """Return the face of an error or a sentence for the command line.

    >>> from sgm_lab.errors import Sentence
    >>> typed(Sentence("give scale=(1, 5)", "choose the scale")), typed(Sentence("call kano.tally(x)", "count first"))
    ('give --scale 1-5', 'count first')
    """
    text = as_typed(str(said))
    return as_typed(str(plainly(said))) if NAMES_CODE.search(text) else text


def literal(text: str) -> Any:
    """Read JSON or what Python writes, as the sentences of the reader show it."""
    try:
        return json.loads(text)
    except ValueError:
        return _plain(ast.parse(text.strip(), mode="eval").body)


def _plain(node: ast.AST) -> Any:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict" and not node.args:
        return {one.arg: _plain(one.value) for one in node.keywords}
    return ast.literal_eval(ast.Expression(node))  # type: ignore[arg-type]


_ASSIGNED = re.compile(
    r"\b(pairs|labels|dimensions|header|sheet|scale|reverse|weights)=(?=[\"'({\d?TF]|dict\()"
)
_READ = re.compile(r'\bintake\.read_(kano|servqual)\("([^"]*)"\)')
_CLOSES = {"(": ")", "{": "}", "[": "]", '"': '"', "'": "'"}


def as_typed(text: str) -> str:
    """Write the arguments that a sentence of the reader names as they are typed here.

    >>> as_typed('write pairs="alternate" or scale=(1, 5), else reverse=True.')
    'write --pairs alternate or --scale 1-5, else --reverse.'
    >>> as_typed('give pairs={"tea": ("a", "b")}, header=2')
    'give --pairs \\'{"tea": ["a", "b"]}\\' --header 2'
    >>> as_typed('Read it with intake.read_kano("a b.csv").')
    "Read it with sgm kano 'a b.csv'."
    """
    text = _READ.sub(lambda found: f"sgm {found[1]} {shlex.quote(found[2])}", text)
    made, at, before = "", 0, ""
    for found in _ASSIGNED.finditer(text):
        if found.start() < at:
            continue
        end = _end(text, found.end())
        between = text[at : found.start()]
        together = between == ", " and before not in (
            "",
            found[1],
        )  # options of one command, not one or the other
        made += (" " if together else between) + _typed(found[1], text[found.end() : end])
        at, before = end, found[1]
    made += text[at:]
    return re.sub(r"\bNone\b", "null", made) if "--labels" in made else made


def _end(text: str, at: int) -> int:
    """Where a value ends that begins here."""
    begin = text.find("(", at) if text.startswith("dict(", at) else at
    if text[begin] not in _CLOSES:
        found = re.compile(r"\w+").match(text, begin)
        return found.end() if found else begin
    open_, deep, quoted = [_CLOSES[text[begin]]], begin + 1, text[begin] in "\"'"
    while deep < len(text) and open_:
        letter = text[deep]
        if letter == open_[-1]:
            open_.pop()
            quoted = False
        elif not quoted and letter in _CLOSES:
            open_.append(_CLOSES[letter])
            quoted = letter in "\"'"
        deep += 1
    return deep


def _typed(name: str, value: str) -> str:
    if name == "reverse" and value[:1] not in "\"'":
        return "--reverse"
    try:
        found = literal(value)
    except (ValueError, SyntaxError):
        return f"--{name} {shlex.quote(value)}"
    if name == "scale" and isinstance(found, tuple):
        return f"--scale {found[0]}-{found[1]}"
    if name == "reverse":
        name = "reverse-side"
    if isinstance(found, str | int):
        return f"--{name} {found}" if str(found).isalnum() else f'--{name} "{found}"'
    return f"--{name} {shlex.quote(json.dumps(found, ensure_ascii=False))}"
