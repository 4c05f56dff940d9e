"""Chapter 1's exercises: every figure of the data in a prompt or solution is recomputed."""

from __future__ import annotations

from sgm_lab import cases, exercises, kano, satisfaction

CHAPTER = {record.id.removeprefix("1-"): record for record in exercises.chapter("1")}
SCHOOL, SHOP, HEALTH = (cases.load(name) for name in ("education", "customer_service", "healthcare"))
ENDED = SCHOOL.operations[SCHOOL.operations["kind"] == "course_end"]


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def test_renewals_by_kind_of_class_are_those_of_the_case() -> None:
    said = texts("same-people")
    for mode, label in (("evening", "晚间周末班"), ("full_time", "全日班")):
        own = ENDED[ENDED["mode"] == mode]
        again = int(own["renewed"].sum())
        assert f"{label}{len(own)}人有{again}人续报（{again / len(own):.0%}）" in said
        employed = (own["learner_type"] == "employed").mean()
        assert f"{employed:.0%}" in said
        seekers = own.loc[own["learner_type"] == "jobseeker", "renewed"].mean()
        assert f"{seekers:.0%}" in said
    few = ENDED[(ENDED["mode"] == "full_time") & (ENDED["learner_type"] == "employed")]
    assert f"（{len(few)}人）" in said


def test_of_students_no_difference_between_kinds_of_class_is_shown() -> None:
    own = ENDED[ENDED["learner_type"] == "student"].groupby("mode")["renewed"].agg(["sum", "size"])
    evening, day = (
        satisfaction.csat(count=int(own.loc[mode, "sum"]), n=int(own.loc[mode, "size"]))
        for mode in ("evening", "full_time")
    )
    apart = satisfaction.difference(evening, day)
    said = f"{evening.value:.0%}、{day.value:.0%}，差的区间从−{-100 * apart.low:.0f}到{100 * apart.high:.0f}个百分点"
    assert apart.low < 0 < apart.high
    assert said in texts("same-people")


def test_satisfaction_by_wait_for_a_reply() -> None:
    asked = SCHOOL.operations.dropna(subset=["csat", "reply_min"])
    band = [(0, 30), (61, 120), (181, 10**6)]
    first, later, last = ((asked.loc[asked["reply_min"].between(*one), "csat"] >= 4).mean() for one in band)
    assert f"从{first:.0%}到{later:.0%}；等了三小时以上，只剩{last:.0%}" in texts("guess-reply")


def test_renewals_of_the_employed_are_those_of_the_case() -> None:
    said = texts("renewal-rate")
    own = ENDED[(ENDED["learner_type"] == "employed") & ENDED["csat"].notna()]
    for happy in (True, False):
        group = own[(own["csat"] >= 4) == happy]
        assert f"{len(group)}人里，{int(group['renewed'].sum())}人续报" in said


def test_share_of_rated_tickets() -> None:
    assert f"{SHOP.operations['csat'].notna().mean():.0%}" in texts("who-answers")
    assert 50_000 < len(SHOP.operations) < 60_000
    rated = SHOP.operations["csat"].dropna()
    assert (rated >= 4).mean() > 0.5


def test_categories_of_the_employed() -> None:
    survey = SCHOOL.kano[SCHOOL.kano["wave"] == 2]
    whole = kano.classify(kano.tally(survey))["category"]
    own = kano.classify(kano.tally(survey[survey["learner_type"] == "employed"]))["category"]
    record = CHAPTER["segment-goal"]
    turned = {name for name in whole.index if whole[name] == "I" and own[name] == "M"}
    assert set(record.answer) == turned
    by_kind = kano.classify(kano.tally(survey, by="learner_type"))["category"].unstack()
    for name, letter in (("study_badges", "I"), ("job_referral", "O"), ("public_ranking", "R")):
        assert (by_kind.loc[name] == letter).all()
    share = (survey.drop_duplicates("respondent")["learner_type"] == "employed").mean()
    assert 0.28 < share < 0.32  # “the other seventy per cent”


def test_satisfaction_by_wait() -> None:
    rated = HEALTH.operations.dropna(subset=["csat"])
    short = (rated.loc[rated["wait_min"] <= 20, "csat"] >= 4).mean()
    long = (rated.loc[rated["wait_min"] > 60, "csat"] >= 4).mean()
    assert f"{short:.0%}" in texts("check-1")
    assert f"{long:.0%}" in texts("check-1")


def test_recommendation_after_two_transfers() -> None:
    scores = SHOP.operations.loc[SHOP.operations["transfers"] == 2, "nps"].dropna()
    up, down = (scores >= 9).sum(), (scores <= 6).sum()
    said = texts("check-2")
    for number in (len(scores), up, len(scores) - up - down, down):
        assert str(number) in said
    found = satisfaction.nps(scores)
    assert round(found.points) == -30
    assert f"−{-found.low * 100:.0f}到−{-found.high * 100:.0f}" in said
