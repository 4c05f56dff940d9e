"""What became of every column of a file, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import listing, sentence
from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Fates"]

_SIDES = ("functional", "dysfunctional", "expectation", "perception")

_OTHER = {"segment": "segment", "left out": "unused"}


class Fates:
    """Collects what each column became, and what has to be said of it.

    Parameters
    ----------
    columns : list of str
        As the file names them.
    people : dict, optional
        Name of a person → the number that stands for it: the same in all sheets and files that are read together.
    """

    def __init__(self, columns: list[str], people: dict[str, int] | None = None) -> None:
        self.columns = columns
        self.people = {} if people is None else people
        self.doubts: list[str] = []
        self.question = ""  # about headers that contradict themselves
        self._became: dict[str, tuple[str, str, str]] = {}

    def set(self, column: str, became: str, why: str, of: object = "") -> None:
        """Note what a column became: a code, the feature or item it belongs to, and the key of the reason."""
        self._became[column] = (became, str(of), t(f"intake.why.{why}"))

    def told(self, column: str) -> tuple[str, str]:
        """Return what a column became and of which feature or item; both empty where nothing was noted."""
        became, of, _ = self._became.get(column, ("", "", ""))
        return became, of

    def has(self, became: str) -> bool:
        """Whether any column became this."""
        return any(told[0] == became for told in self._became.values())

    def pairs(self, first: str, second: str) -> dict[str, tuple[str, str]]:
        """Feature or item → its two columns, where a column was found for either side of each."""
        of: dict[str, dict[str, str]] = {}
        for column, (became, unit, _) in self._became.items():
            if became in (first, second) and unit:
                of.setdefault(unit, {})[became] = column
        whole = all(len(two) == 2 for two in of.values())
        return {unit: (two[first], two[second]) for unit, two in of.items()} if whole else {}

    def left_out(self, columns: list[str], why: str) -> None:
        """Note columns that were left out, and say so."""
        for column in columns:
            self.set(column, "left out", why)
        if columns:
            self.doubts.append(sentence(f"intake.left_out.{why}", columns=listing(columns)))

    def order(self) -> str:
        """How the questions stand in the file: "alternate", "halves", or neither."""
        codes = [self._became.get(column, ("",))[0] for column in self.columns]
        first = "".join(
            "f" if code in ("functional", "expectation") else "d" for code in codes if code in _SIDES
        )
        half = len(first) // 2
        if first == "fd" * half:
            return "alternate"
        return "halves" if first == "f" * half + "d" * half else ""

    def table(self, other: str = "segment") -> pd.DataFrame:
        """Return one row a column, in the order of the file: column, became, of, why; ``other`` is what the rest is."""
        import pandas as pd

        kept = {
            column: self._became.get(column, (other, "", t(f"intake.why.{_OTHER[other]}")))
            for column in self.columns
        }
        rows = [(column, *told) for column, told in kept.items()]
        return pd.DataFrame(rows, columns=["column", "became", "of", "why"])
