"""The paths that the two packages ask for: axes, names, attributes, unions, and the predicates they use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["Path"]

_TOKEN = re.compile(
    r"\s*(//|/|::|\.\.|\.|@|\||\[|\]|\(|\)|=|\*|\"[^\"]*\"|'[^']*'|\d+|\{[^}]*\}[\w.*-]+|[A-Za-z_][\w.-]*(?::(?!:)[\w*.-]+)?)"
)
_REVERSE = ("ancestor", "preceding-sibling", "preceding", "parent")
Nodes = list[Any]


class _Document:
    """What stands above the root."""

    def __init__(self, root: Any) -> None:
        self._children, self._parent, self.tag, self.attrib = [root], None, "", {}


def _below(node: Any) -> Iterator[Any]:
    for child in node._children:
        yield child
        yield from _below(child)


def _above(node: Any) -> Iterator[Any]:
    while node._parent is not None:
        node = node._parent
        yield node


def _siblings(node: Any) -> tuple[Nodes, Nodes]:
    if node._parent is None:
        return [], []
    at = node._parent.index(node)
    return node._parent._children[:at][::-1], node._parent._children[at + 1 :]


def _before(node: Any) -> Iterator[Any]:
    for one in [node, *_above(node)]:
        for sibling in _siblings(one)[0]:
            yield from reversed([sibling, *_below(sibling)])


_AXES: dict[str, Callable[[Any], Any]] = {
    "child": lambda node: node._children,
    "self": lambda node: [node],
    "parent": lambda node: [node._parent] if node._parent is not None else [],
    "ancestor": _above,
    "descendant": _below,
    "descendant-or-self": lambda node: [node, *_below(node)],
    "preceding-sibling": lambda node: _siblings(node)[0],
    "following-sibling": lambda node: _siblings(node)[1],
    "preceding": _before,
}


class Path:
    """A path, read once."""

    def __init__(self, path: str, namespaces: Mapping[Any, str]) -> None:
        self.namespaces = namespaces
        self.path = path
        self.tokens = _TOKEN.findall(path)
        if re.sub(r"\s+", "", "".join(self.tokens)) != re.sub(r"\s+", "", path):
            self._refuse()
        self.find = self._union()
        if self.tokens:
            self._refuse()

    def of(self, element: Any) -> Nodes:
        """Return what the path leads to from an element, in the order of the document."""
        return self.find(element)

    def _refuse(self) -> Any:
        raise NotImplementedError(f"path {self.path!r}: only what our own files need is read here")

    def _next(self, *wanted: str) -> str:
        if self.tokens and (not wanted or self.tokens[0] in wanted):
            return str(self.tokens.pop(0))
        return ""

    def _union(self) -> Callable[[Any], Nodes]:
        ways = [self._way()]
        while self._next("|"):
            ways.append(self._way())
        return (
            ways[0]
            if len(ways) == 1
            else lambda node: _in_order(node, [one for way in ways for one in way(node)])
        )

    def _way(self) -> Callable[[Any], Nodes]:
        steps: list[Callable[[Nodes], Nodes]] = []
        absolute = False
        if self._next("("):
            inner = self._union()
            self._next(")") or self._refuse()
            tests = self._predicates()
            steps.append(lambda nodes: _kept([one for node in nodes for one in inner(node)], tests))
            if not self.tokens or self.tokens[0] not in ("/", "//"):
                return lambda node: _through([node], steps)
        elif self.tokens and self.tokens[0] in ("/", "//"):
            absolute = True
        else:
            steps.append(self._step())
        while slash := self._next("/", "//"):
            if slash == "//":
                steps.append(
                    lambda nodes: [one for node in nodes for one in _AXES["descendant-or-self"](node)]
                )
            steps.append(self._step())

        def walk(node: Any) -> Nodes:
            return _through([_Document([node, *_above(node)][-1]) if absolute else node], steps)

        return walk

    def _step(self) -> Callable[[Nodes], Nodes]:
        if self._next("."):
            return lambda nodes: nodes
        if self._next("@"):
            name = self._name(self._next(), attribute=True)
            return lambda nodes: [node.attrib[name] for node in nodes if name in node.attrib]
        axis = "child"
        if len(self.tokens) > 1 and self.tokens[1] == "::":
            axis = self._next()
            self._next("::")
        if axis not in _AXES or not self.tokens:
            self._refuse()
        name = self._name(self._next())
        if name == "text" and self._next("("):
            self._next(")") or self._refuse()
            return lambda nodes: [node._text for node in nodes if node._text]
        tests = self._predicates()

        def step(nodes: Nodes) -> Nodes:
            found: dict[int, Any] = {}
            for node in nodes:
                kept = _kept([one for one in _AXES[axis](node) if one.tag and name in ("*", one.tag)], tests)
                found |= {id(one): one for one in (reversed(kept) if axis in _REVERSE else kept)}
            return list(found.values())

        return step

    def _name(self, said: str, *, attribute: bool = False) -> str:
        if said.startswith("{") or ":" not in said:
            default = "" if attribute or said in ("*", "text") else self.namespaces.get(None, "")
            return f"{{{default}}}{said}" if default and not said.startswith("{") else said
        prefix, _, local = said.partition(":")
        return f"{{{self.namespaces[prefix]}}}{local}"

    def _predicates(self) -> list[Callable[[Any, int, int], bool]]:
        tests = []
        while self._next("["):
            tests.append(self._test())
            self._next("]") or self._refuse()
        return tests

    def _test(self) -> Callable[[Any, int, int], bool]:
        head = self.tokens[0] if self.tokens else self._refuse()
        call = len(self.tokens) > 1 and self.tokens[1] == "("
        if head.isdigit():
            number = int(self._next())
            return lambda node, at, last: at == number
        if call and head in ("last", "position"):
            del self.tokens[:3]
            if head == "last":
                return lambda node, at, last: at == last
            self._next("=") or self._refuse()
            number = int(self._next())
            return lambda node, at, last: at == number
        if call and head == "not":
            del self.tokens[:2]
            inner = self._test()
            self._next(")") or self._refuse()
            return lambda node, at, last: not inner(node, at, last)
        path = self._union()
        if self._next("="):
            wanted = self._next()
            value = wanted[1:-1] if wanted[:1] in "\"'" else wanted
            return lambda node, at, last: value in path(node)
        return lambda node, at, last: bool(path(node))


def _through(nodes: Nodes, steps: list[Callable[[Nodes], Nodes]]) -> Nodes:
    for step in steps:
        nodes = step(nodes)
    return nodes


def _kept(nodes: Nodes, tests: list[Callable[[Any, int, int], bool]]) -> Nodes:
    for test in tests:
        nodes = [node for at, node in enumerate(nodes, 1) if test(node, at, len(nodes))]
    return nodes


def _in_order(node: Any, found: Nodes) -> Nodes:
    if len(found) < 2:
        return found
    kept = {id(one): one for one in found}
    root = [node, *_above(node)][-1]
    return [one for one in [root, *_below(root)] if id(one) in kept]
