"""The example of a good plan: whole by the course's own rules, in every form, and on the page before anyone writes."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pptx
import pytest
from test_goal_plan import shown, word

from sgm_lab import cases, i18n, takeaways
from sgm_lab.control import before_after
from sgm_lab.takeaways.monthly import followed
from sgm_lab.takeaways.plan.rows import ROWS

ROOT = Path(__file__).parents[1]
SOFFICE = shutil.which("soffice")
each = pytest.mark.parametrize("lang", i18n.LANGUAGES)


@each
def test_it_is_whole_and_of_another_trade(lang: i18n.Language) -> None:
    plan = takeaways.example_plan(lang)
    assert takeaways.plan_check(plan, lang=lang) == []
    assert set(plan["rows"]) == set(ROWS) - {"goal", "baseline", "measure"}  # these a goal's own fields say
    assert all(cases.load(name).title() not in str(plan) for name in cases.names())
    assert i18n.t("labs.simulated", lang).strip("· ").lower() in plan["title"].lower()
    (goal,), (seen,) = zip(*followed(plan), strict=True)
    assert goal.months
    assert seen.variation == "improving"


def test_its_figures_hold() -> None:
    """The difference that the first round found, with its interval, from the counts behind it."""
    change = before_after((101, 162), (122, 163), of="share").difference
    assert (round(100 * change.value), round(100 * change.low), round(100 * change.high)) == (13, 2, 22)
    rounds = takeaways.example_plan("zh")["rows"]["pdca"]
    assert "差13个百分点（区间2到22）" in rounds
    goal = takeaways.example_plan("zh")["goals"][0]
    assert goal["months"][1]["value"] == pytest.approx(100 * (101 + 122) / (162 + 163), abs=0.05)
    assert sum(goal["history"]) / len(goal["history"]) == pytest.approx(goal["baseline"], abs=0.5)


@each
def test_it_is_there_in_every_form(lang: i18n.Language) -> None:
    plan = takeaways.example_plan(lang)
    said = plan["goals"][0]["statement"]
    assert said in word(takeaways.goal_plan_docx(plan, lang=lang))
    deck = takeaways.goal_plan_pptx(plan, lang=lang)
    assert said in "\n".join(shown(deck))
    assert len(pptx.Presentation(io.BytesIO(deck)).slides) == 5
    assert said in html.unescape(takeaways.goal_plan_html(plan, lang=lang).decode())
    register = openpyxl.load_workbook(io.BytesIO(takeaways.goal_register_xlsx(plan, lang=lang)))
    assert register.worksheets[0]["B5"].value == said


@each
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_a_full_plan_is_two_pages_of_word(tmp_path: Path, lang: i18n.Language) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(takeaways.goal_plan_docx(takeaways.example_plan(lang), lang=lang))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "plan.pdf").read_bytes())
    assert len(pages) == 2


def test_the_site_has_the_files_that_its_page_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    import sgm_example

    sgm_example.write_examples(SimpleNamespace(outdir=str(tmp_path), doctreedir=str(tmp_path / "read")))
    directive = object.__new__(sgm_example.GoalExampleDirective)
    monkeypatch.setattr(
        sgm_example.GoalExampleDirective,
        "env",
        SimpleNamespace(docname="book/zh/8-final-project"),
        raising=False,
    )
    (node,) = directive.run()
    face = node.astext()
    named = re.findall(r'href="\.\./\.\./_static/([^"]+)"', face)
    assert len(named) == 4
    assert all((tmp_path / "_static" / one).stat().st_size > 5_000 for one in named)
    assert takeaways.example_plan("zh")["rows"]["alarm"] in face
    sys.modules.pop("sgm_example", None)


def test_it_stands_in_chapter_8_before_the_learner_writes() -> None:
    text = (ROOT / "book/zh/8-final-project.md").read_text("utf-8")
    assert text.index("{goalexample}") < text.index("### 一张评分表，两个人互评")
    for part in ("花多少", "省多少", "冒什么险"):
        assert re.search(rf"^\| {part} \|", text, re.MULTILINE)
