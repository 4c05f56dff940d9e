"""Sphinx extension: the reference of `sgm_lab`, made from its docstrings, a page a module. It is in English alone.

There is one where the book has the page for analysts, which leads to it. `MODULES` says what is public: CONTRIBUTING
keeps names and figures of these.
"""

from __future__ import annotations

import html
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils.core import publish_parts
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, NumpyDocstring
from sphinx.pycode import ModuleAnalyzer

import sgm_lab

__all__ = ["MODULES", "names", "reference"]

MODULES = (
    *("intake", "kano", "servqual", "satisfaction", "feedback", "segments", "sampling", "published"),
    *("goals", "smart", "control", "process", "training", "culture", "simulate"),
    *("inference", "estimate", "charts", "report", "takeaways", "cases", "workbook"),
)
FOLDER = "book/en/api"
LED_FROM = "book/en/analysts"

_STYLE = Config(
    napoleon_use_param=False,
    napoleon_use_rtype=False,
    napoleon_custom_sections=[("Attributes", "params_style")],
)
_QUIET = {
    "report_level": 4,
    "halt_level": 4,
    "math_output": "MathML",
    "initial_header_level": 3,
    "file_insertion_enabled": False,
}
_NAMED = re.compile(r"<cite>(?:sgm_lab\.)?([\w.]+)</cite>|<cite>([^<]*)</cite>")
_OUTWARD = re.compile(r'<a class="reference external" href="[^"]*">(.*?)</a>', re.S)
_FORMULA = re.compile(r'<math [^>]*display="block".*?</math>', re.S)
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+(?![^<]*>)")


def names() -> list[str]:
    """Return where the pages stand, the list of modules first."""
    return [f"{FOLDER}/{name}" for name in ("modules", *MODULES)]


def public(module: ModuleType) -> list[str]:
    """Return the names a module offers, what is called before values; of the figures, those that are found."""
    offered = {*module.__all__, *getattr(module, "CHARTS", ())}
    return sorted(offered, key=lambda one: (not _is_called(getattr(module, one)), one.lower()))


def reference(name: str) -> str:
    """Return the reference of one module as HTML, without its heading."""
    module = importlib.import_module(f"sgm_lab.{name}")
    offered, notes = public(module), _notes(module)
    listed = "".join(
        f'<li><a href="#{one}"><code>{one}</code></a> {html.escape(_first(getattr(module, one)))}</li>'
        for one in offered
    )
    entries = "".join(_entry(name, one, getattr(module, one), notes.get(one, "")) for one in offered)
    return _linked(f"{_said(module)}<ul>{listed}</ul>{entries}", name)


def about(name: str) -> str:
    """Return what a module is about, as HTML."""
    return _spoken(html.escape(_first(importlib.import_module(f"sgm_lab.{name}"))))


def _spoken(text: str) -> str:
    """Mark what is Chinese, for those who listen."""
    return _HAN.sub(lambda one: f'<span lang="zh-CN">{one[0]}</span>', text)


def _is_called(what: Any) -> bool:
    return inspect.isroutine(what) or inspect.isclass(what)


def _entry(home: str, name: str, what: Any, note: str) -> str:
    """Return a function, class or value with its heading."""
    head = f'<h2 id="{name}"><code>{home}.{name}</code></h2>'
    if not _is_called(what):
        return head + _html(note) + f"<pre>{html.escape(_shown(what))}</pre>"
    text = f"{head}<pre>{html.escape(_call(name, what))}</pre>{_said(what)}"
    for own, member in vars(what).items() if inspect.isclass(what) else ():
        plain = getattr(member, "fget", None) or getattr(member, "__func__", None) or member
        if not own.startswith("_") and inspect.isroutine(plain) and inspect.getdoc(plain):
            called = own if isinstance(member, property) else _call(own, plain)
            text += f'<h3 id="{name}.{own}"><code>.{html.escape(called)}</code></h3>{_said(plain)}'
    return text


def _shown(value: Any) -> str:
    """Return a value in short: a small one whole, of a large one what it is and what it is found by."""
    text = re.sub(r"\s+", " ", repr(value)).replace("typing.", "")
    if len(text) <= 300 and " at 0x" not in text and not hasattr(value, "columns"):
        return text
    keys = list(value.columns if hasattr(value, "columns") else value if isinstance(value, Mapping) else ())
    return f"{type(value).__name__}: {', '.join(map(str, keys))}" if keys else type(value).__name__


def _call(name: str, what: Any) -> str:
    """Return how something is called, without the types, which are said below it."""
    try:
        found = inspect.signature(what)
    except (TypeError, ValueError):  # an alias of types
        return name
    bare = [
        one.replace(annotation=inspect.Parameter.empty)
        for one in found.parameters.values()
        if one.name not in ("self", "cls")
    ]
    text = str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return name + re.sub(r"<[^<>]* at 0x\w+>|<class '([\w.]+)'>", r"\1", text)


def _first(what: Any) -> str:
    """Return what a docstring says first; of a value, nothing."""
    text = inspect.getdoc(what) if _is_called(what) or inspect.ismodule(what) else ""
    return re.sub(r"\s+", " ", (text or "").partition("\n\n")[0]).replace("`", "")


def _said(what: Any) -> str:
    return _html("\n".join(NumpyDocstring(inspect.getdoc(what) or "", _STYLE, what="function").lines()))


def _html(text: str) -> str:
    """Return reStructuredText as HTML; fields begin with a capital."""
    text = re.sub(r"^:(raises|returns|yields)\b", lambda one: f":{one[1].capitalize()}", text, flags=re.M)
    return str(publish_parts(text, writer_name="html5", settings_overrides=_QUIET)["body"])


def _linked(body: str, home: str) -> str:
    """Let names that the reference has lead to them, and nothing out of the course; mark what is Chinese."""

    def lead(found: re.Match[str]) -> str:
        said = found[1] or found[2]
        module, _, name = (found[1] or "").rpartition(".")
        module = module or home
        known = module in MODULES and name in public(importlib.import_module(f"sgm_lab.{module}"))
        page = "" if module == home else f"{module}.html"
        return f'<a href="{page}#{name}"><code>{said}</code></a>' if known else f"<code>{said}</code>"

    body = (
        _OUTWARD.sub(r"\1", _NAMED.sub(lead, body)).replace("</em>) -- ", "</em>): ").replace(" -- ", " – ")
    )
    body = body.replace("<pre", '<pre tabindex="0"')  # a wide one is scrolled, by keyboard too
    body = _FORMULA.sub(r'<div class="math" tabindex="0">\g<0></div>', body)
    return _spoken(body)


def _notes(module: ModuleType) -> dict[str, str]:
    """Return what stands in comments of the form ``#:`` above the values of a module and of those inside it."""
    found: dict[str, str] = {}
    for one in [*vars(module).values(), module]:
        if inspect.ismodule(one) and one.__name__.startswith(module.__name__):
            docs = ModuleAnalyzer.for_module(one.__name__).find_attr_docs()
            found |= {key: "\n".join(lines) for (owner, key), lines in docs.items() if not owner}
    return found


def _kept(place: Path) -> dict[str, str]:
    """Return the references, made once for each state of the package, in a Python where docutils is not Sphinx's."""
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "SGM_LANG": "en", "PYTHONUTF8": "1"}
        made = subprocess.run([sys.executable, __file__], env=environment, stdout=subprocess.PIPE, check=True)
        place.write_bytes(made.stdout)
    found: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
    return found


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the pages, the list of modules first."""
    if LED_FROM not in app.env.found_docs:
        return
    state = f"{app.config.sgm_fingerprint}-{zlib.crc32(Path(__file__).read_bytes()):08x}"
    bodies = _kept(Path(app.doctreedir) / f"api-{state}.json")
    listed = [(name, about(name)) for name in MODULES]
    shown = {"title": f"Reference of sgm_lab {sgm_lab.__version__}", "modules": listed, "body": ""}
    yield f"{FOLDER}/modules", shown, "api.html"
    for name in MODULES:
        shown = {"title": f"sgm_lab.{name}", "modules": [], "body": bodies[name]}
        yield f"{FOLDER}/{name}", shown, "api.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("html-collect-pages", pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    print(json.dumps({name: reference(name) for name in MODULES}))
