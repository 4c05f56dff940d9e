"""Sphinx extension: ``{goalexample}`` shows the example of a good goal plan, with the same in every kind of file."""

from __future__ import annotations

from docutils import nodes
from sgm_book import once
from sgm_frame import POLICY
from sgm_papers import language_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from sgm_lab import takeaways
from sgm_lab.i18n import LANGUAGES, t, use_language
from sgm_lab.paper import markup
from sgm_lab.paper.blocks import Facts

EXAMPLE = "example-plan-{lang}.{kind}"
EXAMPLES = {  # kind of file → what of `takeaways` writes it: loaded where it is written
    "docx": "goal_plan_docx",
    "pptx": "goal_plan_pptx",
    "xlsx": "goal_register_xlsx",
    "html": "goal_plan_html",
}
SOURCES = ("sgm_lab", "datasets", "book/_ext", "book/serve.py")  # what they are made of
_CHARSET = b'<meta charset="utf-8">'
_POLICY = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'.encode()


class GoalExampleDirective(SphinxDirective):
    """The example of a good goal plan: its rows, and the same in every kind of file."""

    def run(self) -> list[nodes.Node]:
        """Return the rows and the ways to the files, which `write_examples` makes."""
        lang = language_of(self.env.docname)
        up = "../" * self.env.docname.count("/")
        with use_language(lang):
            plan = takeaways.example_plan(lang)
            shown = [one for one in takeaways.plan_blocks(plan) if isinstance(one, Facts)]
            links = "".join(
                f'<li><a download="{t("takeaways.example.file", kind=kind)}" '
                f'href="{up}_static/{EXAMPLE.format(lang=lang, kind=kind)}">{t(f"takeaways.example.{kind}")}</a></li>'
                for kind in EXAMPLES
            )
            said = t("takeaways.example.take")
            face = f'<div class="sgm-goal-example">{markup.blocks(shown)}<p>{said}</p><ul>{links}</ul></div>'
        return [nodes.raw("", face, format="html")]


def write_examples(app: Sphinx) -> None:
    """Put the example of a good plan beside the pages, in every kind of file and each language."""

    def make() -> dict[str, bytes]:
        made = {}
        for lang in LANGUAGES:
            for kind, write in EXAMPLES.items():
                content = getattr(takeaways, write)(takeaways.example_plan(lang), lang=lang)
                if kind == "html":  # on the site it is a page like any other
                    content = content.replace(_CHARSET, _CHARSET + _POLICY, 1)
                made[EXAMPLE.format(lang=lang, kind=kind)] = content
        return made

    once(app, "goal-examples", SOURCES, make)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.add_directive("goalexample", GoalExampleDirective)
    app.connect("builder-inited", write_examples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
