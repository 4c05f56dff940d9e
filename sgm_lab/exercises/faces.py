"""The faces that need no program: the question with its answer folded, the printed sheet, the data for a page."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ..i18n import Language, about, get_language, has, keys, t
from .records import Goal, LabTask, Multiple, Number, Order, Record, Reflection, Single, Sort

__all__ = [
    "chapter_title",
    "chapters",
    "page_data",
    "paper",
    "plan",
    "static",
    "style",
    "summary",
    "words",
]


def words(lang: Language | None = None) -> dict[str, str]:
    """Return what the front end says, by key."""
    names = [name for name in keys("exercises") if name.startswith("ui.")]
    return {name.removeprefix("ui."): t(f"exercises.{name}", lang) for name in names}


@cache
def style(name: str = "front") -> str:
    """Return the style sheet of all exercises, or that of the printed sheet (``"paper"``)."""
    sheet = files(__package__).joinpath(f"{name}.css").read_text(encoding="utf-8")
    return f"<style>{sheet}</style>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _paragraphs(text: str, tag: str = "p", css: str = "") -> str:
    opened = f'<{tag} class="{css}">' if css else f"<{tag}>"
    return "".join(f"{opened}{_text(part)}</{tag}>" for part in text.split("\n\n") if part.strip())


def _list(lines: Iterable[str], tag: str = "ul") -> str:
    return f'<{tag} class="sgm-ex-static">{"".join(f"<li>{_text(line)}</li>" for line in lines)}</{tag}>'


def _head(record: Record, lang: Language) -> str:
    minutes = t("exercises.ui.minutes", lang, n=f"{record.minutes:g}")
    return f"{t(f'exercises.ui.kind_{record.kind}', lang)} · {minutes}"


def _shown(record: Record, lang: Language) -> str:
    """What stands below the prompt where nothing can be pressed."""
    match record:
        case Single() | Multiple():
            return _list(option.text.say(lang) for option in record.options)
        case Sort():
            heaps = t("errors.list_separator", lang).join(heap.text.say(lang) for heap in record.categories)
            return f"<p>{_text(heaps)}</p>" + _list(item.text.say(lang) for item in record.items)
        case Order():
            return _list(item.text.say(lang) for item in record.items)
        case Goal():
            return f"<p>{_text(record.asked(lang))}</p>"
        case LabTask():
            return _list(step.say(lang) for step in record.steps.values())
    return ""


def _answer(record: Record, lang: Language) -> str:
    """Return the worked answer and its reason."""
    worked = "".join(f'<p class="sgm-ex-worked">{_text(line)}</p>' for line in record.worked(lang))
    reason = _paragraphs(record.solution.say(lang))
    label, why = (t(f"exercises.ui.{name}_label", lang) for name in ("answer", "reason"))
    return f"<h4>{_text(label)}</h4>{worked}<h4>{_text(why)}</h4>{reason}"


def static(record: Record, lang: Language | None = None) -> str:
    """Return the question with hints and worked answer folded; `host.js` brings the same element to life."""
    spoken = lang or get_language()
    hints = [t("exercises.ui.hint_number", spoken, n=n) for n in range(1, len(record.hints) + 1)]
    folded = "".join(
        f"<details><summary>{_text(title)}</summary>{_paragraphs(hint.say(spoken))}</details>"
        for title, hint in zip(hints, record.hints, strict=True)
    )
    return (
        f'<div class="sgm-exercise" data-id="{html.escape(record.id)}" lang="{about("tag", spoken)}">'
        f'<p class="sgm-ex-head"><span>{_text(_head(record, spoken))}</span></p>'
        f"{_paragraphs(record.prompt.say(spoken), css='sgm-ex-prompt')}{_shown(record, spoken)}{folded}"
        f"<details><summary>{_text(t('exercises.ui.solution', spoken))}</summary>"
        f"{_answer(record, spoken)}</details></div>"
    )


def summary(record: Record, lang: Language | None = None) -> str:
    """Return one line of plain text."""
    kind = t(f"exercises.ui.kind_{record.kind}", lang)
    return t("exercises.face.summary", lang, kind=kind, prompt=record.prompt.say(lang))


def page_data(records: Iterable[Record], lang: Language | None = None) -> str:
    """Return the script element with records and words that `host.js` reads."""
    data = {"words": words(lang), "records": [record.payload(lang) for record in records]}
    return _script(data, "sgm-records")


def _script(data: Any, css: str) -> str:
    # Inside a script element nothing is markup but "</script" and "<!--": without "<" neither can be written.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" class="{css}">{text}</script>'


# ---- chapters ----


def chapter_title(name: str, lang: Language | None = None) -> str:
    """Return the title of a chapter; one that has none is called by its number."""
    known = has(f"exercises.chapter.{name}")
    return t(f"exercises.chapter.{name}", lang) if known else t("exercises.chapter.other", lang, chapter=name)


def plan(records: Iterable[Record], lang: Language | None = None) -> list[tuple[str, str, str]]:
    """Return title, number of exercises and minutes of each chapter, in words."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.chapter, []).append(record)
    return [
        (
            chapter_title(name, lang),
            t("exercises.ui.count", lang, n=len(own)),
            t("exercises.ui.minutes", lang, n=f"{sum(record.minutes for record in own):g}"),
        )
        for name, own in found.items()
    ]


def chapters(rows: Iterable[Sequence[str]], lang: Language | None = None) -> str:
    """Return the list of chapters: each row says title, exercises, time in words."""
    heads = "".join(
        f'<th scope="col">{_text(t(f"exercises.journey.{name}", lang))}</th>'
        for name in ("chapter", "exercises", "time")
    )
    body = "".join(
        f'<tr><th scope="row">{_text(title)}</th>{"".join(f"<td>{_text(cell)}</td>" for cell in cells)}</tr>'
        for title, *cells in rows
    )
    caption = _text(t("exercises.journey.chapters", lang))
    return (
        f'<table class="sgm-chapters"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


# ---- paper ----

_BOX, _RING, _BLANK = "☐ ", "○ ", "______ "


def _to_fill(record: Record, lang: Language) -> str:
    """Return the place to write an answer on paper."""
    match record:
        case Single():
            note, mark, entries = t("exercises.face.paper_choose_one", lang), _RING, record.options
        case Multiple():
            note, mark, entries = t("exercises.face.paper_choose_some", lang), _BOX, record.options
        case Sort():
            heaps = t("errors.list_separator", lang).join(heap.text.say(lang) for heap in record.categories)
            note = t("exercises.face.paper_sort", lang, categories=heaps)
            return _entries(note, _BLANK, record.items, lang)
        case Order():
            return _entries(t("exercises.face.paper_order", lang), _BLANK, record.items, lang)
        case Number():
            return f'<p><span class="blank"></span> {_text(record.unit.say(lang) if record.unit else "")}</p>'
        case LabTask():
            return f"<p><small>{_text(t('exercises.face.paper_lab', lang))}</small></p>{_shown(record, lang)}"
        case Goal() | Reflection():
            return _shown(record, lang) + '<div class="line"></div>' * 3
        case _:
            raise NotImplementedError(record.kind)
    return _entries(note, mark, entries, lang)


def _entries(note: str, mark: str, entries: Sequence[Any], lang: Language) -> str:
    rows = "".join(f"<li>{mark}{_text(entry.text.say(lang))}</li>" for entry in entries)
    return f"<p><small>{_text(note)}</small></p><ul>{rows}</ul>"


def paper(records: Sequence[Record], lang: Language | None = None, *, answers: bool = False) -> str:
    """Return a sheet to print: the questions with room to write, or the answers to hand out afterwards.

    Parameters
    ----------
    records : sequence of Record
        As `chapter` gives them; the title names the chapter of the first.
    lang : {"zh", "en"}, optional
        The language in use by default.
    answers : bool, default False
        Whether it is the sheet of answers, numbered as the questions are.
    """
    spoken = lang or get_language()
    chapter = records[0].chapter if records else ""
    title = t(f"exercises.face.paper_{'title_answers' if answers else 'title'}", spoken, chapter=chapter)
    body = _answered(records, spoken) if answers else _asked(records, spoken)
    return (
        f'<!DOCTYPE html><html lang="{about("tag", spoken)}"><head><meta charset="utf-8">'
        f'<title>{_text(title)}</title><meta name="viewport" content="width=device-width">{style("paper")}</head>'
        f'<body><main class="sgm-paper"><h1>{_text(title)}</h1>{body}</main></body></html>'
    )


def _asked(records: Sequence[Record], lang: Language) -> str:
    whole = f"{sum(record.minutes for record in records):g}"
    minutes = t("exercises.face.paper_minutes", lang, count=len(records), minutes=whole)
    names = (t(f"exercises.face.paper_{name}", lang) for name in ("name", "date"))
    who = "".join(f'<span>{_text(name)} <span class="blank"></span></span>' for name in names)
    questions = "".join(
        f"<li><small>{_text(_head(record, lang))}</small>{_paragraphs(record.prompt.say(lang))}"
        f"{_to_fill(record, lang)}</li>"
        for record in records
    )
    return f'<p>{_text(minutes)}</p><div class="who">{who}</div><ol class="questions">{questions}</ol>'


def _answered(records: Sequence[Record], lang: Language) -> str:
    return f'<ol class="questions">{"".join(f"<li>{_answer(record, lang)}</li>" for record in records)}</ol>'
