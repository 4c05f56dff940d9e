"""Lab report: what a lab shows right now, as a page of its own or as a spreadsheet with the figures behind it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from ..errors import SgmError
from ..extras import needs
from ..i18n import Language, has, keys, t
from ..paper.style import QUIET, page, spoken
from .base import Lab, style
from .views import Viewed

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["lab_report_html", "lab_report_xlsx"]

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

    said, drawn, _ = _outcome(lab, lab.draw, "")
    # Labs escape what learners wrote; their drawing is the only HTML that comes in as such.
    return page("lab_report.html", title=_title(lab), choices=_choices(lab), said=said, drawn=Markup(drawn),
                style=Markup(style()))  # fmt: skip


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

    said, drawn, result = (
        _outcome(lab, lab.blocks, []) if isinstance(lab, Viewed) else _outcome(lab, lab.draw, "")
    )
    book = excel.start()
    shown = excel.sheet(book, t("takeaways.lab.sheet_result"), _WIDTHS)
    last = len(_WIDTHS)
    row = excel.heading(shown, 1, _title(lab), last=last, size=14)
    row = excel.paragraph(shown, row, said, last=last, size=11)
    if isinstance(drawn, list):
        excel.blocks(shown, row + 1, drawn, last=last)
    else:  # a lab that still draws HTML is read back until it has views
        chart = None if result is None else lab.figure(result)
        if chart is not None:
            row = excel.figure(shown, row + 1, chart, last=last)
        _rows(shown, row + 1, _read(drawn, skip_figures=chart is not None))
    for name, frame in _tables(result).items():
        _table(excel.sheet(book, _word(lab, "table", name), [26, *[13] * 20]), frame, lab)
    _state(excel.sheet(book, t("takeaways.lab.sheet_state"), [26, 70]), lab)
    return excel.content(book)


def _title(lab: Lab) -> str:
    return lab.title()


def _word(lab: Lab, kind: str, name: str) -> str:
    """Word for a table or column; one that has none keeps its name."""
    if kind == "column" and has(f"common.category.{name}"):
        return f"{name} {t(f'common.category.{name}')}"
    tried = (f"lab_{lab.name}.{kind}_{name}", f"takeaways.lab.{kind}_{name}")
    return next((t(key) for key in tried if has(key)), name)


def _outcome(lab: Lab, show: Callable[[Any], Any], nothing: Any) -> tuple[str, Any, Any]:
    """Compute and show; what cannot be had is a sentence saying why."""
    try:
        result = lab.compute()
        return lab.sentence(result), show(result), result
    except SgmError as error:
        return error.plain, nothing, None


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
    import pandas as pd

    if pd.isna(value):
        return None
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, bool | int | float) else str(value)


def _state(sheet: Worksheet, lab: Lab) -> None:
    from ..paper import excel

    row = excel.heading(sheet, 1, t("takeaways.lab.sheet_state"), last=2)
    for label, value in _choices(lab):
        excel.write(sheet.cell(row, 1), label, color=QUIET)
        row = excel.column(sheet, row, 2, value)
    row = excel.paragraph(sheet, row + 1, t("takeaways.lab.state_help"), last=2, color=QUIET)
    excel.paragraph(sheet, row, json.dumps(lab.state, ensure_ascii=False, sort_keys=True), last=2, size=9)


# ---- reading what a lab has drawn ----


def _rows(sheet: Worksheet, row: int, lines: list[list[str]]) -> None:
    from ..paper import excel

    for line in lines:
        if len(line) == 1:
            row = excel.paragraph(sheet, row, line[0], last=len(_WIDTHS))
        else:
            row = (
                excel.table(sheet, row, line, [])
                if line is _head(lines)
                else excel.table_row(sheet, row, line)
            )


def _head(lines: list[list[str]]) -> list[str] | None:
    return next((line for line in lines if len(line) > 1), None)


def _read(drawn: str, *, skip_figures: bool) -> list[list[str]]:
    """Return the text of some HTML: a list of cells for each table row, of one for each block of text."""
    reader = _Blocks(skip_figures)
    reader.feed(drawn)
    reader.close()
    reader.end_block()
    return reader.lines


_BLOCKS = {
    "p",
    "li",
    "ul",
    "ol",
    "h3",
    "h4",
    "h5",
    "blockquote",
    "caption",
    "dt",
    "dd",
    "div",
    "section",
    "td",
    "th",
}


class _Blocks(HTMLParser):
    """Collects blocks of text and table rows."""

    def __init__(self, skip_figures: bool) -> None:
        super().__init__()
        self.lines: list[list[str]] = []
        self._skip_figures = skip_figures
        self._text = ""
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag == "tr":
            self._cells = []
        if tag == "img" and not self._skip_figures:
            self._text += dict(attrs).get("alt") or ""
            self.end_block()
        if tag == "br":
            self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if self._cells is not None and tag in ("td", "th"):
            self._cells.append(self._text.strip())
            self._text = ""
        elif tag in _BLOCKS:
            self.end_block()
        if tag == "tr" and self._cells is not None:
            self.lines.append(self._cells)
            self._cells = None

    def handle_data(self, data: str) -> None:
        self._text += data

    def end_block(self) -> None:
        """Keep the text so far as one line."""
        if self._cells is None and self._text.strip():
            self.lines.append([self._text.strip()])
            self._text = ""
