"""Sphinx extension: ``{datasheet} healthcare`` prints a data package: datasheet, fields, planted facts folded away."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from sgm_papers import language_of
from sphinx.application import Sphinx

from sgm_lab.i18n import LANGUAGES, Language, said, t

DATA = Path(__file__).parents[2] / "datasets"
DATASHEET = re.compile(r"^```\{datasheet\} *(\w+)\s*\n```", re.M)


def expand_datasheets(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the datasheet's Markdown in place of the directive, so that its headings are the page's own."""
    source[0] = DATASHEET.sub(lambda match: datasheet(match[1], language_of(page)), source[0])


def datasheet(case: str, lang: Language) -> str:
    """Return a data package as Markdown: its datasheet, each table's fields, the planted facts folded away."""
    folder = DATA / case
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    if not (folder / "README.md").is_file():  # a case of one's own: what was planted no longer holds
        return f"{package.get(f'setting_{lang}', '')}\n\n{fields(package, lang)}"
    parts = sections(folder / "README.md", lang)
    shown = [set_close(parts.pop("")) if "" in parts else ""]
    planted = "\n".join(
        f"{number}. {fact[lang]}" for number, fact in enumerate(package.get("planted", ()), 1)
    )
    for title, text in parts.items():
        if package.get("planted") and package["planted"][0][lang] in text:
            shown.append(fields(package, lang))
            hint = t("course.planted_hint", lang)
            text = f"{hint}\n\n:::{{dropdown}} {t('course.planted_open', lang)}\n{planted}\n:::"
        shown.append(f"## {title}\n\n{set_close(text)}")
    return "\n\n".join(shown)


def sections(readme: Path, lang: Language) -> dict[str, str]:
    """Return the sections of a datasheet in one language by title; what stands before the first under ``""``."""
    chinese, _, english = readme.read_text(encoding="utf-8").partition("\n## In English\n")
    text, depth = (chinese, "## ") if lang == LANGUAGES[0] else (english, "### ")
    head, *rest = re.split(rf"^{depth}", re.sub(r"^# .*\n", "", text), flags=re.M)
    found = {"": head}
    for part in rest:
        title, _, text = part.partition("\n")
        text = re.sub(r"^```\n.*?^```\n?", "", text, flags=re.M | re.S)
        # Files and columns are told table by table below: here the name of a table and its rows are enough.
        text = re.sub(r"^\|([^|\n]*)\|[^|\n]*\|([^|\n]*)\|[^|\n]*\|$", r"|\1|\2|", text, flags=re.M)
        found[title.strip()] = text.strip()
    return found


def set_close(text: str) -> str:
    """Take out the spaces between Chinese and Latin: the style sheet sets them."""
    text = re.sub(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[A-Za-z0-9`])", "", text)
    return re.sub(r"(?<=[A-Za-z0-9`%]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])", "", text)


def fields(package: dict[str, Any], lang: Language) -> str:
    """Return a table of the fields of each table of a data package."""
    names = labels(package["name"].replace("-", "_"), lang)
    heads = [t(f"course.{name}", lang) for name in ("column", "meaning", "kind", "allowed")]
    shown = [f"## {t('course.fields', lang)}"]
    for resource in package["resources"]:
        rows = [heads, ["---"] * len(heads)]
        for field in resource["schema"]["fields"]:
            kind = t(f"course.kinds.{field['type']}", lang)
            rows.append([f"`{field['name']}`", titled(field, lang), kind, allowed(field, names, lang)])
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        files = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        where = t("course.between", lang).join(f"`{file}`" for file in files)
        shown += [f"### {set_close(titled(resource, lang))}", where, set_close(table)]
    return "\n\n".join(shown)


def titled(thing: dict[str, Any], lang: Language) -> str:
    """Return the title of a table or a field; the descriptor's own language is Chinese."""
    return str(thing.get(f"title_{lang}", thing.get("title", thing["name"])))


def labels(case: str, lang: Language) -> dict[tuple[str, str], str]:
    """Return what the codes in the tables stand for, by column and code."""
    found: dict[tuple[str, str], str] = {}
    for name in ("segments", "codes"):
        with (DATA / case / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {
                (row["column"], row["value"]): said(row, lang, "label_") for row in csv.DictReader(file)
            }
    return found


def allowed(field: dict[str, Any], names: dict[tuple[str, str], str], lang: Language) -> str:
    """Say which values a field may have."""
    rules = field.get("constraints", {})
    if "enum" in rules:
        values = [(f"`{value}`", names.get((field["name"], value), "")) for value in rules["enum"]]
        between = t("course.between", lang)
        return between.join(t("course.code", lang, code=code, name=n) if n else code for code, n in values)
    low, high = rules.get("minimum"), rules.get("maximum")
    if low is not None and high is not None:
        return t("course.range", lang, low=low, high=high)
    return "" if low is None else t("course.least", lang, low=low)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("source-read", expand_datasheets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
