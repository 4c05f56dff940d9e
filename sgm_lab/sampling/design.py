"""What stands for weights, clusters and strata: found, checked, and put beside the answers."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import ArgumentError, DataError, did_you_mean

__all__ = ["CLUSTER", "STRATUM", "WEIGHT", "Design", "bound", "columns_of", "given"]

WEIGHT, CLUSTER, STRATUM = "__weight__", "__cluster__", "__stratum__"  # names no survey column has
_CALLED = {WEIGHT: "weights", CLUSTER: "cluster", STRATUM: "strata"}


@dataclass(frozen=True, eq=False)
class Design:
    """How people were sampled; to be given as ``weights=`` where weights alone do not say it.

    Attributes
    ----------
    weights : str or Series, optional
        For how many people each answer stands: a column, or one number a row. They need not add up to anything.
    cluster : str or Series, optional
        People who were drawn together, such as all of one branch.
    strata : str or Series, optional
        Parts of the population that were sampled apart.

    Examples
    --------
    >>> Design("weight", cluster="branch")
    Design(weights='weight', cluster='branch')
    """

    weights: Any = None
    cluster: Any = None
    strata: Any = None

    def __repr__(self) -> str:
        named = {name: getattr(self, name) for name in ("weights", "cluster", "strata")}
        shown = [
            f"{name}={value!r}" if isinstance(value, str) else f"{name}=…"
            for name, value in named.items()
            if value is not None
        ]
        return f"Design({', '.join(shown)})"

    @property
    def name(self) -> str:
        """What the weights are called, for a sentence."""
        return self.weights if isinstance(self.weights, str) else ""


def design_of(weights: Any) -> Design:
    """Return what was given as ``weights=`` as a design."""
    return weights if isinstance(weights, Design) else Design(weights)


def _parts(design: Design) -> dict[str, Any]:
    parts = {WEIGHT: design.weights, CLUSTER: design.cluster, STRATUM: design.strata}
    return {name: part for name, part in parts.items() if part is not None}


def columns_of(weights: Any) -> list[str]:
    """Names of the columns that `bound` puts beside the answers."""
    return [WEIGHT, *(name for name in (CLUSTER, STRATUM) if name in _parts(design_of(weights)))]


def bound(frame: Any, weights: Any) -> Any:
    """Put the weights (1 where none are given), clusters and strata beside the answers, checked.

    Parameters
    ----------
    frame : narwhals frame
        Lazy ones stay lazy; one pass over them checks the weights.
    weights : str, Series or Design

    Raises
    ------
    ArgumentError
        A column is missing, or there is not one value a row.
    DataError
        Weights that are no numbers, missing, negative, endless or all 0; people without cluster or stratum.
    """
    import narwhals as nw

    parts = _parts(design_of(weights))
    names = frame.collect_schema().names()
    made: list[Any] = []
    for column, part in parts.items():
        if isinstance(part, str):
            if part not in names:
                hint = did_you_mean(part, names)
                raise ArgumentError("errors.column_missing", column=part, columns=names, hint=hint)
            made.append(nw.col(part).alias(column))
        elif not isinstance(frame, nw.DataFrame):
            raise ArgumentError("sampling.lazy", name=_CALLED[column])
        else:
            values = _listed(part, column, len(frame))
            made.append(nw.new_series(column, values, backend=frame.implementation))
    frame = frame.with_columns(*made) if made else frame
    if WEIGHT not in parts:
        frame = frame.with_columns(nw.lit(1.0).alias(WEIGHT))
    return _checked(frame, {column: part if isinstance(part, str) else "" for column, part in parts.items()})


def given(weights: Any, count: int) -> dict[str, npt.NDArray[Any]]:
    """Weights, and clusters and strata where there are any, that stand beside `count` answers without a table.

    Raises
    ------
    ArgumentError
        A column is named, though there is no table, or there is not one value an answer.
    DataError
        As for `bound`.
    """
    import narwhals as nw
    import pandas as pd

    parts = _parts(design_of(weights))
    for column, part in parts.items():
        if isinstance(part, str):
            raise ArgumentError("sampling.no_table", name=_CALLED[column], value=part)
    made = {column: _listed(part, column, count) for column, part in parts.items()}
    table = pd.DataFrame(made, index=range(count))
    checked = bound(nw.from_native(table), Design(*(c if c in made else None for c in _CALLED)))
    return {column: checked.get_column(column).to_numpy() for column in columns_of(weights)}


def _listed(part: Any, column: str, count: int) -> list[Any]:
    import narwhals as nw

    known = nw.from_native(part, allow_series=True, pass_through=True)
    values = known.to_list() if isinstance(known, nw.Series) else part
    if hasattr(values, "tolist"):
        values = values.tolist()
    if hasattr(values, "to_pylist"):
        values = values.to_pylist()
    if not isinstance(values, Sized) or isinstance(values, str | dict | set):
        raise ArgumentError("sampling.kind", name=_CALLED[column], kind=type(part).__name__)
    listed: list[Any] = list(values)  # type: ignore[call-overload]
    if len(listed) != count:
        raise ArgumentError("sampling.length", name=_CALLED[column], got=len(listed), expected=count)
    return listed


def _checked(frame: Any, named: dict[str, str]) -> Any:
    """Make weights floats, and refuse what cannot weigh or group."""
    import narwhals as nw

    called = _shown(named, WEIGHT)
    kind = frame.collect_schema()[WEIGHT]
    if not (kind.is_numeric() or kind == nw.Unknown or kind == nw.Object):
        raise DataError("sampling.text", column=called, value=_first(frame, WEIGHT))
    if not kind.is_numeric():
        odd = next((one for one in _values(frame, WEIGHT) if not _is_number(one)), None)
        if odd is not None:
            raise DataError("sampling.text", column=called, value=odd)
    frame = frame.with_columns(nw.col(WEIGHT).cast(nw.Float64))
    weight = nw.col(WEIGHT)
    wanted = [column for column in (CLUSTER, STRATUM) if column in named]
    facts = frame.select(
        nw.len().alias("rows"),
        # Counted with 1 and 0: Spark adds up no truths.
        nw.when(weight.is_null() | weight.is_nan().fill_null(True))
        .then(1)
        .otherwise(0)
        .sum()
        .alias("missing"),
        nw.when(weight < 0).then(1).otherwise(0).sum().alias("negative"),
        weight.min().alias("least"),
        weight.max().alias("most"),
        *[nw.when(nw.col(column).is_null()).then(1).otherwise(0).sum().alias(column) for column in wanted],
    )
    found = (facts.collect() if isinstance(facts, nw.LazyFrame) else facts).to_dict(as_series=False)
    told: dict[str, Any] = {name: values[0] for name, values in found.items()}
    if not told["rows"]:
        return frame
    if told["missing"]:
        raise DataError("sampling.missing", column=called, count=int(told["missing"]))
    if told["negative"]:
        raise DataError(
            "sampling.negative", column=called, count=int(told["negative"]), value=f"{told['least']:g}"
        )
    if not np.isfinite(told["most"]):
        raise DataError("sampling.endless", column=called)
    if told["most"] == 0:
        raise DataError("sampling.zero", column=called)
    for column in wanted:
        if told[column]:
            raise DataError("sampling.no_group", column=_shown(named, column), count=int(told[column]))
    return frame


def _shown(named: dict[str, str], column: str) -> str:
    """What weights, clusters or strata are called: their column, or the argument where they came without a name."""
    name = named.get(column, "")
    return name if name and name not in _CALLED else _CALLED[column]


def _values(frame: Any, column: str) -> list[Any]:
    import narwhals as nw

    some = frame.select(column)
    return list((some.collect() if isinstance(some, nw.LazyFrame) else some).get_column(column).to_list())


def _first(frame: Any, column: str) -> Any:
    return next((one for one in _values(frame, column) if one is not None), "")


def _is_number(value: Any) -> bool:
    from ..numbers import is_real

    return value is None or is_real(value)
