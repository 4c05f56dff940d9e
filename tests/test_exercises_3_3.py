"""Chapter 3.3's exercises: every figure of the data in a prompt or solution is recomputed."""

from __future__ import annotations

from answers import numbers

from sgm_lab import cases, exercises, kano, satisfaction, servqual

CHAPTER = {record.id.removeprefix("3.3-"): record for record in exercises.chapter("3.3")}
SCHOOL = cases.load("education")
SURVEY = SCHOOL.kano[SCHOOL.kano["wave"] == 2]
LESSONS = SCHOOL.operations[SCHOOL.operations["kind"] == "class"]
RATED = LESSONS.dropna(subset=["csat"])


def texts(name: str) -> str:
    record = CHAPTER[name]
    return record.prompt.zh + record.solution.zh + (record.right.zh if record.right else "")


def test_where_a_suggestion_goes_is_its_category() -> None:
    category = kano.classify(kano.tally(SURVEY))["category"]
    heap = {"M": "floor", "O": "figure", "A": "extra", "R": "not"}
    labels = SCHOOL.feature_labels("zh")
    for item in CHAPTER["course-sort"].items:
        assert heap[category[item.id]] == item.answer
        assert item.text.zh == labels[item.id]


def test_only_two_features_differ_by_kind_of_learner() -> None:
    by_kind = kano.classify(kano.tally(SURVEY, by="learner_type"))["category"].unstack()
    apart = by_kind[by_kind.nunique(axis=1) > 1]
    assert set(apart.index) == {"evening_tutoring", "make_up_class"}
    by_mode = kano.classify(kano.tally(SURVEY, by="mode"))["category"].unstack()
    assert set(by_mode.loc["evening_tutoring"]) == {"I"}


def test_who_calls_evening_tutoring_a_must() -> None:
    whole = kano.tally(SURVEY).loc["evening_tutoring"]
    own = kano.tally(SURVEY, by="learner_type").loc["evening_tutoring"]
    said = texts("majority")
    assert f"{whole.sum()}人里有{whole['I']}人无所谓，只有{whole['M']}人" in said
    employed = own.loc["employed"]
    assert f"{whole['M']}人里有{employed['M']}人是在职人员（{employed.sum()}人作答）" in said
    assert f"合起来{own['M'].sum() - employed['M']}人" in said


def test_teachers_of_accounting() -> None:
    own = RATED[RATED["course"] == "accounting"]
    assert own["staff"].nunique() == 5
    good = (own["csat"] >= 4).groupby(own["staff"]).agg(["sum", "size"])
    best = good.loc[(good["sum"] / good["size"]).nlargest(2).index]
    rest = good.drop(best.index)
    assert numbers(CHAPTER["same-course"].prompt.zh)[:1] == [best["size"].sum()]
    given = CHAPTER["same-course"].prompt.zh
    assert f"{best['size'].sum()}次评分，{best['sum'].sum()}次" in given
    assert f"{rest['size'].sum()}次评分，{rest['sum'].sum()}次" in given


def test_ratings_are_too_few_for_five_points() -> None:
    said = texts("satisfaction-goal")
    assert f"{len(LESSONS):,}次上课，{len(RATED)}次" in said
    assert f"{(RATED['csat'] >= 4).mean():.0%}" in said
    needed = satisfaction.sample_size_for_change(0.77, 0.82)
    assert f"各要{needed:,}份" in said
    assert len(RATED) < needed
    assert f"各要{needed:,}份；从77%到87%，各要{satisfaction.sample_size_for_change(0.77, 0.87)}份" in texts(
        "lab-plan"
    )
    month = satisfaction.csat([5] * 54 + [1] * 16)  # about 70 ratings a month
    assert 0.08 < (month.high - month.low) / 2 < 0.11
    assert 65 < len(RATED) / 12 < 75


def test_gaps_of_the_employed_by_item() -> None:
    wave = SCHOOL.servqual[SCHOOL.servqual["wave"] == 2]
    own = servqual.gaps(wave[wave["learner_type"] == "employed"], "item")["gap"]
    whole = servqual.gaps(wave, "item")["gap"]
    assert list(own.nsmallest(2).index) == [18, 19]
    assert list(whole.nsmallest(2).index) == [19, 18]
    said = texts("lab-gaps").replace("−", "-")
    assert f"（{own[18]:.2f}）" in said
    assert f"（{own[19]:.2f}）" in said
    assert f"（{whole[18]:.2f}和{whole[19]:.2f}）" in said


def test_trials_that_are_made_up_say_so_and_add_up() -> None:
    assert "模拟" in CHAPTER["trial"].prompt.zh
    assert "模拟" in CHAPTER["check-3"].prompt.zh
    before, after = (satisfaction.csat([5] * ok + [1] * (310 - ok)) for ok in (180, 205))
    change = satisfaction.difference(after, before)
    assert change.low < 0.08 - 0.07 < change.high  # one point lies well within chance
    few = satisfaction.csat([5] * 28 + [1] * 12)
    assert f"{few.low:.0%}到{few.high:.0%}" in CHAPTER["check-2"].prompt.zh


def test_the_page_and_the_decision_use_the_same_figures() -> None:
    employed = kano.classify(kano.tally(SURVEY, by="learner_type")).loc[("evening_tutoring", "employed")]
    model = CHAPTER["decision"].model.zh
    assert f"缺了{-employed['worse']:.0%}会不满" in model
    accounting = (RATED.loc[RATED["course"] == "accounting", "csat"] >= 4).mean()
    assert f"会计课满意{accounting:.0%}，全校{(RATED['csat'] >= 4).mean():.0%}" in model
