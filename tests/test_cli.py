"""The command line: each command right and wrong, in both languages, and what it prints for programs."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import tomllib
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import numpy as np
import openpyxl
import pandas as pd
import pptx
import pytest

from sgm_lab import cases, i18n, intake, kano, servqual, workbook
from sgm_lab.cli import main, progress
from sgm_lab.cli.options import OPTIONS
from sgm_lab.cli.running import COMMANDS
from sgm_lab.cli.screen import folded, table, width
from sgm_lab.cli.typed import NAMES_CODE, as_typed, typed
from sgm_lab.errors import Sentence
from sgm_lab.i18n import LANGUAGES, has

SCHEMA = json.loads(files("sgm_lab").joinpath("cli/schema.json").read_text(encoding="utf-8"))
Run = Any


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; return code, what was shown, and what was said on the error stream."""
    monkeypatch.delenv("SGM_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")  # as wide wherever the tests run
    monkeypatch.setattr(progress, "_LONG", 600)  # seconds before a step is told: not on a busy machine either

    def inside(*words: Any) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return code, shown.out, shown.err

    return inside


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Kano and a SERVQUAL survey in several kinds of file."""
    folder = tmp_path_factory.mktemp("surveys")
    case = cases.load("healthcare")
    people = [
        one for _, some in case.kano.groupby("wave") for one in sorted(some["respondent"].unique())[:80]
    ]
    answers = case.kano[case.kano["respondent"].isin(people)]
    for wave, some in answers.groupby("wave"):
        some.drop(columns="wave").to_csv(folder / f"k{wave}.csv", index=False)
    last = answers[answers["wave"] == answers["wave"].max()]
    last.to_parquet(folder / "k.parquet")
    last.to_excel(folder / "k.xlsx", index=False)
    intake.write_sav(last, folder / "k.sav")
    people = sorted(case.servqual["respondent"].unique())[::4]
    case.servqual[case.servqual["respondent"].isin(people)].to_csv(folder / "s.csv", index=False)
    turned = pd.DataFrame({"叫号（有）": [5, 4, 5] * 12, "叫号（没有）": [1, 2, 1] * 12})
    turned.to_csv(folder / "turned.csv", index=False)
    (folder / "letter.txt").write_text("尊敬的先生：\n您好。\n", encoding="utf-8")
    return folder


def data_of(out: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]["command"]["enum"]) >= {"check", "kano", "servqual", "report"}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_teaches_with_an_example(run: Run, name: str, lang: str) -> None:
    code, out, err = run(name, "--help", "--lang", lang)
    assert (code, err) == (0, "")
    assert f"sgm {name} " in out.split("--help")[0]
    for option in COMMANDS[name].options:
        assert f"--{option}" in out
    assert all(width(line) <= 110 for line in out.split("\n")), max(out.split("\n"), key=width)


def test_every_option_has_its_words() -> None:
    used = {name for command in COMMANDS.values() for name in command.options}
    assert used <= set(OPTIONS)
    for name, option in OPTIONS.items():
        assert name not in used or has(f"cli.option.{name}")
        assert option.read is None or has(f"cli.value.{name}")


def test_without_a_command_it_says_what_there_is(run: Run) -> None:
    code, out, _ = run()
    assert code == 2
    assert all(f"sgm {name}" in out for name in COMMANDS)
    assert run("--help")[0] == 0
    assert run("--version")[1].startswith("sgm_lab ")


def test_check_says_what_became_of_every_column(run: Run, place: Path) -> None:
    code, out, _ = run("check", place / "k.xlsx", "--json")
    data = data_of(out)
    assert code == data["code"] == 0
    (read,) = data["files"]
    assert [one["column"] for one in read["columns"]] == list(pd.read_excel(place / "k.xlsx").columns)
    assert {one["became"] for one in read["columns"]} >= {
        "respondent",
        "feature",
        "functional",
        "dysfunctional",
    }
    code, out, _ = run("check", place / "k[12].csv", place / "s.csv", "--lang", "en")
    assert code == 0
    assert all(name in out for name in ("k1.csv", "k2.csv", "s.csv", "Kano survey", "SERVQUAL survey"))


@pytest.fixture(scope="module")
def perceived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Perceptions and no expectations, of two sites in two waves."""
    rng = np.random.default_rng(3)
    file = tmp_path_factory.mktemp("perceived") / "P.csv"
    frame = pd.DataFrame({f"P{item}": rng.integers(2, 8, 240) for item in range(1, 23)})
    frame.assign(site=["east", "west"] * 120, wave=[1] * 120 + [2] * 120).to_csv(file, index=False)
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_perceptions_alone_are_read_as_what_they_are(run: Run, perceived: Path, lang: str) -> None:
    code, out, _ = run("check", perceived, "--lang", lang)
    assert code == 0
    assert "SERVPERF" in out
    assert {"zh": "成一对", "en": "of a pair"}[lang] not in out
    code, out, err = run("servqual", perceived, "--by", "site,wave", "--lang", lang)
    assert (code, err) == (0, "")
    assert "nan" not in out.casefold()
    code, out, _ = run("servqual", perceived, "--by", "site,wave", "--lang", lang, "--json")
    data = data_of(out)
    answers = intake.read_servqual(perceived).table
    for column, given in zip(("site", "wave"), data["by"], strict=True):
        table = servqual.performance(answers, by=column)
        assert [one["perception"]["value"] for one in given["gaps"]] == pytest.approx(
            table["perception"].tolist()
        )
        assert [one["n"] for one in given["gaps"]] == table["n"].tolist()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_does_not_count_is_said_once_for_all_that_is_alike(run: Run, tmp_path: Path, lang: str) -> None:
    rng = np.random.default_rng(1)
    said = ["太好了", "随便", "还凑合", "喜欢", "不喜欢"]
    frame = pd.DataFrame(
        {f"{name}（{side}）": rng.choice(said, 60) for name in "甲乙丙丁" for side in ("有", "没有")}
    )
    frame.iloc[0, 0] = "?!"
    frame.to_csv(tmp_path / "own.csv", index=False)
    code, out, _ = run("check", tmp_path / "own.csv", "--lang", lang)
    assert code == 1
    assert len(out.split("\n")) < 60
    cells = {*said[:3], "?!"}
    lines = out.split({"zh": "没有计入的地方", "en": "What does not count"}[lang])[1].split("\n")
    shown = {
        line.split()[0]: int(line.split()[1])
        for line in lines
        if line.split()[:1] and line.split()[0] in cells
    }
    assert set(shown) == cells
    assert sum(shown.values()) == len(intake.read_kano(tmp_path / "own.csv").problems)
    many = pd.DataFrame({"甲（有）": [f"话{at}" for at in range(90)], "甲（没有）": [5] * 90})
    many = pd.concat([many, pd.DataFrame({"甲（有）": [1] * 200, "甲（没有）": [5] * 200})])
    many.to_csv(tmp_path / "many.csv", index=False)
    out = run("check", tmp_path / "many.csv", "--lang", lang)[1]
    assert {"zh": "还有 60 种没有列出，共 60 处", "en": "60 more kinds are not listed, 60 cells"}[lang] in out


def sentences() -> dict[str, dict[str, str]]:
    """Every text by its key, with its placeholders filled with a word."""
    found: dict[str, dict[str, str]] = {}
    for file in files("sgm_lab").joinpath("words").iterdir():
        if file.name.endswith(".toml"):
            name = file.name.removesuffix(".toml")
            found |= {f"{name}.{key}": {} for key in i18n.keys(name)}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_at_the_command_line_is_told_to_write_python(lang: str) -> None:
    holes = re.compile(r"(?<!\{)\{(\w+)[^}]*\}")
    with i18n.use_language(lang):
        for key in sentences():
            if key.endswith("_plain") or key in PYTHON:
                continue
            faces = [key, f"{key}_plain" if has(f"{key}_plain") else key]
            code, plain = (
                holes.sub("x", i18n.t(face)).replace("{{", "{").replace("}}", "}") for face in faces
            )
            shown = typed(Sentence(code, plain))
            assert not NAMES_CODE.search(shown), key


PYTHON = {
    "control.no_order",  # raised where a table of code was given
    "errors.one_column",
    "exercises.place.loose",  # who edits the course's notebooks
    "intake.labels_what",  # raised where an option cannot be given so
    "intake.pairs_what",
    "sampling.margin_kind",
}


def test_check_finds_what_is_wrong(run: Run, place: Path) -> None:
    code, out, _ = run("check", place / "turned.csv")
    assert code == 1
    assert "--reverse" in out
    assert "--scale 1-5" in out
    code, out, _ = run("check", place / "turned.csv", "--json")
    assert "reverse" in data_of(out)["files"][0]["unsettled"]
    assert run("check", place / "turned.csv", "--reverse")[0] == 0


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "sav"])
def test_kano_is_what_the_calls_give(run: Run, place: Path, ending: str) -> None:
    code, out, _ = run("kano", place / f"k.{ending}", "--rule", "moai", "--json")
    data = data_of(out)
    assert code == 0
    answers = intake.read_kano(place / f"k.{ending}").table
    counts = kano.tally(answers)
    found = kano.classify(counts, rule="moai")
    assert [one["feature"] for one in data["features"]] == list(found.index)
    assert [one["category"] for one in data["features"]] == found["category"].tolist()
    assert [one["counts"]["M"] for one in data["features"]] == counts["M"].tolist()
    assert [one["worse"]["low"] for one in data["features"]] == pytest.approx(found["worse_low"].tolist())


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_table_of_a_database_is_a_source(run: Run, place: Path, tmp_path: Path, kind: str) -> None:
    table, file = pd.read_parquet(place / "k.parquet"), tmp_path / f"survey.{kind}"
    with duckdb.connect(file) if kind == "duckdb" else closing(sqlite3.connect(file)) as base:
        if kind == "sqlite":
            base.execute("pragma journal_mode = wal")
            pd.DataFrame({"note": ["x"]}).to_sql("about", base, index=False)
            table.to_sql("answers", base, index=False)
        else:
            base.execute("create table about as select 'x' as note")
            base.from_df(table).create("answers")
    code, out, _ = run("kano", file, "--sheet", "answers", "--json")
    assert code == 0
    _, wanted, _ = run("kano", place / "k.parquet", "--json")
    assert data_of(out)["features"] == data_of(wanted)["features"]
    if kind == "sqlite" and importlib.util.find_spec("sqlalchemy"):  # the same by its address
        _, out, _ = run("kano", f"sqlite:///{file}", "--sheet", "answers", "--json")
        assert data_of(out)["features"] == data_of(wanted)["features"]
    code, _, err = run("kano", file, "--sheet", "answer")
    assert code == 1
    assert "answers" in err
    file.write_bytes(file.read_bytes()[:20])
    assert run("kano", file)[0] == 1


def test_a_database_that_cannot_be_had_is_a_sentence_without_a_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlalchemy")
    for address, code, told in (
        ("nosuch://clerk:secret@host/survey", 1, "postgresql://"),
        ("sqlite:////nowhere/survey.db", 1, "unable to open"),
        ("oracle+oracledb://clerk:secret@host/survey", 1, "pip install"),
    ):
        found, _, err = run("kano", address)
        assert (found, "secret" in err, told in err) == (code, False, True)
    assert run("class", "sqlite:///survey.db")[0] == 2
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    assert "pip install sqlalchemy" in run("kano", "sqlite:///survey.db")[2]


def test_weights_are_used_where_they_are_asked_for_and_said(run: Run, tmp_path: Path) -> None:
    case = cases.load("healthcare")
    for name, answers in (("k", case.kano), ("s", case.servqual)):
        numbers = answers["respondent"].str[-3:].astype(int)
        rows = answers.assign(权重=0.3 + numbers % 13 / 5)
        rows[rows["wave"] == 1].drop(columns="wave").to_csv(tmp_path / f"{name}.csv", index=False)
    read = intake.read_kano(tmp_path / "k.csv")
    assert read.columns.set_index("column").loc["权重", "became"] == "weight"
    code, out, _ = run("kano", tmp_path / "k.csv", "--weights", "权重", "--by", "age_group", "--json")
    data = data_of(out)
    assert code == 0
    found = kano.classify(kano.tally(read.table, weights="权重"))
    assert [one["worse"]["low"] for one in data["features"]] == pytest.approx(found["worse_low"].tolist())
    assert data["weights"]["n_effective"] < 0.9 * data["features"][0]["n"]
    code, out, _ = run("report", tmp_path / "k.csv", "--weights", "权重", "--json")
    told = data_of(out)
    assert (code, told["kano"]["features"], told["weights"]) == (0, data["features"], data["weights"])
    code, out, _ = run("kano", tmp_path / "k.csv", "--weights", "权重", "--lang", "en")
    assert (code, out.count("weighted by “权重”") > 0, "Weighted by “权重”" in out) == (0, True, True)
    code, out, _ = run("kano", tmp_path / "k.csv", "--lang", "en")
    assert "--weights 权重" in " ".join(out.split())  # found, not used, and how to use it
    assert "eighted by “权重”" not in out
    code, out, _ = run("servqual", tmp_path / "s.csv", "--weights", "权重", "--json")
    gaps = servqual.gaps(intake.read_servqual(tmp_path / "s.csv"), weights="权重")
    assert [one["gap"]["low"] for one in data_of(out)["dimensions"]] == pytest.approx(
        gaps.loc[[one["dimension"] for one in data_of(out)["dimensions"]], "ci_low"].tolist()
    )
    for column, code in (("权中", 2), ("age_group", 1)):
        found_code, _, err = run("kano", tmp_path / "k.csv", "--weights", column)
        assert (found_code, column in err) == (code, True)


def test_kano_by_groups_and_waves(run: Run, place: Path) -> None:
    code, out, _ = run("kano", place / "k1.csv", place / "k2.csv", "--by", "age_group,wave", "--json")
    data = data_of(out)
    assert code == 0
    assert [one["column"] for one in data["by"]] == ["age_group", "wave"]
    assert len(data["by"][1]["groups"]) == 2
    assert {one["feature"] for one in data["by"][0]["differences"]} == {
        one["feature"] for one in data["features"]
    }
    code, _, err = run("kano", place / "k.xlsx", "--by", "age_grup")
    assert code == 2
    assert "age_group" in err
    table = pd.read_excel(place / "k.xlsx").rename(columns={"age_group": "年龄段"})
    table.assign(年龄=range(len(table))).to_csv(place / "ages.csv", index=False)
    code, _, err = run("kano", place / "ages.csv", "--by", "年龄")  # was split by 年龄段 in silence
    assert (code, "“年龄”" in err, "年龄段" in err) == (2, True, True)
    (place / "ages.csv").unlink()


def test_servqual_is_what_the_calls_give(run: Run, place: Path) -> None:
    code, out, _ = run("servqual", place / "s.csv", "--by", "visit_type", "--json")
    data = data_of(out)
    assert code == 0
    answers = pd.read_csv(place / "s.csv")
    found = servqual.gaps(answers[answers["wave"] == answers["wave"].max()])
    shown = {one["dimension"]: one for one in data["dimensions"]}
    for name, row in found.iterrows():
        assert shown[name]["gap"]["value"] == pytest.approx(row["gap"])
        assert shown[name]["gap"]["low"] == pytest.approx(row["ci_low"])
        assert shown[name]["n"] == row["n"]
    assert len(data["items"]) == 22
    assert {one["group"] for one in data["by"][0]["gaps"]} == {"first", "return"}


def test_groups_of_too_few_people_are_said_to_be_so(run: Run, place: Path, tmp_path: Path) -> None:
    answers = pd.read_csv(place / "s.csv")
    few = answers[answers["respondent"].isin(answers["respondent"].unique()[:40])]
    few.to_csv(tmp_path / "few.csv", index=False)
    code, out, said = run("servqual", tmp_path / "few.csv", "--by", "visit_type")
    assert (code, out) == (2, "")
    assert "30" in said
    assert "免得认出是谁" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "txt", "pptx", "json"])
def test_the_ending_says_which_file(run: Run, place: Path, tmp_path: Path, lang: str, ending: str) -> None:
    out = tmp_path / f"result.{ending}"
    code, shown, _ = run("kano", place / "k.xlsx", "-o", out, "--lang", lang)
    assert code == 0
    assert out.name in shown
    assert out.stat().st_size > 500
    if ending == "json":
        data_of(out.read_text(encoding="utf-8"))
    if ending == "xlsx":
        assert len(openpyxl.load_workbook(out).sheetnames) == 3


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_command_says_what_it_takes_and_what_is_not_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    def said(code: int, *words: str) -> str:
        found, out, told = run(name, *words, "--lang", lang)
        assert (found, out) == (code, "")
        return "".join(told.split())  # it may be folded anywhere

    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("Dear all,\nhello.\n", encoding="utf-8")
    needs = "".join(i18n.t(f"cli.needs.{name}", lang).split())
    lacks = {"zh": "找不到", "en": "isnotfound"}[lang] if name != "case" else "healthcare"
    assert needs in said(2)
    assert f"sgm{name}" in said(2)
    assert "no/where" in said(1, "no/where")
    assert lacks in said(1, "no/where")
    assert (name == "case") or "letter.txt" in said(1, "lettre.txt")  # what may have been meant
    (tmp_path / "~$april.xlsx").write_bytes(b"\x05user")
    assert name == "case" or "“april.xlsx”" in said(1, "~$april.xlsx")
    for word in ("folder", "letter.txt"):
        assert (lacks in said(1, word)) == (name == "case")
    assert name in ("class", "case") or needs in said(1, "folder")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["kano"], 2),
        (["kanu", "k.xlsx"], 2),
        (["kano", "k.xlsx", "--rool", "mode"], 2),
        (["kano", "k.xlsx", "--rule", "mood"], 2),
        (["kano", "k.xlsx", "--pairs"], 2),
        (["kano", "k.xlsx", "--pairs", "{"], 2),
        (["kano", "k.xlsx", "--labels", "[1]"], 2),
        (["kano", "k.xlsx", "--scale", "five"], 2),
        (["kano", "k.xlsx", "--header", "two"], 2),
        (["kano", "k.xlsx", "-o", "k.xlsx"], 2),
        (["kano", "k.xlsx", "-o", "result.doc"], 2),
        (["kano", "k.xlsx", "-o", "nowhere/result.docx"], 2),
        (["kano", "none-*.csv"], 2),
        (["kano", "none.csv"], 1),
        (["kano", "s.csv"], 1),
        (["kano", "turned.csv"], 1),
        (["servqual", "k.xlsx"], 1),
        (["check", "letter.txt"], 1),
        (["report", "letter.txt"], 1),
        (["check", "."], 1),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_wrong_use_and_wrong_files_get_a_sentence(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, lang: str
) -> None:
    monkeypatch.chdir(place)
    before = (place / "k.xlsx").read_bytes()
    found, out, err = run(*words, "--lang", lang)
    assert (found, out) == (code, "")
    assert len(err.strip()) > 8
    assert ("。" in err) == (lang == "zh"), err
    assert (place / "k.xlsx").read_bytes() == before


def test_the_language_is_that_asked_for_else_of_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "命令" in run("--help")[1]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "COMMAND" in run("--help")[1]
    monkeypatch.setenv("SGM_LANG", "zh")
    assert "命令" in run("--help")[1]
    assert "COMMAND" in run("--lang", "en", "--help")[1]
    assert "COMMAND" in run("--help", "--lang=en")[1]


def test_a_python_without_the_packages_is_told_where_they_are(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr(intake, "read_kano", fail)
    code, _, said = run("kano", place / "k1.csv")
    assert code == 1
    assert "numpy" in said
    assert "python start.py sgm" in said
    assert "SGM_DEBUG" not in said


def test_a_fault_of_ours_is_a_sentence(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("sgm_lab.report.read_survey", broken)
    code, _, err = run("kano", place / "k.xlsx")
    assert code == 1
    assert "RuntimeError: boom" in err
    monkeypatch.setenv("SGM_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["kano", str(place / "k.xlsx")])


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ('写 pairs="alternate"（一正一反）', "写 --pairs alternate（一正一反）"),
        ('write sheet="two (b)".', 'write --sheet "two (b)".'),
        ("scale=(0, 4)，再加 reverse=True。", "--scale 0-4，再加 --reverse。"),
        ('labels={"很好": ?, "一般": ?}。', '--labels \'{"很好": ?, "一般": ?}\'。'),
        ('pairs=dict(叫号=("甲", "乙"))；', '--pairs \'{"叫号": ["甲", "乙"]}\'；'),
        ("去掉 pairs=。", "去掉 pairs=。"),
        ('pairs={"a": ("b", "c")}, pairs="halves" or', """--pairs '{"a": ["b", "c"]}', --pairs halves or"""),
        ('pairs="alternate", labels={"it\'s ok": ?}', """--pairs alternate --labels '{"it'"'"'s ok": ?}'"""),
        ('写 reverse="dysfunctional"；', "写 --reverse-side dysfunctional；"),
        ('dimensions={"可靠性": [1, 2], "…": […]}，', '--dimensions \'{"可靠性": [1, 2], "…": […]}\'，'),
    ],
)
def test_sentences_name_what_is_typed_here(said: str, typed: str) -> None:
    assert as_typed(said) == typed


def test_what_a_sentence_says_can_be_typed(run: Run, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = pd.DataFrame({"甲问": rng.integers(1, 3, 40), "乙问": rng.integers(4, 6, 40)})
    rows.to_csv(tmp_path / "x.csv", index=False)
    assert run("kano", tmp_path / "x.csv")[0] == 1
    for pairs in ("alternate", '{"叫号": ["甲问", "乙问"]}', 'dict(叫号=("甲问", "乙问"))'):
        code, out, _ = run("kano", tmp_path / "x.csv", "--pairs", pairs, "--json")
        assert code == 0, pairs
        assert len(data_of(out)["features"]) == 1


def test_columns_stand_in_line_whatever_the_letters() -> None:
    lines = table([["项", "n"], ["候诊提醒", "12"], ["tea", "3"]], 60)
    assert [width(line[: line.rindex(" ")]) for line in lines if " " in line] == [9, 9, 9]
    assert all(width(line) <= 12 for line in folded("a_very_long_name_without_any_break 候诊，提醒。", 12))
    assert folded("好的，再见", 4) == ["好", "的，", "再见"]


def test_nobody_needs_what_is_not_asked_for() -> None:
    """Help is there at once: nothing is loaded that only an analysis takes."""
    code = (
        "import sys; from sgm_lab.cli import main; main(['kano', '--help']); print('pandas' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "SGM_LANG": "en"}
    )
    assert run.stdout.strip().endswith("False")


def test_the_installed_command_is_this_one() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"sgm": "sgm_lab.cli:main"}
    done = subprocess.run([sys.executable, "-m", "sgm_lab", "nothing"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing" in done.stderr


def test_goals_are_reviewed_and_measured(run: Run, tmp_path: Path) -> None:
    good = "2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内，让患者少等"
    rows = pd.DataFrame({"目标": [good, "尽快提高服务质量"], "指标": ["平均候诊时间", ""], "单位": ["分钟", ""],
                         "基线": [45, None], "目标值": [30, None], "实际": [33, None]})  # fmt: skip
    rows.to_excel(tmp_path / "goals.xlsx", index=False)
    code, out, _ = run("goals", tmp_path / "goals.xlsx", "--json")
    first, second = data_of(out)["goals"]
    assert code == 1  # the second lacks a number and a date
    assert (first["attainment"], first["verdict"]) == (pytest.approx(0.8), "not_met")
    assert "missing" not in first["verdicts"].values()
    assert second["verdicts"]["measurable"] == second["verdicts"]["time_bound"] == "missing"
    assert second["attainment"] is None
    plan = {
        "goals": [
            {"statement": good, "baseline": 45, "target": 30, "actual": 30, "metric": "候诊", "unit": "分钟"}
        ]
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    code, out, _ = run("goals", tmp_path / "plan.json")
    assert code == 0
    assert good[:10] in out
    rows.assign(基线="４５．０", 目标值="30", 实际="1,033").to_csv(tmp_path / "marks.csv", index=False)
    assert data_of(run("goals", tmp_path / "marks.csv", "--json")[1])["goals"][0]["attainment"] < 0
    rows.assign(实际="三十").to_csv(tmp_path / "bad.csv", index=False)
    code, _, err = run("goals", tmp_path / "bad.csv")
    assert code == 1
    assert "三十" in err
    pd.DataFrame({"x": [1]}).to_csv(tmp_path / "none.csv", index=False)
    assert "目标句" in run("goals", tmp_path / "none.csv")[2]


def test_goals_in_cells_shown_in_percent_are_what_the_sheet_shows(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["本季度的目标"])
    sheet.append(["目标", "单位", "基线", "目标值", "实际"])
    sheet.append(["满意度从60%提高到80%", "%", 0.6, 0.8, 0.7])
    sheet.append(["差错率从0.6%降到0.4%", "%", 0.6, 0.4, 0.5])
    sheet.append(["投诉办结率从90%提高到95%", None, 0.9, 0.95, 0.95])
    for cell in ("C3", "D3", "E3", "C5", "D5", "E5"):
        sheet[cell].number_format = "0.0%"
    book.save(tmp_path / "goals.xlsx")
    _, out, _ = run("goals", tmp_path / "goals.xlsx")
    for said in ("基线60%，目标80%，现在70%", "基线0.6%，目标0.4%，现在0.5%", "基线90%，目标95%，现在95%"):
        assert said in out


def test_a_month_is_added_to_last_months_plan_and_looked_at(run: Run, tmp_path: Path) -> None:
    goal = {"statement": "2026年12月31日前，客服部把接起率从60%提高到70%", "metric": "接起率", "unit": "%",
            "baseline": 60, "target": 70, "history": [60, 62, 59, 61, 60, 58, 61, 60]}  # fmt: skip
    plan, april, register = tmp_path / "计划.json", tmp_path / "四月.csv", tmp_path / "登记.xlsx"
    plan.write_text(json.dumps({"title": "热线计划", "goals": [goal]}, ensure_ascii=False), encoding="utf-8")
    april.write_text("目标序号,月份,数值,样本量\n1,2026-04,66,900\n", encoding="utf-8")
    code, out, _ = run("month", plan, april, "--json", "--register", register)
    (one,) = data_of(out)["goals"]
    assert code == 0
    assert (one["month"], one["value"], one["n"], one["variation"], one["assurance"]) == (
        "2026-04", 66, 900, "improving", "fail"
    )  # fmt: skip
    assert one["low"] < 66 < one["high"]
    may = tmp_path / "五月.csv"
    may.write_text("月份,数值,样本量\n2026-05,52,900\n", encoding="utf-8")
    code, out, _ = run("month", register, may, "-o", tmp_path / "五月.pptx")  # the register goes on
    assert code == 1
    slides = pptx.Presentation(tmp_path / "五月.pptx").slides
    assert slides[1].shapes.title.text == i18n.t("takeaways.monthly.caption", "zh")
    (table,) = [shape.table for shape in slides[1].shapes if shape.has_table]
    assert "52%" in table.cell(1, 1).text
    assert i18n.t("takeaways.monthly.variation_worsening", "zh") in table.cell(1, 2).text
    for kind in ("docx", "xlsx", "html"):
        run("month", register, may, "-o", tmp_path / f"五月.{kind}")
        assert (tmp_path / f"五月.{kind}").stat().st_size > 1000
    assert run("month", plan)[0] == 1  # no figure yet
    assert "登记.csv" in run("month", plan, april, "--register", tmp_path / "登记.csv")[2]
    assert "计划.json" in run("month", plan, april, "-o", plan)[2]
    for rows, said in (
        ("1,2026-04,0.66", "请写 66"),
        ("1,2026-04,66\n1,2026年4月,67", "有两个数"),
        ("1,2026-04,x", "不是数"),
    ):
        april.write_text(f"目标序号,月份,数值\n{rows}\n", encoding="utf-8")
        code, _, err = run("month", plan, april)
        assert (code, said in err) == (1, True)
    april.write_text("目标序号,月份,数值\n3,2026-04,66\n", encoding="utf-8")
    code, _, err = run("month", plan, april)
    assert (code, "接起率" in err) == (1, True)


def test_goals_of_a_workbook_leave_it_as_it_is(run: Run, tmp_path: Path) -> None:
    book = workbook.open_book(tmp_path / "workbook.json")
    book.put("goals", "1", {"statement": "9月30日前把平均候诊时间从45分钟降到30分钟"})
    before = book.path.read_bytes()
    code, out, _ = run("goals", book.path, "--json")
    assert code in (0, 1)
    assert data_of(out)["goals"][0]["statement"].startswith("9月30日前")
    assert book.path.read_bytes() == before


def test_the_workbooks_of_a_class(run: Run, tmp_path: Path) -> None:
    for name in ("王敏", "Ann"):
        (tmp_path / name).mkdir()
        book = workbook.open_book(tmp_path / name / "workbook.json")
        book.put("learner", "name", name)
        for copy in (tmp_path / name).glob("*backup*"):  # an older copy is left out, and said
            copy.unlink()
    (tmp_path / "workbook-bad.json").write_text("{", encoding="utf-8")
    code, out, _ = run("class", tmp_path, "--json")
    data = data_of(out)
    assert code == 1
    assert sorted(one["name"] for one in data["learners"]) == ["Ann", "王敏"]
    assert len(data["left_out"]) == 1
    (tmp_path / "workbook-bad.json").unlink()
    code, _, _ = run("class", tmp_path, "-o", tmp_path / "class.xlsx")
    assert code == 0
    assert "王敏" in str(list(openpyxl.load_workbook(tmp_path / "class.xlsx").worksheets[0].values))
    assert run("class", tmp_path / "nowhere")[0] == 1


def test_a_case_is_described_and_its_tables_read(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("case", "healthcare", "--json")
    tables = {one["name"]: one["rows"] for one in data_of(out)["tables"]}
    assert code == 0
    assert tables["kano"] == len(cases.load("healthcare").kano)
    own = tmp_path / "mine"
    shutil.copytree(cases.load("education").folder, own)
    (own / "kano.csv").unlink()
    code, out, _ = run("case", own, "--json")
    assert code == 1
    assert "kano" in data_of(out)["problems"][0]
    code, _, err = run("case", "healthcar")
    assert code == 1
    assert "healthcare" in err


@pytest.mark.parametrize("quiet", [False, True])
def test_a_step_that_takes_long_is_told(
    quiet: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_LONG", 0.0)
    with progress.Progress(quiet) as told:
        told("读文件")
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join(10)
    assert capsys.readouterr().err == ("" if quiet else "… 读文件\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_register_is_called_by_its_own_name(run: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "goals.csv").write_text("目标,基线\n等候降到30分钟,45\n", encoding="utf-8")
    openpyxl.Workbook().save(tmp_path / "april.xlsx")
    (tmp_path / "letter.txt").write_text("Dear all,\nhello.\n", encoding="utf-8")
    for name, part in (("goals.csv", ".xlsx"), ("april.xlsx", "Sheet"), ("letter.txt", "workbook.json")):
        code, _, said = run("month", tmp_path / name, "--lang", lang)
        assert code == 1
        assert name in said
        assert part in said
        assert "register.xlsx" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_survey_of_the_other_kind_is_told_which_command_reads_it(run: Run, place: Path, lang: str) -> None:
    for command, file, other in (("servqual", "turned.csv", "sgm kano"), ("kano", "s.csv", "sgm servqual")):
        code, _, said = run(command, place / file, "--lang", lang)
        assert code == 1
        assert other in " ".join(said.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_without_groups_says_what_makes_some(run: Run, tmp_path: Path, lang: str) -> None:
    rows = "\n".join(f"{who},1,5" for who in range(40))
    (tmp_path / "one.csv").write_text(f"编号,叫号（具备时）,叫号（缺失时）\n{rows}\n", encoding="utf-8")
    code, _, said = run("kano", tmp_path / "one.csv", "--by", "性别", "--lang", lang)
    assert code == 2
    assert "30" in said
