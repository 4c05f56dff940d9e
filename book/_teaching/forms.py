"""What an instructor hands out besides: pass standard, rubric, course evaluation, letter, name list, goal cards.

Each is a piece of HTML; `sheets` makes pages of them, the handbook shows some.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sgm_lab.exercises.markup import plain
from sgm_lab.i18n import Language

from .words import BOOK, table

__all__ = ["FORMS", "card", "evaluation", "form", "letter", "names", "pass_standard", "rubric", "rubric_rows"]

_RUBRIC = re.compile(r"^\| [^|\n]+ \| 0[^|\n]*\|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", re.M)  # its second head is 0
_BLANKS = 30  # lines of an empty name list: a page


def _of(lang: Language, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = table(lang, "forms")[name]
    return found


def _lines(lines: Sequence[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{plain(line)}</{tag}>" for line in lines)


def rubric_rows(lang: Language) -> list[list[str]]:
    """Return the rubric of the goal plan as it stands in the text of the last chapter: row, and what is worth 0, 1, 2.

    Raises
    ------
    ValueError
        If the text has none.
    """
    page = BOOK / lang / "8-final-project.md"
    found = _RUBRIC.search(page.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{page.name}: there is no rubric")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].strip().splitlines()]


def pass_standard(lang: Language) -> str:
    """Say when a learner has passed."""
    say = _of(lang, "pass")
    return f"<p>{plain(say['text'])}</p><ol>{_lines(say['lines'], 'li')}</ol><p>{plain(say['late'])}</p>"


def rubric(lang: Language) -> str:
    """Return the rubric with room for two marks."""
    say = _of(lang, "rubric")
    rows = "".join(f"<tr>{_lines(row, 'td')}<td></td><td></td></tr>" for row in rubric_rows(lang))
    heads = _lines(["", "0", "1", "2", say["own"], say["other"]], "th")
    total = f'<tr><th colspan="4">{plain(say["total"])}</th><td></td><td></td></tr>'
    return (
        f"<p>{plain(say['text'])}</p><table class='marks'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}{total}</tbody></table>"
    )


def evaluation(lang: Language) -> str:
    """Return the form on which learners judge the course."""
    say = _of(lang, "evaluation")
    heads = "<th></th>" + _lines(say["scale"], "th")
    rows = "".join(
        f"<tr><td>{plain(one)}</td>{'<td>○</td>' * len(say['scale'])}</tr>" for one in say["items"]
    )
    asked = "".join(f"<li>{plain(one)}{'<span class=line></span>' * 3}</li>" for one in say["open"])
    return (
        f"<p>{plain(say['text'])}</p><table class='scale'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        f'<ol class="ask">{asked}</ol>'
    )


def letter(lang: Language) -> str:
    """Return the letter for one month after."""
    return _lines(_of(lang, "letter")["lines"])


def names(lang: Language) -> str:
    """Return an empty list of names."""
    heads = _of(lang, "names")["heads"]
    rows = "".join(f"<tr><td>{n}</td>{'<td></td>' * (len(heads) - 1)}</tr>" for n in range(1, _BLANKS + 1))
    return f"<table class='names'><thead><tr>{_lines(heads, 'th')}</tr></thead><tbody>{rows}</tbody></table>"


def card(lang: Language) -> str:
    """Return two goal cards, to be cut apart."""
    say = _of(lang, "card")
    rows = "".join(
        f'<dt>{plain(one)}</dt><dd><span class="line"></span><span class="line"></span></dd>'
        for one in say["fields"]
    )
    return f'<section class="card"><h2>{plain(say["title"])}</h2><dl class="fill">{rows}</dl></section>' * 2


FORMS = {
    "pass": pass_standard,
    "rubric": rubric,
    "evaluation": evaluation,
    "letter": letter,
    "names": names,
    "card": card,
}


def form(name: str, lang: Language) -> tuple[str, str]:
    """Return title and body of one."""
    return str(_of(lang, name)["title"]), FORMS[name](lang)
