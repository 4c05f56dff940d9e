"""Charts to guess first: the data follow the case, what is said of them holds in them, and no guess is wrong."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sgm_lab import cases, exercises, i18n, workbook
from sgm_lab.errors import DataError
from sgm_lab.exercises.classes import read_class
from sgm_lab.exercises.classes.report import body
from sgm_lab.exercises.faces import page_data, paper, static
from sgm_lab.exercises.reading import read_record
from sgm_lab.exercises.records import Expectation, Predict
from sgm_lab.exercises.state import Kept
from sgm_lab.exercises.truths import truth
from sgm_lab.exercises.widget import ExerciseWidget

RECORDS = {id: one for id, one in exercises.load().items() if isinstance(one, Predict)}
ROOT = Path(__file__).parents[1]
each = pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.id)

Figures = dict[str, float]


def figures(record: Predict) -> Figures:
    return {one.id: one.value for one in record.found("zh").points}


def whole(record: Predict, value: float) -> dict[str, float]:
    return dict.fromkeys(figures(record), value)


def test_there_are_ten_at_least_and_in_every_chapter() -> None:
    assert len(RECORDS) >= 10
    assert {record.chapter[0] for record in RECORDS.values()} == set("1234567")


# ---- what is said of a chart is so in its data ----

#: What the prompt and the explanation of each exercise say about the data.
SAID: dict[str, Callable[[Figures], bool]] = {
    "1-guess-reply": lambda d: falls(d) and d["1"] - d["2"] < 10 < 20 < d["4"] - d["5"],
    "2.1-guess-counter": lambda d: d["senior"] > 2 * max(d["young"], d["middle"]),
    "2.2-guess-gaps": lambda d: (
        ranked(d)[0] == "reliability" and d["reliability"] > 1.5 * d["responsiveness"]
    ),
    "2.2-guess-hours": lambda d: {*ranked(d)[:2]} == {"8", "9"} and d["12"] < d["13"] < d["14"] > d["15"],
    "2.2-guess-busy": lambda d: d["50"] == 6 and 2 < d["90"] / d["80"] < 3 and 1.9 < d["95"] / d["90"] < 2.3,
    "2.3-guess-answers": lambda d: ranked(d)[0] == "4",
    "3.1-guess-topics": lambda d: max(d.values()) - min(d.values()) <= 0.5,
    "3.2-guess-age": lambda d: max(d.values()) - min(d.values()) < 5,
    "3.3-guess-tutoring": lambda d: d["employed"] > 60 and max(d["student"], d["jobseeker"]) < 30,
    "4-guess-worst": lambda d: max(d.values()) - min(d.values()) < 0.5,
    "5-guess-small": lambda d: falls(d) and d["10"] >= 30,
    "6-guess-alarms": lambda d: 15 < d["1"] < 18 and d["3"] < 0.5 and d["1"] / d["3"] > 24,
    "7-guess-peek": lambda d: falls({k: -v for k, v in d.items()}) and 4.5 < d["1"] < 5.5,
}


def ranked(data: Figures) -> list[str]:
    return sorted(data, key=lambda id: -data[id])


def falls(data: Figures) -> bool:
    return ranked(data) == [*data]


@each
def test_what_is_said_of_a_chart_is_so(record: Predict) -> None:
    assert SAID[record.id](figures(record))


def test_what_else_is_said() -> None:
    shop = cases.load("customer_service").operations
    counts = shop.groupby("topic")["complaint"].sum()
    assert (counts.idxmax(), counts.idxmin()) == ("logistics", "invoice")
    assert 6 <= counts.max() / counts.min() < 7
    names = [point.label for point in RECORDS["3.1-guess-topics"].found("zh").points]
    assert names[0] == f"物流（{counts.max()}件）"
    agents = shop.groupby("agent").size()
    assert len(agents) == 4 * 9
    labels = [point.label for point in RECORDS["4-guess-worst"].found("zh").points]
    first = [float(re.search(r"([\d.]+)%", label)[1]) for label in labels]
    assert first == sorted(first)
    now = [*figures(RECORDS["4-guess-worst"]).values()]
    assert now[-1] < first[-1] - 0.5  # the worst came down by themselves, the best went up
    assert now[0] > first[0] + 0.5
    clinic = cases.load("healthcare").operations
    rated = clinic.dropna(subset=["csat"])
    happy = (
        (rated["csat"] >= 4).groupby(pd.cut(rated["wait_min"], [-1, 15, 30, 60, 1e9], labels=False)).mean()
    )
    assert happy.idxmin() == 3  # those who rate most are the least satisfied


def test_the_data_are_those_of_the_logs() -> None:
    """Worked out here another way."""
    school = cases.load("education").operations
    asked = school.dropna(subset=["csat", "reply_min"])
    late = asked[asked["reply_min"] > 180]
    assert figures(RECORDS["1-guess-reply"])["5"] == round(100 * (late["csat"] >= 4).mean())
    clinic = cases.load("healthcare").operations
    eight = clinic[clinic["arrival"].str.startswith("08")]
    assert figures(RECORDS["2.2-guess-hours"])["8"] == round(eight["wait_min"].mean())
    walk = clinic[(clinic["appointment"] == "no") & (clinic["age_group"] == "senior")]
    assert figures(RECORDS["3.2-guess-age"])["senior"] == round(100 * (walk["wait_min"] <= 30).mean())
    rng = np.random.default_rng(1)
    groups = rng.binomial(30, 0.8, size=(20_000, 20)) / 30
    spread = np.median(groups.max(axis=1) - groups.min(axis=1))
    assert abs(figures(RECORDS["5-guess-small"])["30"] - 100 * spread) <= 1


def test_another_case_gives_other_data(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "datasets" / "healthcare", folder)
    log = pd.read_csv(folder / "operations.csv", dtype=str)
    log.loc[log["arrival"].str.startswith("15"), "wait_min"] = "117"
    log.to_csv(folder / "operations.csv", index=False)
    record = RECORDS["2.2-guess-hours"]
    own = dataclasses.replace(record, truth={**record.truth, "case": str(folder)})
    assert figures(own)["15"] == 117
    assert {k: v for k, v in figures(own).items() if k != "15"} == {
        k: v for k, v in figures(record).items() if k != "15"
    }
    assert own.payload("zh")["plot"]["high"] == 117  # the axis reaches as far as the data
    said = exercises.check(own, figures(record), "zh").feedback
    assert said[0] == "你猜8点最高，数据里最高的是15点。"
    assert said[1] == "差得最多的是15点：你猜28分钟，数据是117分钟。"


# ---- every answer ----


@each
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_no_guess_is_wrong(record: Predict, lang: i18n.Language) -> None:
    data = figures(record)
    first = next(iter(data))
    assert exercises.check(record, None, lang).state == "not_attempted"
    assert exercises.check(record, {first: data[first]}, lang).state == "partly"
    for value in (record.low, record.high):
        found = exercises.check(record, whole(record, value), lang)
        assert found.state == "right"
        assert found.feedback[-1] == record.solution.say(lang)
        assert len(found.feedback) >= 3
    near = exercises.check(record, data, lang)
    assert near.feedback[1] == i18n.t("exercises.ui.predict_near", lang)


def guesses_of(record: Predict) -> list[dict[str, float]]:
    """Guesses of many shapes."""
    ids, low, high = list(figures(record)), record.low, record.high
    points = [low + (high - low) * part for part in (0, 0.3, 0.6, 1)]
    if len(ids) <= 5:
        return [dict(zip(ids, one, strict=True)) for one in itertools.product(points, repeat=len(ids))]
    rng = np.random.default_rng(0)
    some = [dict(zip(ids, map(float, rng.choice(points, len(ids))), strict=True)) for _ in range(2000)]
    return [*some, whole(record, points[1])]


@each
def test_every_usual_expectation_is_found_and_is_not_so_in_the_data(record: Predict) -> None:
    assert 2 <= len(record.slips) <= 3
    guesses = guesses_of(record)
    told = {text for guess in guesses for text in record.expected(guess, "zh")}
    assert told == {slip.feedback.zh for slip in record.slips}
    meant = [slip for slip in record.slips if slip.when != ("flat",)]
    data = figures(record)
    assert not {slip.feedback.zh for slip in meant} & set(record.expected(data, "zh"))


def test_when_a_guess_meets_an_expectation() -> None:
    record = RECORDS["7-guess-peek"]
    points = record.found("zh").points  # 5, 8, 14, 19, 25 %
    text = record.solution
    cases_of = [
        ("rising", None, [0, 10, 10, 20, 30], True),
        ("rising", None, [0, 10, 5, 20, 30], False),
        ("falling", None, [30, 20, 20, 10, 0], True),
        ("flat", None, [5, 5, 8, 8, 10], True),
        ("flat", None, [5, 5, 8, 8, 12], False),
        ("highest", "5", [5, 5, 30, 8, 12], True),
        ("highest", "5", [5, 30, 30, 8, 12], False),
        ("lowest", "1", [1, 5, 8, 8, 12], True),
        ("under", "20", [5, 5, 5, 5, 18], True),
        ("under", "20", [5, 5, 5, 5, 20], False),
        ("over", "1", [12, 8, 14, 19, 25], True),
        ("highest under", "20", [5, 5, 5, 5, 18], True),
        ("highest under", "20", [5, 5, 19, 5, 18], False),
        ("rising under", "20", [5, 5, 5, 5, 5], False),
    ]
    for when, at, guess, met in cases_of:
        assert Expectation(tuple(when.split()), text, at).meets(guess, points, 60) is met, (when, at, guess)


def test_a_flat_guess_is_not_told_that_its_direction_was_right() -> None:
    for id in ("2.1-guess-counter", "3.3-guess-tutoring"):
        record = RECORDS[id]
        assert len(record.expected(whole(record, 30), "zh")) == 1


def test_what_intervals_do_not_part_is_not_called_highest() -> None:
    def first(id: str, guess: dict[str, float]) -> str:
        return exercises.check(RECORDS[id], guess, "zh").feedback[0]

    ages = RECORDS["3.2-guess-age"]
    assert (
        first(ages.id, {"young": 40, "middle": 40, "senior": 60})
        == "你猜60岁及以上最高，数据里分不出哪个最高。"
    )
    assert first(ages.id, whole(ages, 50)) == "数据里也分不出哪个最高。"
    hours = figures(RECORDS["2.2-guess-hours"])
    assert (
        first("2.2-guess-hours", hours | {"7": 80}) == "你猜7点最高，数据里最高的是8点、9点（这几处分不开）。"
    )
    assert first("2.2-guess-hours", hours | {"9": 80}) == "最高的在哪里，你猜对了：8点、9点（这几处分不开）。"
    assert first("2.2-guess-gaps", figures(RECORDS["2.2-guess-gaps"])) == "最高的在哪里，你猜对了：可靠性。"


# ---- faces ----


@each
def test_paper_has_empty_axes_and_the_answers_have_the_data(record: Predict) -> None:
    sheet, answers = paper([record], "zh"), paper([record], "zh", answers=True)
    assert sheet.count("<svg") == answers.count("<svg") == 1
    assert 'class="data"' not in sheet
    assert answers.count('<circle class="data"') == len(figures(record))
    assert record.worked("zh")[0] in answers
    assert record.worked("zh")[0] not in sheet
    page = static(record, "zh")
    assert (
        page.index("<svg") < page.index("<details") < page.index('class="data"')
    )  # the data only where unfolded


@each
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_labels_do_not_run_into_each_other(record: Predict, lang: i18n.Language) -> None:
    plot = record.payload(lang)["plot"]
    below = [text for text in plot["texts"] if text[1] > plot["bottom"] + 10]
    for line in {text[1] for text in below}:
        row = sorted(text for text in below if text[1] == line)
        for (a, *_, left), (b, *_, right) in itertools.pairwise(row):
            wide = sum(13 if ord(letter) > 0x2000 else 7.3 for letter in left + right) / 2
            assert b - a >= wide - 1, (left, right)
    assert max(text[1] for text in plot["texts"]) < plot["height"]
    assert {text[3] for text in plot["texts"] if text[2] == "end"} >= {"0%" if record.unit.zh == "%" else "0"}


def test_a_guess_is_kept_and_comes_back(tmp_path: Path) -> None:
    record = RECORDS["2.2-guess-gaps"]
    book = workbook.open_book(tmp_path / "workbook.json")
    widget = ExerciseWidget(record, "zh", book)
    kept = Kept(answer=whole(record, 1.2), outcome="right", tries=1, updated="2026-11-01T00:00:00.000Z")
    widget.state = kept.plain()
    again = ExerciseWidget(record, "zh", workbook.open_book(tmp_path / "workbook.json"))
    assert again.state["answer"] == whole(record, 1.2)
    assert again.record["points"][1]["value"] == figures(record)["reliability"]
    assert exercises.progress("2.2", book).done == 1


def test_a_page_has_the_data_worked_out_and_not_where_they_come_from() -> None:
    told = json.loads(page_data([RECORDS["2.2-guess-busy"]]).partition(">")[2].rpartition("<")[0])["records"][
        0
    ]
    assert [point["value"] for point in told["points"]] == [6, 9, 14, 24, 54, 114]
    assert "truth" not in told


# ---- the class ----


def test_the_class_sees_its_guesses_beside_the_data() -> None:
    record = RECORDS["7-guess-peek"]
    shapes = [[5, 5, 5, 5, 5], [5, 5, 6, 6, 7], [5, 6, 8, 10, 12], [5, 10, 20, 30, 40]]
    books = []
    for n, shape in enumerate([*shapes, None]):
        guess = dict(zip(figures(record), shape, strict=True)) if shape else {"1": 5}
        state = Kept(guess, "right" if shape else "partly", 1, updated=f"2026-11-0{n + 1}T00:00:00.000Z")
        book = {"schema": 2, "program": "sgm_lab", "id": f"g{n}", "learner": {"name": f"学员{n}"}}
        book |= {"exercises": {record.id: state.plain()}, "saved": "2026-11-20T00:00:00.000Z"}
        books.append((f"{n}.json", json.dumps(book).encode()))
    result = read_class(books, "zh")
    (found,) = result.guesses
    assert (found.id, found.n) == (record.id, 4)
    last = found.points[-1]
    assert (last.label, last.data, last.middle, last.half) == ("看20次", "25%", "7%", "5%到40%")
    assert found.expected[0].startswith("2人：你猜看几次都是5%")
    assert found.expected[1].startswith("1人：你猜多看几次多不了多少")
    assert result.judged == []  # a guess is not misunderstood
    page = body(result, "zh")
    assert "先猜再看" in page
    assert "4人猜过" in page
    assert "哪里没弄懂" not in page


# ---- mistakes in a record ----


def test_data_that_cannot_be_had_are_said_so() -> None:
    record = RECORDS["2.2-guess-hours"]
    for change, said in (
        ({"case": "hospital"}, "hospital"),
        ({"metric": "waits"}, "waits"),
        ({"by": "weather"}, "weather"),
        ({"where": {"ward": 1}}, "ward"),
    ):
        bad = dataclasses.replace(record, truth={**record.truth, **change})
        with pytest.raises(DataError, match=rf"2\.2-guess-hours.*{said}"):
            bad.payload("zh")
    slip = dataclasses.replace(record.slips[1], at="25")
    with pytest.raises(DataError, match=r"25.*7、8"):
        dataclasses.replace(record, slips=(slip,)).payload("zh")
    assert truth({"of": "alarms", "sigmas": [2], "points": 52}, "en").points[0].label == "2 sd"


def test_reading_the_records_takes_no_method() -> None:
    """A page that checks a goal has Python without pandas."""
    asked = "import sys; from sgm_lab import exercises as e; e.load(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"pandas", "numpy", "narwhals"} & set(done.stdout.split())


def test_a_unit_takes_its_digits_from_the_step() -> None:
    row = {
        "id": "own-1", "chapter": "1", "kind": "predict", "minutes": 2, "draw": "bars", "high": 3, "step": 0.25,
        "truth": {"of": "alarms", "sigmas": [2], "points": 52}, "unit": {"zh": "次", "en": "times"},
        **{name: {"zh": f"{name}。", "en": f"{name}."} for name in ("prompt", "solution", "axis", "source")},
    }  # fmt: skip
    record = read_record(row, "own.toml")
    assert isinstance(record, Predict)
    assert exercises.check(record, {"2": 2}, "zh").feedback[0] == "你猜2.00次，数据是2.37次。"
    assert (
        exercises.check(record, {"2": 2}, "en").feedback[0]
        == "Your guess was 2.00 times, the data say 2.37 times."
    )
