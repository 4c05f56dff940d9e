"""Sphinx extension: exercises on the pages, answered in the browser without Python.

``{exercise} 2.1-pair-reading`` shows one exercise; ``{workbook}`` the line with progress, download and load;
``{workbook} chapters`` the list of all chapters with the completion sheet as well; ``{goalplan}`` the goal plan that
grows, the role ``planrow`` the way to one of its rows; ``{today}`` asks again what is due. Every page has the script
that marks in the contents what is done (``course.js``).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from plain_script import bundled, into_head, marked
from sgm_journey import PLAN_PAGE, SHOWN, TODAY
from sgm_papers import chapter_of, chapters_in, language_of
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective, SphinxRole

from sgm_lab import cases, exercises
from sgm_lab.errors import SgmError
from sgm_lab.exercises import faces
from sgm_lab.exercises.journey import comes_again
from sgm_lab.exercises.places import course_of, loose, more
from sgm_lab.exercises.reading import folder_of
from sgm_lab.i18n import t
from sgm_lab.takeaways.plan.rows import ROWS, arrow

HOME = Path(exercises.__file__).parent
COURSE = Path(__file__).parents[1] / "_course"
# Each imports from those before it.
MODULES = [
    HOME / name for name in ("front.js", "workbook.js", "journey.js", "plans.js", "plan.js", "host.js")
]
MODULES[-1:-1] = [COURSE / "packed.js"]  # before the page comes to life
MODULES += [COURSE / name for name in ("steps.js", "again.js", "course.js")]
SCRIPT = bundled(MODULES)
# What one kind of page has more, by the mark of its place: no other page waits for it.
MORE = {TODAY: COURSE / "today.js", "sgm-goal-plan": COURSE / "takealong.js"}
MORE_SCRIPTS = {place: bundled([path], MODULES) for place, path in MORE.items()}
STYLE = HOME / "front.css"
FOLDER = marked("exercises", SCRIPT, STYLE.read_text(encoding="utf-8"))
MORE_FOLDER = marked("pages", FOLDER, *MORE_SCRIPTS.values())


class ExerciseDirective(SphinxDirective):
    """One exercise, with hints and worked answer folded until the page's script brings it to life."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the static face."""
        try:
            record = exercises.find(self.arguments[0])
        except SgmError as error:
            raise self.error(str(error)) from error
        asked = getattr(record, "truth", {}).get("case")
        data = cases.load(asked).folder.glob("*.*") if asked else ()  # a chart to guess follows its case
        for file in (*folder_of().glob("*.toml"), *data):
            self.env.note_dependency(str(file))
        face = exercises.static(record, language_of(self.env.docname))
        return [nodes.raw("", face, format="html")]


class WorkbookDirective(SphinxDirective):
    """What is done and what is left, and the way to take the work along."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place that the page's script fills; without a script, the chapters and their minutes."""
        lang = language_of(self.env.docname)
        inner = whole = ""
        if self.arguments[:1] == ["chapters"]:
            whole, shown = " data-sheet", chapters_in(self.env)
            records = [record for record in exercises.load().values() if record.chapter in shown]
            inner = faces.chapters(faces.plan(records, lang), lang)
        return [nodes.raw("", f'<div class="sgm-workbook"{whole}>{inner}</div>', format="html")]


class GoalPlanDirective(SphinxDirective):
    """The goal plan, drawn from the kept answers; without a script, its rows and what belongs in each."""

    def run(self) -> list[nodes.Node]:
        """Return the place that the page's script fills."""
        face = faces.goal_plan(language_of(self.env.docname))
        return [nodes.raw("", f'<div class="sgm-goal-plan">{face}</div>', format="html")]


class PlanRowRole(SphinxRole):
    """Rows of the goal plan, by their keys: what is asked for here goes there, one click away."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, called as the exercises call it."""
        rows = [row.strip() for row in self.text.split(",")]
        if unknown := [row for row in rows if row not in ROWS]:
            told = self.inliner.reporter.error(
                f"planrow: {', '.join(unknown)}? {', '.join(ROWS)}", line=self.lineno
            )
            return [], [told]
        said = arrow(rows, language_of(self.env.docname))
        place = f"{PLAN_PAGE.removeprefix('/')}.html#row-{rows[0]}"  # it lies beside the chapters
        link = nodes.reference("", said, refuri=place, internal=True)
        return [link], []


class TodayDirective(SphinxDirective):
    """What is due to be asked again today, chosen by the page's script."""

    def run(self) -> list[nodes.Node]:
        """Return the place that the page's script fills; without a script, what it needs."""
        said = t("exercises.journey.again_needs", language_of(self.env.docname))
        return [nodes.raw("", f'<div class="{TODAY}"><p>{said}</p></div>', format="html")]


def note_loose(app: Sphinx, config: Config) -> None:
    """Find the exercises that no page names, once a build; pages are read anew where these have changed."""
    own = course_of(folder_of()) == Path(app.srcdir)
    config.sgm_loose = loose(Path(app.srcdir), exercises.load()) if own else {}


def add_loose(app: Sphinx, page: str, source: list[str]) -> None:
    """Show them at the end of their chapter's text: a new exercise needs nothing but its record."""
    source[0] += more(app.config.sgm_loose.get(chapter_of(page), []), language_of(page))


def copy_parts(app: Sphinx) -> None:
    """Put the script and its style where the pages find them."""
    static = Path(app.outdir) / "_static"
    folder = static / FOLDER
    for kind, now in (("exercises", folder), ("pages", static / MORE_FOLDER)):
        for old in static.glob(f"{kind}-????????"):
            if old != now:
                shutil.rmtree(old)
        now.mkdir(parents=True, exist_ok=True)
    (folder / "exercises.js").write_text(SCRIPT, encoding="utf-8")
    for place, path in MORE.items():
        (static / MORE_FOLDER / path.name).write_text(MORE_SCRIPTS[place], encoding="utf-8")
    style = re.sub(r"/\*.*?\*/|^[ \t]+", "", STYLE.read_text(encoding="utf-8"), flags=re.M | re.S)
    (folder / "front.css").write_text(style, encoding="utf-8")


def bring_to_life(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page the plan of the course, and its style and its records, once, where it has exercises."""
    if page not in app.env.found_docs:
        return
    body, lang, up = context.get("body", ""), language_of(page), context["pathto"]
    more = [f"{MORE_FOLDER}/{path.name}" for place, path in MORE.items() if place in body]
    names = (f"plan-{lang}.js", f"{FOLDER}/exercises.js", *more)
    scripts = [f'<script defer src="{up(f"_static/{name}", 1)}"></script>' for name in names]
    shown = list(dict.fromkeys(SHOWN.findall(body)))
    if shown or any(place in body for place in ("sgm-workbook", "sgm-goal-plan", TODAY)):
        known = exercises.load()
        if TODAY in body:
            asked = chapters_in(app.env)
            shown += [
                one.id
                for one in known.values()
                if comes_again(one) and one.chapter in asked and one.id not in shown
            ]
        app.add_css_file(f"{FOLDER}/front.css", priority=950)  # after the site's own
        records = [known[id] for id in shown if id in known]
        body = body.replace(faces.style(), "") + faces.page_data(records, lang)
        if SHOWN.search(body) and page != f"book/{lang}/index":  # not on the front page
            body = body.replace("</h1>", '</h1><div class="sgm-journey"></div>', 1)
        context["body"] = body
    into_head(context, *scripts)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("workbook", WorkbookDirective)
    app.add_directive("goalplan", GoalPlanDirective)
    app.add_directive("today", TodayDirective)
    app.add_role("planrow", PlanRowRole())
    app.add_config_value("sgm_loose", {}, "env", types=[dict])
    app.connect("config-inited", note_loose)
    app.connect("source-read", add_loose)
    app.connect("builder-inited", copy_parts)
    app.connect("html-page-context", bring_to_life)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
