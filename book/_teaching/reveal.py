"""Slides as a page with reveal.js: its own files lie in ``reveal/``, unchanged; notes are for the speaker's view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sgm_lab.exercises.markup import paragraphs, plain
from sgm_lab.i18n import Language, about
from sgm_lab.paper.blocks import Block, Figure, Note, Steps
from sgm_lab.paper.blocks import plain as spoken
from sgm_lab.paper.fit import wide
from sgm_lab.paper.style import flat

from .slides import Slide

__all__ = ["FILES", "page"]

HERE = Path(__file__).parent
FILES = [*sorted((HERE / "reveal").iterdir()), HERE / "slides.css", HERE / "slides.js"]
_FULL = (120, 190, 260, 330)  # letters of full width above which a slide is set smaller


def page(title: str, shown: Iterable[Slide], lang: Language, policy: str) -> str:
    """Return the page of some slides; it needs `FILES` beside it."""
    sections = "".join(map(_section, shown))
    return (
        f'<!DOCTYPE html><html lang="{about("tag", lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{plain(title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="reveal.css"><link rel="stylesheet" href="slides.css"></head>'
        f'<body><div class="reveal"><div class="slides">{sections}</div></div>'
        '<script src="reveal.js"></script><script src="slides.js"></script>'
        "</body></html>"
    )


def _section(slide: Slide) -> str:
    # A figure has its own title, and wants the room.
    tag = "h1" if slide.kind == "opening" else "h2"
    heading = f"<{tag}>{plain(slide.title)}</{tag}>" if slide.title and slide.kind != "picture" else ""
    said = paragraphs(slide.said, css="said") if slide.said else ""
    line = f'<p class="line">{plain(slide.line)}</p>' if slide.line else ""
    notes = "".join(f"<p>{plain(note)}</p>" for note in slide.notes)
    aside = f'<aside class="notes">{notes}</aside>' if notes else ""
    blocks = "".join(_markup(slide.blocks))
    return f'<section class="{slide.kind} {_size(slide)}">{line}{heading}{said}{blocks}{aside}</section>'


def _size(slide: Slide) -> str:
    """Return how large the letters may be: the more there is to read, the smaller."""
    lines = [line for block in slide.blocks if isinstance(block, Steps) for line in block.lines]
    notes = [block.text for block in slide.blocks if isinstance(block, Note)]
    letters = wide(flat(slide.said)) + sum(wide(spoken(line)) + 12 for line in lines)
    letters += 0.6 * sum(wide(spoken(note)) for note in notes)
    return f"size-{sum(letters > most for most in _FULL)}"


def _markup(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Figure(draw):
                yield draw("page").html()
            case Steps(lines, _, _, numbered):
                tag = "ol" if numbered else "ul"
                yield f"<{tag}>{''.join(f'<li>{plain(spoken(line))}</li>' for line in lines)}</{tag}>"
            case Note(text, kind):
                yield paragraphs(spoken(text), css=kind or "note")
            case other:
                raise TypeError(f"slides show no {type(other).__name__}")
