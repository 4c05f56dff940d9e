"""Elements with parents, namespaces and classes of their own, read by expat and written as lxml writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeAlias
from xml.parsers import expat

from .paths import Path

__all__ = [
    "ElementBase",
    "ElementNamespaceClassLookup",
    "XMLParser",
    "XPath",
    "_Element",
    "fromstring",
    "tostring",
]

_XML = "http://www.w3.org/XML/1998/namespace"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Names: TypeAlias = Mapping[Any, str]


def _checked(text: str | None) -> str | None:
    if text is not None and _ILLEGAL.search(text):
        raise ValueError(
            "All strings must be XML compatible: Unicode or ASCII, no NULL bytes or control characters"
        )
    return text


class _Element:
    """An element; subclasses are what `ElementNamespaceClassLookup` names for its tag."""

    def __init__(self, tag: str, attrib: Mapping[str, str] | None = None, nsmap: Names | None = None) -> None:
        self.tag = tag
        self.attrib: dict[str, str] = dict(attrib or {})
        self._own = dict(nsmap or {})  # prefixes declared here
        self._loose = True  # not read with its document: takes the prefixes of the place it is put
        self._text: str | None = None
        self._tail: str | None = None
        self._children: list[_Element] = []
        self._parent: _Element | None = None

    def __deepcopy__(self, memo: Any) -> _Element:
        made = type(self)(self.tag, self.attrib, self.nsmap if self._parent is not None else self._own)
        made._text, made._tail, made._loose = self._text, self._tail, self._loose
        for child in self._children:
            made.append(child.__deepcopy__(memo))
        return made

    __copy__ = lambda self: self.__deepcopy__({})  # noqa: E731

    @property
    def text(self) -> str | None:
        return self._text

    @text.setter
    def text(self, value: str | None) -> None:
        self._text = _checked(value)

    @property
    def tail(self) -> str | None:
        return self._tail

    @tail.setter
    def tail(self, value: str | None) -> None:
        self._tail = _checked(value)

    @property
    def nsmap(self) -> dict[Any, str]:
        above = {} if self._parent is None else self._parent.nsmap
        return {**above, **self._own}

    # ---- attributes ----

    def get(self, name: str, default: Any = None) -> Any:
        return self.attrib.get(name, default)

    def set(self, name: str, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"Argument must be bytes or unicode, got {type(value).__name__!r}")
        _checked(value)
        self.attrib[name] = value

    def keys(self) -> list[str]:
        return list(self.attrib)

    def items(self) -> list[tuple[str, str]]:
        return list(self.attrib.items())

    # ---- children ----

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        return bool(self._children)

    def __iter__(self) -> Iterator[_Element]:
        return iter(list(self._children))

    def __getitem__(self, at: Any) -> Any:
        return self._children[at]

    def __delitem__(self, at: int) -> None:
        self.remove(self._children[at])

    def __contains__(self, one: object) -> bool:
        return any(child is one for child in self._children)

    def index(self, child: _Element) -> int:
        return self._children.index(child)

    def _take(self, child: _Element) -> _Element:
        if child._parent is not None:
            child._parent._children.remove(child)
        child._parent = self
        return child

    def append(self, child: _Element) -> None:
        self._children.append(self._take(child))

    def extend(self, children: Iterable[_Element]) -> None:
        for child in list(children):
            self.append(child)

    def insert(self, at: int, child: _Element) -> None:
        self._children.insert(at, self._take(child))

    def remove(self, child: _Element) -> None:
        self._children.remove(child)
        child._parent = None

    def replace(self, old: _Element, new: _Element) -> None:
        at = self.index(old)
        self.remove(old)
        self.insert(at, new)

    def clear(self) -> None:
        for child in list(self._children):
            self.remove(child)
        self.attrib.clear()
        self._text = self._tail = None

    # ---- beside and above ----

    def getparent(self) -> _Element | None:
        return self._parent

    def _beside(self, by: int) -> _Element | None:
        if self._parent is None:
            return None
        at = self._parent.index(self) + by
        return self._parent[at] if 0 <= at < len(self._parent) else None

    def getnext(self) -> _Element | None:
        return self._beside(1)

    def getprevious(self) -> _Element | None:
        return self._beside(-1)

    def _put(self, one: _Element, by: int) -> None:
        above = self._parent
        if above is None:
            raise TypeError("Only processing instructions and comments can be siblings of the root element")
        if one._parent is above:
            above.remove(one)
        above.insert(above.index(self) + by, one)

    def addprevious(self, one: _Element) -> None:
        self._put(one, 0)

    def addnext(self, one: _Element) -> None:
        self._put(one, 1)

    def iter(self, *tags: str) -> Iterator[_Element]:
        if not tags or self.tag in tags:
            yield self
        for child in list(self._children):
            yield from child.iter(*tags)

    def iterchildren(self, *tags: str) -> Iterator[_Element]:
        return (child for child in list(self._children) if not tags or child.tag in tags)

    def iterancestors(self, *tags: str) -> Iterator[_Element]:
        above = self._parent
        while above is not None:
            if not tags or above.tag in tags:
                yield above
            above = above._parent

    # ---- looked for ----

    def xpath(self, path: str, *, namespaces: Names | None = None) -> list[Any]:
        return XPath(path, namespaces=namespaces)(self)

    def iterfind(self, path: str, namespaces: Names | None = None) -> Iterator[Any]:
        return iter(XPath(path, namespaces=namespaces)(self))

    def findall(self, path: str, namespaces: Names | None = None) -> list[Any]:
        return list(self.iterfind(path, namespaces))

    def find(self, path: str, namespaces: Names | None = None) -> Any:
        if (
            path.startswith("{") and "/" not in path.rpartition("}")[2]
        ):  # a child by its tag: most of what is asked
            return next(self.iterchildren(path), None)
        return next(self.iterfind(path, namespaces), None)

    def findtext(self, path: str, default: Any = None, namespaces: Names | None = None) -> Any:
        found = self.find(path, namespaces)
        return default if found is None else found._text or ""


ElementBase = _Element


class XPath:
    """A path that is looked up often; what no writer of ours asks for is refused."""

    _known: ClassVar[dict[tuple[str, tuple[tuple[Any, str], ...]], Path]] = {}

    def __init__(self, path: str, *, namespaces: Names | None = None) -> None:
        key = path, tuple((namespaces or {}).items())
        if key not in self._known:
            self._known[key] = Path(path, namespaces or {})
        self.path = self._known[key]

    def __call__(self, element: _Element) -> list[Any]:
        return self.path.of(element)


# ---- read ----


class ElementNamespaceClassLookup:
    """Namespace → name → class."""

    def __init__(self) -> None:
        self.classes: dict[str | None, dict[str, type[_Element]]] = {}

    def get_namespace(self, uri: str | None) -> dict[str, type[_Element]]:
        return self.classes.setdefault(uri, {})


class XMLParser:
    """Reads and makes elements of the classes looked up."""

    def __init__(self, *, remove_blank_text: bool = False, **_: Any) -> None:
        self.remove_blank_text = remove_blank_text
        self.lookup = ElementNamespaceClassLookup()

    def set_element_class_lookup(self, lookup: ElementNamespaceClassLookup) -> None:
        self.lookup = lookup

    def makeelement(
        self, tag: str, attrib: Mapping[str, str] | None = None, nsmap: Names | None = None, **more: str
    ) -> _Element:
        uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        kind = self.lookup.classes.get(uri or None, {}).get(name, _Element)
        return kind(tag, {**(attrib or {}), **more}, nsmap)

    def read(self, text: str | bytes) -> _Element:
        open_: list[_Element] = []
        roots: list[_Element] = []
        declared: dict[Any, str] = {}
        said: list[str] = []

        def settle() -> None:
            if said and open_:
                words, at = "".join(said), open_[-1]
                if at._children:
                    at._children[-1]._tail = words
                else:
                    at._text = words
            said.clear()

        def begin(tag: str, given: list[str]) -> None:
            settle()
            made = self.makeelement(
                _clark(tag), dict(zip(map(_clark, given[::2]), given[1::2], strict=True)), declared
            )
            declared.clear()
            made._loose = False
            (open_[-1].append if open_ else roots.append)(made)
            open_.append(made)

        def end(_: str) -> None:
            settle()
            done = open_.pop()
            if self.remove_blank_text and done._children and done.get(f"{{{_XML}}}space") != "preserve":
                done._text = done._text if (done._text or "").strip() else None
                for child in done._children:
                    child._tail = child._tail if (child._tail or "").strip() else None

        reader = expat.ParserCreate(namespace_separator=" ")
        reader.ordered_attributes = True
        reader.buffer_text = True
        reader.StartNamespaceDeclHandler = lambda prefix, uri: declared.update({prefix: uri or ""})
        reader.StartElementHandler, reader.EndElementHandler = begin, end
        reader.CharacterDataHandler = said.append
        reader.Parse(text, True)
        return roots[0]


def _clark(name: str) -> str:
    uri, _, local = name.rpartition(" ")
    return f"{{{uri}}}{local}" if uri else local


def fromstring(text: str | bytes, parser: XMLParser | None = None) -> _Element:
    """Read a document."""
    return (parser or XMLParser()).read(text)


# ---- written ----

_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_escape: Callable[[str], str] = lambda text: re.sub("[&<>\r]", lambda one: _ESCAPED[one[0]], text)  # noqa: E731
_quote: Callable[[str], str] = lambda text: re.sub('[&<>"\n\t\r]', lambda one: _ESCAPED[one[0]], text)  # noqa: E731


def tostring(element: _Element, *, encoding: Any = None, standalone: bool | None = None, **_: Any) -> Any:
    """Write an element; as bytes with a declaration where an encoding is named."""
    parts: list[str] = []
    _write(element, {None: "", "xml": _XML}, parts)
    text = "".join(parts)
    if encoding in (str, "unicode"):
        return text
    said = "" if standalone is None else f" standalone='{'yes' if standalone else 'no'}'"
    head = f"<?xml version='1.0' encoding='{encoding}'{said}?>\n" if encoding else ""
    return (head + text).encode(encoding or "ascii", "xmlcharrefreplace")


def _write(element: _Element, scope: dict[Any, str], parts: list[str]) -> None:
    known = scope.values() if element._loose else ()
    declared = {p: uri for p, uri in element._own.items() if scope.get(p) != uri and uri not in known}
    here = {**scope, **declared}

    def named(name: str, plain: bool) -> str:
        if not name.startswith("{"):
            return name
        uri, _, local = name[1:].rpartition("}")
        fitting = [prefix for prefix, one in here.items() if one == uri and (prefix or plain)]
        if not fitting:
            fitting = [f"ns{len(here)}"]
            here[fitting[0]] = declared[fitting[0]] = uri
        prefix = fitting[-1]  # said last: an element may have come with one of its own
        return f"{prefix}:{local}" if prefix else local

    tag = named(element.tag, True)
    attributes = "".join(f' {named(name, False)}="{_quote(value)}"' for name, value in element.attrib.items())
    spaces = "".join(
        f' xmlns{":" if prefix else ""}{prefix or ""}="{_quote(uri)}"' for prefix, uri in declared.items()
    )
    parts.append(f"<{tag}{spaces}{attributes}")
    if element._children or element._text:
        parts.append(f">{_escape(element._text or '')}")
        for child in element._children:
            _write(child, here, parts)
            parts.append(_escape(child._tail or ""))
        parts.append(f"</{tag}>")
    else:
        parts.append("/>")
