"""Sphinx extension: how a class is run, from ``plans.toml`` beside the page.

``{classplan} half-day`` shows one plan. Times follow from its start and the minutes of its steps, the exercises from
their records: what does not add up fails the build.
"""

from __future__ import annotations

import html
import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import exercises
from sgm_lab.errors import SgmError
from sgm_lab.exercises.places import places
from sgm_lab.i18n import Language, t

STEP = {
    "half",
    "minutes",
    "act",
    "break",
    "do",
    "say",
    "tell",
    "watch",
    "ask",
    "room",
    "exercises",
    "page",
    "late",
    "picture",
}
TITLED = re.compile(r"file: *(\S+)\n +title: *(.+)")  # a page in the table of contents
TOLD = ("say", "tell", "watch", "ask", "room")  # in the order in which one needs them


@dataclass(frozen=True)
class Plan:
    """A plan of a class; ``minutes`` without the break at noon."""

    id: str
    title: str
    start: list[str]
    minutes: int
    for_whom: str
    step: list[Mapping[str, Any]]

    def timed(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Go through the steps, each with the time of the clock at which it begins.

        >>> steps = [{"minutes": 65}, {"minutes": 5}, {"half": 2, "minutes": 30}]
        >>> plan = Plan("a", "", ["9:00", "13:30"], 100, "", steps)
        >>> [time for time, _ in plan.timed()]
        ['9:00', '10:05', '13:30']
        """
        at: dict[int, int] = {}
        for step in self.step:
            half = step.get("half", 1)
            hour, minute = map(int, self.start[half - 1].split(":"))
            passed = hour * 60 + minute + at.get(half, 0)
            at[half] = at.get(half, 0) + step["minutes"]
            yield f"{passed // 60}:{passed % 60:02}", step


def read_plans(file: Path) -> dict[str, Plan]:
    """Read the plans of a language.

    Raises
    ------
    ValueError
        If minutes do not add up, a step has too little time for its exercises, or a name is unknown.
    """
    found = {one["id"]: Plan(**one) for one in tomllib.loads(file.read_text(encoding="utf-8"))["plan"]}
    for plan in found.values():
        total = sum(step["minutes"] for step in plan.step)
        if total != plan.minutes:
            raise ValueError(f"{file.name}, {plan.id}: the steps take {total} minutes, not {plan.minutes}")
        for step in plan.step:
            if strange := set(step) - STEP:
                raise ValueError(f"{file.name}, {plan.id}, {step['do']}: no such field: {', '.join(strange)}")
            needed = sum(exercises.find(id).minutes for id in step.get("exercises", ()))
            if needed > step["minutes"]:
                raise ValueError(
                    f"{file.name}, {plan.id}, {step['do']}: the exercises take {needed:g} minutes"
                )
            if "page" in step and not (page := file.parent / f"{step['page']}.md").is_file():
                raise ValueError(f"{file.name}, {plan.id}, {step['do']}: there is no page {page.name}")
    return found


def standing(root: Path, step: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Return the page on which each exercise of a step is done: the step's own where it has it."""
    known = places(root)
    own = f"book/{lang}/{step.get('page')}"
    found = {}
    for id in step.get("exercises", ()):
        pages = [page.rpartition(".")[0] for page in known.get(id, ()) if f"/{lang}/" in page]
        if pages:
            found[id] = own if own in pages else pages[0]
    return found


def contents(root: Path) -> dict[str, str]:
    """Return the titles that pages have in the table of contents."""
    return dict(TITLED.findall((root / "book" / "_toc.yml").read_text(encoding="utf-8")))


def _cell(step: Mapping[str, Any], titles: Mapping[str, str], at: Mapping[str, str], lang: Language) -> str:
    """Return what is done in a step: the deed, what to say, watch and ask, the exercises, what to do when late.

    ``at`` holds the address of the page that each exercise is on.
    """
    said = [f"<strong>{html.escape(step['do'])}</strong>"]
    told = {**step, "tell": " ".join(step["tell"])} if "tell" in step else step
    said += [html.escape(t(f"site.plan_{name}", lang, text=told[name])) for name in TOLD if name in told]
    if ids := step.get("exercises"):
        minutes = sum(exercises.find(id).minutes for id in ids)
        named = {id: f"<code>{html.escape(id)}</code>" for id in ids}
        named |= {id: f'<a href="{page}">{named[id]}</a>' for id, page in at.items()}
        listed = t("errors.list_separator", lang).join(named.values())
        said.append(t("site.plan_exercises", lang, n=f"{minutes:g}", ids=listed))
    if (page := step.get("page")) in titles:  # a hidden page leaves no link
        said.append(f'<a href="{page}.html">{html.escape(titles[page])}</a>')
    if late := step.get("late"):
        text = t("site.plan_drop", lang) if late == "drop" else late
        said.append(html.escape(t("site.plan_late", lang, text=text)))
    return "<br>".join(said)


class ClassPlanDirective(SphinxDirective):
    """One plan as a table: when, how long, what."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        lang = language_of(self.env.docname)
        file = Path(self.env.doc2path(self.env.docname)).parent / "plans.toml"
        self.env.note_dependency(str(file))
        try:
            plan = read_plans(file)[self.arguments[0]]
        except (SgmError, ValueError, KeyError) as error:
            raise self.error(str(error)) from error
        folder = self.env.docname.rpartition("/")[0]
        pages = {step["page"] for step in plan.step if "page" in step}
        pages = {page for page in pages if f"{folder}/{page}" in self.env.found_docs}
        titles = {page: page_title(file.parent / f"{page}.md") for page in pages}
        for page in file.parent.glob("[0-9]*.md"):  # its title, and which exercises stand on it
            self.env.note_dependency(str(page))
        root, here = Path(self.env.srcdir), posixpath.dirname(self.env.docname)
        at = [
            {id: f"{posixpath.relpath(page, here)}.html" for id, page in standing(root, step, lang).items()}
            for step in plan.step
        ]
        rows = "".join(
            f"<tr><td>{time}<br><small>{t('site.plan_minutes', lang, n=step['minutes'])}</small></td>"
            f"<td>{_cell(step, titles, own, lang)}</td></tr>"
            for (time, step), own in zip(plan.timed(), at, strict=True)
        )
        heads = "".join(f'<th scope="col">{t(f"site.plan_{name}", lang)}</th>' for name in ("time", "do"))
        hours = t("site.plan_total", lang, hours=f"{plan.minutes / 60:g}", whom=plan.for_whom)
        shown = (
            f'<p>{html.escape(hours)}</p><div class="pst-scrollable-table-container"><table class="table">'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
        return [nodes.raw("", shown, format="html")]


def page_title(page: Path) -> str:
    """Return the heading of a page."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("# ").strip() for line in lines if line.startswith("# "))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("classplan", ClassPlanDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
