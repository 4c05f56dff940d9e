"""From an opened table to an `Intake`: pairs, scale, codes, and what the answers as a whole say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DataError, Sentence, listing, sentence
from ..i18n import t
from ._answers import SIDES, Labels, code_of
from ._beside import EXTRA
from ._cells import is_blank, is_number, label_of, once
from ._coding import Answers, Wanted, good_rows, put_codes, put_importance
from ._columns import Fates
from ._direction import check_reverse, contradicting, direction, doubtful_features, turned
from ._encoding import garbled
from ._files import Opened, left_sheets
from ._intake import Intake
from ._items import settle_items
from ._labels import ask_meaning, missing_codes, paste_labels, too_many, without_effect
from ._layout import to_long
from ._looks import looks_like
from ._names import word
from ._paste import swapped_call, with_guess
from ._report import Report
from ._scale import KANO, Scale, doubts, five_words, guess_kano, guess_servqual
from ._told import check_pairs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_opened"]


def read_opened(opened: Opened, wanted: Wanted) -> Intake:
    """Read one table.

    Raises
    ------
    DataError
        If it holds no survey of this kind, or no answer that can be read.
    ArgumentError
        If an argument does not say what it should.
    """
    kind = wanted.kind
    check_pairs(wanted.pairs, kind)
    check_reverse(wanted.reverse, kind)
    labels = wanted.known_labels()
    fates = Fates(list(opened.table.columns), wanted.people)
    answers = _long(opened, wanted, labels, fates)
    scale, unsettled, off_scale = _scale(answers, wanted, fates)
    unsettled = fates.question or unsettled
    long = answers.long
    report = Report(long.pop("_row"))
    bad = put_codes(answers, wanted, labels, scale, report)
    if kind == "servqual":
        codes = [long[side] for side in answers.sides]
        said_five, five = five_words(answers.written[: len(codes)], codes, scale[1])
        fates.doubts += said_five if wanted.scale is None or not five else [five]
        unsettled = unsettled or (five if wanted.scale is None else "")
        bad |= settle_items(long, report, wanted.home, fates)
    elif "importance" in long:
        fates.doubts += put_importance(long, bad, report)
    good = good_rows(long, wanted, answers.sides, bad, report, fates)
    asked = ask_meaning(answers.strange, kind, KANO if kind == "kano" else scale)
    fates.doubts += [] if unsettled else missing_codes(answers.outside)
    codes = [long[side].mask(bad) for side in answers.sides]
    if asked and not unsettled and too_many(answers.strange, answers.written, codes, kind):
        unsettled, asked = asked[0], []
    if good.empty or good[list(answers.sides)].isna().all(axis=None):
        raise _nothing(opened, wanted, answers, report, fates, off_scale, none_good=good.empty)
    doubtful, unsettled = _as_a_whole(good, wanted, answers, scale, unsettled, fates)
    idle = without_effect(wanted.labels, answers.written, opened)
    if wanted.reverse and not any(
        any(one)
        for one, side in zip(answers.figures, answers.sides, strict=False)
        if turned(wanted.reverse, side)
    ):
        idle.append(sentence("intake.reverse_idle"))
    said = [*opened.doubts, *left_sheets(opened), *fates.doubts, *asked, *doubtful, *idle]
    scale_idle = (
        kind == "kano"
        and answers.in_words
        and wanted.scale is not None
        and direction(good, words=True) is None
    )
    notes = [
        *opened.notes,
        *([sentence("intake.scale_idle")] if scale_idle else []),
        *([unsettled] if unsettled else []),
        *(one for one in said if one not in opened.notes),
    ]
    return _told(good, wanted, answers.sides, len(long), report, notes, said, unsettled, fates, opened)


def _long(opened: Opened, wanted: Wanted, labels: Labels, fates: Fates) -> Answers:
    """Bring the table to one row an answer, or say what it is instead."""
    kind, (least, most) = wanted.kind, wanted.bounds

    def understood(value: Any) -> bool:
        code = code_of(value, kind, labels, most)
        return code is not None and min(least, 0) <= code <= most

    def in_figures(value: Any) -> bool:
        return is_number(value) and label_of(value) not in labels

    try:
        long = to_long(opened.table, kind, opened.name, fates, wanted.pairs, understood, wanted.home)
    except DataError as error:
        if sample := garbled(opened.table.columns):
            raise DataError("files.garbled", file=opened.name, sample=sample[:20]) from error
        found = looks_like(error, opened, kind) if wanted.pairs is None else error
        if left_sheets(opened):
            raise DataError("files.other_sheets", first=found, sheet=opened.sheet, others=opened.others,
                            other=opened.others[0]) from error  # fmt: skip
        raise with_guess(found, opened, kind, labels, most) from error
    sides = tuple(side for side in SIDES[kind] if side in long)  # of SERVQUAL the second may be alone
    written = [long[side] for side in (*sides, *(one for one in EXTRA[kind] if one in long))]
    return Answers(long, sides, written, [once(raw, in_figures, False).astype(bool) for raw in written])


def _scale(answers: Answers, wanted: Wanted, fates: Fates) -> tuple[Scale, str, str]:
    """Return the scale, the question to settle first, and what a scale that was told does not fit."""
    if wanted.scale is not None and wanted.kind == "kano":
        return wanted.scale, "", ""
    figures = [
        raw.where(numeric)
        for raw, numeric, _ in zip(answers.written, answers.figures, answers.sides, strict=False)
    ]
    if wanted.kind == "kano":
        scale, unsettled = guess_kano(figures, bool(wanted.reverse))
    else:
        scale, unsettled = guess_servqual(figures, wanted.bounds)
    if wanted.scale and unsettled:  # it was told, so it is said and not asked
        fates.doubts.append(unsettled)
        return wanted.scale, "", unsettled
    return scale, unsettled, ""


def _nothing(
    opened: Opened, wanted: Wanted, answers: Answers, report: Report, fates: Fates, off_scale: str, *,
    none_good: bool,
) -> DataError:  # fmt: skip
    """Say why no answer is left."""
    if len(answers.strange) > 1 and none_good:
        scale = KANO if wanted.kind == "kano" else wanted.bounds
        first: Sentence | str = paste_labels(report, answers.strange, wanted.pairs, fates, wanted.kind, scale)
        return DataError("intake.nothing", file=opened.name, first=first)
    blank = [t("intake.all_blank", sides=listing(map(word, answers.sides))), *opened.doubts]
    first = off_scale or (report.problems[0]["problem"] if report.problems else " ".join(blank))
    return DataError("intake.nothing", file=opened.name, first=first)


def _as_a_whole(
    good: pd.DataFrame, wanted: Wanted, answers: Answers, scale: Scale, unsettled: str, fates: Fates
) -> tuple[list[str], str]:
    """What the answers as a whole say about scale and direction: doubts, and what has to be settled first."""
    swapped = swapped_call(fates.pairs(*SIDES[wanted.kind]))
    if wanted.kind == "kano":
        question = None if wanted.scale == KANO else direction(good, answers.in_words, swapped)
        if wanted.scale is None and question is None and (one := contradicting(good)) is not None:
            question = sentence("intake.contradicting", feature=one[0], share=f"{one[1]:.0%}")
        told = wanted.scale or (answers.in_words and (wanted.labels or isinstance(wanted.pairs, Mapping)))
        against = [question] if question and told and not unsettled else []
        unsettled = unsettled or ("" if told else question or "")
        return [*against, *([] if unsettled else doubtful_features(good))], unsettled
    if len(answers.sides) < 2 or wanted.reverse or unsettled:
        return [], unsettled
    said, wrong_way = doubts(good, SIDES["servqual"], *scale, swapped)
    if wanted.scale:
        return [*said, *([wrong_way] if wrong_way else [])], ""
    return said, wrong_way


def _below_groups(good: pd.DataFrame, column: str) -> list[str]:
    """Say where a group is named in its first row only."""
    groups = good.drop_duplicates("respondent")[column]
    named = groups.dropna()
    if (
        groups.head(1).isna().all()
        or len(named) < 2
        or named.duplicated().any()
        or 2 * len(named) > len(groups)
    ):
        return []
    return [t("intake.gaps_below", column=column, value=named.iloc[0])]


def _told(
    good: pd.DataFrame, wanted: Wanted, sides: tuple[str, ...], rows: int, report: Report, notes: list[str],
    said: list[str], unsettled: str, fates: Fates, opened: Opened,
) -> Intake:  # fmt: skip
    """Put together what was read."""
    kano = wanted.kind == "kano"
    numbers = [*sides, *(["importance"] if kano and "importance" in good else [])]
    whole = [side for side in numbers if not good[side].isna().any()]
    good = good.astype(dict.fromkeys(whole, "int64"))
    if kano:  # results come in the order of the questionnaire, or of the rows
        good.attrs["order"] = list(good["feature"].unique())
    blank = int(good[list(sides)].isna().any(axis=1).sum())
    for column in [one for one in good if one not in ("respondent", "feature", "item", "dimension")]:
        if (
            good[column].dtype.kind == "O" and (empty := is_blank(good[column])).any()
        ):  # a cell left empty is no group of its own
            good[column] = good[column].mask(empty)
            said += _below_groups(good, str(column))
    return Intake(
        good,
        report.table(),
        notes,
        len(good) - blank,
        rows - len(good),
        said,
        unsettled,
        fates.table(),
        opened.sheet,
        blank,
    )
