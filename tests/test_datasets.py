"""The case data packages: the same bytes every time, valid, and what was planted in them can be found."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from _editions.agree import numbers
from _editions.units import HAN
from scipy import stats

from sgm_lab import cases, control, kano, servqual

ROOT = Path(__file__).resolve().parents[1] / "datasets"
CASES = ("healthcare", "education", "customer_service")
DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
MODULES = sorted((ROOT / "simulator").glob("*.py"))
ITEMS = {"tangibles": 4, "reliability": 5, "responsiveness": 4, "assurance": 4, "empathy": 5}

PINNED_DRAWS = [3, 678, 667, 780, 234]

each_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a module of the generator, which lives beside the data and not in the package."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module


@cache
def planted(name: str, fact: str) -> dict[str, Any]:
    facts = {entry["id"]: entry["find"] for entry in cases.load(name).package["planted"]}
    return dict(facts[fact])


@cache
def dimension_scores(name: str) -> pd.DataFrame:
    keys = ["respondent", "wave", "dimension"]
    answers = cases.load(name).servqual
    return answers.groupby(keys)[["expectation", "perception"]].mean().reset_index()


def categories(answers: pd.DataFrame) -> pd.DataFrame:
    """Category by the mode rule: features × waves."""
    found = kano.classify(kano.tally(answers, by="wave")).reset_index()
    return found.pivot_table(index="feature", columns="wave", values="category", aggfunc="first")


def moment(operations: pd.DataFrame) -> pd.Series[Any]:
    return operations["opened"] if "opened" in operations else operations["date"]


def holm(p: list[float]) -> np.ndarray[Any, Any]:
    order = np.argsort(p)
    stepped = np.maximum.accumulate(np.sort(p) * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted


# ---- the generator ------------------------------------------------------------------------------------


def test_the_files_are_what_the_generator_writes() -> None:
    """Byte for byte, in a process of its own (as a person runs it)."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_check_names_a_file_that_differs(
    simulator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generate: ModuleType = simulator("generate")
    monkeypatch.setattr(generate, "HERE", tmp_path)
    monkeypatch.setattr(generate, "CASES", ("education",))
    shutil.copytree(ROOT / "education", tmp_path / "education")
    assert generate.main(["--check"]) == 0

    items = tmp_path / "education" / "items.csv"
    items.write_bytes(items.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "education" / "codes.csv").unlink()
    (tmp_path / "education" / "left_over.csv").write_text("x")
    assert generate.main(["--check"]) == 1
    named = re.findall(r"datasets/education/(\S+) differs", capsys.readouterr().out)
    assert named == ["codes.csv", "items.csv", "left_over.csv"]

    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


def test_draws_are_pinned(simulator: Any) -> None:
    """The sequence itself: a change here would change every file."""
    draw = simulator("simulator.draw")
    assert doctest.testmod(draw).failed == 0
    dice = draw.Dice("a", "b")
    assert [dice.below(1000) for _ in range(5)] == PINNED_DRAWS
    again, other = draw.Dice("a", "b"), draw.Dice("ab")
    assert [again.below(1000) for _ in range(5)] == PINNED_DRAWS
    assert [other.below(1000) for _ in range(5)] != PINNED_DRAWS


def test_draws_follow_their_distributions(simulator: Any) -> None:
    dice = simulator("simulator.draw").Dice("distributions")
    normal = np.array([dice.normal() for _ in range(20_000)])
    assert abs(normal.mean()) < 0.03
    assert normal.std() == pytest.approx(1, abs=0.03)
    exponential = [dice.exponential() for _ in range(5000)]
    assert stats.kstest(exponential, "expon").pvalue > 0.01
    gamma = [dice.skewed(30.0, 3) for _ in range(5000)]
    assert stats.kstest(gamma, "gamma", args=(3, 0, 10)).pvalue > 0.01
    picked = pd.Series([dice.pick("abc", (60, 30, 10)) for _ in range(10_000)]).value_counts(normalize=True)
    assert picked.loc[["a", "b", "c"]].tolist() == pytest.approx([0.6, 0.3, 0.1], abs=0.02)


def test_only_the_standard_library_and_stable_arithmetic() -> None:
    """Nothing whose last bit differs between platforms or versions: see simulator/draw.py."""
    code = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "generate.py", *MODULES)]
    nodes = [node for tree in code for node in ast.walk(tree)]
    imported = {
        alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {
        str(node.module).split(".")[0]
        for node in nodes
        if isinstance(node, ast.ImportFrom) and not node.level
    }
    assert imported <= {*sys.stdlib_module_names, "simulator"}
    assert not imported & {"math", "cmath", "statistics"}
    assert not [node for node in nodes if isinstance(node, ast.Pow)]
    called = {
        node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"sum", "pow", "hash"}
    # the one generator there is, and the one method of it that is used
    drawn = [ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)]
    used = {re.sub(r"\(.*\)", "()", text) for text in drawn if text.startswith("random.")}
    assert used == {"random.Random", "random.Random().random"}


# ---- the packages -------------------------------------------------------------------------------------


@each_case
@pytest.mark.filterwarnings("ignore")
def test_valid_by_frictionless(name: str) -> None:
    frictionless = pytest.importorskip("frictionless")
    # The first rows of each table: those after them come from the same lines of the generator.
    report = frictionless.validate(str(ROOT / name / "datapackage.json"), limit_rows=5_000)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) == 8


@each_case
def test_files_are_small_plain_and_described(name: str) -> None:
    package = cases.load(name).package
    described = {"datapackage.json", "case.toml", "README.md"}
    for resource in package["resources"]:
        described |= {resource["path"]} if isinstance(resource["path"], str) else set(resource["path"])
    found = {path.name: path.read_bytes() for path in (ROOT / name).iterdir()}
    assert found.keys() == described
    for file, content in found.items():
        assert len(content) < 1_450_000, file
        assert b"\r" not in content, file
        assert not content.startswith(b"\xef\xbb\xbf"), file
        content.decode("utf-8")


@each_case
def test_every_field_is_labelled_and_the_data_say_they_are_simulated(name: str) -> None:
    package = cases.load(name).package
    for resource in package["resources"]:
        assert resource["title"]
        assert resource["description"]
        assert resource["schema"]["primaryKey"]
        for field in resource["schema"]["fields"]:
            assert field["type"]
            assert field["title"]
            assert field["title_en"]
    assert "模拟数据" in package["title"] + package["description"]
    assert "虚构" in package["description"]
    assert package["simulated"] is True
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    readme = (ROOT / name / "README.md").read_text(encoding="utf-8")
    assert "模拟数据" in readme
    assert "simulated data" in readme
    assert "$" not in readme
    for fact in package["planted"]:
        assert fact["zh"] in readme
        assert fact["en"] in readme
    chinese, _, english = readme.partition("\n## In English\n")
    assert len(re.findall("^## ", chinese, re.M)) == len(re.findall("^### ", english, re.M)) >= 7
    assert chinese.count("\n- ") == english.count("\n- ")
    assert not HAN.search(english)
    for part, other in zip(chinese.split("\n## ")[1:], english.split("\n### ")[1:], strict=True):
        assert numbers(part, other) == ([], [])
    for resource in package["resources"]:
        assert not HAN.search(resource["description_en"])


@each_case
def test_sizes(name: str) -> None:
    case = cases.load(name)
    least = 600 if name == "customer_service" else 400
    waves = 3 if name == "customer_service" else 2
    kano_sizes = case.kano.groupby("wave")["respondent"].nunique()
    servqual_sizes = case.servqual.groupby("wave")["respondent"].nunique()
    assert kano_sizes.index.tolist() == list(range(1, waves + 1))
    assert servqual_sizes.index.tolist() == [1, 2]
    assert kano_sizes.min() >= least
    assert servqual_sizes.min() >= least
    rows = {"healthcare": 20_000, "education": 10_000, "customer_service": 50_000}[name]
    assert len(case.operations) >= rows
    assert len(case.features) >= 12
    assert len(case.comments) >= 300


@each_case
def test_the_surveys_are_complete_crossings(name: str) -> None:
    case = cases.load(name)
    assert (case.kano.groupby("respondent").size() == len(case.features)).all()
    assert not case.kano[["respondent", "wave"]].drop_duplicates()["respondent"].duplicated().any()
    assert set(case.kano["feature"]) == set(case.features["feature"])
    assert (case.servqual.groupby("respondent").size() == 22).all()
    assert case.items["dimension"].value_counts().to_dict() == ITEMS
    by_item = case.items.set_index("item")["dimension"]
    assert (case.servqual["item"].map(by_item) == case.servqual["dimension"]).all()
    for table in (case.kano, case.servqual):
        for column, labels in case.segment_labels("zh").items():
            assert set(table[column]) == set(labels)
            assert not table[["respondent", column]].drop_duplicates()["respondent"].duplicated().any()


@each_case
def test_words_for_the_learner(name: str) -> None:
    case = cases.load(name)
    assert case.features["label_zh"].str.len().max() <= 7
    assert case.features.notna().all().all()
    assert case.features["functional_zh"].str.fullmatch(r"如果.+，您觉得怎么样？").all()
    assert case.features["dysfunctional_zh"].str.fullmatch(r"如果.+，您觉得怎么样？").all()
    for column in ("functional_en", "dysfunctional_en"):
        assert case.features[column].str.fullmatch(r"How would you feel if .+\?").all()
    assert case.features.melt("feature")["value"].is_unique
    assert case.items["text_zh"].is_unique
    assert case.items["text_en"].is_unique


@each_case
def test_about_two_percent_missing(name: str) -> None:
    case = cases.load(name)
    for table, columns in (
        (case.kano, ["functional", "dysfunctional", "importance"]),
        (case.servqual, ["expectation", "perception"]),
    ):
        for share in table[columns].isna().mean():
            assert 0.008 < share < 0.03


@each_case
def test_comments_are_the_operations_comments(name: str) -> None:
    case = cases.load(name)
    key = case.package["resources"][6]["schema"]["primaryKey"][0]
    noted = case.operations[case.operations["comment"].notna()].set_index(key)
    mine = case.comments.set_index("record")
    assert mine.index.is_unique
    assert set(mine.index) == set(noted.index)
    assert (noted["comment"].reindex(mine.index) == mine["text"]).all()
    dates = moment(noted).dt.normalize().reindex(mine.index)
    assert (dates == mine["date"]).all()
    assert mine["text"].is_unique
    assert mine["text"].str.fullmatch(r"\S(.*\S)?").all()  # one line, no blanks around it
    assert mine["date"].is_monotonic_increasing

    csat, complaint = noted["csat"].reindex(mine.index), noted["complaint"].reindex(mine.index)
    tone = mine["tone"]
    assert ((csat <= 2) | (complaint == 1))[tone == "negative"].all()
    assert ((csat >= 4) & (complaint == 0))[tone == "positive"].all()
    assert ((csat == 3) & (complaint == 0))[tone == "neutral"].all()
    assert set(mine["dimension"]) == {*DIMENSIONS, "other"}


def test_comments_sit_on_rows_that_fit_their_words() -> None:
    visits = cases.load("healthcare").operations
    children = visits[visits["comment"].str.contains("儿科", na=False)]
    assert len(children)
    assert (children["department"] == "paediatrics").mean() > 0.8
    tickets = cases.load("customer_service").operations
    invoices = tickets[tickets["comment"].str.contains("发票", na=False)]
    assert (invoices["topic"] == "invoice").mean() > 0.8
    courses = cases.load("education").operations
    assert (courses[courses["comment"].str.contains("会计", na=False)]["course"] == "accounting").mean() > 0.8


def test_the_written_comments_are_all_used() -> None:
    for name in CASES:
        written = pd.read_csv(ROOT / "spec" / f"comments_{name}.csv", encoding="utf-8")
        columns = ["text", "dimension", "tone"]
        used = cases.load(name).comments[columns].sort_values("text").reset_index(drop=True)
        pd.testing.assert_frame_equal(used, written[columns].sort_values("text").reset_index(drop=True))


# ---- what was planted ---------------------------------------------------------------------------------


@each_case
def test_each_planted_fact_has_a_test(name: str) -> None:
    found = {
        match for match in re.findall(r'planted\(name, "(\w+)"\)', Path(__file__).read_text(encoding="utf-8"))
    }
    assert {fact["id"] for fact in cases.load(name).package["planted"]} == found


@each_case
def test_planted_segment_disagrees_with_the_whole(name: str) -> None:
    find = planted(name, "segment_disagrees")
    answers = cases.load(name).kano
    whole = categories(answers).loc[find["features"]]
    assert (whole == find["whole"]).all().all()
    part = answers[answers[find["column"]] == find["value"]]
    segment = categories(part).loc[find["features"]]
    assert (segment == find["segment"]).all().all()


def test_planted_members_want_a_named_agent() -> None:
    answers = cases.load("customer_service").kano
    members = kano.tally(answers[answers["customer_type"] == "member"], by="wave").loc["named_agent"]
    assert set(kano.classify(members)["category"]) == {"O"}
    assert set(kano.classify(kano.tally(answers, by="wave").loc["named_agent"])["category"]) == {"I"}


@each_case
def test_planted_drift_and_nothing_else_moves(name: str) -> None:
    find = planted(name, "drift")
    found = kano.drift(cases.load(name).kano)
    assert found.index[found["moved"]].tolist() == [find["feature"]]
    assert found.loc[find["feature"], "path"] == "→".join(find["categories"])
    others = found.drop(index=find["feature"])
    assert (others["p_holm"] > 0.05).all()
    assert others["path"].map(lambda path: len(set(path.split("→")))).eq(1).all()


@each_case
def test_planted_categories(name: str) -> None:
    find = planted(name, "categories")
    category = categories(cases.load(name).kano)
    for letter, features in find.items():
        assert (category.loc[features] == letter).all().all(), letter
    assert find.keys() == set("MOAIR")
    named = {feature for features in find.values() for feature in features} | {
        planted(name, "drift")["feature"]
    }
    assert named == set(category.index)


@each_case
def test_planted_improvement_in_two_dimensions_only(name: str) -> None:
    improved = planted(name, "improvement")["improved"]
    scores = dimension_scores(name)
    first, second = scores[scores["wave"] == 1], scores[scores["wave"] == 2]
    p, change = [], {}
    for dimension in DIMENSIONS:
        before = first.loc[first["dimension"] == dimension, "perception"].dropna()
        after = second.loc[second["dimension"] == dimension, "perception"].dropna()
        p.append(stats.ttest_ind(after, before, equal_var=False).pvalue)
        change[dimension] = after.mean() - before.mean()
    significant = [
        dimension for dimension, adjusted in zip(DIMENSIONS, holm(p), strict=True) if adjusted < 0.05
    ]
    assert sorted(significant) == sorted(improved)
    assert all(0.3 < change[dimension] < 0.55 for dimension in improved)
    assert all(abs(change[dimension]) < 0.12 for dimension in DIMENSIONS if dimension not in improved)


@each_case
def test_planted_largest_gap(name: str) -> None:
    find = planted(name, "largest_gap")
    answers = cases.load(name).servqual
    for wave in (1, 2):
        gaps = servqual.gaps(answers[answers["wave"] == wave])
        assert gaps["gap"].idxmin() == find["dimension"]
        assert gaps.loc[find["dimension"], "ci_high"] < gaps["ci_low"].drop(find["dimension"]).min()
        assert (gaps["gap"] < 0).all()


@each_case
def test_planted_special_cause(name: str) -> None:
    operations = cases.load(name).operations
    monthly = operations.groupby(moment(operations).dt.month)["complaint"].agg(["sum", "size"])
    chart = control.p_chart(monthly["sum"], monthly["size"])
    share = (monthly["sum"] / monthly["size"]).to_numpy()
    outside = (share > np.asarray(chart.upper)) | (share < np.asarray(chart.lower))
    assert monthly.index[outside].tolist() == [planted(name, "special_cause")["month"]]

    clean = control.p_chart(
        monthly["sum"], monthly["size"], exclude=[planted(name, "special_cause")["month"] - 1]
    )
    still = share > np.asarray(clean.upper)
    assert monthly.index[still].tolist() == [planted(name, "special_cause")["month"]]


@each_case
def test_planted_seasonality(name: str) -> None:
    find = planted(name, "seasonality")
    operations = cases.load(name).operations
    when = moment(operations)
    months, weekdays = when.dt.month.value_counts(), when.dt.day_of_week.value_counts()
    if "lowest_month" in find:
        assert months.idxmin() == find["lowest_month"]
        assert set(months.nlargest(len(find["highest_months"])).index) == set(find["highest_months"])
    if "busiest_weekday" in find:
        assert weekdays.idxmax() == find["busiest_weekday"]
    if "quietest_weekday" in find:
        assert weekdays.idxmin() == find["quietest_weekday"]
    if "department" in find:
        month = when[operations["department"] == find["department"]].dt.month
        winter, summer = month.isin([12, 1, 2]).sum(), month.isin([6, 7, 8]).sum()
        assert 1.7 < winter / summer < 2.5
        hour = operations["arrival"].str[:2].astype(int)
        assert set(operations.groupby(hour)["wait_min"].mean().nlargest(2).index) == {8, 9}
    if "busiest_hour" in find:
        assert when.dt.hour.value_counts().idxmax() == find["busiest_hour"]
        assert months.nlargest(2).index.tolist() == [11, 6]
    if name == "education":
        attended = operations.groupby("mode")["attendance"].mean()
        assert attended["online"] < attended["full_time"] - 0.08


@each_case
def test_planted_driver(name: str) -> None:
    find = planted(name, "driver")
    operations = cases.load(name).operations
    minutes, csat = operations[find["column"]], operations["csat"]
    short, long = csat[minutes <= find["short"]].dropna(), csat[minutes > find["long"]].dropna()
    assert min(len(short), len(long)) > 50
    assert short.mean() - long.mean() > find["difference"]
    both = operations[[find["column"], "csat"]].dropna()
    assert stats.spearmanr(both[find["column"]], both["csat"]).statistic < -0.15
    assert stats.skew(minutes.dropna()) > 1  # waits are right-skewed
    if name == "education":
        renewed = operations.dropna(subset=["renewed"]).groupby("csat")["renewed"].mean()
        assert renewed[5] > renewed[4] > renewed[3]


@each_case
def test_planted_careless_respondents(name: str) -> None:
    find = planted(name, "careless")
    answers = cases.load(name).kano.dropna(subset=["functional", "dysfunctional"])
    pairs = answers.groupby("respondent")[["functional", "dysfunctional"]].nunique().max(axis=1)
    letters = kano.evaluate(answers["functional"], answers["dysfunctional"])
    contradictions = (letters == "Q").groupby(answers["respondent"]).sum()
    assert find["straight"][0] < (pairs == 1).mean() < find["straight"][1]
    assert find["contradictory"][0] < (contradictions >= 4).mean() < find["contradictory"][1]


@each_case
def test_planted_alpha(name: str) -> None:
    find = planted(name, "alpha")
    for _, group in cases.load(name).servqual.groupby(["wave", "dimension"]):
        for side in ("expectation", "perception"):
            estimate = servqual.alpha(group.pivot_table(index="respondent", columns="item", values=side))
            assert find["low"] < estimate.alpha < find["high"]


@each_case
def test_expectations_press_against_the_ceiling(name: str) -> None:
    answers = cases.load(name).servqual
    assert (answers["expectation"] >= 6).mean() > 0.7
    assert answers["expectation"].skew() < -0.2
    assert answers["perception"].std() > answers["expectation"].std()


def test_the_schema_is_plain_json() -> None:
    for name in CASES:
        text = (ROOT / name / "datapackage.json").read_text(encoding="utf-8")
        assert json.loads(text)["profile"] == "tabular-data-package"
        assert "/tmp" not in text
