"""``published``: a printed table held against itself."""

from __future__ import annotations

from ..i18n import t
from .options import Answer, Given

__all__ = ["published"]


def published(given: Given) -> Answer:
    """Say which figures of a printed table cannot all be true."""
    from ..intake import open_table
    from ..paper.blocks import Cell, Table
    from ..published import check
    from ..report import Report, Section

    file = given.files[0]
    found = check(open_table(file, given["sheet"], given["header"]).table)
    n, wrong = sum(found.attrs["checked"].values()), len(found)
    said = t("published.found" if wrong else "published.clean", n=n, wrong=wrong)
    rows: list[list[Cell]] = [[one["row"] or "–", one["says"]] for one in found.to_dict("records")]
    heads = [t("published.head.row"), t("published.head.says")]
    shown = [Table(t("published.caption"), heads, rows)] if rows else []
    made = Report(t("published.title", name=file.name), "", [Section(file.name, said, shown)])
    data = [
        {name: None if value != value else value for name, value in one.items()}
        for one in found.to_dict("records")
    ]
    return Answer(
        made, {"file": file.name, "checked": dict(found.attrs["checked"]), "found": data}, bool(wrong)
    )
