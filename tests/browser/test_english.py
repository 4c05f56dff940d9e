"""The English edition as its readers use it: a chapter's exercises, five labs, and the way between the languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from answering import arrange, place
from axe import barriers_of
from lab_page import show_lab
from playwright.sync_api import expect

from sgm_lab import exercises, labs
from sgm_lab.i18n import use_language
from sgm_lab.labs import base

pytestmark = pytest.mark.browser

HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
ENGLISH, CHINESE = "book/en/2-1-goal-setting.html", "book/zh/2-1-goal-setting.html"

# name, how it is answered, wrong, part of its reason, right
KINDS = [
    ("pair-reading", "choose", ("Must-be",), "can live without it", ("Attractive",)),
    (
        "slogan-or-goal",
        "choose",
        ("Build", "Own the first"),
        "do not say what is measured",
        ("By 30 June 2026 the pharmacy", "By 31 December 2026 the laboratory"),
    ),
    ("better", "write", ("0.57",), "stay out of the base", ("0.58",)),
    (
        "number-roles",
        "sort",
        ("deadline", "deadline", "target", "baseline"),
        "every day",
        ("deadline", "level", "baseline", "target"),
    ),
    (
        "steps",
        "order",
        ("write", "baseline", "ask", "classify", "split"),
        "leaves the baseline a guess",
        ("ask", "classify", "split", "baseline", "write"),
    ),
]


def at(page: Any, name: str) -> Any:
    place = page.locator(f'.sgm-exercise[data-id="2.1-{name}"]')
    place.evaluate("node => window.sgmCourse?.steps.show(node)")
    return place


def answer(page: Any, name: str, how: str, given: tuple[str, ...]) -> str:
    here, record = at(page, name), exercises.find(f"2.1-{name}")
    if how == "choose":
        for box in here.locator(".sgm-ex-options input").all():
            label = box.evaluate("node => node.labels[0].textContent")
            wanted = label.startswith(given)
            if wanted or box.get_attribute("type") == "checkbox":
                box.set_checked(wanted)
    elif how == "write":
        here.get_by_role("textbox").fill(given[0])
    elif how == "sort":
        place(here, record, given, "en")
    else:
        arrange(here, record, given, "en")
    here.locator('button[data-do="check"]').click()
    return str(here.locator(".sgm-ex").get_attribute("data-outcome"))


def test_a_chapter_is_answered_in_english_and_the_work_is_there_in_chinese(
    page: Any, site: str, shots: Path
) -> None:
    page.goto(f"{site}/{ENGLISH}")
    page.wait_for_selector(".sgm-ex")
    for name, how, wrong, why, right in KINDS:
        said = at(page, name).locator(".sgm-ex-said")
        assert answer(page, name, how, wrong) in ("wrong", "partly"), name
        assert why in said.inner_text(), name
        assert answer(page, name, how, right) == "right", name
        assert not HAN.search(at(page, name).inner_text()), name
    dealt = at(page, "pair-reading").locator("input").evaluate_all("all => all.map((one) => one.value)")
    at(page, "steps").scroll_into_view_if_needed()
    page.screenshot(path=shots / "english-exercises-1280.png")
    assert barriers_of(page) == []
    read = page.locator("article section > h3").nth(6)
    page.wait_for_load_state("networkidle")  # what comes late moves what is read
    read.evaluate("node => node.scrollIntoView()")
    box = page.locator(".sgm-other").bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)  # a locator's click would scroll first
    page.wait_for_url(f"**/{CHINESE}*")
    page.wait_for_load_state("networkidle")
    assert 0 <= read.evaluate("node => node.getBoundingClientRect().top") < 300
    for name, *_ in KINDS:
        expect(at(page, name).locator(".sgm-ex")).to_have_attribute("data-outcome", "right")
    order = at(page, "pair-reading").locator("input").evaluate_all("all => all.map((one) => one.value)")
    assert order == dealt  # what was shuffled for this learner stays so
    kept = json.loads(page.evaluate("localStorage.getItem('sgm_lab.workbook')"))["exercises"]
    assert all(kept[f"2.1-{name}"]["tries"] == 2 for name, *_ in KINDS)


@pytest.fixture
def in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    base.failures.clear()
    with use_language("en"):
        yield
    assert base.failures == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("name", ["KanoLab", "ServqualLab", "SmartStudio", "EvaluationLab", "Sandtable"])
def test_a_lab_speaks_english_on_a_phone(name: str, new_page: Any, shots: Path) -> None:
    page = new_page(viewport={"width": 390, "height": 900})
    lab = getattr(labs, name)()
    root = show_lab(page, lab)
    opened = dict(lab.state)
    before = root.locator(".sgm-area").first.inner_text()
    for choice in root.locator("select").all():
        texts = choice.locator("option").all_inner_texts()
        if len(texts) > 1:
            choice.select_option(index=len(texts) - 1)
            expect(root.locator(".sgm-area").first).not_to_have_text(before)
            break
    shown = root.evaluate(
        "node => node.innerText + [...node.querySelectorAll('[aria-label],[title],[alt]')].map("
        "(one) => one.ariaLabel + one.title + (one.alt ?? '')).join()"
    )
    assert not HAN.search(shown), HAN.findall(shown)
    expect(root.locator(".sgm-trouble")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers_of(page) == []
    page.screenshot(path=shots / f"english-{name}-390.png", full_page=True)
    root.get_by_role("button", name="Start over").first.click()
    assert lab.state == opened
