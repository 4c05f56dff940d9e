"""The cases: what the folder ``datasets`` holds, and any data package an instructor adds.

A case is a folder: a data package (``datapackage.json`` and its tables, the comments among them) and ``case.toml``,
which says what the course knows beside the tables: measures, line, hand-offs, team. It is found, not listed.

>>> names()
('healthcare', 'education', 'customer_service')
>>> case = load("healthcare")
>>> case.kano.columns[:6].tolist()
['respondent', 'feature', 'functional', 'dysfunctional', 'importance', 'wave']
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .errors import ArgumentError, DataError, did_you_mean
from .i18n import Language, get_language, said

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Case", "load", "names", "spoken"]

#: What is called with a table's file that is not here, before it is read; a page in the browser fetches it.
absent: Callable[[Path], object] = str


def names() -> tuple[str, ...]:
    """Names of the cases that lie in the folder of data packages, in the order that they ask for."""
    return _names(_root())


@cache  # labs ask at every change
def _names(root: Path) -> tuple[str, ...]:
    folders = [path.parent for path in root.glob("*/datapackage.json")]
    return tuple(folder.name for folder in sorted(folders, key=_place))


def _place(folder: Path) -> tuple[float, str]:
    try:
        return float(_facts(folder).get("order", "inf")), folder.name
    except DataError:  # said when the case is used
        return float("inf"), folder.name


@cache
def _facts(folder: Path) -> dict[str, Any]:
    path = folder / "case.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as cause:
        raise DataError("cases.unreadable", case=folder.name, file=path) from cause


@cache
def _root() -> Path:
    """Folder of the data packages: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent / "datasets"
    return inside if inside.is_dir() else inside.parents[1] / "datasets"


def load(name: str | Path) -> Case:
    """Load a case.

    Parameters
    ----------
    name : str or Path
        One of `names()`, or the folder of a data package of your own with the same resources.

    Returns
    -------
    Case
        Its tables are read from disk when first used. Each call returns the same ones: copy before changing.

    Raises
    ------
    ArgumentError
        If there is no such case.
    DataError
        If the folder's ``datapackage.json`` cannot be read or lacks a resource.

    Examples
    --------
    >>> load("education").title("en")
    'A vocational training school'
    """
    root = _root()
    if name in _names(root):
        return _load(root / name)
    folder = Path(name)
    if not folder.joinpath("datapackage.json").is_file():
        known = names()
        if os.path.lexists(folder):
            raise ArgumentError("cases.no_case", path=name, names=known)
        raise ArgumentError("cases.unknown", name=name, names=known, hint=did_you_mean(str(name), known))
    return _load(folder.resolve())


@cache
def _load(folder: Path) -> Case:
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise DataError("cases.unreadable", case=folder.name, file=path) from cause
    resources = {
        resource["name"]: resource for resource in package.get("resources", []) if "name" in resource
    }
    return Case(folder.name, folder, package, resources)


@dataclass(frozen=True)
class Case:
    """One organisation's data: its surveys, its daily records and the words for them.

    Attributes
    ----------
    name : str
        Name of the case.
    folder : Path
        Where its data package lies.
    package : dict
        The contents of ``datapackage.json``.
    """

    name: str
    folder: Path
    package: dict[str, Any]
    resources: dict[str, dict[str, Any]]

    def title(self, lang: Language | None = None) -> str:
        """Name of the organisation's kind, in words."""
        return str(said(self.package, lang, "title_"))

    @property
    def facts(self) -> dict[str, Any]:
        """What ``case.toml`` says beside the tables; empty where there is none."""
        return _facts(self.folder)

    def fact(self, part: str) -> dict[str, Any]:
        """Return one part of ``case.toml``: ``metrics``, ``flow``, ``handoffs``, ``delivery`` or ``team``.

        Raises
        ------
        DataError
            If the case does not say it.
        """
        if part not in self.facts:
            raise DataError("cases.no_fact", case=self.title(), part=part, name=self.name)
        found: dict[str, Any] = self.facts[part]
        return found

    def __repr__(self) -> str:
        return f"<Case {self.name}: {', '.join(self.resources)}>"

    def table(self, name: str) -> pd.DataFrame:
        """Read one resource, with the types its schema states.

        Raises
        ------
        DataError
            If the package has no such resource or its file cannot be read.
        """
        import pandas as pd

        resource = self.resources.get(name)
        if resource is None:
            raise DataError("cases.no_resource", name=name, names=self.resources, case=self.name)
        fields = resource["schema"]["fields"]
        text = {f["name"]: "str" for f in fields if f["type"] in {"string", "time"}}
        dates = [f["name"] for f in fields if f["type"] in {"date", "datetime"}]
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        files = [self.folder / path for path in paths]
        for path in files:
            if not path.is_file():
                absent(path)
        try:
            parts = [pd.read_csv(path, dtype=text, parse_dates=dates, encoding="utf-8") for path in files]
        except (OSError, ValueError) as cause:
            raise DataError("cases.bad_resource", name=name, case=self.name, file=files[0]) from cause
        return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]

    @cached_property
    def kano(self) -> pd.DataFrame:
        """Kano answers: respondent, feature, functional and dysfunctional 1–5, importance 1–9, wave, …"""
        return self.table("kano")

    @cached_property
    def servqual(self) -> pd.DataFrame:
        """SERVQUAL answers: respondent, item, dimension, expectation and perception 1–7, wave, …"""
        return self.table("servqual")

    @cached_property
    def operations(self) -> pd.DataFrame:
        """What the front line logs: one row a visit, record or ticket."""
        return self.table("operations")

    @property
    def comments(self) -> pd.DataFrame:
        """Comments with hand labels: record, date, text in the language in use, dimension, tone.

        A case keeps the text of its own language in ``text``, of another in ``text_en`` and the like.
        """
        column = f"text_{get_language()}"
        if column not in self._words:
            read = self.table("comments")
            spoken = read[column if column in read else "text"]
            texts = [name for name in read.columns if name.startswith("text_")]
            self._words[column] = read.assign(text=spoken).drop(columns=texts)
        made: pd.DataFrame = self._words[column]
        return made

    @cached_property
    def features(self) -> pd.DataFrame:
        """Kano features with their labels and question pairs in both languages."""
        return self.table("features")

    @cached_property
    def items(self) -> pd.DataFrame:
        """The 22 SERVQUAL items in the words of this setting."""
        return self.table("items")

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Segment columns and their values with labels in both languages."""
        return self.table("segments")

    @cached_property
    def _words(self) -> dict[str, Any]:
        """Texts once worked out, by what they tell and language: labs ask for them at every change."""
        return {}

    def feature_labels(self, lang: Language | None = None) -> dict[str, str]:
        """Label of each feature.

        >>> list(load("healthcare").feature_labels("zh"))[0] in set(load("healthcare").kano["feature"])
        True
        """
        column = f"label_{lang or get_language()}"
        if column not in self._words:
            labels = spoken(self.features, "label", lang)
            self._words[column] = dict(zip(self.features["feature"], labels, strict=True))
        return dict(self._words[column])

    def code_labels(self, column: str, lang: Language | None = None) -> dict[str, str]:
        """Label of each value of a column: of the codes of the log, or of a segment.

        >>> load("customer_service").code_labels("channel", "en")["phone"]
        'Phone'
        """
        codes = self.table("codes")
        rows = codes[codes["column"] == column]
        labels = dict(zip(rows["value"], spoken(rows, "label", lang), strict=True))
        return labels | self.segment_labels(lang).get(column, {})

    def segment_labels(self, lang: Language | None = None) -> dict[str, dict[str, str]]:
        """Labels of the segment values, by segment column: ``{column: {value: label}}``."""
        labels: dict[str, dict[str, str]] = {}
        for row in self._segments:
            labels.setdefault(row["column"], {})[row["value"]] = said(row, lang, "label_")
        return labels

    def segment_columns(self, lang: Language | None = None) -> dict[str, str]:
        """Label of each segment column."""
        return {row["column"]: said(row, lang, "label_column_") for row in self._segments}

    def waves(self, survey: Literal["kano", "servqual"] = "kano") -> list[int]:
        """Waves of a survey, in order."""
        if survey not in self._words:
            answers = self.kano if survey == "kano" else self.servqual
            self._words[survey] = sorted(int(wave) for wave in answers["wave"].unique())
        return list(self._words[survey])

    @cached_property
    def _segments(self) -> list[dict[str, str]]:
        rows = self.segments.to_dict("records")
        return [{str(key): str(value) for key, value in row.items() if value == value} for row in rows]


def spoken(table: pd.DataFrame, what: str, lang: Language | None = None) -> pd.Series:
    """Return a column of a table in a language: ``label`` is ``label_zh``; a cell not translated says it in another.

    >>> spoken(load("healthcare").items, "text", "en")[0]
    "The clinic's diagnostic and treatment equipment is complete and up to date."
    """
    import pandas as pd

    rows = table.to_dict("records")
    kept = [{str(key): value for key, value in row.items() if value == value} for row in rows]
    return pd.Series([said(row, lang, f"{what}_") for row in kept], index=table.index, dtype=object)
