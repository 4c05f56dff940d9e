"""What the page of the plan is drawn by, as plain data: rows, words, and the signs by which a row is called weak.

``plan.js`` draws it in the browser from the kept answers, without Python. Rules and words are those of `check` and
`notes`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..._promises import promises
from ...i18n import Language, keys, t
from . import check
from .notes import examples
from .rows import ROWS, holds, name, number

__all__ = ["page_plan"]

_CHECKS = (
    "short_answer",
    "no_guard",
    "guard_without_figure",
    "no_guess",
    *(f"no_figure_{row}" for row in check.ASKS_FIGURE),
)
_NOTES = ("standard", "measure", "target", "done", "found", "next", "handoff", "handoff_open", "training")


def page_plan(url: str, lang: Language | None = None, folder: str | Path | None = None) -> dict[str, Any]:
    """Return the template of the plan for the page at ``url``; ``folder`` is that of the exercise records."""
    writers = promises(folder).values()
    words = {
        key.removeprefix("page."): t(f"takeaways.{key}", lang)
        for key in keys("takeaways")
        if key.startswith("page.")
    }
    words |= {f"check_{key}": t(f"takeaways.check.{key}", lang) for key in _CHECKS}
    words |= {f"note_{key}": t(f"takeaways.note.{key}", lang) for key in _NOTES}
    words |= {f"act_{key}": t(f"takeaways.pdca.act_{key}", lang) for key in ("keep", "adjust", "drop")}
    words |= {
        f"field_{key}": t(f"takeaways.field.{key}", lang) for key in ("metric", "baseline", "source", "owner")
    }
    words |= {
        key: t(f"lab_my_plan.{key}", lang) for key in ("called", "called_help", "new_title", "too_many")
    }
    words |= {key: t(f"lab_my_plan.action_{key}", lang) for key in ("another", "another_help")}
    words["plan_title"] = t("takeaways.plan_title", lang)
    return {
        "url": url,
        "words": words | {"fact": t("takeaways.fact", lang), "from": t("takeaways.from_exercise", lang)},
        "signs": {"figure": check.FIGURE.pattern, "guard": check.GUARD.pattern, "guess": check.GUESS.pattern},
        "asksFigure": list(check.ASKS_FIGURE),
        "examples": sorted(examples()),
        "rows": [
            {
                "row": row,
                "number": number(row),
                "name": name(row, lang),
                "holds": holds(row, lang),
                "exercises": [
                    {"id": one.id, "chapter": one.chapter, "goal": one.kind == "goal", "least": one.least}
                    for one in writers
                    if row in one.rows
                ],
            }
            for row in ROWS
        ],
    }
