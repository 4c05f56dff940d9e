"""Slides as a file for PowerPoint and its like, notes included; text and tables can be edited."""

from __future__ import annotations

from collections.abc import Iterable

from sgm_lab.i18n import Language, use_language
from sgm_lab.paper import slides as office

from .slides import Slide

__all__ = ["deck"]


def deck(title: str, shown: Iterable[Slide], lang: Language) -> bytes:
    """Return the file of some slides."""
    with use_language(lang):
        made = office.start(title)
        for slide in shown:
            notes = "\n".join(slide.notes)
            if slide.kind == "opening":
                office.opening(made, slide.title, slide.said)
            elif slide.kind == "question":
                head, _, rest = slide.said.partition("\n")
                office.section(made, head, rest.strip(), slide.blocks, speech=notes, line=slide.line)
            else:
                office.section(made, slide.title, slide.said, slide.blocks, speech=notes, line=slide.line)
            if made.slide is None:
                made.page()
        return office.content(made)
