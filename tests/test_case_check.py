"""An own case: what follows the data and what does not is said before anything is built."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import case_check
import case_pages
import make_site
import pack_build
import pandas as pd
import pytest
from pack import Pack

from sgm_lab import cases
from sgm_lab.i18n import Language, t, use_language

ROOT = Path(__file__).parents[1]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of what the checker reads."""
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("book/zh", "book/en", "book/exercises", "notebooks/zh", "notebooks/en"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "book" / "_toc.yml", tmp_path / "book")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def drop(path: Path, part: str) -> None:
    """Remove every line that has a part."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if part not in line), encoding="utf-8")


def shorten(folder: Path) -> None:
    """Keep the first answers of a case: enough where its codes and columns are what matters."""
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:500]), encoding="utf-8")


def test_the_cases_as_they_came_have_no_findings() -> None:
    assert case_check.check(ROOT) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lost_code_stops_the_build_with_one_sentence(course: Path, lang: Language) -> None:
    shorten(course / "datasets" / "healthcare")
    for file in ("features.csv", "kano.csv"):
        drop(course / "datasets" / "healthcare" / file, "privacy,")
    with use_language(lang):
        wrong = make_site.before(course)
        said = [line for line in wrong if "“privacy”" in line and "features.csv" in line]
    assert len(said) == 1
    page = next(line for line in wrong if "2-1-goal-setting.md" in line)
    code = (ROOT / "book/zh/2-1-goal-setting.md").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(code, 1) if "weight['privacy']" in line)
    assert str(number) in page


def test_what_is_missing_or_no_value_is_told_with_file_and_row(course: Path) -> None:
    folder = course / "datasets" / "healthcare"
    shorten(folder)
    (folder / "items.csv").unlink()
    edit(
        folder / "servqual.csv", "respondent,item,dimension,expectation", "respondent,item,dimension,expected"
    )
    edit(folder / "kano.csv", "K1-001,wait_reminder,1,4,", "K1-001,wait_reminder,9,4,")
    edit(folder / "segments.csv", "senior", "old")
    (course / "datasets" / "education" / "datapackage.json").write_text("{", encoding="utf-8")
    found = case_check.check(course)
    said = "\n".join(finding.said for finding in found if finding.stops)
    at = "datasets/healthcare/{}".format
    assert t("site.case.no_file", file=at("items.csv")) in said
    assert t("site.case.no_column", file=at("servqual.csv"), column="expectation") in said
    assert t("site.case.bad_value", file=at("kano.csv"), row=3, column="functional", value="9") in said
    assert t("site.case.package", file="datasets/education/datapackage.json") in said
    lost = next(finding for finding in found if "age_group=senior" in finding.said)
    assert {"book/exercises/2-1.toml", "book/exercises/3-2.toml"} <= lost.places.keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_label_has_the_places_that_say_the_old_one(course: Path, lang: Language) -> None:
    edit(course / "datasets" / "healthcare" / "features.csv", "候诊提醒", "叫号通知")
    with use_language(lang):
        (finding,) = case_check.check(course)
    assert not finding.stops
    assert "候诊提醒" in finding.said
    assert "叫号通知" in finding.said
    assert sum(map(len, finding.places.values())) >= 12
    assert {Path(file).suffix for file in finding.places} >= {".md", ".toml"}
    for file, numbers in finding.places.items():
        lines = (course / file).read_text(encoding="utf-8").splitlines()
        assert all("候诊提醒" in lines[number - 1] for number in numbers), file
    assert len(case_check.told(finding)) == 1 + len(finding.places)


def test_a_label_of_another_edition_has_its_places_there(course: Path) -> None:
    """The English pages went on saying the old name, and nobody was told."""
    edit(course / "datasets" / "healthcare" / "features.csv", "Queue reminder", "Call notice")
    (finding,) = case_check.check(course)
    pages = [file for file in finding.places if file.startswith("book/en/")]
    assert pages
    for file in pages:
        lines = (course / file).read_text(encoding="utf-8").splitlines()
        assert all("queue reminder" in lines[number - 1].lower() for number in finding.places[file]), file
    assert any(file.startswith("book/exercises/") for file in finding.places)


def test_new_data_name_the_figures_that_stay(course: Path) -> None:
    edit(course / "datasets" / "customer_service" / "kano.csv", ",1,5,", ",1,4,")
    found = case_check.check(course, pages=False)
    assert not any(finding.stops for finding in found)
    places = {file: numbers for finding in found for file, numbers in finding.places.items()}
    assert places["book/zh/3-1-customer-service.md"]
    lines = (course / "book/exercises/3-1.toml").read_text(encoding="utf-8").splitlines()
    named = [lines[number - 1] for number in places["book/exercises/3-1.toml"]]
    assert 'id = "3.1-reach"' in named
    assert "book/exercises/3-3.toml" not in places  # another case


def test_code_that_misses_something_in_new_data_is_told_before_the_build(course: Path) -> None:
    """A page takes most data, and yet one may name a comment or a month that another year does not have."""
    edit(course / "datasets" / "healthcare" / "kano.csv", ",1,4,", ",1,3,")
    page, toc = course / "book" / "zh" / "3-2-healthcare.md", course / "book" / "_toc.yml"
    toc.write_text("root: book/zh/3-2-healthcare\n", encoding="utf-8")
    assert not any(finding.stops for finding in case_check.check(course))
    code = "\n```{code-cell} ipython3\n:tags: [remove-input]\n\nvoice = {}\nvoice['C9999']\n```\n"
    page.write_text(page.read_text(encoding="utf-8") + code, encoding="utf-8")
    (stop,) = [finding for finding in case_check.check(course) if finding.stops]
    assert "C9999" in stop.said
    ((file, (line,)),) = stop.places.items()
    assert file == "book/zh/3-2-healthcare.md"
    assert page.read_text(encoding="utf-8").splitlines()[line - 1] == "voice['C9999']"
    assert any("C9999" in sentence for sentence in make_site.before(course))
    toc.write_text(
        "root: book/zh/1-background\n", encoding="utf-8"
    )  # a page that is not shown is nobody's concern
    assert not any(finding.stops for finding in case_check.check(course))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fourth_folder_is_not_passed_over_in_silence(
    course: Path, lang: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    own = course / "datasets" / "renhe"
    shutil.copytree(course / "datasets" / "healthcare", own)
    with use_language(lang):
        (same,) = case_check.check(course)  # a case like the others, but for its name
        assert not same.stops
        assert "renhe" in same.said
    title = '"title_zh": "三甲医院门诊"', '"title_zh": "仁和医院门诊"'
    edit(own / "datapackage.json", *title)
    edit(
        own / "datapackage.json",
        '"title_en": "A hospital outpatient department"',
        '"title_en": "Renhe clinic"',
    )
    assert case_check.check(course) == []
    edit(own / "kano.csv", "K1-001,wait_reminder,1,4,", "K1-001,wait_reminder,9,4,")
    edit(own / "case.toml", "[flow]", "[flow")
    with use_language(lang):
        bad = t("site.case.bad_value", file="datasets/renhe/kano.csv", row=3, column="functional", value="9")
        broken = t("site.case.package", file="datasets/renhe/case.toml")
        assert {bad, broken} <= {finding.said for finding in case_check.check(course) if finding.stops}
    (own / "case.toml").unlink()
    (own / "datapackage.json").unlink()
    with use_language(lang):
        assert case_check.main(course) == 0
        (said,) = capsys.readouterr().out.splitlines()
        assert case_check.main(course, brief=True) == 0
        assert capsys.readouterr().out.splitlines() == [said, t("site.case.more")]
    assert "datasets/renhe" in said


PAGE = """---
kernelspec: x
---

# 标题

课文。

```{code-cell} ipython3
:tags: [remove-input, remove-output]
from sgm_lab.numbers import holds

# 注
holds({
    "## 一半以上的人更满意": False,
    "只差几个人": 1 < 2,
})
```
"""


def test_a_page_of_a_pack_says_at_its_head_what_its_data_do_not_bear_out(tmp_path: Path) -> None:
    """An instructor who put in a case in the browser cannot write the page anew, and is to have a site all the same."""
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert "一半以上" in case_pages.stuck(page).why  # type: ignore[union-attr]
    unlike: list[str] = []
    assert case_pages.stuck(page, unlike) is None
    assert unlike == ["## 一半以上的人更满意"]
    page.write_text(case_pages.with_note(PAGE, unlike), encoding="utf-8")
    assert case_pages.stuck(page) is None
    head, _, rest = page.read_text(encoding="utf-8").partition("课文。")
    assert t("site.case.unlike_title", "zh") in head
    assert "- “一半以上的人更满意”" in head
    assert "只差几个人" not in head
    assert rest.count("dict({") == 1


def other_answers(table: pd.DataFrame, rng: random.Random) -> pd.DataFrame:
    """Return a Kano survey in which customers want other things than in the case that came."""
    wants = {"online_followup": [(2, 5), (3, 5)], "robot_guide": [(1, 3), (1, 4)], "clean_toilets": [(3, 3), (2, 3)],
             "wait_reminder": [(2, 5), (4, 5)]}  # fmt: skip
    table = table.copy()
    for at, feature in table["feature"].items():
        if feature in wants and rng.random() < 0.7:
            table.loc[at, ["functional", "dysfunctional"]] = rng.choice(wants[feature])
    return table


def test_the_pages_of_a_pack_are_worked_out_on_any_data(tmp_path: Path) -> None:
    """What an instructor puts in decides what a market does: no page may count on an event that then does not come."""
    case, rng = cases.load("healthcare"), random.Random(42)
    log = case.operations.copy()
    log["wait_min"] = [max(0, round(0.62 * wait + rng.gauss(0, 3))) for wait in log["wait_min"].fillna(20)]
    files = {"kano": other_answers(case.kano, rng), "operations": log}
    made = {
        f"case/healthcare/{name}.csv": table.to_csv(index=False).encode() for name, table in files.items()
    }
    pack_build.course_with(Pack(files=made), ROOT, tmp_path)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "book" / "case_check.py")],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "SGM_LANG": "zh", "MPLBACKEND": "Agg"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "算不下去" not in done.stdout


def test_a_pack_that_lacks_a_column_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Exercises are worked out of the same table, and would stop first, with an error of the program's."""
    log = cases.load("healthcare").operations.rename(columns={"wait_min": "minutes"})
    made = {"case/healthcare/operations.csv": log.to_csv(index=False).encode()}
    pack_build.course_with(Pack(files=made), ROOT, tmp_path)
    folders = (str(tmp_path), str(tmp_path / "book"), str(tmp_path / "book" / "_ext"))
    done = subprocess.run(
        [sys.executable, "-c", "import make_site, sys; from pathlib import Path\n"
         "print(*make_site.before(Path(sys.argv[1])), sep='\\n')", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(folders), "SGM_LANG": "zh", "MPLBACKEND": "Agg"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    file = "datasets/healthcare/operations.csv"
    assert t("site.case.no_column", "zh", file=file, column="wait_min") in done.stdout, done.stderr[-1500:]
