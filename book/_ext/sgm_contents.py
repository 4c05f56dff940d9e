"""The contents of the book beside every page: Sphinx resolves them once a process, each page gets its own links."""

from __future__ import annotations

import posixpath
from copy import deepcopy
from typing import Any

import lxml.html
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc

__all__ = ["contents", "whole"]


def whole(app: Sphinx) -> Any:
    """Return the contents as a tree, the links from the root of the site."""
    known = getattr(app.builder, "sgm_contents", None)
    if known is None:
        root = app.config.root_doc
        found = global_toctree_for_doc(
            app.env, root, app.builder, collapse=False, includehidden=True, titles_only=True
        )
        text = app.builder.render_partial(found)["fragment"] if found else ""  # type: ignore[attr-defined]
        known = from_root(text, f"{root}.html")
        app.builder.sgm_contents = known  # type: ignore[attr-defined]
    return known


def from_root(text: str, page: str) -> Any:
    """Return contents as they stand on a page, its links from the root of the site and no page marked.

    >>> tree = from_root('<ul class="current"><li class="current"><a href="#">A</a></li></ul>', "zh/a.html")
    >>> lxml.html.tostring(tree, encoding="unicode")
    '<div><ul><li><a href="zh/a.html">A</a></li></ul></div>'
    """
    tree = lxml.html.fragment_fromstring(text, create_parent="div")
    for link in tree.iter("a"):
        href = link.get("href", "")
        if "://" not in href:
            link.set("href", page if href in ("", "#") else posixpath.normpath(f"{page}/../{href}"))
    for node in tree.iter("a", "li", "ul"):
        _classes(node, [one for one in node.get("class", "").split() if one != "current"])
    return tree


def contents(tree: Any, page: str) -> str:
    """Return the contents as a page shows them: links from there, and itself marked.

    >>> tree = from_root('<ul><li class="toctree-l1"><a href="../b/c.html">C</a></li></ul>', "zh/a.html")
    >>> contents(tree, "b/d")
    '<ul><li class="toctree-l1"><a href="c.html">C</a></li></ul>'
    >>> contents(tree, "b/c")
    '<ul class="current"><li class="toctree-l1 current"><a href="#" class="current">C</a></li></ul>'
    """
    own = deepcopy(tree)
    for link in own.iter("a"):
        place, _, anchor = link.get("href").partition("#")
        if place == f"{page}.html" and not anchor:
            link.set("href", "#")
            _classes(link, ["current", *link.get("class", "").split()])
            for above in link.iterancestors("li", "ul"):
                _classes(above, [*above.get("class", "").split(), "current"])
        elif "://" not in place:
            way = posixpath.relpath(place, posixpath.dirname(page) or ".")
            link.set("href", f"{way}#{anchor}" if anchor else way)
    return "".join(lxml.html.tostring(part, encoding="unicode") for part in own)


def _classes(node: Any, names: list[str]) -> None:
    if names:
        node.set("class", " ".join(names))
    else:
        node.attrib.pop("class", None)
