"""Lab report: what a lab shows right now, in every medium; the spreadsheet has the figures behind it too."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import SgmError
from ..extras import needs
from ..i18n import Language, has, keys, t
from ..paper import markup, plain
from ..paper.blocks import Block, Fact
from ..paper.style import QUIET, clean, page, spoken
from .base import Lab, style

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "WRITERS",
    "lab_report_docx",
    "lab_report_html",
    "lab_report_pptx",
    "lab_report_text",
    "lab_report_xlsx",
]

_WIDTHS = (15, 11, 17, 17, 19, 30)


@spoken
@needs("jinja2")
def lab_report_html(lab: Lab, *, lang: Language | None = None) -> bytes:
    """Return what a lab shows as a page that needs no other file: choices, sentence, figure, tables.

    Parameters
    ----------
    lab : Lab
        In the state to be reported.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.

    Returns
    -------
    bytes
        A result that cannot be had is reported as the sentence saying why.
    """
    from markupsafe import Markup

    said, shown, _ = _outcome(lab)
    # What learners wrote is escaped where blocks become HTML; nothing else comes in as such.
    return page("lab_report.html", title=lab.title(), choices=_choices(lab), said=said,
                drawn=Markup(markup.blocks(shown)), style=Markup(style()))  # fmt: skip


@spoken
def lab_report_xlsx(lab: Lab, *, lang: Language | None = None) -> bytes:
    """Return what a lab shows as a spreadsheet: sentence and figure, the tables behind them, and the lab's state.

    Parameters
    ----------
    lab : Lab
        In the state to be reported.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.

    Returns
    -------
    bytes
        An .xlsx file; the last sheet holds the state as JSON, from which the lab can be opened again.
    """
    from ..paper import excel

    said, blocks, result = _outcome(lab)
    book = excel.start()
    shown = excel.sheet(book, t("takeaways.lab.sheet_result"), _WIDTHS)
    last = len(_WIDTHS)
    row = excel.heading(shown, 1, lab.title(), last=last, size=14)
    row = excel.paragraph(shown, row, said, last=last, size=11)
    excel.blocks(shown, row + 1, blocks, last=last)
    for name, frame in _tables(result).items():
        _table(excel.sheet(book, _word(lab, "table", name), [26, *[13] * 20]), frame, lab)
    _state(excel.sheet(book, t("takeaways.lab.sheet_state"), [26, 70]), lab)
    return excel.content(book)


@spoken
@needs("docx")
def lab_report_docx(lab: Lab, *, lang: Language | None = None) -> bytes:
    """Return what a lab shows as a Word document: choices, sentence, figure, tables.

    Parameters
    ----------
    lab : Lab
        In the state to be reported.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.
    """
    from ..paper import word

    said, shown, _ = _outcome(lab)
    document = word.start(lab.title())
    document.add_heading(lab.title(), 1)
    word.facts(document, [Fact(label, value, 1) for label, value in _choices(lab)])
    word.write(document.add_paragraph(), said, bold=True)
    word.blocks(document, shown)
    return word.content(document)


@spoken
@needs("pptx")
def lab_report_pptx(lab: Lab, *, lang: Language | None = None) -> bytes:
    """Return what a lab shows as slides: sentence, figure, tables; how they are read stands in the notes.

    Parameters
    ----------
    lab : Lab
        In the state to be reported.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.
    """
    from ..paper import slides

    said, shown, _ = _outcome(lab)
    deck = slides.start(lab.title())
    slides.section(deck, lab.title(), said, shown)
    return slides.content(deck)


@spoken
def lab_report_text(lab: Lab, *, lang: Language | None = None) -> bytes:
    """Return what a lab shows as plain text: choices, sentence, what the figure says, tables.

    Parameters
    ----------
    lab : Lab
        In the state to be reported.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.
    """
    said, shown, _ = _outcome(lab)
    chosen = [f"{label}\t{value}" for label, value in _choices(lab)]
    return clean("\n".join([lab.title(), *chosen, "", said, "", plain.blocks(shown), ""])).encode()


#: Kind of file → what writes it: a medium is one renderer (`sgm_lab.paper`) and one line here.
WRITERS: Mapping[str, Callable[[Lab], bytes]] = {
    "html": lab_report_html,
    "xlsx": lab_report_xlsx,
    "docx": lab_report_docx,
    "pptx": lab_report_pptx,
    "txt": lab_report_text,
}


def _word(lab: Lab, kind: str, name: str) -> str:
    """Word for a table or column; one that has none keeps its name."""
    if kind == "column" and has(f"common.category.{name}"):
        return f"{name} {t(f'common.category.{name}')}"
    tried = (f"lab_{lab.name}.{kind}_{name}", f"takeaways.lab.{kind}_{name}")
    return next((t(key) for key in tried if has(key)), name)


def _outcome(lab: Lab) -> tuple[str, list[Block], Any]:
    """Return sentence, blocks and result; what cannot be had is a sentence saying why."""
    try:
        result = lab.compute()
        return lab.sentence(result), lab.filed(result), result
    except SgmError as error:
        return error.plain, [], None


def _choices(lab: Lab) -> list[tuple[str, str]]:
    """Label and value of each control, as a person reads them."""
    return [(lab.w(c.name), c.shown(lab.state[c.name])) for c in lab.controls()]


# ---- figures and tables for the spreadsheet ----


def _tables(result: Any) -> dict[str, pd.DataFrame]:
    """Every table of a result."""
    import pandas as pd

    if not dataclasses.is_dataclass(result):
        return {}
    values = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    return {name: value for name, value in values.items() if isinstance(value, pd.DataFrame)}


def _table(sheet: Worksheet, frame: pd.DataFrame, lab: Lab) -> None:
    from ..paper import excel

    source = getattr(lab, "source", None)
    labels = source.labels() if source is not None else {}
    named = [name for name in keys("common") if name.startswith("dimension.")]
    labels = {name.partition(".")[2]: t(f"common.{name}") for name in named} | labels
    flat = frame.reset_index()
    head = [_word(lab, "column", str(name)) for name in flat.columns]
    rows = [[labels.get(value, value) if n == 0 else value for n, value in enumerate(map(_plain, line))]
            for line in flat.itertuples(index=False)]  # fmt: skip
    formats = ["0.000" if str(kind).lower().startswith("float") else "" for kind in flat.dtypes]
    excel.table(sheet, 1, head, rows, formats)
    sheet.freeze_panes = "B2"
    excel.paper(sheet, landscape=True)


def _plain(value: Any) -> Any:
    """Return a cell of a table as a plain number or text; what is missing is nothing."""
    import numpy as np
    import pandas as pd

    if pd.isna(value):
        return None
    value = value.item() if isinstance(value, np.generic) else value
    return value if isinstance(value, bool | int | float) else str(value)


def _state(sheet: Worksheet, lab: Lab) -> None:
    from ..paper import excel

    row = excel.heading(sheet, 1, t("takeaways.lab.sheet_state"), last=2)
    for label, value in _choices(lab):
        excel.write(sheet.cell(row, 1), label, color=QUIET)
        row = excel.column(sheet, row, 2, value)
    row = excel.paragraph(sheet, row + 1, t("takeaways.lab.state_help"), last=2, color=QUIET)
    excel.paragraph(sheet, row, json.dumps(lab.state, ensure_ascii=False, sort_keys=True), last=2, size=9)
