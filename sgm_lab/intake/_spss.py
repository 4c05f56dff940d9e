"""SPSS files (.sav, .zsav): labels of variables become headers and labels of values answers; written back with both."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, listing
from ..extras import need
from ..i18n import t
from . import _limits as limits
from ._answers import SIDES, Kind
from ._intake import Intake
from ._marked import unit_of
from ._names import is_known

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_sav", "write_sav"]

_LETTER = re.compile(r"[^\w.$#@]")
_LONGEST = 60  # bytes of a variable's name; SPSS takes 64
_KINDS: tuple[Kind, ...] = ("kano", "servqual")


def from_sav(content: bytes, name: str) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the table, and what was made of its labels.

    Raises
    ------
    DataError
        If the file is damaged or holds more than the limits.
    MissingPackageError
        If pyreadstat is not installed.
    """
    pyreadstat = need("pyreadstat")
    with tempfile.TemporaryDirectory() as folder:  # the library reads from a place on the disk
        path = Path(folder, "survey.sav")
        path.write_bytes(content)
        try:
            _, about = pyreadstat.read_sav(path, metadataonly=True)
            limits.check_columns(len(about.column_names), name)
            limits.check_cells((about.number_rows or 0) * len(about.column_names), name)
            table, about = pyreadstat.read_sav(path)
        except DataError:
            raise
        except Exception as cause:
            raise DataError("files.damaged", file=name) from cause
    labelled = []
    for variable, labels in about.variable_value_labels.items():
        if (
            table[variable].dropna().isin(list(labels)).all()
        ):  # ends of a scale that alone are labelled stay figures
            table[variable] = table[variable].map(labels).astype(object)
            labelled.append(variable)
    for column in table.columns:  # a text that is missing is an empty one there
        if table[column].eq("").any():
            table[column] = table[column].astype(object).where(table[column] != "", None)
    heads = _heads(table, about.column_names_to_labels)
    notes = [t("files.note_sav", columns=listing(heads[one] for one in labelled))] if labelled else []
    return table.rename(columns=heads), notes, []


def _heads(table: pd.DataFrame, labels: dict[str, str | None]) -> dict[str, str]:
    """Header of each variable: its label, unless its name says what it is or two labels are alike."""
    wanted = {one: (labels.get(one) or "").strip() for one in map(str, table.columns)}
    told = list(wanted.values())
    return {
        one: one if not label or told.count(label) > 1 or label in wanted or _says_it(one) else label
        for one, label in wanted.items()
    }


def _says_it(name: str) -> bool:
    return is_known(name) or any(unit_of(name, side, kind) for kind in _KINDS for side in SIDES[kind])


def write_sav(answers: Any, path: str | Path) -> None:
    """Write answers as an SPSS file, with their headers as labels of variables and the answers' words as of values.

    Parameters
    ----------
    answers : Intake or data frame
        Tidy answers, as `read_kano` and `read_servqual` return them; other tables too, with the labels there are.
    path : str or Path
        Where to, ending in ``.sav``.

    Raises
    ------
    ArgumentError
        If it is no table, or the name does not end in ``.sav``.
    MissingPackageError
        If pyreadstat is not installed.
    """
    import pandas as pd

    pyreadstat = need("pyreadstat")
    table = answers.table if isinstance(answers, Intake) else answers
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError("files.not_a_table", kind=type(answers).__name__)
    if Path(path).suffix.lower() != ".sav":
        raise ArgumentError("files.sav_name", file=Path(path))
    names = _variables([str(column) for column in table.columns])
    made = table.set_axis(list(names.values()), axis=1)
    values = {
        side: {code: t(f"common.answer.{code}") for code in range(1, 6)}
        for side in SIDES["kano"]
        if side in made
    }
    labels = {name: column for column, name in names.items()}
    pyreadstat.write_sav(made, str(path), column_labels=labels, variable_value_labels=values)


def _variables(columns: list[str]) -> dict[str, str]:
    """Header → a name that SPSS takes, each once."""
    made: dict[str, str] = {}
    for place, column in enumerate(columns, 1):
        name = _LETTER.sub("_", column).encode()[:_LONGEST].decode(errors="ignore").rstrip(".")
        taken = {one.casefold() for one in made.values()}
        good = name and name[0].isalpha() and name.casefold() not in taken
        made[column] = name if good else f"V{place}"
    return made
