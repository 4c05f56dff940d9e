"""What a class is taught with, in a browser: slides on a projector, sheets on A4, names in the print room."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from _editions import gate
from _teaching import slides
from _teaching.words import table, words
from chromium import with_fonts
from pypdf import PdfReader
from sgm_pdf import print_page
from waiting import until

from sgm_lab import labs

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PLANS = slides.plans("zh")
EDITIONS = gate.editions(ROOT)
each = pytest.mark.parametrize("lang", ["zh", *EDITIONS])
PROJECTORS = ((1280, 720), (1920, 1080), (1024, 768))
CUT = """() => [...document.querySelectorAll(".slides > section")].filter((section) => {
  section.style.display = "block";
  section.hidden = false;
  const cut = section.scrollHeight > 721 || section.scrollWidth > section.clientWidth + 1;
  section.style.display = "";
  return cut;
}).map((section) => section.textContent.slice(0, 60))"""


@each
@pytest.mark.parametrize("plan", PLANS)
def test_no_slide_is_cut(page: Any, site: str, shots: Path, plan: str, lang: str) -> None:
    for width, height in PROJECTORS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/_static/teaching-{lang}/{plan}.html")
        until(page, "Reveal.isReady()")
        assert page.evaluate("Reveal.getTotalSlides()") == len(slides.slides(slides.plans(lang)[plan], lang))
        assert page.evaluate(CUT) == []
        page.keyboard.press("ArrowRight")
        page.locator("section.present h2").wait_for()
        page.screenshot(path=shots / f"slides-{lang}-{plan}-{width}.png")


@each
def test_the_window_of_the_speaker_turns_along(page: Any, built: Path, lang: str) -> None:
    page.goto((built / f"_static/teaching-{lang}/half-day.html").as_uri())
    until(page, "Reveal.isReady()")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    until(speaker, "Boolean(globalThis.Reveal?.isReady?.())")
    page.keyboard.press("ArrowRight")
    until(speaker, "Reveal.getIndices().h === 1")
    speaker.locator(".speaker-notes").get_by_text(
        words(lang, "slides")["watch"].partition("{")[0].strip()
    ).wait_for()
    speaker.keyboard.press("ArrowRight")
    until(page, "Reveal.getIndices().h === 2")


@pytest.mark.parametrize(
    ("lang", "paper"), [("zh", "A4"), *((lang, paper) for lang in EDITIONS for paper in ("A4", "letter"))]
)
def test_sheets_fit_their_paper(
    built: Path, chromium_path: str, tmp_path: Path, lang: str, paper: str
) -> None:
    """A printer in America has Letter, which is shorter: what takes a page on one takes a page on the other."""
    folder = built / f"_static/teaching-{lang}"
    environment = with_fonts(tmp_path / "fonts")
    for name, pages in (
        ("activities", len(labs.LABS)),
        ("card", 1),
        ("names", 1),
        ("rubric", 1),
        ("evaluation", 1),
    ):
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        assert "@page { size:A4;" in text
        sheet = tmp_path / "sheet.html"
        sheet.write_text(text.replace("@page { size:A4;", f"@page {{ size:{paper};"), encoding="utf-8")
        print_page(Path(chromium_path), sheet, tmp_path / "paper.pdf", environment)
        assert len(PdfReader(tmp_path / "paper.pdf").pages) == pages, name


@each
def test_names_go_onto_paper_in_the_browser(
    page: Any, built: Path, chromium_path: str, tmp_path: Path, lang: str
) -> None:
    say = words(lang, "room")
    page.goto((built / f"book/{lang}/desk.html").as_uri())
    room = page.locator(".sgm-room")
    room.get_by_role("button", name=say["attendance"]).click()
    room.get_by_text(say["none"]).wait_for()
    room.get_by_label(say["names"], exact=True).fill("王芳\n李雷\n韩梅梅\n王芳")
    with page.expect_download() as download:
        room.get_by_role("button", name=say["all"]).click()
    room.get_by_text(say["twice"].format(name="王芳")).wait_for()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as packed:
        names = [f"{say[f'{kind}_file']}.html" for kind in ("attendance", "cards", "certificates")]
        assert packed.namelist() == names
        packed.extractall(tmp_path)
    print_page(
        Path(chromium_path), tmp_path / names[2], tmp_path / "paper.pdf", with_fonts(tmp_path / "fonts")
    )
    pages = PdfReader(tmp_path / "paper.pdf").pages
    texts = [unicodedata.normalize("NFKC", one.extract_text()) for one in pages]  # some faces join f and i
    assert len(texts) == 3
    assert all(name in text for name, text in zip(("王芳", "李雷", "韩梅梅"), texts, strict=True))
    title = table(lang, "forms")["certificate"]["title"]
    assert "".join(title.split()) in "".join(texts[0].split())


def test_two_lists_of_scores_are_compared_at_once(page: Any, built: Path) -> None:
    page.goto((built / "book/zh/desk.html").as_uri())
    lists = page.locator(".sgm-lists")
    lists.get_by_label("课前").fill("王芳 9\n李雷 11\n韩梅梅 7\n赵六 8")
    lists.get_by_label("课后").fill("王芳 12\n李雷 12\n韩梅梅 12\n赵六 10")
    lists.get_by_text("4人多对了").wait_for()
    assert "王芳" not in lists.locator("[role=status]").inner_text()
    lists.get_by_label("写出姓名").check()
    assert "王芳" in lists.locator("[role=status]").inner_text()
