"""Text, lines and what Word has no call for in `docx`: elements with their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..style import RULE, clean

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

__all__ = ["SIZE", "border", "element", "line", "write"]

SIZE = 10.5  # of letters, in points


def element(tag: str, **values: str) -> Any:
    """Return an element of Word's own namespace, with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


def border(side: str, color: str, width: int) -> Any:
    """Return a line on one side; ``width`` in eighths of a point."""
    return element(side, val="single", sz=str(width), space="8" if side == "left" else "1", color=color)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    color: str | None = None,
    bold: bool = False,
) -> Paragraph:
    """Add ``text`` to a paragraph."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    return paragraph


def line(paragraph: Paragraph, *, side: str = "bottom", color: str = RULE, width: int = 4) -> None:
    """Rule off a paragraph; ``width`` in eighths of a point."""
    borders = element("pBdr")
    borders.append(border(side, color, width))
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
