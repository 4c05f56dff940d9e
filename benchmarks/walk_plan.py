"""A class plan against the clock, on one machine: what is said is spoken, what is answered by phone is answered.

``python benchmarks/walk_plan.py half-day`` walks through every step in real time, side by side, each in a room of its
own (``start.py room``): the slides' words and notes are read out by espeak-ng at the rate of a lecture; five phones in
a real browser read, choose and send; the slowest sets the pace, one answers wrong, one joins late. What no phone takes
(labs, goals, putting in order) is waited for as long as its record says and a fifth more, and what is no exercise as
long as the plan says. No one asks a question and nothing breaks: a real class takes longer. A step too long fails.

Chinese is read aloud at 255 ± 29 characters a minute (IReST, Trauzettel-Klosinski and Dietz 2012, as commonly cited); a
lecture is slower. How fast participants read, choose and type is assumed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import wave
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book"), str(ROOT / "book" / "_ext")]

from _teaching import slides  # noqa: E402
from _teaching.slides import Slide  # noqa: E402
from _teaching.words import words  # noqa: E402
from chromium import FLAGS, find_chromium, with_fonts  # noqa: E402
from room import questions  # noqa: E402

from sgm_lab import exercises  # noqa: E402

PORT = 8131
VOICE, PAUSE = ["espeak-ng", "-v", "cmn", "-s", "225"], 0.6  # about 215 characters a minute, pauses counted
CLICK, FIND, LOOK, HANDS, SETTLE = 1.0, 4.0, 15.0, 8.0, 60.0  # seconds
LONGER = 1.2  # of what is done elsewhere than on the phone, for the slowest
SENTENCE = re.compile(r"(?<=[。？！；\n])")
rate = 1.0


@dataclass
class Person:
    """A participant: characters a minute read and typed, seconds to choose, whether wrong, seconds late."""

    name: str
    reads: float = 300
    types: float = 28
    chooses: float = 6
    wrong: bool = False
    late: float = 0
    page: Any = None


def people() -> list[Person]:
    """Return five people, of whom the slowest is a fifth."""
    fast, slow = Person("李快", 350, 40, 4), Person("赵慢", 200, 15, 8)
    return [fast, Person("王中"), slow, Person("陈错", wrong=True), Person("孙迟", late=30)]


async def wait(seconds: float) -> None:
    """Let time pass as it passes in a class."""
    await asyncio.sleep(seconds / rate)


async def speak(*texts: str) -> int:
    """Say something aloud, as long as it takes; return how many characters it was."""
    told, seconds = "\n".join(texts), 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/said.wav"
        for part in filter(re.compile(r"\w").search, SENTENCE.split(told)):
            await (await asyncio.create_subprocess_exec(*VOICE, "-w", file, part)).wait()
            with wave.open(file) as sound:
                seconds += sound.getnframes() / sound.getframerate() + PAUSE
    await wait(seconds)
    return len(told)


class Classroom:
    """A room as it is started, its cockpit, its projector and the phones."""

    def __init__(self, plan: str, port: int, browser: Any, folder: str) -> None:
        self.plan, self.port, self.browser, self.folder = plan, port, browser, folder
        self.base = f"http://127.0.0.1:{port}/room"

    async def __aenter__(self) -> Classroom:
        command = ["room", "--no-browser", "--port", str(self.port), "--plan", self.plan]
        command += ["--folder", f"{self.folder}/{self.port}", "--address", "127.0.0.1"]
        environment = dict(os.environ, SGM_LANG="zh", PYTHONPATH=str(ROOT), PYTHONUTF8="1")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "start.py"), *command, env=environment, cwd=ROOT, start_new_session=True,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout
        while not (
            found := re.search(
                r"http://\S+/room/cockpit#\w+", (await self.process.stdout.readline()).decode()
            )
        ):
            assert self.process.returncode is None, "the room did not start"
        self.cockpit = await self.opened(found[0], 1280, 720)
        self.screen = await self.opened(f"{self.base}/screen", 1280, 720)
        return self

    async def __aexit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        await self.process.wait()

    async def opened(self, address: str, width: int, height: int) -> Any:
        context = await self.browser.new_context(viewport={"width": width, "height": height})
        page = await context.new_page()
        await page.goto(address)
        return page

    async def join(self, one: Person) -> None:
        await wait(3600 / one.reads + one.late)  # the phone is taken out and held up
        one.page = await self.opened(f"{self.base}/", 390, 844)
        await wait(60 * len(one.name) / one.types + CLICK)
        await one.page.fill("#name", one.name)
        await one.page.click("#join")

    async def press(self, label: str) -> None:
        await wait(CLICK)
        await self.cockpit.click(f"#next:has-text('{label}')")


async def answer(one: Person, record: Any) -> None:
    """Read a question on the phone, choose and send."""
    page = one.page
    await page.wait_for_selector(".question .foot")
    heaps = getattr(record, "categories", ())
    items = [*getattr(record, "options", ()), *getattr(record, "items", ()), *heaps]
    text = record.prompt.say("zh") + "".join(item.text.say("zh") for item in items)
    await wait(60 * len(text) / one.reads)
    if record.kind in ("single", "multiple"):
        right = [record.answer] if record.kind == "single" else list(record.answer)
        wrong = [option.id for option in record.options if option.id not in right]
        for id in wrong[:1] if one.wrong else right:
            await wait(one.chooses + CLICK)
            await page.click(f"label.option:has(#option-{id})")
    elif record.kind == "sort":
        for item in record.items:
            await wait(one.chooses / 2 + CLICK)
            await page.select_option(f"#item-{item.id}", heaps[0].id if one.wrong else item.answer)
    elif record.kind == "predict":
        for slide in await page.locator(".point input").all():
            await wait(one.chooses + CLICK)
            await slide.evaluate("(at) => { at.stepUp(); at.dispatchEvent(new Event('change')); }")
    else:
        await wait(one.chooses + 60 * 4 / one.types)
        await page.fill("#number", "0" if one.wrong else f"{record.answer:g}")
    await wait(CLICK)
    await page.click("#send")
    await page.wait_for_selector(".sent")


async def ask(slide: Slide, room: Classroom, present: list[Person]) -> int:
    """Put a question, wait for the slowest, reveal, and speak of the answer, the reason and the first mistake."""
    record = exercises.find(slide.line.split(" · ")[0])
    mistakes = words("zh", "slides")["wrong"]
    notes = slide.notes[1:]  # the first says when the step ends
    until = notes.index(mistakes) + 2 if mistakes in notes else len(notes)
    if record.id in questions.ids():
        if present[0].page is None:
            await asyncio.gather(*(room.join(one) for one in present))
        await wait(FIND)
        await room.cockpit.locator(f".agenda li button[aria-label*='{slide.said[:8]}']").click()
        said, *_ = await asyncio.gather(speak(slide.said), *(answer(one, record) for one in present))
        await room.press("停止作答")
        await room.press("公布答案")
    else:
        said, _ = await asyncio.gather(speak(slide.said), wait(60 * record.minutes * LONGER))
    await wait(HANDS)
    return said + await speak(*notes[:until])


async def walk(number: int, made: list[Slide], step: Any, room: Classroom) -> tuple[int, float, int]:
    """Go through the slides of a step; return its number, the minutes it took and the characters said."""
    began, said = time.monotonic(), 0
    await wait(SETTLE)
    present = people()
    for slide in made:
        await wait(CLICK)
        if slide.kind == "step":
            said += await speak(slide.title, slide.said, step.get("ask", ""))
            await wait(60 * step["act"])
        elif slide.kind == "tell":
            said += await speak(*slide.notes[1:])
        elif slide.kind == "picture":
            await wait(LOOK)
        else:
            said += await ask(slide, room, present)
    minutes = (time.monotonic() - began) * rate / 60
    print(f"{number:2d}: planned {step['minutes']}, took {minutes:.1f}: {step['do']}", flush=True)
    return number, minutes, said


async def main(arguments: list[str]) -> int:
    """Walk all steps of a plan at once; say which take longer than planned."""
    global rate
    parser = argparse.ArgumentParser()
    parser.add_argument("plan", nargs="?", default="half-day")
    parser.add_argument("--rate", type=float, default=1.0, help="how many times faster than life, to try it")
    given = parser.parse_args(arguments)
    rate = given.rate
    assert shutil.which(VOICE[0]), "espeak-ng is not installed"
    plan = slides.plans("zh")[given.plan]
    made: list[list[Slide]] = []
    for slide in slides.slides(plan, "zh")[1:-1]:
        made += [[]] if slide.kind in ("step", "pause") else []
        made[-1].append(slide)
    walked = [(at, own) for at, own in enumerate(made) if own[0].kind == "step"]
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        driver = await stack.enter_async_context(async_playwright())
        environment = with_fonts(Path(folder, "fonts"))
        browser = await driver.chromium.launch(executable_path=find_chromium(), args=FLAGS, env=environment)
        going = []
        for at, own in walked:
            room = await stack.enter_async_context(Classroom(plan.id, PORT + at, browser, folder))
            going.append(walk(at + 1, own, plan.step[at], room))
        found = await asyncio.gather(*going)
    planned = [plan.step[number - 1]["minutes"] for number, *_ in found]
    over = [number for (number, minutes, _), most in zip(found, planned, strict=True) if minutes > most]
    taken = sum(minutes for _, minutes, _ in found)
    print(f"{taken:.0f} of {sum(planned)} minutes, {sum(said for *_, said in found)} characters said")
    print(f"too long: {over}" if over else "every step fits")
    return len(over)


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
