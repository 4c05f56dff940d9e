"""Sphinx extension: the two moving pictures of the front page, drawn from the case data when the site is built.

``{picture}`` shows how the feature that has moved furthest changed its category from wave to wave, and what the SMART
review says of a slogan and of the goal it became. A case without waves, or without the visits that the goal rests on,
leaves its picture out. The pictures stand still where there is no script, on paper, and for those who want no motion.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import cases, kano, smart
from sgm_lab.i18n import Language, t

TEMPLATES = Path(__file__).parents[1] / "_templates"
COLOURS = {
    "M": "#3C6899",
    "O": "#47845B",
    "A": "#9A6A1F",
    "I": "#6F7680",
}  # white letters can be read on them
OTHERS = "#6F7680"  # who does not want it, or contradicts himself
LEFT, WIDTH = 96, 544  # where the bars begin, and how long one is
AIM = 75  # per cent of booked patients seen within half an hour, the goal of chapter 2.1


def say(lang: Language, key: str, **values: Any) -> str:
    """Return a text of the pictures."""
    return t(f"site.picture.{key}", lang, **values)


# ---- a need that drifts ----


def furthest() -> tuple[cases.Case, str] | None:
    """Return the feature, of all cases, that has been in most categories, and its case."""
    found: list[tuple[int, float, str, str]] = []
    for name in cases.names():
        answers = cases.load(name).kano
        if len(answers["wave"].unique()) > 1:
            drift = kano.drift(answers)
            for feature, row in drift[drift["moved"]].iterrows():
                found.append((len(set(row["path"].split("→"))), float(row["cramers_v"]), name, str(feature)))
    if not found:
        return None
    _, _, name, feature = max(found)
    return cases.load(name), feature


def drift_picture(lang: Language) -> dict[str, Any] | None:
    """Return what the picture of the drift shows."""
    found = furthest()
    if not found:
        return None
    case, feature = found
    waves = [
        bar(number, kano.tally(own).loc[feature].to_dict(), lang)
        for number, (_, own) in enumerate(case.kano.groupby("wave"), 1)
    ]
    name = case.feature_labels(lang)[feature]
    told = t("errors.list_separator", lang).join(say(lang, "told", **wave) for wave in waves)
    first, last = waves[0], waves[-1]
    answer = say(
        lang,
        "drift_answer",
        feature=name,
        first=first["category"],
        before=first["share"],
        last=last["category"],
        after=last["share"],
        waves=len(waves),
        case=case.title(lang),
        n=f"{sum(wave['n'] for wave in waves):,}",
    )
    return {"waves": waves, "alt": say(lang, "drift_alt", feature=name, told=told), "answer": answer}


def bar(number: int, counts: dict[str, int], lang: Language) -> dict[str, Any]:
    """Return one wave: its parts, and where the middle of the largest is."""
    total = sum(counts.values())
    largest = max(COLOURS, key=lambda letter: counts[letter])
    parts, x, middle = [], float(LEFT), 0.0
    for letter, colour in COLOURS.items():
        width = WIDTH * counts[letter] / total
        most = letter == largest
        parts.append({"x": round(x, 1), "width": round(width, 1), "colour": colour, "most": most})
        middle = x + width / 2 if most else middle
        x += width
    parts.append({"x": round(x, 1), "width": round(LEFT + WIDTH - x, 1), "colour": OTHERS, "most": False})
    return {
        "name": say(lang, "wave", n=number),
        "n": total,
        "parts": parts,
        "middle": round(middle, 1),
        "category": say(lang, f"category.{largest}"),
        "share": f"{counts[largest] / total:.0%}",
    }


# ---- a slogan that becomes a goal ----


def baseline() -> float | None:
    """Return the share of booked patients seen within half an hour in the last quarter, as chapter 2.1 has it."""
    if "healthcare" not in cases.names():
        return None
    visits = cases.load("healthcare").operations
    if not {"appointment", "wait_min", "date"} <= set(visits.columns):
        return None
    booked = visits[(visits["appointment"] == "yes") & (visits["date"].dt.month >= 10)]
    return float((booked["wait_min"] <= 30).mean()) if len(booked) else None


def goal_picture(lang: Language) -> dict[str, Any] | None:
    """Return a slogan, the goal it became, and what the review says of both."""
    base = baseline()
    if base is None:
        return None
    slogan = say(lang, "slogan")
    shares = {"base": f"{base:.0%}", "aim": f"{AIM}%"}
    pieces = [say(lang, name, **shares) for name in ("who", "what", "level", "until")]
    after = smart.review("".join(pieces))
    criteria = [
        {
            "verdict": one.verdict,
            "name": t(f"smart.criterion.{name}", lang),
            "word": t(f"smart.verdict.{one.verdict}", lang),
        }
        for name, one in after.criteria.items()
    ]
    before = smart.review(slogan).score
    return {"slogan": slogan, "before": before, "pieces": pieces, "after": after.score, "criteria": criteria}


def pictures(lang: Language) -> str:
    """Return both as markup."""
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("pictures.html")
    return template.render(drift=drift_picture(lang), goal=goal_picture(lang), say=partial(say, lang))


class PictureDirective(SphinxDirective):
    """Both pictures, side by side."""

    def run(self) -> list[nodes.Node]:
        """Return them as markup."""
        return [nodes.raw("", pictures(language_of(self.env.docname)), format="html")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("picture", PictureDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
