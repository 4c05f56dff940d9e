"""Chapter 7's exercises: every figure of the data in a prompt or solution is recomputed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sgm_lab import cases, exercises, feedback, labs, satisfaction, segments
from sgm_lab.i18n import LANGUAGES, Language, use_language

CHAPTER = {record.id.removeprefix("7-"): record for record in exercises.chapter("7")}
CASE = cases.load("education")
RECORDS = CASE.operations
ROOT = Path(__file__).parents[1]


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def test_the_time_is_that_of_a_chapter() -> None:
    assert 30 <= sum(record.minutes for record in CHAPTER.values()) <= 60


def first_alert(metric: str) -> int:
    """Weeks seen at the first alert or notice."""
    lab = labs.LiveMonitor(case="education", metric=metric)
    while not lab.compute().watched.last:
        before = lab.state["seen"]
        lab.do_jump()
        assert lab.state["seen"] > before
    return int(lab.state["seen"])


def test_which_figure_knows_first() -> None:
    reply, csat = first_alert("mean_reply"), first_alert("csat")
    assert csat - reply == 2  # “two weeks”
    assert first_alert("complaints") == reply
    lab = labs.LiveMonitor(case="education", metric="renewal", seen=24)
    may = [signal for signal in lab.compute().watched.chart.signals if 17 <= signal.point <= 21]
    assert may == []


def test_the_first_alert_is_in_the_week_of_5_may() -> None:
    goal = CHAPTER["lab-monitor"].goal
    lab = labs.LiveMonitor(case="education", metric="mean_reply")
    lab.do_jump()
    assert lab.state["seen"] == goal["seen"]
    assert "2025-05-05" in lab.sentence(lab.compute())


def test_alerts_by_day() -> None:
    asked = RECORDS.dropna(subset="reply_min")
    days = (asked["reply_min"] > 120).groupby(asked["date"]).agg(["sum", "size"])
    days = days[days["size"] >= 10]
    alarm = days["sum"] / days["size"] > 0.4
    may = (days.index >= "2025-05-05") & (days.index < "2025-06-01")
    said = texts("false-alarm")
    assert f"一共报警{alarm.sum()}天，其中{(alarm & may).sum()}天" in said
    assert f"一共{may.sum()}天" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_lexicon_finds(lang: Language) -> None:
    """In each language of its own comments, which its own lexicon reads."""
    with use_language(lang):
        comments = CASE.comments
    coded = feedback.code(comments["text"])
    fresh = feedback.unseen(comments["text"])
    found = feedback.agreement(coded[fresh], comments.loc[fresh, ["dimension", "tone"]])
    assert found.tone is not None
    tones = found.tone.classes
    caught = round(tones.loc["negative", "recall"] * tones.loc["negative", "labelled"])
    labelled, called = int(tones.loc["negative", "labelled"]), int(tones.loc["negative", "coded"])
    said = CHAPTER["machine-use"].prompt.say(lang)
    options = {option.id: option.feedback for option in CHAPTER["machine-use"].options}
    call, none = (options[name].say(lang) for name in ("call", "none"))
    counted = {
        "zh": [
            (f"考了{sum(fresh)}条", said),
            (f"人标的{labelled}条不满，它找回{caught}条", said),
            (f"不满的{called}条里，{caught}条真是", said),
            (f"{called}通电话里有{called - caught}通", call),
            (f"还有{labelled - caught}位", call),
        ],
        "en": [
            (f"On {sum(fresh)} unseen comments the lexicon found {caught} of the {labelled}", said),
            (f"of the {called} it called complaints {caught} were", said),
            (f"{called - caught} of {called} calls", call),
            (f"and {labelled - caught} who did", call),
        ],
    }
    for words, text in counted[lang]:
        assert words in text, words
    positive, neutral = tones.loc["positive"].astype(int), tones.loc["neutral"].astype(int)
    right = found.tone.confusion
    counted = {
        "zh": f"它说满意的{positive['coded']}条里，真满意的只有{right.loc['positive', 'positive']}条",
        "en": f"of the {positive['coded']} it calls positive {right.loc['positive', 'positive']} are",
    }
    assert counted[lang] in none
    both = right.loc["neutral", "neutral"]
    counted = {
        "zh": f"机器说{neutral['coded']}条中性，人标{neutral['labelled']}条，同是中性的只有{both}条",
        "en": f"calls {neutral['coded']} neutral, people {neutral['labelled']}, and only {both} are the same",
    }
    assert CHAPTER["lab-machine"].right is not None
    assert counted[lang] in CHAPTER["lab-machine"].right.say(lang)


def test_groups_by_need_and_by_gap() -> None:
    natural, by_need, by_gap = (
        labs.PersonalGoals(case="education", **state).compute()
        for state in ({}, {"by": "learner_type"}, {"by": "learner_type", "on": "gaps"})
    )
    assert natural.found is not None
    assert natural.found.verdict == "none"
    assert by_need.goals
    assert by_gap.goals == []
    people = segments.profile(CASE.kano[CASE.kano["wave"] == 2], "importance")
    notebook = exercises.load()["7-chance"]
    assert people.shape == (421, 14)
    assert round(notebook.answer, 1) == 2.1


def test_attendance_of_online_classes() -> None:
    lessons = RECORDS[RECORDS["kind"] == "class"]
    share = lessons.loc[lessons["mode"] == "online", "attendance"].mean()
    assert f"从{share:.0%}到82%" in CHAPTER["goal-segment"].prompt.zh


def test_intervals_of_the_ab_tests() -> None:
    items = {item.id: item.text.zh for item in CHAPTER["ab-test"].items}
    for name, n, new, old in (
        ("full", 5000, 0.41, 0.36),
        ("early", 400, 0.42, 0.35),
        ("flat", 5000, 0.362, 0.36),
        ("clicks", 5000, 0.33, 0.36),
    ):
        one, other = (satisfaction.csat(count=round(n * share), n=n) for share in (new, old))
        found = satisfaction.difference(one, other)
        said = f"{100 * found.low:.1f}到{100 * found.high:.1f}".replace("-", "−")
        assert f"区间{said}" in items[name]


def lexicon_misses(lang: Language, of: pd.Index) -> int:
    """How many complaints among some comments the lexicon does not see, in a language."""
    with use_language(lang):
        hand = CASE.comments.set_index("comment").loc[of]
    coded = feedback.code(hand["text"]).set_axis(of)
    return int(((hand["tone"] == "negative") & (coded["tone"] != "negative")).sum())


def test_figures_of_the_decision() -> None:
    said = CHAPTER["decision"].prompt.zh
    asked = RECORDS.dropna(subset="reply_min")
    days = (asked["reply_min"] > 120).groupby(asked["date"]).agg(["sum", "size"])
    days = days[days["size"] >= 10]
    share = days["sum"] / days["size"]
    twice = (share > 0.5) & (share > 0.5).shift(1, fill_value=False)
    unseen = days.index >= "2025-07-01"
    alerts = ((share > 0.6) | twice) & unseen
    assert f"没见过的{unseen.sum()}天里误报{alerts.sum()}天" in said
    assert f"一共{int(RECORDS.loc[RECORDS['date'].dt.month == 5, 'complaint'].sum())}件投诉" in said
    answers = pd.read_csv(ROOT / "book" / "model_answers" / "education.csv").set_index("comment")
    bad = CASE.comments.set_index("comment").loc[answers.index, "tone"] == "negative"
    n, all_bad, by_answers = len(answers), bad.sum(), int((bad & (answers["tone"] != "negative")).sum())
    missed = {lang: lexicon_misses(lang, answers.index) for lang in LANGUAGES}
    decision = CHAPTER["decision"]
    assert f"在{n}条里的{all_bad}条不满中漏掉{missed['zh']}条" in said
    assert f"把{all_bad}条不满漏掉了{missed['zh']}条，近四分之一" in decision.model.zh
    assert f"漏{by_answers}条，可是有{answers['invented'].sum()}条理由" in said
    assert (
        f"of {all_bad} complaints among {n} comments the lexicon misses {missed['en']};" in decision.prompt.en
    )
    assert f"the lexicon misses {missed['en']} of {all_bad} complaints, nearly a quarter" in decision.model.en
    assert f"miss {by_answers}, but {answers['invented'].sum()} reasons" in decision.prompt.en
    assert all(0.2 < one / all_bad < 0.25 for one in missed.values())


def test_the_example_answers_are_the_first_comments_the_lexicon_has_not_seen() -> None:
    answers = pd.read_csv(ROOT / "book" / "model_answers" / "education.csv")
    fresh = CASE.comments.loc[feedback.unseen(CASE.comments["text"]), "comment"]
    assert list(answers["comment"]) == list(fresh.head(100))
    assert set(answers["tone"]) <= set(CASE.comments["tone"])
    assert set(answers["dimension"]) <= set(CASE.comments["dimension"])
    for place in ("book/model_answers/README.md", "book/zh/7-trends.md"):
        assert "示例回答，为本课编写" in (ROOT / place).read_text(encoding="utf-8")
