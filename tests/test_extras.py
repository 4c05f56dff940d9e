"""What is optional: one place imports it, and where it is missing one sentence says which extra to install."""

import ast
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from sgm_lab import cases, extras, i18n, intake, labs, takeaways
from sgm_lab.charts import fitting
from sgm_lab.labs.report import lab_report_html, lab_report_xlsx
from sgm_lab.report import Report

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PLAN = {"goals": [{"statement": "9月30日前把平均候诊时间从45分钟降到30分钟"}]}
#: What the base packages bring with them, and what only maintainers, JupyterLab or a page being built have.
BROUGHT = {"IPython", "traitlets", "PIL"}
ELSEWHERE = {"jsonschema", "myst_nb", "markupsafe", "js", "pyodide", "pyodide_js", "msvcrt", "fcntl"}


def outside() -> Iterator[tuple[str, str]]:
    """Every import of another project's module in the package, but those for type checkers."""
    for path in sorted((ROOT / "sgm_lab").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        typing = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        ]
        skipped = {id(inner) for node in typing for inner in ast.walk(node)}
        for node in ast.walk(tree):
            names = []
            if id(node) not in skipped and isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif id(node) not in skipped and isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in {name.partition(".")[0] for name in names}:
                if name not in sys.stdlib_module_names and name != "sgm_lab":
                    yield name, str(path.relative_to(ROOT))


def test_whatever_is_imported_is_in_the_base_or_in_an_extra() -> None:
    base = {Requirement(text).name for text in PROJECT["dependencies"]}
    known = base | BROUGHT | ELSEWHERE | set(extras.EXTRAS)
    assert [found for found in outside() if found[0] not in known] == []


def test_extras_are_those_of_the_package() -> None:
    optional = PROJECT["optional-dependencies"]
    for package, extra in extras.EXTRAS.values():
        assert [Requirement(text).name.lower() for text in optional[extra]] == [package.lower()]
        assert i18n.has(f"extras.use.{extra}")
    course = next(Requirement(text) for text in optional["course"] if text.startswith("sgm_lab["))
    assert course.extras == set(optional) - {"course"}


def calls(book: bytes) -> dict[str, tuple[str, Any]]:
    """Everything public that an optional module serves: module and call."""
    import polars

    frame = cases.load("healthcare").kano.head(40)
    return {
        "read_kano xlsx": ("openpyxl", lambda: intake.read_kano(("x.xlsx", book))),
        "read_servqual xlsx": ("openpyxl", lambda: intake.read_servqual(("x.xlsx", book))),
        "read_kano parquet": ("pyarrow", lambda: intake.read_kano(("x.parquet", b"PAR1"))),
        "read_kano polars": ("pyarrow", lambda: intake.read_kano(polars.DataFrame(frame.to_dict("list")))),
        "read_kano sav": ("pyreadstat", lambda: intake.read_kano(("x.sav", b"$FL2"))),
        "write_sav": ("pyreadstat", lambda: intake.write_sav(frame, "x.csv")),
        "survey_xlsx": ("openpyxl", lambda: takeaways.survey_xlsx(["候诊提醒", "结果当天出"])),
        "survey_results": ("openpyxl", lambda: takeaways.survey_results(book)),
        "survey_html": ("jinja2", lambda: takeaways.survey_html(["候诊提醒", "结果当天出"])),
        "report pptx": ("pptx", lambda: Report("周一").content("pptx")),
        "goal_plan_docx": ("docx", lambda: takeaways.goal_plan_docx(PLAN)),
        "goal_plan_pptx": ("pptx", lambda: takeaways.goal_plan_pptx(PLAN)),
        "goal_plan_html": ("jinja2", lambda: takeaways.goal_plan_html(PLAN)),
        "goal_card_docx": ("docx", lambda: takeaways.goal_card_docx(PLAN["goals"][0])),
        "goal_card_html": ("jinja2", lambda: takeaways.goal_card_html(PLAN["goals"][0])),
        "pdca_docx": ("docx", lambda: takeaways.pdca_docx({})),
        "pdca_html": ("jinja2", lambda: takeaways.pdca_html({})),
        "report html": ("jinja2", lambda: lab_report_html(labs.KanoLab())),
        "report xlsx": ("openpyxl", lambda: lab_report_xlsx(labs.KanoLab())),
        "template": ("openpyxl", labs.LiveMonitor().do_template),
    }


def tried(book: bytes) -> list[tuple[str, str, str, str]]:
    """What each call says, in each language: call, module, kind of error, sentence."""
    said = []
    for lang in i18n.LANGUAGES:
        with i18n.use_language(lang):
            for name, (module, call) in calls(book).items():
                try:
                    call()
                    said.append((name, module, "", ""))
                except Exception as error:  # noqa: BLE001
                    said.append((name, module, type(error).__name__, str(error)))
    return said


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The same in a Python that has the base packages alone."""
    book = tmp_path_factory.mktemp("bare") / "survey.xlsx"
    book.write_bytes(takeaways.survey_xlsx(["候诊提醒", "结果当天出"]))
    work = (
        f"import sys; [sys.modules.__setitem__(name, None) for name in {list(extras.EXTRAS)!r}]\n"
        "import json, pathlib\n"
        "from sgm_lab import cases, kano, labs\n"
        "assert len(kano.classify(kano.tally(cases.load('healthcare').kano)))\n"  # methods and labs need none
        "assert 'svg' in labs.KanoLab().view()['html']\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_extras\n"
        f"print(json.dumps(test_extras.tried(pathlib.Path({str(book)!r}).read_bytes())))"
    )
    environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", work],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    said: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_what_is_missing_says_which_extra_to_install(bare: list[list[str]]) -> None:
    assert len(bare) == 40
    for name, module, kind, sentence in bare:
        package, extra = extras.EXTRAS[module]
        assert kind == "MissingPackageError", (name, sentence)
        assert package in sentence, name
        assert f'pip install "sgm_lab[{extra}]"' in sentence, name


def test_in_a_page_nobody_is_sent_to_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(extras.MissingPackageError) as missing:
        takeaways.goal_plan_docx(PLAN)
    assert "pip" not in str(missing.value)
    assert "JupyterLab" in str(missing.value)


def test_without_a_chinese_font_a_chart_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    monkeypatch.setattr(fitting, "_SYSTEM_FACES", ())
    look = fitting.chinese_face.__wrapped__
    with pytest.warns(UserWarning, match=r"pip install \"sgm_lab\[fonts\]\""):
        assert look() is None
    with i18n.use_language("en"):
        assert look() is None  # and no warning: nothing Chinese is asked for
