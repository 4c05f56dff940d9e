"""Phones, screen and cockpit together in a real browser, with the laptop killed and a phone asleep in between."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from waiting import until

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });"
SEEN = """(least) => document.documentElement.scrollHeight <= innerHeight
  && parseFloat(getComputedStyle(document.querySelector("main")).fontSize) >= least"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


class Laptop:
    """The instructor's laptop: the room as it is started, on one log and port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: Any = None

    def start(self) -> str:
        """Start it; return the address of the cockpit."""
        said = self.folder / "said.txt"
        command = [
            sys.executable,
            str(ROOT / "book" / "room"),
            "--no-browser",
            "--port",
            str(self.port),
            "--number",
            "7",
        ]
        command += ["--folder", str(self.folder), "--address", "127.0.0.1"]
        with open(said, "wb") as out:
            environment = dict(os.environ, SGM_LANG="zh", PYTHONPATH=str(ROOT), PYTHONUTF8="1")
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
        end = time.monotonic() + 60
        while not (found := re.search(r"http://\S+/room/cockpit#\w+", said.read_text("utf-8"))):
            assert self.process.poll() is None, said.read_text("utf-8")
            assert time.monotonic() < end
            time.sleep(0.05)
        return found[0]

    def kill(self) -> None:
        """Let it die."""
        self.process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self.process.wait(20)


@pytest.fixture
def laptop(tmp_path: Path, ports: int) -> Iterator[Laptop]:
    """A laptop that is put away afterwards."""
    made = Laptop(tmp_path, ports + 770)
    yield made
    if made.process and made.process.poll() is None:
        made.kill()


@pytest.mark.allow_console(
    "ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|409"
)
def test_phones_screen_and_cockpit_together(
    new_page: Callable[..., Any], laptop: Laptop, shots: Path
) -> None:
    address = laptop.start()
    base = address.partition("/room/")[0]
    cockpit, screen = new_page(), new_page(viewport={"width": 1920, "height": 1080})
    here, there = new_page(**PHONE), new_page(**PHONE, color_scheme="dark")
    there.add_init_script(BLOCKED)
    cockpit.goto(address)
    screen.goto(f"{base}/room/screen")
    screen.wait_for_selector("img.code")
    until(screen, "document.querySelector('img.code').naturalWidth > 0")

    # Two people, one of them with a name that is no name, on a phone that stores nothing.
    for phone, name in ((here, "林敏"), (there, "<b onerror=1>程")):
        phone.goto(f"{base}/room/")
        phone.fill("#name", name)
        phone.click("#join")
        phone.wait_for_selector(".wait")
    assert re.fullmatch(r"#[0-9a-f]{32}", there.evaluate("location.hash"))
    assert here.evaluate("location.hash") == ""
    there.reload()
    there.wait_for_selector(".wait")
    assert there.text_content("header b") == "<b onerror=1>程"
    cockpit.wait_for_selector(".people tbody tr >> nth=1")
    screen.wait_for_selector("text=2人在场")

    # A question: answers come to the screen; what is right only once it is revealed.
    # Pressed twice, a step is made once; what is pressed on its way waits, and what was picked stays picked.
    cockpit.evaluate("const next = document.getElementById('next'); next.click(); next.click()")
    cockpit.select_option("#all", "2.1-pair-reading")
    cockpit.click("#all + button")
    here.click("label.option >> nth=2")
    here.click("#send")
    here.wait_for_selector(".sent")
    there.wait_for_selector("label.option")
    screen.wait_for_selector(".bars li:nth-child(3) .n:has-text('1')")
    assert "林敏" not in screen.content()
    there.click("#stuck")
    cockpit.wait_for_selector(".is-stuck")

    # One phone sleeps, and the laptop dies while the other answers: nothing is lost, and each finds its way back.
    here.context.set_offline(True)
    there.click("label.option >> nth=0")
    laptop.kill()
    there.click("#send")
    there.wait_for_selector("#lost:not([hidden])")
    laptop.start()
    there.wait_for_selector(".sent", timeout=30_000)
    screen.wait_for_selector("text=2／2人答了")
    cockpit.click("#next")
    there.wait_for_selector("text=停止作答了")
    cockpit.click("#next:has-text('公布答案')")
    there.wait_for_selector(".state")
    here.context.set_offline(False)
    here.wait_for_selector(".state.right", timeout=20_000)
    screen.wait_for_selector(".is-right")
    here.screenshot(path=shots / "room-phone.png", full_page=True)
    screen.screenshot(path=shots / "room-screen.png")

    # A chart is guessed with the keyboard, as with the finger; then the data stand beside it.
    cockpit.select_option("#all", "2.1-guess-counter")
    cockpit.click("button:has-text('5分钟')")
    cockpit.wait_for_selector(".clock:not(:empty)")
    cockpit.click("#all + button")
    here.wait_for_selector(".point")
    for slide in here.locator(".point input").all():
        slide.press("ArrowRight")
    here.locator(".point .step >> nth=0").click()
    here.click("#send")
    here.wait_for_selector(".sent")
    screen.wait_for_selector("svg .dot")
    for step in ("停止作答", "公布答案"):
        cockpit.click(f"#next:has-text('{step}')")
    screen.wait_for_selector("svg .data")
    here.wait_for_selector("svg .data")

    # The market: a team decides, the other sends nothing, the quarter is closed.
    cockpit.click("button:has-text('沙盘')")
    for phone, name in ((here, "一队"), (there, "二队")):
        phone.fill("#team-name", name)
        phone.click("#found")
        phone.wait_for_selector("details.goal")
    cockpit.click("#next:has-text('开第1季')")
    here.locator("#area-process").fill("30")
    assert (
        here.locator("#area-process").input_value() == "20"
    )  # no more than there is: 60, 15 and 5 are given
    here.locator("#area-features").fill("30")
    here.click("#decide")
    here.wait_for_selector(".budget .sent")
    screen.wait_for_selector("text=1／2队交了")
    cockpit.click("#next:has-text('关第1季')")
    there.wait_for_selector("text=没交，照上一任的分法")
    screen.wait_for_selector("svg.race .end")
    cockpit.click("button:has-text('周一')")
    here.fill("#what", "在晨会上念出我们的目标")
    here.click("#keep")
    here.wait_for_selector(".sent")
    with here.expect_download() as taken:
        here.click("#take")
    assert taken.value.suggested_filename == "练习册-林敏.json"
    cockpit.screenshot(path=shots / "room-cockpit.png", full_page=True)
    for one in (here, there, screen, cockpit):
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert one.locator("b[onerror]").count() == 0


@pytest.mark.allow_console("ERR_CONNECTION")  # the laptop is put away before the pages
def test_all_of_a_question_is_seen_on_a_small_projector(
    new_page: Callable[..., Any], laptop: Laptop, shots: Path
) -> None:
    """Nobody scrolls a projector: the last options, and why, lay below its edge."""
    address = laptop.start()
    cockpit, screen = new_page(), new_page(viewport={"width": 1280, "height": 720})
    cockpit.goto(address)
    screen.goto(f"{address.partition('/room/')[0]}/room/screen")
    cockpit.wait_for_selector(".agenda li")
    for at in range(cockpit.locator(".agenda li").count()):
        cockpit.locator(".agenda li button").nth(at).click()
        for step in ("停止作答", "公布答案"):
            cockpit.click(f"#next:has-text('{step}')")
        screen.wait_for_selector("aside")
        for width, height, least in ((1280, 720, 16), (1024, 768, 16), (1920, 1080, 25)):
            screen.set_viewport_size({"width": width, "height": height})
            until(screen, SEEN, arg=least)
        cockpit.click("button:has-text('扫码')")
        screen.wait_for_selector(".lobby")
