"""Blocks as HTML; every text is escaped unless it is marked as HTML already."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Sequence

from .blocks import (
    Block,
    Facts,
    Figure,
    File,
    Files,
    Folded,
    Marked,
    Note,
    Quiet,
    Quote,
    Quotes,
    Said,
    Steps,
    Table,
    Tagged,
    Turned,
    Verdict,
    Verdicts,
)
from .media import media_type

__all__ = ["Raw", "blocks", "foldaway", "paragraph", "said", "table", "text"]


_LONG = 14  # letters of the name of a row that stay on one line


class Raw(str):
    """HTML that goes in as it is."""


def text(value: object) -> str:
    """Return ``value`` as HTML: escaped, unless it is `Raw`.

    >>> text("<b>"), text(Raw("<b>"))
    ('&lt;b&gt;', '<b>')
    """
    if isinstance(value, Quiet):
        return f"{html.escape(value.value)} <small>{html.escape(value.beside)}</small>".lstrip()
    if isinstance(value, Tagged):
        mark = (
            f'<span class="sgm-mark" aria-hidden="true">{html.escape(value.mark)}</span> '
            if value.mark
            else ""
        )
        kinds = " ".join(f"sgm-{kind}" for kind in value.kinds)
        return f'<span class="{kinds}">{mark}{html.escape(value.text)}</span>'
    if isinstance(value, Turned):
        return f"{text(value.before)} → {text(value.now)}"
    return value if isinstance(value, Raw) else html.escape(str(value))


def blocks(given: Iterable[Block], *, phone: bool = False) -> str:
    """Return blocks as HTML; with ``phone``, figures carry a second layout for narrow pages."""
    made = []
    for block in given:
        match block:
            case Figure(draw):
                made.append(draw("page").html(draw("phone") if phone else None))
            case Table(caption, heads, rows):
                made.append(table(caption, heads, rows))
            case Note(words, kind, ""):
                made.append(paragraph(said(words), f"sgm-{kind}" if kind else ""))
            case Note(words, kind, head):
                made.append(
                    f'<div class="sgm-{kind}"><strong>{text(head)}</strong>{paragraph(said(words))}</div>'
                )
            case Steps(lines, head, kind, numbered):
                items = "".join(f"<li>{said(line)}</li>" for line in lines)
                tag = "ol" if numbered else "ul"
                steps = f"<h4>{text(head)}</h4>" * bool(head) + f"<{tag}>{items}</{tag}>"
                made.append(f'<div class="sgm-{kind}">{steps}</div>' if kind else steps)
            case Verdicts(verdicts):
                made.append(f'<ul class="sgm-criteria">{"".join(map(_verdict, verdicts))}</ul>')
            case Facts(facts):
                rows = "".join(f"<dt>{text(one.label)}</dt><dd>{text(one.value)}</dd>" for one in facts)
                made.append(f"<dl>{rows}</dl>")
            case Folded(summary, inside, opened):
                made.append(foldaway(summary, blocks(inside, phone=phone), opened=opened))
            case Quotes(quotes):
                made.append(f'<ul class="sgm-comments">{"".join(map(_quote, quotes))}</ul>')
            case Files(files):
                made.append(f'<ul class="sgm-downloads">{"".join(map(_download, files))}</ul>')
    return "".join(made)


def said(given: Said) -> Raw:
    """Return a text as HTML, with a look for the parts that have one."""
    parts = [given] if isinstance(given, str) else given
    return Raw("".join(map(_part, parts)))


def _part(part: str | Marked | Quiet) -> str:
    if isinstance(part, Marked):
        look = f' class="sgm-{part.kind}"' if part.kind else ""
        return f"<mark{look}>{text(part.text)}</mark>"
    return text(part)


def _quote(quote: Quote) -> str:
    """Return an item in which what counts is marked."""
    return f"<li>{said(quote.parts)}<br><small>{text(quote.said)}</small></li>"


def _verdict(one: Verdict) -> str:
    mark = f'<span class="sgm-mark" aria-hidden="true">{one.mark}</span>'
    advice = paragraph(one.advice, "sgm-advice") if one.advice else ""
    head = f"<h4>{mark} {text(one.name)} <em>{text(one.word)}</em></h4>"
    return f'<li class="sgm-{one.kind}">{head}{paragraph(one.reason)}{advice}</li>'


def _download(file: File) -> str:
    """Return a link that holds the file."""
    data, name = base64.b64encode(file.content).decode(), html.escape(file.name)
    mime = media_type(file.name)
    link = f'<a class="sgm-download" download="{name}" href="data:{mime};base64,{data}">{text(file.said)}</a>'
    return f"<li>{link}</li>"


def paragraph(value: object, kind: str = "") -> str:
    """Return a paragraph, with a class where one is given."""
    return f'<p class="{kind}">{text(value)}</p>' if kind else f"<p>{text(value)}</p>"


def foldaway(summary: object, inside: str, *, opened: bool = False) -> str:
    """Return HTML that is folded away behind a line."""
    return f'<details class="sgm-read"{" open" * opened}><summary>{text(summary)}</summary>{inside}</details>'


def table(caption: object, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table that becomes a list of cards on a phone; the first cell of a row is its heading.

    >>> made = table("T", ["a", "b"], [["x", 1]])
    >>> '<th scope="row">x</th><td data-head="b">1</td>' in made
    True
    """
    head = "".join(f'<th scope="col">{text(one)}</th>' for one in heads)
    body = ""
    for first, *rest in rows:
        cells = "".join(
            f'<td data-head="{html.escape(str(name))}">{text(cell)}</td>'
            for name, cell in zip(heads[1:], rest, strict=True)
        )
        long = ' class="sgm-long"' if len(str(first)) > _LONG else ""
        body += f'<tr><th scope="row"{long}>{text(first)}</th>{cells}</tr>'
    said = text(caption)
    return (
        f'<div class="sgm-scroll" tabindex="0" role="region" aria-label="{html.escape(str(caption) or heads[0])}">'
        f'<table class="sgm-table">{f"<caption>{said}</caption>" if said else ""}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
