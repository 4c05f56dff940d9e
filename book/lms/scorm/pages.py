"""A page of the site, fitted to a package: links only to what is there, no Python, its work handed to the platform."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

__all__ = ["DATA", "HOME", "fitted", "resolved"]

#: The folder of a package that is not of the site.
HOME = "lms"
DATA = re.compile(r'(<script type="application/json" class="sgm-live-data">)(.*?)(</script>)', re.S)
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>(.*?)</a>', re.S)
_LIVE = re.compile(
    r'(<div class="sgm-live"[^>]*>)(?:<button type="button">.*?</button>)?<p>.*?</p>(</div>)', re.S
)
# What makes no sense without its link, and so goes with it.
_WITH_LINK = [
    re.compile(rf'{before}<a\b(?=[^>]*{mark})[^>]*?\shref="([^"]*)"[^>]*>.*?</a>{after}', re.S)
    for before, mark, after in (
        (r'<li class="toctree-l\d[^"]*">', "", r"</li>\n?"),
        (r"<li>", r"\sdownload", r"</li>\n?"),
        ("", r'\srel="(?:prev|next)"', ""),
        ("", r'class="sgm-(?:find|other)"', ""),
        (" ", r"href=\"[^\"]*desk\.html", ""),
    )
]
_HEAD_LINK = re.compile(r'<link rel="(?:prev|next|alternate|canonical)"[^>]*>\n?')
_EMPTY = (
    re.compile(r'(?:<p [^>]*class="caption"[^>]*>(?:(?!</p>).)*</p>\s*)?<ul[^>]*>\s*</ul>\n?', re.S),
    re.compile(r'<section class="sgm-take"[^>]*>\s*<h2>[^<]*</h2>\s*</section>\n?'),
    re.compile(r'<nav class="sgm-turn"[^>]*>\s*</nav>\n?'),
)
_SEARCH = re.compile(r'<dialog id="sgm-search".*?</dialog>\n?', re.S)
_FIRST_SCRIPT = re.compile(r"<script\b")


def resolved(page: str, address: str) -> str | None:
    """Return the file that an address on a page means, within the site; nothing where it leads elsewhere.

    >>> resolved("book/zh/a.html", "../../_static/x.css?v=1"), resolved("book/zh/a.html", "https://example.org/")
    ('_static/x.css', None)
    >>> resolved("licences.html", "_static/x.css")
    '_static/x.css'
    """
    parts = urlsplit(html.unescape(address))
    if parts.scheme or parts.netloc:
        return None
    return normpath(join(dirname(page), unquote(parts.path))) if parts.path else page


def _without_python(found: re.Match[str]) -> str:
    data = json.loads(found[2])
    data["python"] = None
    for lab in data["labs"].values():
        lab["able"] = False
    return (
        found[1]
        + json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        + found[3]
    )


def fitted(text: str, page: str, inside: Callable[[str], bool], *, searched: bool) -> str:
    """Return a page as it stands in a package.

    Parameters
    ----------
    text : str
        The page as the site has it.
    page : str
        Its address there, such as ``"book/zh/2-1-goal-setting.html"``.
    inside : callable
        Whether the package has the file of an address.
    searched : bool
        Whether the package has what the search needs.
    """

    def there(address: str) -> bool:
        target = resolved(page, address)
        return target is None or target == page or inside(target)

    def link(found: re.Match[str]) -> str:
        if not there(found[1]):
            return found[2]
        if (
            resolved(page, found[1]) is None and "target=" not in found[0]
        ):  # no site of others in the platform's frame
            return found[0].replace("<a ", '<a target="_blank" rel="noopener" ', 1)
        return found[0]

    for pattern in _WITH_LINK:
        text = pattern.sub(lambda found: found[0] if there(found[1]) else "", text)
    text = _LINK.sub(link, _HEAD_LINK.sub("", text))
    if not searched:
        text = _SEARCH.sub("", text)
    if data := DATA.search(text):
        said = html.escape(json.loads(data[2])["words"]["absent"])
        text = _LIVE.sub(lambda found: f"{found[1]}<p>{said}</p>{found[2]}", text)
        text = DATA.sub(_without_python, text)
    for pattern in _EMPTY:
        text = pattern.sub("", text)
    up = "../" * page.count("/")
    return _FIRST_SCRIPT.sub(f'<script src="{up}{HOME}/page.js"></script>\n<script', text, count=1)
