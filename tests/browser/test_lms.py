"""Chapters in a learning platform: SCORM is played by scorm-again in a real browser (`platform_of_others`)."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lms.scorm.gather import Site
from lms.scorm.package import LARGEST, chapter, course
from lms.scorm.pages import resolved
from platform_of_others import Platform, running
from test_exercises_page import BLOCKED

from sgm_lab import exercises

pytestmark = pytest.mark.browser
CHAPTER, PAGE, ID, WRITTEN = "1", "1-background", "1-check-1", "1-own-customers"
RIGHT = exercises.find(ID).answer
WRONG = next(one.id for one in exercises.find(ID).options if one.id != RIGHT)


class Made(NamedTuple):
    chapter: Path
    course: Path


@pytest.fixture(scope="module")
def made(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The packages of one chapter and of the course."""
    site, folder = Site(built, "zh"), tmp_path_factory.mktemp("packages")
    one = chapter(site, CHAPTER)
    for package in (one, course(site)):
        (folder / package.name).write_bytes(package.content)
    return Made(folder / one.name, folder / "SGM-zh.zip")


@pytest.fixture(scope="module")
def platform(made: Made) -> Iterator[Platform]:
    with running(0) as one:
        one.take("chapter", "1.2", made.chapter)
        one.take("course", "2004", made.course)
        yield one


class Opened:
    """A package in the player: the line above, and the page below."""

    def __init__(self, page: Any, url: str, outer: int = 0) -> None:
        self.page = page
        page.goto(url)
        self.sco = page.frame_locator("iframe")
        for _ in range(outer):
            self.sco = self.sco.frame_locator("iframe")
        self.chapter = self.sco.frame_locator("#page")
        self.chapter.locator("#main").wait_for()

    def said(self) -> str:
        return self.sco.locator("#said").inner_text()

    def at(self, id: str = ID) -> Any:
        return self.chapter.locator(f'[data-id="{id}"]')

    def answer(self, value: str = RIGHT) -> None:
        self.at().locator(".sgm-ex").wait_for()
        self.at().locator(f'input[value="{value}"]').check()
        self.at().locator('[data-do="check"]').click()
        self.at().locator('.sgm-ex[data-outcome="right"], .sgm-ex[data-outcome="wrong"]').wait_for()

    def outcome(self) -> str:
        self.at().locator(".sgm-ex").wait_for()
        return self.at().locator(".sgm-ex").get_attribute("data-outcome")

    def close(self) -> None:
        self.page.goto("about:blank")


def test_packages_hold_together(made: Made) -> None:
    """Nothing leads out of a package, nothing of the instructor's is in it, and no platform finds it large."""
    for path in made:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            assert not [name for name in names if "pyodide-" in name or "desk" in name or "handbook" in name]
            pages = [name for name in names if name.endswith(".html")]
            for page in pages:
                text = package.read(page).decode().partition('<script type="application/json"')[0]
                for address in re.findall(r'\s(?:href|src|srcset|data-index)="([^"\s]+)', text):
                    target = resolved(page, address)
                    assert target is None or target in names or target == page, (page, address)
    assert made.chapter.stat().st_size <= LARGEST


def test_answer_close_resume_the_next_day(platform: Platform, new_page: Callable[..., Any]) -> None:
    opened = Opened(new_page(), platform.url("chapter", "day"))
    assert "存在学习平台里" in opened.said()
    opened.answer(WRONG)
    opened.answer()
    opened.at(WRITTEN).locator("textarea").first.fill("窗口关上以前的最后一句")
    opened.close()
    told = platform.told("day")
    assert told["core"]["lesson_status"] == "incomplete"
    assert 0 < float(told["core"]["score"]["raw"]) < 10
    assert told["core"]["exit"] == "suspend"
    assert told["core"]["session_time"] > "00:00:00"
    assert len(told["suspend_data"]) < 600
    # the next day, in another browser
    opened = Opened(new_page(), platform.url("chapter", "day"))
    assert opened.outcome() == "right"
    kept = opened.page.frames[2].evaluate("window.sgmExercises.workbook.book")
    assert kept["learner"]["name"] == "王芳"
    assert kept["exercises"][ID]["mistakes"] == [WRONG]
    assert kept["exercises"][WRITTEN]["answer"] == "窗口关上以前的最后一句"
    opened.chapter.locator('#sgm-contents a[href*="notebooks/"]').click()  # another page of the same visit
    opened.page.wait_for_function(f"frames[0].frames[0].location.pathname.includes('notebooks/zh/{PAGE}')")
    # All scripts of the page, not those of the page before: the place is kept by the last of them.
    opened.page.wait_for_function("frames[0].frames[0].document.readyState === 'complete'")
    opened.page.wait_for_function("frames[0].frames[0].sgmExercises?.workbook.book.exercises && true")
    opened.chapter.locator(".sgm-ex").last.scroll_into_view_if_needed()
    opened.close()
    assert platform.told("day")["core"]["lesson_location"].startswith(f"notebooks/zh/{PAGE}")
    with opened.page.expect_download() as download:
        opened = Opened(opened.page, platform.url("chapter", "day"))
        opened.sco.locator("#take").click()
    assert download.value.suggested_filename == "王芳-workbook.json"
    assert ID in json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["exercises"]
    assert f"notebooks/zh/{PAGE}" in opened.page.frames[2].url  # where one was
    opened = Opened(opened.page, platform.url("chapter", "second"))  # a new attempt in the same browser
    assert opened.outcome() == "not_attempted"
    opened.close()
    assert "day" in platform.attempts
    assert platform.told("second")["suspend_data"] != platform.told("day")["suspend_data"]


def test_a_platform_that_does_not_begin_or_does_not_listen(
    platform: Platform, new_page: Callable[..., Any]
) -> None:
    page = new_page()
    for breaks, said in (("begin", "没有接通"), ("none", "没有找到")):
        opened = Opened(page, platform.url("chapter", breaks, breaks))
        assert said in opened.said()
        assert opened.outcome() == ("not_attempted" if breaks == "begin" else "right")  # the browser keeps it
        opened.answer()
        opened.close()
        assert breaks not in platform.attempts
    opened = Opened(page, platform.url("chapter", "deaf"))
    assert opened.outcome() == "not_attempted"  # of this learner the platform knows nothing
    platform.deaf = True
    opened.answer()
    opened.sco.get_by_text("没有收下").wait_for()
    platform.deaf = False
    opened.answer(WRONG)
    opened.sco.get_by_text("存在学习平台里").wait_for()
    assert "deaf" in platform.attempts


def test_more_than_fits_is_said_and_comes_back_from_the_file(
    platform: Platform, new_page: Callable[..., Any]
) -> None:
    opened = Opened(new_page(), platform.url("chapter", "full"))
    opened.answer()
    opened.at(WRITTEN).locator(".sgm-ex").first.wait_for()
    words = "".join(chr(0x4E00 + at * 7919 % 20000) for at in range(3000))
    opened.at(WRITTEN).locator("textarea").first.fill(words)
    opened.at(WRITTEN).locator('[data-do="check"]').first.click()
    opened.sco.get_by_text("满了：1道题").wait_for()
    with opened.page.expect_download() as download:
        opened.sco.locator("#take").click()
    file = download.value.path()
    opened.close()
    assert len(platform.told("full")["suspend_data"]) <= 4096
    opened = Opened(new_page(), platform.url("chapter", "full"))
    assert "上次有1道题写的字没有存进" in opened.said()
    assert opened.outcome() == "right"
    assert opened.at(WRITTEN).locator("textarea").first.input_value() == ""
    opened.chapter.locator('.sgm-workbook input[type="file"]').first.set_input_files(file)
    opened.page.wait_for_function(
        "([id, words]) => frames[0].frames[0].sgmExercises.workbook.get(id).answer === words",
        arg=[WRITTEN, words],
    )


def test_in_the_frame_of_another_site_with_storage_blocked(
    platform: Platform, new_page: Callable[..., Any]
) -> None:
    page = new_page()
    page.add_init_script(BLOCKED)
    inside = platform.url("chapter", "framed").replace("127.0.0.1", "localhost").replace("&", "%26")
    outside = f"{platform.base}/outside?url={inside}"
    opened = Opened(page, outside, outer=1)
    assert "存在学习平台里" in opened.said()
    opened.answer()
    opened.close()
    opened = Opened(page, outside, outer=1)
    assert opened.outcome() == "right"
    assert opened.at().locator(".sgm-ex-trouble").is_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_whole_course_under_scorm_2004(
    platform: Platform, new_page: Callable[..., Any], shots: Path, width: int
) -> None:
    opened = Opened(
        new_page(viewport={"width": width, "height": 844}), platform.url("course", f"all-{width}")
    )
    opened.page.frames[2].evaluate(f"location.href = '{PAGE}.html'")
    opened.answer()
    opened.page.screenshot(path=shots / f"lms-{width}.png")
    for frame in opened.page.frames[1:]:
        assert frame.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()
    told = platform.told(f"all-{width}")
    assert told["completion_status"] == "incomplete"
    assert 0 < float(told["progress_measure"]) < 0.02
    assert 0 <= float(told["score"]["scaled"]) < 0.02
    assert told["location"].startswith(f"book/zh/{PAGE}")
    if width == 390:
        opened = Opened(opened.page, platform.url("course", "all-390"))
        assert opened.outcome() == "right"
