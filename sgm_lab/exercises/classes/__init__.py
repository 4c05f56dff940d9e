"""A class: many workbooks read at once, counted, and shown to the instructor. One bad file costs only itself."""

from __future__ import annotations

import base64
import html
import logging
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import workbook
from ...errors import DataError, SgmError
from ...i18n import Language, get_language, t
from ..faces import chapter_title, style
from ..reading import load
from ..state import Kept
from ..tally import Count, count

if TYPE_CHECKING:
    import ipywidgets

    from ..records import Record

__all__ = ["ClassResult", "Classroom", "Learner", "class_report", "classroom", "read_class", "read_folder"]

_LANG = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Learner:
    """One workbook of a class.

    Attributes
    ----------
    name : str
        The name the learner gave, else that of the file.
    done, total : int
        Exercises done, and in all.
    minutes : float
        Time of what is left.
    """

    name: str
    done: int
    total: int
    minutes: float


@dataclass(frozen=True, slots=True)
class ClassResult:
    """What the workbooks of a class say.

    Attributes
    ----------
    learners : list of Learner
        In order of their names.
    counts : list of Count
        One for each exercise that anybody tried.
    texts : dict
        Exercise → what learners wrote, for goals and reflections.
    left_out : list of str
        One sentence for each file that could not be read, and for an older copy of another file.
    """

    learners: list[Learner]
    counts: list[Count]
    texts: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def read_class(
    files: Iterable[tuple[str, bytes]], lang: Language | None = None, folder: str | Path | None = None
) -> ClassResult:
    """Read and count the workbooks of a class.

    Parameters
    ----------
    files : iterable of (str, bytes)
        Name and content of each ``workbook.json``. What cannot be read is left out and said so; of two states of the
        same workbook the one saved later counts.
    lang : {"zh", "en"}, optional
    folder : path, optional
        Folder of the records.

    Returns
    -------
    ClassResult
    """
    books, left_out = _read(files, lang)
    records = load(folder).values()
    learners = sorted(
        (_learner(name, book, records) for name, book in books), key=lambda one: one.name.casefold()
    )
    contents = [book for _, book in books]
    tried = [one for one in count(records, contents, lang) if one.attempted]
    written = {
        record.id: _written(record, contents) for record in records if record.kind in ("goal", "reflection")
    }
    return ClassResult(learners, tried, {id: texts for id, texts in written.items() if texts}, left_out)


def read_folder(
    place: str | Path, lang: Language | None = None, folder: str | Path | None = None
) -> ClassResult:
    """Read all ``*.json`` files of a folder, also in folders inside it.

    Raises
    ------
    DataError
        If there is no such folder or no such file in it.
    """
    root = Path(place)
    paths = sorted(root.rglob("*.json")) if root.is_dir() else []
    if not paths:
        raise DataError("exercises.classroom.no_files", folder=root)
    return read_class(
        ((path.relative_to(root).as_posix(), path.read_bytes()) for path in paths), lang, folder
    )


def _read(
    files: Iterable[tuple[str, bytes]], lang: Language | None
) -> tuple[list[tuple[str, dict[str, Any]]], list[str]]:
    """Return name and content of each learner's newest workbook, and what was left out."""
    newest: dict[str, tuple[float, str, dict[str, Any]]] = {}
    left_out: list[str] = []
    for file, content in files:
        try:
            book = workbook.loads(content)
        except SgmError as error:
            left_out.append(t("exercises.classroom.unreadable", lang, file=file, why=str(error)))
            continue
        name = str(book["learner"].get("name") or "").strip()
        key = f"{name}\n{book['created']}" if book["created"] else file
        saved = datetime.fromisoformat(book["saved"]).timestamp() if book["saved"] else 0.0
        if key in newest:
            older = min((saved, file), newest[key][:2])
            left_out.append(t("exercises.classroom.older", lang, file=older[1]))
        if key not in newest or (saved, file) > newest[key][:2]:
            newest[key] = (saved, file, book)
    named = [
        (str(book["learner"].get("name") or "").strip(), file, book) for _, file, book in newest.values()
    ]
    return [(name or Path(file).stem, book) for name, file, book in named], left_out


def _learner(name: str, book: dict[str, Any], records: Iterable[Record]) -> Learner:
    kept = book["exercises"]
    states = [(record, Kept.of(kept.get(record.id))) for record in records]
    left = [record for record, state in states if not state.done]
    return Learner(name, len(states) - len(left), len(states), sum(record.minutes for record in left))


def _written(record: Record, books: Sequence[dict[str, Any]]) -> list[str]:
    """Return what learners wrote, without their names and in alphabetical order, so that nobody is exposed."""
    answers = [Kept.of(book["exercises"].get(record.id)).answer for book in books]
    return sorted(text.strip() for text in answers if isinstance(text, str) and text.strip())


# ---- shown ----


def class_report(result: ClassResult, lang: Language | None = None, folder: str | Path | None = None) -> str:
    """Return a page to read, print or show: progress, what was misunderstood, what was written.

    Parameters
    ----------
    result : ClassResult
    lang : {"zh", "en"}, optional
    folder : path, optional
        Folder of the records.

    Returns
    -------
    str
        A complete HTML page; everything learners wrote is escaped.
    """
    spoken = lang or get_language()
    title = t("exercises.classroom.title", spoken)
    return (
        f'<!doctype html><html lang="{_LANG[spoken]}"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width">{style("paper")}{style("classroom")}</head>'
        f'<body><main class="sgm-paper sgm-class"><h1>{html.escape(title)}</h1>'
        f"{_body(result, spoken, folder)}</main></body></html>"
    )


def _body(result: ClassResult, lang: Language, folder: str | Path | None) -> str:
    """Return the sections of the report."""

    def say(key: str, **values: Any) -> str:
        return html.escape(t(f"exercises.classroom.{key}", lang, **values))

    known = load(folder)
    parts = [f"<p>{say('read', n=len(result.learners))}</p>"]
    if result.left_out:
        lines = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in result.left_out)
        parts.append(f"<p>{say('left_out', n=len(result.left_out))}</p><ul>{lines}</ul>")
    if result.counts:
        parts += [f"<h2>{say('mistakes')}</h2><p>{say('mistakes_note')}</p>", _mistakes(result, lang, known)]
    if result.learners:
        rows = [
            (
                html.escape(one.name),
                say("done_of", done=one.done, total=one.total),
                say("left", n=math.ceil(one.minutes)),
            )
            for one in result.learners
        ]
        heads = [say(name) for name in ("learner", "done", "time")]
        parts += [f"<h2>{say('progress')}</h2>", _table(heads, rows)]
    for id, texts in result.texts.items():
        lines = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
        parts.append(
            f"<h2>{html.escape(id)}</h2><p>{html.escape(known[id].prompt.say(lang))}</p><ul>{lines}</ul>"
        )
    return "".join(parts)


def _mistakes(result: ClassResult, lang: Language, known: Mapping[str, Record]) -> str:
    """Return the exercises, those that most got wrong first, with the mistake most often made."""

    def say(key: str, **values: Any) -> str:
        return html.escape(t(f"exercises.classroom.{key}", lang, **values))

    ordered = sorted(result.counts, key=lambda one: (one.right / one.attempted, -one.attempted))
    rows = []
    for one in ordered:
        mistake = (
            say("mistake", what=one.common_mistake, n=one.common_mistake_n) if one.common_mistake else ""
        )
        where = html.escape(chapter_title(known[one.id].chapter, lang))
        prompt = one.prompt.replace("\n", " ")
        shown = prompt if len(prompt) <= 60 else prompt[:59] + "…"
        right = say("right_of", right=one.right, n=one.attempted)
        rows.append(
            (
                html.escape(where),
                f"<small>{html.escape(one.id)}</small><br>{html.escape(shown)}",
                right,
                mistake,
            )
        )
    return _table([say(name) for name in ("chapter", "exercise", "right", "common")], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are HTML already."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Classroom:
    """Choose the workbooks of a class, see the report, take it along.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        The language in use by default.
    folder : path, optional
        Folder of the records.
    """

    def __init__(self, lang: Language | None = None, folder: str | Path | None = None) -> None:
        self.spoken = lang or get_language()
        self.folder = folder
        self._live: ipywidgets.VBox | None = None

    def widget(self) -> ipywidgets.VBox:
        """Return the live panel, made once."""
        if self._live is None:
            import ipywidgets

            self._upload = ipywidgets.FileUpload(
                accept=".json",
                multiple=True,
                description=t("exercises.classroom.choose", self.spoken),
                tooltip=t("exercises.classroom.choose_help", self.spoken),
                layout={"width": "max-content"},
            )
            self._shown = ipywidgets.HTML()
            self._upload.observe(self._safely_read, "value")
            self._live = ipywidgets.VBox([self._upload, self._shown])
        return self._live

    def _safely_read(self, change: Any) -> None:
        try:
            self.show([(str(file["name"]), bytes(file["content"])) for file in change["new"]])
        except SgmError as error:
            self._shown.value = f'<p role="status">{html.escape(str(error))}</p>'
        except Exception:
            logging.getLogger("sgm_lab").exception("classroom")
            self._shown.value = f'<p role="status">{html.escape(t("exercises.live.broken", self.spoken))}</p>'

    def show(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Show the report of these files and offer it as a page of its own."""
        if not files:
            return
        result = read_class(files, self.spoken, self.folder)
        page = base64.b64encode(class_report(result, self.spoken, self.folder).encode()).decode()
        name = html.escape(t("exercises.classroom.file", self.spoken))
        link = (
            f'<p><a download="{name}.html" href="data:text/html;base64,{page}">'
            f"{html.escape(t('exercises.classroom.download', self.spoken))}</a></p>"
        )
        body = _body(result, self.spoken, self.folder)
        self._shown.value = f'{style("classroom")}<div class="sgm-class">{link}{body}</div>'

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if not os.environ.get("SGM_STATIC"):
            return self.widget()._repr_mimebundle_(**options)
        sentence = t("exercises.classroom.elsewhere", self.spoken)
        return {"text/html": f"<p>{html.escape(sentence)}</p>", "text/plain": sentence}


def classroom(lang: Language | None = None, *, folder: str | Path | None = None) -> Classroom:
    """Return the panel that reads the workbooks of a class, to be shown in a notebook."""
    return Classroom(lang, folder)
