"""Chapter 2.3's exercises: every figure of the data in a prompt, hint, solution or lab task is recomputed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read_page import read

from sgm_lab import cases, control, exercises, feedback, goals, i18n, labs, satisfaction
from sgm_lab.estimate import Estimate
from sgm_lab.exercises.records import Number, Sort

CHAPTER = {record.id.removeprefix("2.3-"): record for record in exercises.chapter("2.3")}
ROOT = Path(__file__).parents[1]
SHOP, CLINIC = cases.load("customer_service"), cases.load("healthcare")


def texts(name: str) -> str:
    record = CHAPTER[name]
    hints = "".join(hint.zh for hint in record.hints)
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "") + hints


def test_who_rates_at_the_shop() -> None:
    said, log = texts("who-answers"), SHOP.operations
    rated = log["csat"].notna()
    happy = (log["csat"] >= 4) & rated
    assert f"{len(log):,}张工单" in said
    assert f"{rated.sum():,}张留下评分" in said
    assert f"满意率{happy.sum() / rated.sum():.1%}" in said
    fixed = 0.0
    for complained in (0, 1):
        own = log["complaint"] == complained
        assert f"{rated[own].mean():.0%}" in said
        assert f"{happy[own].sum() / rated[own].sum():.0%}" in said
        fixed += own.mean() * happy[own].sum() / rated[own].sum()
    assert f"约{fixed:.1%}" in said
    assert round(log["complaint"].mean() * 100) == 2
    assert 0.04 < log.loc[rated, "complaint"].mean() < 0.045


def test_sample_size_is_that_of_the_lab() -> None:
    record = CHAPTER["sample"]
    assert isinstance(record, Number)
    assert str(satisfaction.sample_size_for_change(0.80, 0.85)) in record.prompt.zh
    assert record.answer == pytest.approx(3624)


def test_complaints_in_november() -> None:
    log = SHOP.operations[SHOP.operations["opened"].dt.month == 11]
    found = satisfaction.csat(count=int(log["complaint"].sum()), n=len(log))
    said = texts("verdict")
    assert f"{len(log):,}张工单，{log['complaint'].sum()}张投诉，{found.value:.1%}" in said
    assert f"{found.low:.1%}到{found.high:.1%}" in said
    percent = Estimate(100 * found.value, 100 * found.low, 100 * found.high, found.n, found.level)
    for target, verdict in ((1.3, "not_met"), (1.6, "not_enough_evidence")):
        assert goals.Goal("…", unit="%", baseline=2.1, target=target).attainment(percent).verdict == verdict


def test_five_situations_on_the_chart() -> None:
    record = CHAPTER["special-cause"]
    assert isinstance(record, Sort)
    complaints = goals.monthly("customer_service", "complaints")["value"]
    assert f"{complaints['2025-08']:.1f}%" == "4.4%"
    assert complaints.drop("2025-08").between(1.5, 2.3).all()
    first = goals.monthly("customer_service", "first_contact")["value"]
    assert (round(first.min()), round(first.max())) == (69, 71)
    chart = control.p_chart((first / 100 * 4000).round().astype(int), 4000, rules=["beyond_3_sigma"])
    assert chart.in_control
    happy = goals.monthly("customer_service", "csat")["value"]
    assert 1 < happy["2025-09"] - happy["2025-10"] < 2  # a fall like the one told is usual


def test_limits_with_and_without_august() -> None:
    wide, narrow = (
        labs.EvaluationLab(case="customer_service", view="chart", metric="complaints", clean=clean).compute()
        for clean in ("no", "yes")
    )
    assert wide.chart
    assert narrow.chart
    said = texts("evaluation")
    assert f"约{wide.chart.center:.1%}" in said
    assert f"约{narrow.chart.center:.1%}" in said
    for one in (wide, narrow):
        assert one.chart
        beyond = {signal.label for signal in one.chart.signals if signal.rule == "beyond_3_sigma"}
        assert beyond == {"2025-08"}


def test_comments_are_those_of_the_shop_and_their_tone_that_given_by_hand() -> None:
    record = CHAPTER["comment-sort"]
    assert isinstance(record, Sort)
    for lang in i18n.LANGUAGES:
        with i18n.use_language(lang):
            by_hand = SHOP.comments.set_index("text")["tone"]
        for item in record.items:
            text = item.text.say(lang).replace("’", "'")  # as the customer typed it
            assert by_hand[text] == item.answer, item.text.say(lang)


@pytest.mark.parametrize(
    ("lang", "counts", "quoted"),
    [
        ("zh", ("{praised}条", "{wrong}条"), "马上=72小时"),
        ("en", ("Of {praised}", "{wrong} are complaints"), "At once = 72 hours"),
    ],
)
def test_praise_that_is_none(lang: i18n.Language, counts: tuple[str, ...], quoted: str) -> None:
    """In each language of its own comments, which its own lexicon reads."""
    with i18n.use_language(lang):
        comments = SHOP.comments
    coded = feedback.code(comments["text"])
    praised = (coded["dimension"] == "responsiveness") & (coded["tone"] == "positive")
    wrong = (comments.loc[praised, "tone"] == "negative").sum()
    solution, right = CHAPTER["feedback"].solution.say(lang), CHAPTER["feedback"].right.say(lang)
    for said in (solution, right):
        assert all(count.format(praised=praised.sum(), wrong=wrong) in said for count in counts)
    for text in (right, "".join(comments.loc[praised, "text"])):
        assert quoted in text


def test_july_as_a_base() -> None:
    shares = goals.monthly("healthcare", "within_30")["value"]
    said = CHAPTER["july"].prompt.zh
    assert f"7月{shares['2025-07']:.1f}%，8月{shares['2025-08']:.1f}%" in said
    assert f"{shares['2025-08'] - shares['2025-07']:.1f}个百分点" in said
    records = [
        goals.records("healthcare", "within_30", months)
        for months in (["2025-04", "2025-05", "2025-06"], ["2025-08", "2025-09", "2025-10"])
    ]
    counts = [(round(one.sum() / 100), len(one)) for one in records]
    assert (
        f"4到6月平均{counts[0][0] / counts[0][1]:.1%}，8到10月平均{counts[1][0] / counts[1][1]:.1%}" in said
    )
    change = control.before_after(*counts, of="share")
    assert change.verdict == "not_enough_evidence"
    d = change.difference
    assert f"相差{100 * d.value:.1f}个百分点" in texts("july")
    assert (round(100 * d.low), round(100 * d.high)) == (-1, 3)


def test_counts_of_the_trial_in_the_workbook_are_those_of_the_page() -> None:
    figures = read(ROOT / "book" / "zh" / "2-3-goal-evaluation.md").figures
    cells = json.loads((ROOT / "notebooks/zh/2-3-goal-evaluation.ipynb").read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if cell["id"] == "pdca-lab")
    assert '{"cases": 131, "n": 239}, {"cases": 166, "n": 242}' in source
    assert (figures["pilot_n_before"], figures["pilot_n_after"]) == ("239", "242")
    assert (figures["pilot_before"], figures["pilot_after"]) == (f"{131 / 239:.0%}", f"{166 / 242:.0%}")
    lab = labs.PdcaRecord(
        kind="share", counts=[{"cases": 131, "n": 239}, {"cases": 166, "n": 242}], target="75"
    )
    found = lab.compute()
    assert found
    assert found.verdict == "better"
    assert found.attained
    assert found.attained.verdict == "not_met"
    assert "从55%到69%" in texts("pdca")
    assert f"{found.difference.value:.0f}" == "14"  # “fourteen points”


def test_reply_times_of_the_school() -> None:
    reply = goals.monthly("education", "mean_reply")["value"]
    said = CHAPTER["check-3"].prompt.zh
    assert f"{reply['2025-05']:.1f}分钟" in said
    rest = reply.drop("2025-05")
    assert f"{rest.min():.0f}到{rest.max():.0f}分钟" in said


def test_verdicts_told_on_the_page_are_computed() -> None:
    figures = read(ROOT / "book" / "zh" / "2-3-goal-evaluation.md").figures
    assert figures["verdict_7"] == "未达成"
    assert figures["verdict_9"].startswith("还不能下结论")
    assert float(figures["level_9"].strip("%")) > 75
    assert figures["irony_tone"] == "满意"
    assert figures["since"] == "2026年7月"
