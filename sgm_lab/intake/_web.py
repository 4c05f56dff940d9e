"""Tables of web pages and of the XML that Excel 2003 wrote, which many systems hand out as .xls."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["rows_of_page"]

_ROW, _CELL = {"tr", "row"}, {"td", "th", "cell"}
_TABLE, _HIDDEN = {"table"}, {"script", "style", "title"}
_WIDEST = 3_000


class _Tables(HTMLParser):
    """Collects every table, row by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = [[]]
        self.cell: list[str] | None = None
        self.hidden = 0
        self.wide = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, given = tag.rpartition(":")[2], {one.rpartition(":")[2]: value or "" for one, value in attrs}
        if name in _TABLE:
            self._close()
            self.tables.append([])
        elif name in _ROW:
            self._close()
            self.tables[-1].append([])
        elif name in _CELL:
            self._close()
            row = self._row()
            if given.get("index", "").isdigit():  # cells before it were left out
                row.extend([""] * (min(int(given["index"]), _WIDEST) - 1 - len(row)))
            span, more = given.get("colspan", ""), given.get("mergeacross", "")
            wide = int(more) + 1 if more.isdigit() else int(span) if span.isdigit() else 1
            self.cell, self.wide = [], min(max(wide, 1), _WIDEST)
        elif name in _HIDDEN:
            self.hidden += 1
        elif name == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _CELL | _ROW | _TABLE:
            self._close()
        elif name in _HIDDEN:
            self.hidden = max(self.hidden - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.hidden:
            self.cell.append(data)

    def _row(self) -> list[str]:
        if not self.tables[-1]:
            self.tables[-1].append([])
        return self.tables[-1][-1]

    def _close(self) -> None:
        if self.cell is not None:
            text = " ".join("".join(self.cell).split())
            self._row().extend([text] * self.wide)
            self.cell = None


def rows_of_page(text: str) -> list[list[str]]:
    """Return the rows of the largest table; none where there is no table.

    >>> rows_of_page("<table><tr><th>a<th>b</tr><tr><td>1</td><td>2 &lt; 3</td></tr></table>")
    [['a', 'b'], ['1', '2 < 3']]
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader._close()
    return max(reader.tables, key=lambda rows: sum(map(len, rows)))
