"""Commands on a survey file: ``check``, ``kano``, ``servqual``, ``report``."""

from __future__ import annotations

from typing import Any, Literal

from ..i18n import t
from .options import Answer, Given
from .typed import typed

__all__ = ["check", "kano", "report", "servqual"]

_HOW = ("pairs", "labels", "header", "sheet", "scale", "reverse", "dimensions")
_ALL = 1_000_000  # columns: each is told
_MOST_PROBLEMS = 30  # kinds of answers that were not counted; --json has every one


def _source(given: Given) -> Any:
    return given.files if len(given.files) > 1 else given.files[0]


def _how(given: Given) -> dict[str, Any]:
    how = given.some(*_HOW)
    turned = given["reverse-side"] or how.pop("reverse", False)
    return how | ({"reverse": turned} if turned else {})


def _survey(given: Given, kind: Literal["kano", "servqual"] | None) -> Any:
    from ..report import read_survey, weighted_by

    given.step(t("report.step.read"))
    survey = read_survey(_source(given), kind, **_how(given))
    return weighted_by(survey, given["weights"]) if given["weights"] else survey


def check(given: Given) -> Answer:
    """Say of every file what it is, what became of each column, and what was left out."""
    from ..paper.blocks import Block
    from ..report import Report, Section, checked, data_of_reading, fates, noted, problems, read_survey

    sections, data, wrong = [], [], False
    for file in given.files:
        given.step(t("cli.step.file", file=file.name))
        survey = read_survey(file, given["kind"], **_how(given))
        read = survey.read
        if read.unsettled:
            shown: list[Block] = []
            data.append({"kind": survey.kind, "file": survey.name, "unsettled": str(read.unsettled)})
        else:
            shown = [*checked(survey).blocks[:1]]
            data.append(data_of_reading(survey))
        shown += noted(read, typed)
        shown += [*fates(read.columns, t("report.caption.columns"), _ALL)]
        shown += [*problems(survey, _MOST_PROBLEMS)]
        sections.append(Section(survey.name, typed(read.summary()), shown))
        wrong = wrong or bool(read.unsettled or read.rows_left_out or len(read.problems))
    made = Report(t("cli.title.check"), "", sections)
    return Answer(made, {"files": data}, wrong)


def kano(given: Given) -> Answer:
    """Categories with their certainty, Better and Worse with intervals; by groups where asked."""
    from ..report import KanoRead

    survey = _survey(given, "kano")
    read = KanoRead(survey, given["rule"] or "mode", given["table"] or "berger")
    return _analysed(given, survey, read, [read.needs(), read.effects()])


def servqual(given: Given) -> Answer:
    """Gaps of dimensions and items with intervals; by groups where asked."""
    from ..report import ServqualRead

    survey = _survey(given, "servqual")
    read = ServqualRead(survey)
    return _analysed(given, survey, read, [read.gaps(), read.by_item()])


def _analysed(given: Given, survey: Any, read: Any, sections: list[Any]) -> Answer:
    from ..report import Report, checked, columns_of, data_of_reading

    columns = columns_of(survey, given["by"].split(",")) if given["by"] else []
    groups = []
    for column in columns:
        given.step(t("report.step.groups", column=column))
        sections.append(read.groups(column))
        groups.append(read.data_of_groups(column))
    data = {"read": data_of_reading(survey), **read.data(), "by": groups}
    if survey.weights:
        data["weights"] = {"column": survey.weights, "n_effective": survey.n_effective}
    title = given["title"] or t(f"report.name.{survey.kind}", name=survey.name)
    shown = [checked(survey, typed), *(one for one in sections if one is not None)]
    return Answer(Report(title, survey.line, shown, data), data)


def report(given: Given) -> Answer:
    """The whole report, from the raw file to what is shown on Monday."""
    from ..report import build

    by = given["by"].split(",") if given["by"] else None
    made = build(_source(given), kind=given["kind"], by=by, rule=given["rule"] or "mode", title=given["title"] or "",
                 weights=given["weights"] or "", progress=given.step, **_how(given))  # fmt: skip
    return Answer(made, dict(made.found))
