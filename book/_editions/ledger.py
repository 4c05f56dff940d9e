"""From which Chinese each unit was written: a line a unit, in a file a source, under ``book/<language>/written``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Written", "read", "write"]


@dataclass(frozen=True)
class Written:
    """The fingerprints of both texts when the other was written, and why it could stay where it could."""

    first: str
    other: str
    reason: str = ""


def _file(root: Path, lang: str, source: str) -> Path:
    return root / "book" / lang / "written" / f"{source.replace('/', '.')}.txt"


def read(root: Path, lang: str, source: str) -> dict[str, Written]:
    """Return what is known of the units of a source."""
    file = _file(root, lang, source)
    if not file.is_file():
        return {}
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line)
    return {key: Written(first, other, *reason) for first, other, key, *reason in rows}


def write(root: Path, lang: str, source: str, known: dict[str, Written]) -> None:
    """Keep what is known of the units of a source, in the order given."""
    file = _file(root, lang, source)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "\t".join([w.first, w.other, key, *([w.reason] if w.reason else [])]) for key, w in known.items()
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
