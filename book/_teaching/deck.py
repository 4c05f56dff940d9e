"""Slides as a file for PowerPoint and its like, notes included; text and tables can be edited."""

from __future__ import annotations

from collections.abc import Iterable

from sgm_lab.i18n import Language, use_language
from sgm_lab.paper import slides as office
from sgm_lab.paper.blocks import Figure, Note, Steps, plain
from sgm_lab.paper.style import ACCENT, INK, QUIET

from .slides import Slide

__all__ = ["deck"]

_SIZES = (
    (28, 24),
    (24, 20),
    (20, 17),
    (18, 15),
)  # of what is asked and of what there is to choose, for the last row of a room
_SAID, _TOLD, _SMALL = 30, 20, 16  # letters of what is said, of what is explained, of small print
_BELOW = 24  # room below a title


def deck(title: str, shown: Iterable[Slide], lang: Language) -> bytes:
    """Return the file of some slides."""
    with use_language(lang):
        made = office.start(title)
        for slide in shown:
            if slide.kind == "opening":
                office.opening(made, slide.title, slide.said, speech="\n".join(slide.notes))
            else:
                _add(made, slide)
        return office.content(made)


def _add(made: office.Deck, slide: Slide) -> None:
    """Add a slide: of a question all that the class must read, under small print that says which it is."""
    made.small = slide.kind == "question"
    made.title, made.line = (slide.line, "") if made.small else (slide.title, slide.line)
    made.speech, made.pages, made.slide = "\n".join(slide.notes), 0, None
    made.page()
    if made.small:
        office.texts(made, _asked(slide))
    elif slide.said:
        made.at += _BELOW
        office.texts(made, [office.Text(slide.said, _SAID, ACCENT, True)])
    elif slide.kind == "tell":
        made.at += _BELOW
        office.texts(made, _listed(slide, _TOLD))
    office.blocks(made, [one for one in slide.blocks if isinstance(one, Figure)])


def _asked(slide: Slide) -> list[office.Text]:
    """Return what is asked and what there is to choose from, as large as one slide holds it."""
    for asked, chosen in _SIZES:
        *told, question = slide.said.split("\n\n")
        found = [office.Text(one, asked, INK) for one in told] + [office.Text(question, asked, ACCENT, True)]
        notes = [one for one in slide.blocks if isinstance(one, Note)]
        found += [office.Text(plain(one.text), _SMALL, QUIET) for one in notes]
        found += _listed(slide, chosen)
        if office.holds(found):
            break
    return found


def _listed(slide: Slide, size: int) -> list[office.Text]:
    steps = [one for one in slide.blocks if isinstance(one, Steps)]
    return [office.Text(f"· {plain(line)}", size) for one in steps for line in one.lines]
