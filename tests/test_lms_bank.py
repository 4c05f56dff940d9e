"""The question bank, read back by programs that others made, and held against what its table says is kept."""

from __future__ import annotations

import doctest
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lms import guide, words
from lms.__main__ import main
from lms.bank import FORMATS, PARTS, gift, moodle, qti, questions
from lms.bank.losses import table

from sgm_lab import exercises
from sgm_lab.exercises.records import Multiple, Number, Order, Reflection, Single, Sort

ROOT = Path(__file__).parents[1]
VENDOR = Path(__file__).parent / "vendor"
NODE = shutil.which("node")
RECORDS = exercises.load()


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def bank(lang: str) -> dict[str, Any]:
    asked, _ = questions(RECORDS.values(), lang)
    return {
        "asked": {one.id: one for one in asked},
        "files": {n: f.write(asked, lang) for n, f in FORMATS.items()},
    }


def plain(text: str) -> str:
    """Text of HTML, without a difference between kinds of white space."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_cannot_be_asked_elsewhere_is_left_out_and_nothing_else(lang: str) -> None:
    asked, left = questions(RECORDS.values(), lang)
    assert len(asked) + len(left) == len(RECORDS)
    assert {one.kind for one in left} == {"lab", "predict", "survey"}


def test_moodle_choices_are_what_the_records_say(bank: dict[str, Any], lang: str) -> None:
    from moodle_xml_parser import parser

    found = parser.parse_bytes(bank["files"]["moodle"])["multichoice"]
    wanted = [one for one in RECORDS.values() if isinstance(one, Single | Multiple)]
    assert len(found) == len(wanted)
    for read, record in zip(found, wanted, strict=True):
        assert read.name.startswith(f"{record.id} ")
        assert plain(read.text_pre_parse) == flat(record.prompt.say(lang))
        assert read.single == isinstance(record, Single)
        assert [plain(option.answer) for option in read.options] == [
            flat(o.text.say(lang)) for o in record.options
        ]
        told = [flat(o.feedback.say(lang)) if o.feedback else "" for o in record.options]
        assert [plain(option.feedback or "") for option in read.options] == told
        right = [record.answer] if isinstance(record, Single) else list(record.answer)
        assert [
            o.id for o, r in zip(record.options, read.options, strict=True) if r.score_fraction > 0
        ] == right
        assert sum(r.score_fraction for r in read.options if r.score_fraction > 0) == pytest.approx(
            100, abs=1e-3
        )
        assert flat(record.solution.say(lang)) in plain(read.general_feedback)
        assert plain(read.correct_feedback) == (flat(record.right.say(lang)) if record.right else "")


def test_moodle_numbers_pairs_and_hints(bank: dict[str, Any], lang: str) -> None:
    found = {
        one.findtext("idnumber"): one
        for one in ET.fromstring(bank["files"]["moodle"])
        if one.get("type") != "category"
    }
    assert list(found) == list(bank["asked"])
    for id, read in found.items():
        record = RECORDS[id]
        assert [plain(hint.findtext("text")) for hint in read.findall("hint")] == [
            flat(h.say(lang)) for h in record.hints
        ]
        if isinstance(record, Number):
            judge_number(record, [
                (float(a.findtext("text")), float(a.findtext("tolerance")), a.get("fraction") == "100")
                for a in read.findall("answer") if a.findtext("text") != "*"
            ], lang)  # fmt: skip
            assert plain(read.findall("answer")[-1].findtext("feedback/text")) == flat(
                record.feedback.say(lang)
            )
        pairs = {
            plain(one.findtext("text")): one.findtext("answer/text") for one in read.findall("subquestion")
        }
        if isinstance(record, Sort):
            heaps = {one.id: one.text.say(lang) for one in record.categories}
            assert {flat(i.text.say(lang)): heaps[i.answer] for i in record.items}.items() <= pairs.items()
        if isinstance(record, Order):
            texts = {one.id: flat(one.text.say(lang)) for one in record.items}
            assert pairs == {texts[id]: str(place) for place, id in enumerate(record.answer, 1)}
        if isinstance(record, Reflection):
            assert plain(read.findtext("graderinfo/text")) == flat(record.model.say(lang))


def judge_number(record: Number, answers: list[tuple[float, float, bool]], lang: str) -> None:
    """What the file takes for right the course does, too, up to the edge of the tolerance; and slips are wrong."""
    (number, off, right), *slips = answers
    assert right
    assert len(slips) == len(record.slips)
    for edge in (number, number - off * 0.999, number + off * 0.999):
        assert record.check(repr(edge), lang).state == "right"
    if off:
        assert record.check(repr(number + off * 1.01), lang).state == "wrong"
    for (value, _, credit), slip in zip(slips, record.slips, strict=True):
        assert not credit
        assert value == pytest.approx(slip.value)


@pytest.mark.skipif(not NODE, reason="no Node here")
def test_gift_is_read_by_another_parser(bank: dict[str, Any], lang: str) -> None:
    read = subprocess.run(
        [NODE, str(Path(__file__).parent / "js" / "gift.cjs")],
        input=bank["files"]["gift"],
        capture_output=True,
        check=True,
    )
    found = [one for one in json.loads(read.stdout) if one["type"] != "Category"]
    assert [one["title"] for one in found] == list(bank["asked"])
    kinds = {
        "single": "MC",
        "multiple": "MC",
        "number": "Numerical",
        "sort": "Matching",
        "order": "Matching",
        "essay": "Essay",
    }
    for one in found:
        question, record = bank["asked"][one["title"]], RECORDS[one["title"]]
        assert one["type"] == kinds[question.kind]
        assert flat(one["stem"]["text"]).startswith(flat(record.prompt.say(lang)))
        assert flat(record.solution.say(lang)) in flat(one["globalFeedback"]["text"])
        if question.kind == "number":
            *answers, other = one["choices"]
            judge_number(
                record, [(a["text"]["number"], a["text"]["range"], a["weight"] == 100) for a in answers], lang
            )
            assert flat(other["feedback"]["text"]) == flat(question.otherwise)
        if question.kind in ("single", "multiple"):
            assert [flat(c["text"]["text"]) for c in one["choices"]] == [
                flat(c.text) for c in question.choices
            ]
            assert [flat((c["feedback"] or {"text": ""})["text"]) for c in one["choices"]] == [
                flat(c.why) for c in question.choices
            ]
            given = [c["isCorrect"] if c["weight"] is None else c["weight"] > 0 for c in one["choices"]]
            assert given == [c.right for c in question.choices]
        if question.kind == "sort":
            heaps = {heap.id: flat(heap.text) for heap in question.heaps}
            # This reader leaves its own mark for an escaped colon in the second half of a pair.
            pairs = [
                (flat(p["subquestion"]["text"]), flat(p["subanswer"].replace("&&058;", ":")))
                for p in one["matchPairs"]
            ]
            assert pairs[: len(question.choices)] == [(flat(c.text), heaps[c.goes]) for c in question.choices]


def test_qti_is_read_by_another_parser(bank: dict[str, Any], lang: str, tmp_path: Path) -> None:
    from onyx2moodle.parser import parse_item

    with zipfile.ZipFile(io.BytesIO(bank["files"]["qti"])) as package:
        package.extractall(tmp_path)
    space = {"p": "http://www.imsglobal.org/xsd/imscp_v1p1"}
    listed = ET.parse(tmp_path / "imsmanifest.xml").findall("p:resources/p:resource", space)
    files = [one.get("href") for one in listed]
    assert sorted(files) == sorted(f"items/{path.name}" for path in (tmp_path / "items").iterdir())
    assert {one.get("type") for one in listed} == {"imsqti_item_xmlv2p1"}
    kinds = {
        "single": "choice",
        "multiple": "choice",
        "number": "textEntry",
        "sort": "match",
        "essay": "extendedText",
    }
    for name, question in zip(files, bank["asked"].values(), strict=True):
        read = parse_item(tmp_path / name)
        strict_item(ET.parse(tmp_path / name).getroot())
        declared = read.response_decls["RESPONSE"]
        told = {one.identifier: plain(one.html) for one in read.feedback}
        assert flat(question.solution) in told["SOLUTION"]
        right = question.value.why if question.value else question.right
        assert told.get("RIGHT", "") == flat(right)
        if question.kind != "order":  # of which this reader knows nothing
            assert [one.kind for one in read.interactions] == [kinds[question.kind]]
        if question.kind in ("single", "multiple"):
            shown = read.interactions[0]
            assert [plain(c.html) for c in shown.choices] == [flat(c.text) for c in question.choices]
            assert declared.correct_values == [f"C_{c.id}" for c in question.choices if c.right]
            assert {id: why for id, why in told.items() if id.startswith("C_")} == {
                f"C_{c.id}": flat(c.why) for c in question.choices if c.why
            }
        if question.kind == "sort":
            assert declared.correct_values == [f"I_{c.id} H_{c.goes}" for c in question.choices]
            assert sum(declared.mapping.values()) == pytest.approx(1, abs=1e-3)
        if question.kind == "order":
            assert (declared.cardinality, declared.correct_values) == (
                "ordered",
                [f"C_{c.id}" for c in question.choices],
            )
        if question.kind == "number":
            assert {id for id in told if id.startswith("SLIP_")} == {
                f"SLIP_{n}" for n, _ in enumerate(question.slips, 1)
            }
            rules = ET.parse(tmp_path / name).findall(".//{*}equal")
            values = [
                (float(r.findtext("{*}baseValue")), float(r.get("tolerance").split()[0])) for r in rules
            ]
            judge_number(RECORDS[question.id], [(*v, at == 0) for at, v in enumerate(values)], lang)


QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
# As the information model of QTI 2.1 orders them; the schema itself no registry has.
PARTS_OF_AN_ITEM = [
    "responseDeclaration",
    "outcomeDeclaration",
    "itemBody",
    "responseProcessing",
    "modalFeedback",
]


def strict_item(root: ET.Element) -> None:
    """Hold an item to the rules of the model: its parts in order, and no name that nothing declares."""
    order = [PARTS_OF_AN_ITEM.index(one.tag.removeprefix(QTI)) for one in root]
    assert order == sorted(order)
    assert {root.get(name) for name in ("adaptive", "timeDependent")} == {"false"}
    ids = [one.get("identifier") for one in root.iter() if one.tag.endswith(("Choice", "Declaration"))]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)
    variables = {one.get("identifier") for one in root if one.tag.endswith("Declaration")}
    used = {
        one.get("identifier")
        for tag in ("variable", "correct", "mapResponse", "setOutcomeValue")
        for one in root.iter(QTI + tag)
    }
    used |= {one.get("responseIdentifier") for one in root.iter() if one.tag.endswith("Interaction")}
    assert used <= variables
    for declared in root.findall(f"{QTI}responseDeclaration"):
        if declared.get("baseType") == "identifier":
            assert {one.text for one in declared.iter(QTI + "value")} <= set(ids)
    told = {one.text for one in root.iter(QTI + "baseValue") if one.get("baseType") == "identifier"}
    shown = {one.get("identifier") for one in root.iter(QTI + "modalFeedback")}
    assert shown <= told | set(ids)


def test_spreadsheet_rows(bank: dict[str, Any], lang: str) -> None:
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(bank["files"]["sheet"])).active
    heads, *rows = page.iter_rows(values_only=True)
    made: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        one = dict(zip(heads, row, strict=True))
        made.setdefault(one["题号"].partition("/")[0], []).append(one)
    assert list(made) == list(bank["asked"])
    for id, found in made.items():
        question, record = bank["asked"][id], RECORDS[id]
        if question.kind == "sort":
            heaps = [heap.id for heap in question.heaps]
            assert [heaps["ABCDEFGH".index(one["正确答案"])] for one in found] == [
                c.goes for c in question.choices
            ]
            continue
        (one,) = found
        assert flat(record.solution.say(lang)) in flat(one["解析"])
        if question.kind in ("single", "multiple"):
            options = [one[f"选项{letter}"] for letter in "ABCDEFGH"]
            assert options[: len(question.choices)] == [c.text for c in question.choices]
            assert not any(options[len(question.choices) :])
            right = [question.choices["ABCDEFGH".index(letter)] for letter in one["正确答案"]]
            assert right == [c for c in question.choices if c.right]
        if question.kind == "number":
            assert record.check(one["正确答案"], lang).state == "right"
            if question.value.off:
                said = re.search(r"从(\S+)到(\S+)都算对|Anything from (\S+) to (\S+) is right", one["解析"])
                low, high = (text for text in said.groups() if text)
                assert record.check(low, lang).state == record.check(high, lang).state == "right"
                assert float(high) - float(low) > question.value.off


def test_a_text_that_begins_as_a_formula_stays_a_text() -> None:
    from dataclasses import replace

    from openpyxl import load_workbook

    asked, _ = questions([RECORDS["2.1-check-3"]], "zh")
    wild = [replace(asked[0], prompt='=HYPERLINK("http://x","y")')]
    page = load_workbook(io.BytesIO(FORMATS["sheet"].write(wild, "zh"))).active
    assert page["B2"].data_type == "s"
    assert "formula" not in FORMATS["gift"].write(wild, "zh").decode().replace(r"\=HYPERLINK", "")


@pytest.mark.parametrize("name", FORMATS)
def test_every_fate_is_declared_and_said(name: str, lang: str) -> None:
    assert set(FORMATS[name].KEPT) <= set(PARTS)
    text = table(lang)
    assert text.count("\n") == len(PARTS) + 2
    assert "{" not in text


def test_the_guide_has_the_table_of_today_and_names_what_there_is(lang: str) -> None:
    text = guide.page(lang).read_text(encoding="utf-8")
    assert text == guide.renewed(lang), "python book/lms guide writes it"
    for one in FORMATS.values():
        assert f"`{one.NAME}`" in text
    headings = re.compile(r"^## ", re.M)
    assert len(headings.findall(text)) == len(headings.findall(guide.page("zh").read_text(encoding="utf-8")))
    assert table(lang) in text


def test_what_is_lost_is_not_there_and_what_moved_is(bank: dict[str, Any], lang: str) -> None:
    """Hints and reasons, looked for in the files as text."""
    with zipfile.ZipFile(io.BytesIO(bank["files"]["qti"])) as package:
        qti = " ".join(plain(package.read(name).decode()) for name in package.namelist())
    gift = plain(re.sub(r"\\([~=#{}:\\])", r"\1", bank["files"]["gift"].decode().replace(r"\n", " ")))
    texts = {"moodle": plain(html.unescape(bank["files"]["moodle"].decode())), "qti": qti, "gift": gift}
    for name, text in texts.items():
        for id in bank["asked"]:
            record = RECORDS[id]
            hints = [flat(hint.say(lang)) for hint in record.hints]
            assert all((hint in text) == (FORMATS[name].KEPT.get("hints") == "kept") for hint in hints), (
                name,
                id,
            )
            if isinstance(record, Sort):
                assert all(flat(item.feedback.say(lang)) in text for item in record.items), (name, id)


def test_vendored_programs_are_as_they_were_published() -> None:
    listed = re.findall(
        r"^\| ([\w-]+) \| [^|]+ \| (\S+) \| (\w{64}) \|$", (VENDOR / "README.md").read_text("utf-8"), re.M
    )
    assert {name for name, _, _ in listed} == {path.name for path in VENDOR.iterdir() if path.is_dir()}
    for folder, file, digest in listed:
        assert hashlib.sha256((VENDOR / folder / file).read_bytes()).hexdigest() == digest
        assert any(
            "MIT" in path.read_text("utf-8") or "Permission is hereby" in path.read_text("utf-8")
            for path in (VENDOR / folder).glob("LICENSE*")
        )


@pytest.mark.parametrize("module", [words, moodle, gift, qti])
def test_examples(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_command_writes_every_language_or_says_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["questions", "--to", str(tmp_path / "out")]) == 0
    folder = tmp_path / "out" / "questions"
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert made == {f"{lang}/{one.NAME}" for lang in ("zh", "en") for one in FORMATS.values()}
    (tmp_path / "file").write_text("")
    assert main(["questions", "--to", str(tmp_path / "file")]) == 1
    assert "写不进" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="2"):
        main(["exam"])
    assert re.fullmatch(r"python start\.py lms .*\n", capsys.readouterr().err)
