"""How a class is run: minutes add up, exercises fit, and a plan that is wrong stops the build."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sgm_lab import exercises
from sgm_lab.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "book" / "_ext"))

from _teaching import slides  # noqa: E402
from _teaching.words import words  # noqa: E402
from sgm_plans import read_plans  # noqa: E402

FILE = ROOT / "book" / "zh" / "plans.toml"
PLANS = read_plans(FILE)


@pytest.mark.parametrize(
    ("name", "ends"), [("half-day", "11:45"), ("one-day", "16:45"), ("second-day", "16:20")]
)
def test_the_last_step_begins_when_it_should(name: str, ends: str) -> None:
    times = list(PLANS[name].timed())
    assert times[0][0] == "9:00"
    assert times[-1][0] == ends


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_tells_what_an_instructor_needs(name: str) -> None:
    plan = PLANS[name]
    steps = [step for step in plan.step if not step.get("break")]
    assert all({"do", "say", "room"} <= set(step) for step in steps)
    asked = [id for step in steps for id in step.get("exercises", ())]
    assert len(asked) == len(set(asked))
    assert all(exercises.find(id) for id in asked)
    # A break in time, the one at noon counted; and something to leave out when late.
    sitting = 0
    half = 1
    for step in plan.step:
        if step.get("break") or step.get("half", 1) != half:
            sitting, half = 0, step.get("half", 1)
        sitting += 0 if step.get("break") else step["minutes"]
        assert sitting <= 135, step["do"]
    assert any("late" in step for step in steps)


@pytest.mark.parametrize(
    ("lang", "charts", "lengths"),
    [
        ("zh", "有{}张图", ("半天", "一天", "两天")),
        ("en", "In {} charts", ("half a day", "one day", "two days")),
    ],
)
def test_an_instructor_is_told_where_each_chart_to_guess_is_of_use(
    lang: str, charts: str, lengths: tuple[str, ...]
) -> None:
    """Thirteen charts came, and neither the plans nor the handbook named one."""
    guesses = {id for id, record in exercises.load().items() if record.kind == "predict"}
    handbook = (FILE.parents[1] / lang / "instructor-handbook.md").read_text(encoding="utf-8")
    assert charts.format(len(guesses)) in handbook
    rows = dict(re.findall(r"^\| `([\w.-]+)`[：:][^|]+\| ([^|]+) \|", handbook, re.MULTILINE))
    assert set(rows) == guesses
    for length, days in zip(("half-day", "one-day", "second-day"), lengths, strict=True):
        in_plan = {id for step in PLANS[length].step for id in step.get("exercises", ())}
        assert {id for id, where in rows.items() if days in re.split("[：:]", where)[0]} == guesses & in_plan


READ_ALOUD = {
    "zh": (len, 220),
    "en": (lambda text: len(text.split()), 150),
}  # characters, words a minute, to a room
RAISE_HANDS = 0.5  # minutes an exercise
SETTLE = 1.0  # minutes until everybody is where the step begins


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_what_is_done_and_read_out_fits_into_each_step(name: str, lang: str) -> None:
    """Timed as an instructor would: exercises, what the slides and their notes say, hands raised, one settling.

    Of the usual mistakes the first is spoken of. And what is no exercise, as the plan says: slogans read out, drafts
    compared, files handed in.
    """
    count, a_minute = READ_ALOUD[lang]
    plan = slides.plans(lang)[name]
    mistakes = words(lang, "slides")["wrong"]
    spoken: list[list[str]] = []
    for slide in slides.slides(plan, lang):
        if slide.kind in ("step", "pause"):
            spoken.append([slide.title])
        elif slide.kind == "tell":
            spoken[-1] += slide.notes
        elif slide.kind == "question":
            until = slide.notes.index(mistakes) + 2 if mistakes in slide.notes else len(slide.notes)
            spoken[-1] += [slide.said, *slide.notes[:until]]
    for step, texts in zip(plan.step, spoken, strict=True):
        asked = [exercises.find(id) for id in step.get("exercises", ())]
        told = sum(map(count, [*texts, *(step.get(part, "") for part in ("say", "watch", "ask"))]))
        done = sum(one.minutes for one in asked) + RAISE_HANDS * len(asked)
        if not step.get("break"):
            assert step["act"]
            assert step["act"] + done + told / a_minute + SETTLE <= step["minutes"], step["do"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_class_is_run_alike_in_each_language(lang: str) -> None:
    """Steps, minutes, exercises, pages and pictures are the same; what is said is said in each."""
    said = {"do", "say", "tell", "watch", "ask", "room", "late"}
    for name, plan in read_plans(FILE.parents[1] / lang / "plans.toml").items():
        assert (plan.start, plan.minutes) == (PLANS[name].start, PLANS[name].minutes)
        for step, ours in zip(plan.step, PLANS[name].step, strict=True):
            assert step.keys() == ours.keys()
            assert len(step.get("tell", ())) == len(ours.get("tell", ()))
            assert {key: step[key] for key in step.keys() - said} == {
                key: ours[key] for key in ours.keys() - said
            }
            assert (step.get("late") == "drop") == (ours.get("late") == "drop")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes = 180", "minutes = 185", "take 180 minutes, not 185"),
        ('minutes = 10\nact = 2\ndo = "做导读', 'minutes = 2\ndo = "做导读', "the exercises take 3 minutes"),
        ('page = "workbook"', 'page = "nowhere"', "there is no page nowhere.md"),
        ('watch = "把办法写成目标"', 'wach = "把办法写成目标"', "no such field: wach"),
    ],
)
def test_a_plan_that_does_not_add_up_is_said(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    if "minutes = 2" in new:
        changed = changed.replace("minutes = 180", "minutes = 172", 1)
    for page in FILE.parent.glob("*.md"):
        (tmp_path / page.name).write_text("# x\n", encoding="utf-8")
    (tmp_path / "plans.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        read_plans(tmp_path / "plans.toml")
