"""The print room: all sheets beside the pages and in one zip, and what the page needs to make those that bear names."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sgm_lab.exercises import faces
from sgm_lab.exercises.markup import plain
from sgm_lab.i18n import Language, about

from .sheets import STYLE, Sheet, all_sheets
from .words import table, words

__all__ = ["face", "pack", "write_sheets"]

ZIP = "print-room.zip"
_CHARSET = '<meta charset="utf-8">'


def write_sheets(place: Path, lang: Language, policy: str) -> list[Sheet]:
    """Write every sheet into a folder; return what was written, without the pages."""
    made = []
    said = f'{_CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for sheet in all_sheets(lang):
        text = sheet.page.replace(_CHARSET, said, 1)
        (place / f"{sheet.file}.html").write_text(text, encoding="utf-8")
        made.append(sheet._replace(page=""))
    return made


def pack(place: Path, sheets: Sequence[Sheet]) -> None:
    """Put the sheets of a folder, and their PDF where there are any, into one zip, the same bytes every time."""
    with zipfile.ZipFile(place / ZIP, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, sheet in enumerate(sheets, 1):
            for kind in ("html", "pdf"):
                file = place / f"{sheet.file}.{kind}"
                if file.is_file():
                    name = f"{number:02} {sheet.title}.{kind}".replace("/", "-")
                    packed.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)


def face(sheets: Sequence[Sheet], lang: Language, up: str, *, pdf: bool) -> str:
    """Return the print room as a page shows it: the sheets that lie ready, and the place of those with names.

    Parameters
    ----------
    sheets : sequence of Sheet
        As `write_sheets` returns them.
    lang : str
        Language of the page.
    up : str
        Where the sheets are, seen from the page.
    pdf : bool
        Whether they are there as PDF, too.
    """
    say = words(lang, "room")
    taken = say["take_said"].format(n=len(sheets), pdf=say["with_pdf"] if pdf else "")
    parts = [
        f'<p><a href="{up}/{ZIP}" download="{plain(say["zip"])}">{plain(say["take"])}</a> {plain(taken)}</p>'
    ]
    for group in dict.fromkeys(sheet.group for sheet in sheets):
        links = "".join(_link(sheet, up, pdf=pdf) for sheet in sheets if sheet.group == group)
        parts.append(f"<h3>{plain(say[f'group_{group}'])}</h3><ul class='sgm-sheets'>{links}</ul>")
    parts.append(f"<h3>{plain(say['names_title'])}</h3>")
    return "".join(parts) + f'<div class="sgm-room sgm-class">{_script(lang)}</div>'


def _link(sheet: Sheet, up: str, *, pdf: bool) -> str:
    printed = f' · <a href="{up}/{sheet.file}.pdf">PDF</a>' if pdf else ""
    return f'<li><a href="{up}/{sheet.file}.html" target="_blank">{plain(sheet.title)}</a>{printed}</li>'


def _script(lang: Language) -> str:
    forms = table(lang, "forms")
    needed: dict[str, Any] = {
        "say": dict(words(lang, "room")),
        "forms": {name: dict(forms[name]) for name in ("names", "card", "certificate")},
        "style": f"{faces.style('paper')}<style>{STYLE}</style>",
        "tag": about("tag", lang),
    }
    # Inside a script element nothing is markup but "</script" and "<!--".
    data = json.dumps(needed, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{data}</script>'
