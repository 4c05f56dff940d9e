"""One language at a time: no Chinese letter in what English readers get, no English sentence in what Chinese ones get.

Looked at are the words themselves, the cases, every exercise, every lab in each of its settings with its figures and
reports, and all that is taken along. What stands in a figure is read from it before it becomes outlines.
"""

from __future__ import annotations

import functools
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from lxml import html
from matplotlib.text import Text
from PIL import Image

from sgm_lab import cases, exercises, i18n, labs, report, takeaways
from sgm_lab.charts.theme import Chart
from sgm_lab.i18n import LANGUAGES, Language
from sgm_lab.labs import report as lab_report
from sgm_lab.labs.controls import Choice

pytestmark = pytest.mark.usefixtures("book")

#: Chinese letters and signs; three English words running, which no name of a thing has.
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
SENTENCE = re.compile(r"[A-Za-z][a-z'’]+(?:[ ,]+[A-Za-z'’]+){2,}")
#: What may stand in the other language, and where: names, and what is typed.
NAMES = {
    "en": ["中文"],  # the language's own name, on the way to it
    "zh": [
        "Making Data Count",  # the guide of the NHS
        "Run All Cells",  # JupyterLab's own menu, where nobody translated it
        r"sgm \w+ [\w.]+(?: [\w.]+)*",  # commands to copy
        "Debian、Ubuntu：apt install [a-z0-9-]+",
        r"playwright install chromium",
        r"pip install \w+",
        r"\{python\} -m [a-z ]+",
    ],
}
#: Words that name columns of people's own files, in whichever language these are.
TYPED = re.compile(r"cli\.column\.|intake\.column|cli\.example")

WORDS = sorted(path.stem for path in (Path(i18n.__file__).parent / "words").glob("*.toml"))


def strange(text: str, lang: Language) -> list[str]:
    """What of a text is in the other language, with a little around it."""
    text = re.sub("|".join(NAMES[lang]), "", text)
    found = (HAN if lang == "en" else SENTENCE).finditer(text)
    return sorted({text[max(0, one.start() - 20) : one.end() + 20].replace("\n", "⏎") for one in found})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("namespace", WORDS)
def test_words(namespace: str, lang: Language) -> None:
    keys = [f"{namespace}.{name}" for name in i18n.keys(namespace)]
    found = {key: strange(i18n.t(key, lang), lang) for key in keys if not TYPED.match(key)}
    assert {key: one for key, one in found.items() if one} == {}


def leaves(node: Any, of: tuple[str, ...] = ()) -> Iterator[str]:
    """Every text of nested data, but under some keys."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, of) if key not in of else ()
    elif isinstance(node, list | tuple):
        for child in node:
            yield from leaves(child, of)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", cases.names())
def test_what_a_case_calls_things(name: str, lang: Language) -> None:
    case = cases.load(name)

    def own(node: Any) -> Iterator[str]:
        if isinstance(node, dict) and LANGUAGES[0] in node:
            yield from leaves(node[lang])
        elif isinstance(node, dict | list):
            for child in node.values() if isinstance(node, dict) else node:
                yield from own(child)

    with i18n.use_language(lang):
        said = [case.title(), *case.feature_labels().values(), *case.segment_columns().values()]
        said += [label for labels in case.segment_labels().values() for label in labels.values()]
        for column in case.table("codes")["column"].unique():
            said += case.code_labels(column).values()
        for table, column in (
            (case.items, "text"),
            (case.features, "functional"),
            (case.features, "dysfunctional"),
        ):
            said += cases.spoken(table, column).tolist()
        said += case.comments["text"].tolist()
    said += own(tomllib.loads((case.folder / "case.toml").read_text(encoding="utf-8")))
    assert strange("\n".join(said), lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", exercises.load())
def test_exercises(id: str, lang: Language) -> None:
    record = exercises.load()[id]
    payload = {
        key: value for key, value in record.payload(lang).items() if key not in ("units", "unit_words")
    }
    said = [*leaves(payload, ("id", "ids", "state", "start", "goal")), *record.worked(lang)]
    assert strange("\n".join(said), lang) == []


# ---- labs ----


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands in the figures that are drawn, which are not written out."""
    told: list[str] = []
    point = io.BytesIO()
    Image.new("L", (1, 1)).save(point, "PNG")

    def read(chart: Chart, dpi: int = 0) -> bytes:
        told.extend([chart.alt, *(text.get_text() for text in chart.findobj(Text))])  # type: ignore[call-arg]
        return point.getvalue()

    monkeypatch.setattr(Chart, "svg", lambda chart: "<svg/>" if read(chart) else "")
    monkeypatch.setattr(Chart, "png", read)
    return told


def spoken(page: str) -> str:
    """What a page says: its text, and what it says to those who do not see it."""
    tree = html.fromstring(f"<div>{page}</div>")
    for code in tree.xpath("//style | //script"):
        code.drop_tree()
    named = ("alt", "aria-label", "title", "placeholder", "data-words")
    return "\n".join([*tree.itertext(), *(one.get(name, "") for one in tree.iter() for name in named)])


def in_file(content: bytes, kind: str) -> str:
    """What a file says."""
    match kind:
        case "html":
            return spoken(content.decode())
        case "txt":
            return content.decode()
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
            rules = (rule for sheet in book for rule in sheet.data_validations.dataValidation)
            asked = [
                text
                for rule in rules
                for text in (rule.prompt, rule.error, rule.promptTitle, rule.errorTitle)
            ]
            said = [str(one) for one in [*book.sheetnames, *cells, *asked] if one is not None]
            return "\n".join(
                one for one in said if not one.startswith(("=", "{"))
            )  # nor formulas, nor the lab's state
        case "docx":
            found = docx.Document(io.BytesIO(content)).element.iter()
        case _:
            slides = pptx.Presentation(io.BytesIO(content)).slides
            parts = [
                part
                for one in slides
                for part in (one, one.notes_slide if one.has_notes_slide else None)
                if part
            ]
            found = (node for part in parts for node in part.element.iter())
    return "\n".join(node.text or "" for node in found if str(node.tag).endswith("}t"))


def openings(name: str) -> Iterator[labs.Lab]:
    """A lab in each of its cases."""
    lab = getattr(labs, name)(key="looked-at")
    of_case = next((one for one in lab.controls() if one.name == "case" and isinstance(one, Choice)), None)
    for _, case in of_case.options if of_case else [("", None)]:
        yield getattr(labs, name)(key="looked-at", **({"case": case} if case is not None else {}))


def hyphens(page: str) -> list[str]:
    """Negative numbers with a hyphen for a minus, in what is read or read out."""
    named = re.findall(r' (?:alt|aria-label)="([^"]*)"', page)
    read = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style.*?</style>", "", page))
    return re.findall(r".{,20}(?<![0-9A-Za-z_-])-\d.{,9}", " ".join([read, *named]))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", labs.LABS)
def test_labs_in_every_setting(name: str, lang: Language, figures: list[str]) -> None:
    """Each case as it opens; in the first, every choice can be made and taken back; and every button is pressed."""
    found: dict[str, list[str]] = {}

    def look(at: str, page: str) -> None:
        frame = "\n".join(leaves(lab.frame(), ("state", "value", "name", "defaults")))
        odd = strange("\n".join([spoken(page), *figures, frame]), lang) + hyphens(page)
        if odd or 'role="alert"' in page:
            found[at] = odd or ["alert"]
        figures.clear()

    with i18n.use_language(lang):
        for at, lab in enumerate(openings(name)):
            figures.clear()
            look(f"{lab.state.get('case')}", lab.static())  # with the figures for a phone
            if at:
                continue
            opening, met = (
                lab.state,
                [lab.state],
            )  # a choice in force is met again: its page is looked at once
            for control in lab.controls():
                for _, value in control.options if isinstance(control, Choice) else []:
                    lab.message({"do": "set", "changes": {control.name: value}})
                    assert lab.state[control.name] == value
                    assert lab.notice == ""
                    if lab.state not in met:
                        met.append(lab.state)
                        look(f"{control.name} {value}", lab.view()["html"])
                    if lab.state != opening:
                        lab.message({"do": "undo"})
                        assert lab.state == opening
            for action in lab.actions():
                lab.message({"do": "act", "name": action.name})
                if odd := strange(f"{spoken(lab.view()['html'])}\n{lab.notice}", lang):
                    found[action.name] = odd
    assert found == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", labs.LABS)
def test_reports_of_labs(name: str, lang: Language, figures: list[str]) -> None:
    found = {}
    with i18n.use_language(lang):
        lab = next(openings(name))
        lab.compute = functools.cache(lab.compute)  # type: ignore[method-assign]  # once for all kinds
        for kind, write in lab_report.WRITERS.items():
            figures.clear()
            if odd := strange("\n".join([in_file(write(lab), kind), *figures]), lang):
                found[kind] = odd
    assert found == {}


# ---- what is taken along ----


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_goal_plan_in_every_form(lang: Language, figures: list[str]) -> None:
    plan = takeaways.example_plan(lang)
    found = {}
    with i18n.use_language(lang):
        made = {
            "plan.docx": takeaways.goal_plan_docx(plan),
            "plan.pptx": takeaways.goal_plan_pptx(plan),
            "plan.html": takeaways.goal_plan_html(plan),
            "register.xlsx": takeaways.goal_register_xlsx(plan),
            "card.docx": takeaways.goal_card_docx(plan["goals"][0]),
            "card.html": takeaways.goal_card_html(plan["goals"][0]),
            "empty.docx": takeaways.goal_plan_docx({}),
            "empty.xlsx": takeaways.goal_register_xlsx({}),
        }
        checked = "\n".join(map(str, takeaways.plan_check({**plan, "rows": {}})))
    for name, content in made.items():
        found[name] = strange(in_file(content, name.rpartition(".")[2]), lang)
    found |= {"figures": strange("\n".join(figures), lang), "check": strange(checked, lang)}
    assert {name: odd for name, odd in found.items() if odd} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_questionnaires_to_send_out(kind: Any, lang: Language) -> None:
    case = cases.load("healthcare")
    with i18n.use_language(lang):
        labels = list(case.feature_labels(lang).values()) if kind == "kano" else None
        assert strange(in_file(takeaways.survey_xlsx(labels, kind), "xlsx"), lang) == []
        if labels:
            assert strange(in_file(takeaways.survey_html(labels), "html"), lang) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_of_a_survey(lang: Language, figures: list[str], tmp_path: Path) -> None:
    case = cases.load("healthcare")
    with i18n.use_language(lang):
        asked = case.kano[case.kano["wave"] == 2].drop(columns="wave")
        groups = case.segment_labels()
        for column in ("age_group", "visit_type"):
            asked[column] = asked[column].map(groups[column])
        asked["feature"] = asked["feature"].map(case.feature_labels())
        made = report.build(
            asked.rename(columns=case.segment_columns()), by=case.segment_columns()["age_group"]
        )
        for kind in ("pptx", "docx", "xlsx", "html"):
            made.save(tmp_path / f"r.{kind}")
    for kind in ("pptx", "docx", "xlsx", "html"):
        assert strange(in_file((tmp_path / f"r.{kind}").read_bytes(), kind), lang) == [], kind
    assert strange("\n".join(figures), lang) == []


@pytest.mark.parametrize(
    ("text", "lang"), [("a 候诊 b", "en"), ("（min）", "en"), ("他说 this is so。", "zh")]
)
def test_the_other_language_is_seen(text: str, lang: Language) -> None:
    assert strange(text, lang) != []
    assert strange("候诊", "zh") == strange("this is so", "en") == []
