"""The report of a survey: one section after the other, each from the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Literal

from .._privacy import FEWEST
from ..errors import ArgumentError, DataError, check_choice, did_you_mean
from ..i18n import Language, t
from ..intake import column_named
from ..paper.blocks import Note, Steps
from ..paper.style import spoken
from ..terms import RULES, Rule
from ._acting import Acting
from ._checked import checked, data_of_reading
from ._comments import comments
from ._document import Report, Section
from ._kano import KanoRead
from ._servqual import ServqualRead
from ._survey import Survey, read_survey, weighted_by

__all__ = ["build", "columns_of"]

_MOST_COLUMNS = 3  # by which the answers are split, where nobody says which
_FEW = 30  # people in all, below which it is said that this is a first look
_MUCH_LEFT_OUT = 0.1


@spoken
def build(
    source: Any,
    *,
    kind: Literal["kano", "servqual"] | None = None,
    by: str | Sequence[str] | None = None,
    rule: Rule = "mode",
    title: str = "",
    weights: str = "",
    lang: Language | None = None,
    progress: Callable[[str], None] | None = None,
    **how: Any,
) -> Report:
    """Make the report of a survey from its file.

    Parameters
    ----------
    source : str, Path, (name, bytes), data frame, a list of these, Intake or Case
        See `sgm_lab.intake.read_kano`; several files are waves.
    kind : {"kano", "servqual"}, optional
        What it is; found out where left out.
    by : str or sequence of str, optional
        Columns to split by; the first three that make groups by default.
    rule : {"mode", "moai", "blauth", "quadrant"}
        Kano classification rule.
    title : str, optional
        What stands above it.
    weights : str, optional
        Column of survey weights. The same people's change from wave to wave has no weighted form: it says so.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.
    progress : callable, optional
        Called with a sentence before each step.
    **how
        ``pairs``, ``labels``, ``header``, ``sheet``, ``scale``, ``reverse``: see `sgm_lab.intake.read_kano`;
        ``dimensions``: see `sgm_lab.intake.read_servqual`.

    Returns
    -------
    Report
        ``save("report.pptx")`` writes it by the ending of the name; ``found`` holds the results as plain data.

    Raises
    ------
    DataError
        If the file cannot be read, or is no such survey.
    ArgumentError
        If there is no such rule, kind or column.

    Notes
    -----
    Nothing is put under "to do" that the answers do not carry: a Kano category needs a probability of 90 % to be truly
    on top (`sgm_lab.kano.certainty`), a gap an interval without 0 after Holm's correction over the dimensions. The
    groups of each column are corrected by themselves; how many columns were looked at is said.
    """
    check_choice("rule", rule, RULES)
    step = progress or (lambda said: None)
    step(t("report.step.read"))
    survey = read_survey(source, kind, **how)
    if weights:
        survey = weighted_by(survey, weights)
    step(t("report.step.analyse", n=survey.people))
    columns = columns_of(survey, by)
    read: Any = KanoRead(survey, rule) if survey.kind == "kano" else ServqualRead(survey)
    acting = _acting(survey, read, columns)
    sections = [checked(survey), *_readings(survey, read, columns, step)]
    told = comments(survey)
    if told is not None:
        sections.append(told)
    sections += [acting.section(), acting.goals(), _how(survey, columns)]
    first = Section(
        t("report.title.summary"),
        acting.said(),
        [Steps(_summary(sections, acting))],
        t("report.speech.summary"),
    )
    found = {"read": data_of_reading(survey), survey.kind: read.data(),
             "acting": {"do": acting.do, "not_yet": acting.not_yet, "unknown": acting.unknown}}  # fmt: skip
    if survey.weights:
        found["weights"] = {"column": survey.weights, "n_effective": survey.n_effective}
    name = title.strip() or t(f"report.name.{survey.kind}", name=survey.name)
    return Report(name, survey.line, [first, *sections], found).drawn_once()


def columns_of(survey: Survey, by: str | Sequence[str] | None) -> list[str]:
    """Return the columns to split by: those asked for, else the first that make groups.

    Raises
    ------
    ArgumentError
        If one asked for makes no groups, or none of people enough to be shown.
    """
    known, few = list(survey.source.groups()), survey.source.held_back
    if by is None:
        return known[:_MOST_COLUMNS]
    asked = [by] if isinstance(by, str) else list(by)
    waves = len(survey.source.waves()) > 1
    both = list(dict.fromkeys([*known, *few]))
    own = {"wave"} if waves else set()
    own |= {
        str(one) for one in survey.read.columns["column"]
    }  # nor is a column taken for one that is called much alike
    asked = [one if one in own else column_named(one, both) or one for one in asked]
    for one in asked:
        if one in few and one not in known:
            raise ArgumentError("report.too_few", said=few[one])
        if one not in known and not (one == "wave" and waves):
            key = "report.no_column" if known else "report.no_groups"
            raise ArgumentError(key, column=one, columns=known, n=FEWEST, hint=did_you_mean(one, known))
    return asked


def _readings(
    survey: Survey, read: Any, columns: Sequence[str], step: Callable[[str], None]
) -> Iterator[Section]:
    first = [read.needs, read.effects] if survey.kind == "kano" else [read.gaps, read.by_item]
    yield from (made for one in first if (made := one()) is not None)
    for column in columns:
        step(t("report.step.groups", column=survey.column_named(column)))
        yield from _if_it_can_be_had(partial(read.groups, column))
    if len(survey.source.waves()) > 1 and "wave" not in columns:
        yield from _if_it_can_be_had(partial(read.groups, "wave"))


def _if_it_can_be_had(make: Callable[[], Section]) -> Iterator[Section]:
    """A group in which nobody answered has no section; the others do."""
    try:
        yield make()
    except DataError as error:
        yield Section(t("report.title.groups_none"), error.plain)
    except ArgumentError as error:
        if error.key != "report.weighted_waves":
            raise
        yield Section(t("report.title.waves"), error.plain)


def _acting(survey: Survey, read: Any, columns: Sequence[str]) -> Acting:
    """Add to what the figures leave open what the survey as a whole does."""
    acting: Acting = read.acting(columns)
    left, rows = survey.read.rows_left_out, survey.read.rows_read
    if survey.people < _FEW:
        acting.unknown.append(t("report.open.few", n=survey.people, few=_FEW))
    if left > _MUCH_LEFT_OUT * (left + rows):
        acting.unknown.append(t("report.open.left_out", share=left / (left + rows), n=left))
    if len(survey.source.waves()) < 2:
        acting.unknown.append(t("report.open.one_wave"))
    acting.unknown.append(t(f"report.open.{survey.kind}"))
    return acting


def _summary(sections: Sequence[Section], acting: Acting) -> list[str]:
    """The sentence of each section, and the first thing to do."""
    said = [one.said for one in sections[:-3] if one.said]
    return [*said[:5], *acting.do[:1]]


def _how(survey: Survey, columns: Sequence[str]) -> Section:
    """How it was worked out, so that it can be checked."""
    lines = [t(f"report.how.{survey.kind}_{number}") for number in (1, 2, 3)]
    if columns:
        named = [survey.column_named(one) for one in columns]
        lines.append(t("report.how.columns", n=len(columns), columns=list_of(named)))
    lines.append(t("report.how.tool"))
    return Section(t("report.title.how"), "", [Note(line) for line in lines], t("report.speech.how"))


def list_of(names: Sequence[str]) -> str:
    """Names as a list in words."""
    return t("labs.comma").join(names)
