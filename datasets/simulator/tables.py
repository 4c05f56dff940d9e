"""What the simulator passes around: specifications read from TOML, tables written as CSV."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Spec = dict[str, Any]

SPEC = Path(__file__).resolve().parent.parent / "spec"
CASES = tuple(sorted(path.stem for path in SPEC.glob("*.toml") if path.stem != "common"))


def spec(case: str) -> Spec:
    """Read the specification of a case, with what all cases share under ``common``."""
    read = tomllib.loads((SPEC / f"{case}.toml").read_text(encoding="utf-8"))
    common = tomllib.loads((SPEC / "common.toml").read_text(encoding="utf-8"))
    return {"case": case, "common": common, **read}


def comments(case: str) -> list[dict[str, str]]:
    """Read the written comments of a case: text, dimension, tone."""
    with (SPEC / f"comments_{case}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV text; a missing value is an empty field."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return out.getvalue()
