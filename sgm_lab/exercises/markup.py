"""Texts of records and learners as HTML: always text, never markup."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["entries", "listed", "paragraphs", "plain", "small"]


def plain(text: str) -> str:
    """Return a text that no browser takes for markup."""
    return html.escape(text).replace("\n", "<br>")


def paragraphs(text: str, tag: str = "p", css: str = "") -> str:
    """Return a text of several paragraphs."""
    opened = f'<{tag} class="{css}">' if css else f"<{tag}>"
    return "".join(f"{opened}{plain(part)}</{tag}>" for part in text.split("\n\n") if part.strip())


def listed(lines: Iterable[str]) -> str:
    """Return a list of lines."""
    return f'<ul class="sgm-ex-static">{"".join(f"<li>{plain(line)}</li>" for line in lines)}</ul>'


def small(note: str) -> str:
    """Return a remark in small print."""
    return f"<p><small>{plain(note)}</small></p>"


def entries(note: str, mark: str, things: Sequence[Any], lang: str) -> str:
    """Return what is to be marked or filled in on paper, below how to."""
    rows = "".join(f"<li>{mark}{plain(thing.text.say(lang))}</li>" for thing in things)
    return f"{small(note)}<ul>{rows}</ul>"
