"""Words, errors and cases: the floor everything stands on."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import string
import subprocess
import sys
import tomllib
from functools import cache
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sgm_lab
from sgm_lab import cases, exercises, i18n
from sgm_lab._face import names
from sgm_lab.errors import ArgumentError, DataError, SgmError, did_you_mean, listing
from sgm_lab.estimate import Estimate

PACKAGE = Path(sgm_lab.__file__).parent
WORDS = [path.stem for path in sorted((PACKAGE / "words").glob("*.toml"))]
FLOORS = {  # imports point down: a module may import only from floors below its own, or from its own package
    **dict.fromkeys(("i18n", "errors", "estimate", "look", "terms", "_discovery", "_face", "_privacy"), 0),
    **dict.fromkeys(("dates", "numbers", "_typed", "_arguments", "_promises", "_tables"), 0.5),
    "extras": 0.5,  # says what is missing in words
    "_columns": 0.7,  # stands on tables
    **dict.fromkeys(("cases", "inference", "intake", "workbook"), 1),
    "sampling": 1.5,  # stands on inference; methods weight by it
    **dict.fromkeys(
        (
            "kano",
            "servqual",
            "satisfaction",
            "control",
            "culture",
            "goals",
            "smart",
            "feedback",
            "process",
            "segments",
            "simulate",
            "training",
        ),
        2,
    ),
    "published": 2.5,  # reads counts as Kano does
    "charts": 3,
    "paper": 3.5,
    "takeaways": 4,
    **dict.fromkeys(("labs", "exercises"), 5),
    "report": 6,
    "labs/report_builder.py": 6.5,  # found among the labs like any other, and imported by nothing
    "cli": 7,
    "__main__": 8,
}
SIDEWAYS = {
    ("errors", "i18n"),
    ("_face", "i18n"),
    ("_privacy", "errors"),
    ("smart", "goals"),
    ("feedback", "control"),
    ("goals", "control"),  # whether a change reached its goal; control knows of no goals
    ("simulate", "goals"),
    ("simulate", "kano"),
    ("simulate", "satisfaction"),
    ("simulate", "servqual"),
    ("exercises", "labs"),
}


@cache
def modules() -> list[tuple[Path, list[ast.AST]]]:
    """Every module of the package with all its nodes, read once."""
    return [(path, list(ast.walk(ast.parse(path.read_text("utf-8"))))) for path in PACKAGE.rglob("*.py")]


# Where the rules of a language are: how it asks, promises, dates and complains, which no other language shares.
GRAMMAR = ("smart/", "kano/_wording.py")


def names_a_language(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Constant) and one.value in i18n.LANGUAGES for one in ast.walk(node))


def test_no_module_reaches_past_the_package_for_another() -> None:
    """An import by name from a folder put on the path goes round the layers."""
    reached = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "sys.path" in path.read_text("utf-8")
    ]
    assert reached == []


def test_no_code_asks_which_language_it_is() -> None:
    """What differs between languages stands in their folders."""
    found = []
    for path, nodes in modules():
        place = path.relative_to(PACKAGE).as_posix()
        for node in nodes if not place.startswith(GRAMMAR) else []:
            parts = node.keys if isinstance(node, ast.Dict) else [node] * isinstance(node, LISTED)
            if any(names_a_language(part) for part in parts if part is not None):
                found.append(f"{place}:{node.lineno}")
    assert found == []


LISTED = (ast.Compare, ast.Tuple, ast.List)


def test_a_lab_is_asked_nothing_by_a_name_put_together() -> None:
    """A lab says what it has in its fields and views: no `hasattr`, and one `getattr` by name, for its buttons."""
    found = []
    for path, nodes in modules():
        place = path.relative_to(PACKAGE).as_posix()
        for node in nodes if place.startswith("labs/") else []:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                made = [one for one in node.args if isinstance(one, ast.JoinedStr)]
                if node.func.id == "hasattr" or (node.func.id == "getattr" and made):
                    found.append(place)
    assert found == ["labs/base.py"]


@pytest.mark.parametrize("namespace", WORDS)
def test_every_word_is_there_in_both_languages_with_the_same_placeholders(namespace: str) -> None:
    for name in i18n.keys(namespace):
        texts = {lang: i18n.t(f"{namespace}.{name}", lang=lang) for lang in i18n.LANGUAGES}
        fields = {lang: {f for _, f, _, _ in string.Formatter().parse(x) if f} for lang, x in texts.items()}
        assert fields["zh"] == fields["en"], (namespace, name)
        assert all(lang in i18n._table(namespace)[name] for lang in i18n.LANGUAGES), (namespace, name)
        # A unit may be nothing in one language: 12 例, 12.
        assert name.startswith(("unit.", "kind_unit.")) or all(text.strip() for text in texts.values()), (
            namespace,
            name,
        )


@pytest.mark.parametrize("namespace", WORDS)
def test_chinese_words_use_full_width_punctuation(namespace: str) -> None:
    for name in i18n.keys(namespace):
        text = re.sub(
            r"[(（][^)）]*[)）]", "", i18n.t(f"{namespace}.{name}", lang="zh")
        )  # pairs such as (1, 7)
        assert not re.search(r"[\u4e00-\u9fff][,;!?](?:\s|$)", text), (namespace, name, text)
        assert "！" not in text, (namespace, name, text)


def test_every_key_named_in_the_code_exists() -> None:
    missing = []
    for path, nodes in modules():
        for node in nodes:
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                key = node.args[0].value
                if (
                    name in {"t", "DataError", "ArgumentError", "SgmError"}
                    and isinstance(key, str)
                    and not i18n.has(key)
                ):
                    missing.append((path.name, key))
    assert missing == []


def test_no_chinese_text_in_code() -> None:
    """Words a person sees live in the word tables; docstrings and comments may hold Chinese."""
    found = []
    for path, nodes in modules():
        docs = {id(node.body[0].value) for node in nodes
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
        for node in nodes:
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docs:
                continue
            pattern = re.search(r"[\\|\[\]?]", node.value)  # what is looked for in people's texts
            if re.search(r"[\u4e00-\u9fff]{4,}", node.value) and not pattern:
                found.append((path.relative_to(PACKAGE).as_posix(), node.value[:30]))
    assert found == []


# A lab makes its widget and its report when it is asked to: the only circle. The asking dialog speaks the reader's
# own inner words.
WHEN_ASKED = {"sgm_lab.labs.base", "sgm_lab.labs.live", "sgm_lab.labs.report"}
INNER = {("labs", "intake")}


@cache
def imports() -> list[tuple[str, str, str, int]]:
    """Return who imports what of the package, wherever in a module: module, module, name, line."""
    named = {
        path: ".".join(("sgm_lab", *path.relative_to(PACKAGE).with_suffix("").parts)) for path, _ in modules()
    }
    known = {name.removesuffix(".__init__") for name in named.values()}
    found = []
    for path, nodes in modules():
        own = named[path].removesuffix(".__init__")
        inside = own.split(".") if path.name == "__init__.py" else own.split(".")[:-1]
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.level:
                base = [*inside[: len(inside) - node.level + 1], *filter(None, [node.module])]
                for alias in node.names:
                    whole = ".".join([*base, alias.name])
                    target = whole if whole in known else ".".join(base)
                    found.append((own, target, alias.name, node.lineno))
    return found


def test_no_module_leads_back_to_itself() -> None:
    """Neither when it is imported, nor at type-checking time, nor by an import inside a function."""
    leads: dict[str, set[str]] = {}
    for own, target, _, _ in imports():
        if target != own and not {own, target} <= WHEN_ASKED:
            leads.setdefault(own, set()).add(target)
    whole = "sgm_lab"  # names all of its modules, and none of them asks it for more than its version
    reached = {name: targets - {whole} for name, targets in leads.items() if name != whole}
    while True:
        further = {
            name: set().union(seen, *(reached.get(one, ()) for one in seen)) for name, seen in reached.items()
        }
        if further == reached:
            break
        reached = further
    assert sorted(name for name, seen in reached.items() if name in seen) == []


def test_what_is_private_to_a_package_stays_in_it() -> None:
    found = []
    for own, target, name, line in imports():
        parts = [*target.split("."), *([name] if not target.endswith(f".{name}") else [])]
        private = next((n for n, part in enumerate(parts) if re.match(r"_[^_]", part)), None)
        stays = private is None or own.split(".")[:private] == parts[:private]
        if not stays and (own.split(".")[1], parts[1]) not in INNER:
            found.append(f"{own}:{line} {target}.{name}")
    assert found == []


def test_what_contributing_names_is_there() -> None:
    root = PACKAGE.parent
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[` ]((?:[a-z_]+/)+\w+\.\w+|(?:sgm_lab|book|tests|datasets)/\w+)`", text))
    assert len(named) > 12
    assert [name for name in sorted(named) if not any((at / name).exists() for at in (root, PACKAGE))] == []


def test_imports_point_down() -> None:
    upward = []
    for path, nodes in modules():
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        floor = FLOORS.get(path.relative_to(PACKAGE).as_posix(), FLOORS[own])
        depth = len(path.relative_to(PACKAGE).parts) - 1
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.level == depth + 1:
                names = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
                for name in names:
                    allowed = name == own or FLOORS[name] < floor or (own, name) in SIDEWAYS
                    if not allowed:
                        upward.append((path.relative_to(PACKAGE).as_posix(), name))
    assert upward == []


def test_language_is_set_for_a_block_and_put_back() -> None:
    with i18n.use_language("en"):
        assert i18n.t("common.answer.1") == "like"
        with i18n.use_language("zh"):
            assert i18n.t("common.answer.1") == "喜欢"
        assert i18n.get_language() == "en"
    assert i18n.get_language() == "zh"
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")  # type: ignore[arg-type]
    assert not i18n.has("common.nothing")
    assert not i18n.has("nowhere.nothing")


@pytest.mark.parametrize(("value", "expected"), [("en", "en"), ("fr", "zh"), ("", "zh")])
def test_the_environment_chooses_the_language(value: str, expected: str) -> None:
    code = "from sgm_lab import i18n; print(i18n.get_language())"
    run = subprocess.run(
        [sys.executable, "-c", code], env={"SGM_LANG": value, "PATH": ""}, capture_output=True, text=True
    )
    assert run.stdout.strip() == expected


def test_errors_list_and_suggest() -> None:
    assert listing(range(10)) == "0、1、2、3、4、5、6、7……（共 10 个）"
    assert did_you_mean("featur", ["feature", "respondent"]) == "是不是想写“feature”？"
    assert did_you_mean("xyz", ["feature"]) == ""
    error = DataError("errors.column_missing", column="x", columns=["a", "b"], hint="")
    assert isinstance(error, SgmError)
    assert isinstance(error, ValueError)
    assert "a、b" in str(error)
    with i18n.use_language("en"):
        assert "a, b" in str(error)


def test_estimate_is_a_number_with_an_interval() -> None:
    assert float(Estimate(1, 0.5, 1.5, 10)) == 1.0
    assert Estimate(float("nan"), float("nan"), float("nan"), 0).missing


def test_the_package_names_what_it_has() -> None:
    assert set(sgm_lab.__all__) <= set(dir(sgm_lab))
    for name in sgm_lab.__all__:
        assert getattr(sgm_lab, name)
    with pytest.raises(AttributeError, match="nothing"):
        sgm_lab.nothing  # noqa: B018
    public = {one.name for one in pkgutil.iter_modules(sgm_lab.__path__) if not one.name.startswith("_")}
    assert public == set(sgm_lab.__all__)
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    assert {
        name for line in re.findall(r"其余方法：.*", readme) for name in re.findall("`([a-z]+)`", line)
    } <= public


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_the_package_by_itself_shows_a_page_of_names(lang: i18n.Language) -> None:
    """All of its modules, and the twelve names that matter first, each with a line; they are there."""
    groups = names()
    assert next(iter(groups)) == "first"
    assert len(groups["first"]) == 12
    assert (
        sorted(name for group, some in groups.items() if group != "first" for name in some) == sgm_lab.__all__
    )
    with i18n.use_language(lang):
        page = repr(sgm_lab)
        assert page in str(sgm_lab.__doc__)
        assert [line for line in page.split("\n") if len(line) > 110] == []
        for group, some in groups.items():
            assert i18n.t(f"face.group.{group}") in page
            for name in some:
                assert re.search(rf"^  {name} +\S", page, re.M)
                assert callable(attrgetter(name)(sgm_lab)) == ("." in name)


def test_no_public_name_is_a_submodule_too() -> None:
    """Importing the submodule would put the module in the place of what the package promises."""
    packages = [one for one in pkgutil.walk_packages(sgm_lab.__path__, "sgm_lab.") if one.ispkg]
    assert len(packages) > 15
    taken = {
        one.name: shared
        for one in packages
        if (made := importlib.import_module(one.name))
        and (shared := {sub.name for sub in pkgutil.iter_modules(made.__path__)} & set(vars(made)["__all__"]))
    }
    assert taken == {}
    for name in ("overview", "overview", "classroom", "classroom"):  # as a notebook does when it is run again
        assert callable(getattr(exercises, name))


def test_every_case_has_its_tables_and_labels() -> None:
    for name in cases.names():
        case = cases.load(name)
        assert case is cases.load(name)
        assert name in repr(case)
        assert set(case.kano["feature"]) == set(case.feature_labels("zh")) == set(case.feature_labels("en"))
        assert len(case.items) == 22
        assert case.waves("servqual") == [1, 2]
        assert case.waves() == sorted(case.kano["wave"].unique())
        for column, values in case.segment_labels("en").items():
            assert column in case.segment_columns("zh")
            assert set(case.kano[column].dropna()) <= set(values)
        assert case.title("zh") != case.title("en")
        assert len(case.comments) >= 300
        assert case.operations["comment"].notna().sum() >= 300


def test_a_case_of_ones_own(tmp_path: Path) -> None:
    import shutil

    own = tmp_path / "mine"
    shutil.copytree(cases.load("education").folder, own)
    assert cases.load(own).kano.equals(cases.load("education").kano)
    with pytest.raises(DataError, match="没有“wishes”"):
        cases.load(own).table("wishes")
    (own / "kano.csv").unlink()
    shutil.copytree(own, tmp_path / "half")
    with pytest.raises(DataError, match="kano"):
        _ = cases.load(tmp_path / "half").kano
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="读不出来"):
        cases.load(tmp_path / "bad")
    with pytest.raises(ArgumentError, match="healthcare"):
        cases.load("healthcar")


def test_word_files_hold_nothing_but_words() -> None:
    for namespace in WORDS:
        data = tomllib.loads((PACKAGE / "words" / f"{namespace}.toml").read_text(encoding="utf-8"))
        assert json.dumps(data)
        assert i18n.keys(namespace)


def test_scipy_stats_waits_until_a_test_needs_it() -> None:
    """Its import takes longer than a lab takes to draw. seaborn, which would bring it, keeps its density."""
    program = """
import sys
from sgm_lab import cases, charts, inference, kano, labs, satisfaction, servqual
case = cases.load("healthcare")
charts.gaps(servqual.gaps(case.servqual)), kano.drift(case.kano), satisfaction.csat([1, 5, 5])
assert "seaborn" in sys.modules
assert "scipy.stats" not in sys.modules
import numpy, seaborn, scipy.stats
assert seaborn._statistics._no_scipy is False
given = numpy.array([1.0, 2.0, 4.0])
share, _ = seaborn._statistics.KDE(cumulative=True)(given)
assert share[-1] > 0.9
assert abs(seaborn._statistics.gaussian_kde(given)(2.0) - scipy.stats.gaussian_kde(given)(2.0)) < 1e-15
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stderr == ""


@given(
    st.floats(0.5, 0.9999),
    st.floats(0.5, 1e6),
    st.floats(-40, 40),
    st.lists(st.lists(st.integers(1, 500), min_size=3, max_size=3), min_size=2, max_size=4),
)
def test_quantiles_and_tails_are_those_of_scipy_stats(
    confidence: float, df: float, t: float, counts: list[list[int]]
) -> None:
    from scipy import stats

    from sgm_lab import inference

    assert inference.t_quantile(confidence, df) == pytest.approx(
        stats.t.ppf((1 + confidence) / 2, df), rel=1e-9
    )
    assert inference.two_sided(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-9)
    chi2, freedom, p, expected = inference.independence(counts)
    oracle = stats.chi2_contingency(counts, correction=False)
    assert (chi2, freedom) == (pytest.approx(oracle.statistic, abs=1e-9), oracle.dof)
    assert p == pytest.approx(oracle.pvalue, rel=1e-9)
    assert expected.ravel().tolist() == pytest.approx(oracle.expected_freq.ravel().tolist())
