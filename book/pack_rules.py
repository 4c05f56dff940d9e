"""What a page must know to read packs and to edit them as Python does: words, lists, limits and the records themselves.

`book/_desk` has the rules as code; all that can be said as data is said here, once.
"""

from __future__ import annotations

import tomllib
from typing import Any

from pack import GROUND, LEAST, LIMITS

from sgm_lab import cases, labs
from sgm_lab._promises import LEAST as LEAST_LETTERS
from sgm_lab.exercises import effort, faces
from sgm_lab.exercises.kinds import found
from sgm_lab.exercises.kinds.goal import ASKED
from sgm_lab.exercises.kinds.survey import DIMENSIONS, SIDES, asking
from sgm_lab.exercises.reading import folder_of, load
from sgm_lab.exercises.truths import SOURCES, arguments
from sgm_lab.i18n import LANGUAGES, Language, about, keys, t
from sgm_lab.takeaways.plan.rows import ROWS, numbered

__all__ = ["case", "data", "rules"]

#: Kinds whose answer is worked out from data: a page takes it from the record that was there.
WORKED_OUT = ("predict", "lab")
#: Files of a case that the editor shows; of the large tables it has what these columns hold.
SMALL = ("case.toml", "features.csv", "segments.csv", "codes.csv", "items.csv", "comments.csv")
VALUES = {"kano": ("wave", "feature"), "servqual": ("wave", "item")}


def _part(namespace: str, part: str, lang: Language) -> dict[str, str]:
    names = [name for name in keys(namespace) if name.startswith(part)]
    return {name.removeprefix(part): t(f"{namespace}.{name}", lang) for name in names}


def rules(lang: Language) -> dict[str, Any]:
    """Return what reading a record or a pack asks for, and the words of what is refused."""
    tools = {
        name: {"name": lab, "title": t(f"lab_{lab}.title", lang)} for name, lab in sorted(labs.LABS.items())
    }
    return {
        "lang": lang,
        "tag": about("tag", lang),
        "languages": list(LANGUAGES),
        "fallback": [one for one in LANGUAGES if about("fallback", one)],
        "file": "exercises.json",
        "separator": t("errors.list_separator", lang),
        "more": t("errors.list_more", lang),
        "bad": _part("exercises", "bad.", lang),
        "form": _part("exercises", "form.", lang),
        "kinds": {name: t(f"exercises.ui.kind_{name}", lang) for name in found()},
        "rows": list(ROWS),
        "labs": tools,
        "sources": {of: arguments(of) for of in sorted(SOURCES)},
        "criteria": {name: list(verdicts) for name, verdicts in ASKED.items()},
        "least": LEAST_LETTERS,
        "dimensions": {one: t(f"common.dimension.{one}", lang) for one in DIMENSIONS},
        "effort": effort.RULES,
        "words": {
            "arrow": t("exercises.ui.arrow", lang),
            "separator": t("errors.list_separator", lang),
            "criteria": t("exercises.face.criteria", lang),
            "criterion": {name: t(f"smart.criterion.{name}", lang) for name in ASKED},
            "row_arrow": t("takeaways.row_arrow", lang),
            "row_and": t("takeaways.row_and", lang),
            "plan_rows": {row: numbered(row, lang) for row in ROWS},
            "labs": tools,
            "survey_worked": t("exercises.ui.survey_worked", lang),
            "surveys": {method: asking(method, lang) for method in SIDES},
            **{
                f"found_in_{where}": t(f"exercises.ui.found_in_{where}", lang)
                for where in ("cell", "first", "words")
            },
        },
        "pack": {name: t(f"pack.{name}", lang) for name in keys("pack")},
        "limits": LIMITS,
        "ground": GROUND,
        "contrast": LEAST,
        "case": _part("site", "case.", lang),
        "cases": list(cases.names()),
        "chapters": list(dict.fromkeys(record.chapter for record in load().values())),
        "ids": list(load()),
    }


def data(lang: Language) -> dict[str, Any]:
    """Return the rules with all records as they are written, and what is worked out of data for some."""
    files = sorted(folder_of().glob("*.toml"))
    raw = [row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8-sig"))["exercise"]]
    known = load()
    base = {
        id: record.payload(lang) | record.computed(lang)
        for id, record in known.items()
        if record.kind in WORKED_OUT
    }
    titles = {record.chapter: faces.chapter_title(record.chapter, lang) for record in known.values()}
    return {
        "rules": rules(lang),
        "raw": raw,
        "base": base,
        "titles": titles,
        "ui": faces.words(lang),
        "cases": {name: case(name) for name in cases.names()},
    }


def case(name: str) -> dict[str, Any]:
    """Return what the editor has of a case: its description, its small tables, what columns of the large ones hold."""
    known = cases.load(name)
    files = {one: known.folder / one for one in SMALL if (known.folder / one).is_file()}
    held = {
        table: {column: list(map(str, known.table(table)[column].unique())) for column in columns}
        for table, columns in VALUES.items()
        if table in known.resources
    }
    texts = {one: path.read_text(encoding="utf-8") for one, path in files.items()}
    return {"package": known.package, "files": texts, "values": held}
