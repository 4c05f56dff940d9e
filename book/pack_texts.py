"""Texts of an instructor's own: a page instead of a chapter's text, or after a chapter.

They are plain Markdown and nothing of them is run: what would be is refused here, with one sentence, and the parser
of their pages does not know it (`HEAD`). ``_desk/texts.js`` checks by the same rules; `tests/test_pack.py` holds both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from sgm_lab.i18n import LANGUAGES, t

__all__ = ["LIMITS", "TEXTS", "check", "own_titles", "pages", "relinked", "titled", "with_texts", "wrong"]

TEXTS = "chapters.json"
#: Texts in a pack, kilobytes of one, letters of its title.
LIMITS = {"texts": 30, "text": 200, "text_title": 60}
PLACES = ("instead", "after")
#: What a parser of these pages leaves as it is written: whatever runs code, reads files or asks another address.
OFF = ("myst_role", "myst_target", "myst_block_break", "myst_line_comment", "html_block", "html_inline", "image",
       "reference", "footnote_def", "footnote_ref", "lheading")  # fmt: skip
HEAD = f"---\nmyst:\n  enable_extensions: []\n  disable_syntax: [{', '.join(OFF)}]\n---\n\n"

FENCE = re.compile(r"(`{3,}|~{3,})[A-Za-z0-9_+#.-]*[ \t]*")
EXERCISE = re.compile(r"```\{exercise\} ([0-9A-Za-z][0-9A-Za-z._-]{0,59})[ \t]*")
CODE = re.compile(r"```|~~~|:::|\{[^{}]*\}`")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
TITLE = re.compile(r"#[ \t]+([^ \t][^\n]*)")
REFUSED = {  # outside of code that is shown
    "html": re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?]"),
    "picture": re.compile(r"!\["),
    "link": re.compile(r"\]\((?!https?://|mailto:)"),
}


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, from the first that is not empty."""
    return re.sub(r"^(?:[ \t]*\n)+", "", re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))).split("\n")


def titled(text: str) -> str:
    """Return the title: the first heading, without signs of emphasis.

    >>> titled("# 我们的 **一天** #\\n\\n早上……")
    '我们的 一天'
    """
    found = TITLE.fullmatch(lines_of(text)[0])
    return re.sub(r"[ \t]+#*[ \t]*$", "", re.sub(r"[*`]", "", found[1])) if found else ""


def wrong(text: str, known: Collection[str]) -> tuple[str, dict[str, Any]] | None:
    """Return what keeps a text from being a page, as a key of ``pack.text`` and its values; nothing where all is well.

    >>> wrong("# 我们的一天\\n\\n早上八点。", ()) is None
    True
    >>> wrong("# 我们的一天\\n\\n```{code-cell}\\nimport os\\n```", ())
    ('code', {'line': 3})
    """
    lines = lines_of(text)
    if not text.strip(" \t\r\n\ufeff"):
        return "empty", {}
    if len(text.encode()) > LIMITS["text"] * 1000:
        return "large", {"most": LIMITS["text"]}
    title = titled(text)
    if not title or len(title) > LIMITS["text_title"]:
        return "title", {"most": LIMITS["text_title"]}
    if not any(line.strip(" \t") for line in lines[1:]):
        return "empty", {}
    return next(_wrong_lines(lines, known), None)


def _wrong_lines(lines: list[str], known: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    fence, level = "", 0
    for at, line in enumerate(lines, start=1):
        end = line.rstrip(" \t")
        opens, asked = FENCE.fullmatch(line), EXERCISE.fullmatch(line)
        if asked and not fence:
            if lines[at : at + 1] != ["```"]:
                yield "code", {"line": at}
            if asked[1] not in known:
                yield "exercise", {"line": at, "id": asked[1]}
            fence = "```"
        elif opens:
            if not fence:
                fence = opens[1]
            elif end == opens[1] and end.startswith(fence):
                fence = ""
        elif CODE.search(line):  # also in code that is shown: where that ends is not for us to say
            yield "code", {"line": at}
        elif not fence:
            if found := HEADING.match(line):
                deep = len(found[1])
                if at > 1 and deep == 1:
                    yield "one_title", {"line": at}
                if deep > level + 1:
                    yield "jump", {"line": at}
                level = deep
            yield from ((key, {"line": at}) for key, sign in REFUSED.items() if sign.search(line))


def check(
    given: Any, chapters: Collection[str], hidden: Collection[str], known: Collection[str]
) -> tuple[int, str, dict[str, Any]] | None:
    """Return which of the texts does not fit, and why; number 0 where they are no list of texts at all.

    ``chapters`` are those of the course, ``hidden`` those that are left out, ``known`` the exercises that there are.
    """
    if not isinstance(given, list) or len(given) > LIMITS["texts"]:
        return 0, "", {}
    replaced: set[str] = set()
    for number, one in enumerate(given, start=1):
        if not _is_text(one):
            return 0, "", {}
        place = next(name for name in PLACES if name in one)
        chapter = one[place]
        if chapter not in chapters:
            return number, "where", {"chapter": chapter[:9]}
        if place == "instead":
            if chapter in replaced:
                return number, "twice", {"chapter": chapter}
            if chapter in hidden:
                return number, "hidden", {"chapter": chapter}
            replaced.add(chapter)
        for lang in LANGUAGES:
            if lang in one and (found := wrong(one[lang], known)):
                return number, *found
    return None


def _is_text(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and len(one.keys() & set(PLACES)) == 1
        and bool(one.keys() & set(LANGUAGES))
        and one.keys() <= {*PLACES, *LANGUAGES}
        and all(isinstance(value, str) for value in one.values())
    )


# ---- the pages of a course ----


def pages(texts: list[dict[str, str]]) -> dict[str, str]:
    """Return the pages, by the names of their files."""
    return {
        f"book/{lang}/{_name(at, one)}.md": HEAD + _written(one[lang])
        for at, one in enumerate(texts, start=1)
        for lang in LANGUAGES
        if lang in one
    }


def _written(text: str) -> str:
    """Return the text as its page has it: code is shown as it stands, for a build stops at a language it does not know.

    >>> _written("# 题\\r\\n\\n~~~ours\\n1\\n~~~")
    '# 题\\n\\n~~~text\\n1\\n~~~\\n'
    """
    whole = "\n".join(lines_of(text)).rstrip("\n") + "\n"
    return re.sub(r"^(`{3,}|~{3,})[A-Za-z0-9_+#.-]+[ \t]*$", r"\1text", whole, flags=re.M)


def _name(number: int, one: Mapping[str, str]) -> str:
    """Return the name of a page; by that of one which replaces a chapter, the site knows which."""
    return f"{one['instead'].replace('.', '-')}-own-{number}" if "instead" in one else f"own-{number}"


def with_texts(toc: str, texts: list[dict[str, str]]) -> tuple[str, dict[str, str]]:
    """Return the contents with the texts in them, and the pages that these take the place of: old name → new."""
    moved: dict[str, str] = {}
    numbered = list(enumerate(texts, start=1))
    # Those after a chapter first, the last of them foremost, so that each finds the rows of the chapter itself.
    for place in reversed(PLACES):
        for at, one in reversed(numbered):
            for lang in [lang for lang in LANGUAGES if lang in one and place in one]:
                folder = f"book/{lang}" if place == "instead" else rf"(?:book|notebooks)/{lang}"
                chapter = re.escape(one[place].replace(".", "-"))
                row = rf"^( *)- file: ({folder}/{chapter}-[a-z]\S*)\n(?: +title:[^\n]*\n)?"
                if not (found := list(re.finditer(row, toc, flags=re.M))):
                    continue  # a course without this edition
                last, new = found[-1], f"book/{lang}/{_name(at, one)}"
                title = json.dumps(titled(one[lang]), ensure_ascii=False)
                entry = f"{last[1]}- file: {new}\n{last[1]}  title: {title}\n"
                if place == "instead":
                    moved[last[2]] = new
                toc = toc[: last.start() if place == "instead" else last.end()] + entry + toc[last.end() :]
    return toc, moved


def relinked(text: str, moved: Mapping[str, str]) -> str:
    """Let links to a replaced page lead to the new one: the parts of the old are gone.

    >>> relinked("[看](4-theory.md#一)", {"book/zh/4-theory": "book/zh/own-1"})
    '[看](own-1.md)'
    """
    for old, new in moved.items():
        text = re.sub(
            rf"(?<![\w-]){re.escape(Path(old).name)}\.md(?:#[^)\s\"\\]*)?", f"{Path(new).name}.md", text
        )
    return text


def own_titles(files: Mapping[str, bytes], root: Path) -> Iterator[tuple[str, str]]:
    """Yield the pages about the data of cases that a pack calls otherwise, with what they are called then."""
    for name, content in files.items():
        if not name.endswith("/datapackage.json"):
            continue
        case, ours = name.split("/")[1], json.loads(content.decode("utf-8-sig"))
        came = root / "datasets" / case / "datapackage.json"
        given = json.loads(came.read_text(encoding="utf-8")) if came.is_file() else {}
        for lang in LANGUAGES:
            page, own = f"book/{lang}/data-{case.replace('_', '-')}", ours.get(f"title_{lang}")
            new = isinstance(own, str) and own.strip() and own != given.get(f"title_{lang}")
            if new and (root / f"{page}.md").is_file():
                yield page, t("pack.about_data", lang, name=" ".join(own.split()))
