"""Modules of JavaScript as one plain script; names that change with what they stand for; the head of a page.

A browser that opens a page straight from a folder (``file://``) loads no modules; a plain script it does, and that is
one file to fetch instead of several everywhere else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rjsmin

__all__ = ["bundled", "into_head", "marked"]

_IMPORT = re.compile(r'^import (?:(\w+))?(?:, )?(\{[^}]*\})? from "\./([\w.]+)";$', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.M)
# For those who carry on the code, not for those who wait for a page.
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.M)
_INDENT = re.compile(r"^[ \t]+", re.M)  # likewise; a text over several lines would lose its own
# What rjsmin does not understand; a module with one keeps its spaces.
_NESTED = re.compile(r"`[^`\n]*\$\{[^}`\n]*`")
_DEFAULT = re.compile(r"^export default (.+);$", re.M)


def bundled(modules: Iterable[Path], onto: Iterable[Path] = ()) -> str:
    """Return modules as one script, each in a scope of its own; each may import from those before it.

    Parameters
    ----------
    modules : iterable of Path
        In the order in which they run.
    onto : iterable of Path
        Modules of another script that the page has run before: these may be imported from, too.

    Raises
    ------
    ValueError
        If a module imports or exports in a way that is not understood here, or has a template over several lines.
    """
    known = {path.name for path in onto}
    begun = "globalThis.sgmModules" if known else "globalThis.sgmModules = {}"
    made = ['"use strict";', "(() => {", f"const modules = {begun};"]
    for path in modules:
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        if any(line.count("`") % 2 for line in text.splitlines()):
            raise ValueError(f"{path.name}: a template that runs over several lines")
        text = _INDENT.sub("", text)
        names = _EXPORT.findall(text)
        wanted = {file for _, _, file in _IMPORT.findall(text)}

        def taken(found: re.Match[str]) -> str:
            default, named, file = found.groups()
            parts = [f"default: {default}"] if default else []
            parts += [named.strip("{} ").replace(" as ", ": ")] if named else []
            return f'const {{ {", ".join(parts)} }} = modules["{file}"];'

        text = _IMPORT.sub(taken, _DEFAULT.sub(r"const _default = \1;", _EXPORT.sub("", text)))
        if wanted - known or re.search(r"^(?:import|export)\b|\bimport\.meta\b", text, re.M):
            raise ValueError(f"{path.name}: an import or export that is not understood")
        if not _NESTED.search(text):
            text = rjsmin.jsmin(text) + "\n"
        given = [*names, *(["default: _default"] if "const _default" in text else [])]
        made.append(f'modules["{path.name}"] = (() => {{\n{text}return {{ {", ".join(given)} }};\n}})();')
        known.add(path.name)
    return "\n".join([*made, "})();", ""])


def marked(stem: str, *texts: str) -> str:
    """Return a name that changes with the texts it stands for, so that no browser keeps an older edition.

    >>> marked("desk", "a", "b"), marked("desk", "ab") == marked("desk", "abc")
    ('desk-fb8e20fc', False)
    """
    return f"{stem}-{hashlib.sha256(''.join(texts).encode()).hexdigest()[:8]}"


def into_head(context: dict[str, Any], *tags: str) -> None:
    """Add tags to the head of a page."""
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags, ""])
