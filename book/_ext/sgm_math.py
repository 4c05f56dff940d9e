"""Sphinx extension: formulas as MathML, written at build time; no script, no font, and a screen reader can say them."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

log = logging.getLogger(__name__)


def mathml(latex: str, display: str = "inline") -> str:
    r"""Return a formula as MathML.

    >>> mathml(r"\frac{1}{2}")[:58]
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="'
    """
    return str(convert(latex, display=display))


def show(writer: Any, node: Any, display: str) -> None:
    """Write a formula; one that cannot be read stays as it was typed, with a warning, which fails the build."""
    try:
        text = mathml(node.astext(), display)
    except Exception as error:  # noqa: BLE001 - whatever the converter trips over
        log.warning("cannot read the formula %r: %r", node.astext(), error, location=node)
        text = f"<code>{html.escape(node.astext())}</code>"
    tag = "div" if display == "block" else "span"
    label = (node.get("ids") and f' id="{node["ids"][0]}"') or ""
    writer.body.append(f'<{tag} class="math"{label}>{text}</{tag}>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_html_math_renderer(
        "sgm",
        (lambda writer, node: show(writer, node, "inline"), None),
        (lambda writer, node: show(writer, node, "block"), None),
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
