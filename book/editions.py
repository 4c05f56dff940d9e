"""Report on an edition in another language, or mark what was written.

``python book/editions.py en [PART]``                    what is stale, missing, extra or at odds
``python book/editions.py en PART --written``            the units of PART were written from today's Chinese
``python book/editions.py en PART --same KEY "why"``     the Chinese of a unit changed, its English need not: why
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book")]

from _editions import gate  # noqa: E402


def main() -> int:
    """Read the command line; 1 where something is left to do."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("lang")
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--written", action="store_true")
    parser.add_argument("--same", nargs=2, metavar=("KEY", "WHY"))
    given = parser.parse_args()
    if given.written or given.same:
        key, why = given.same or (None, "")
        refused = gate.stamp(ROOT, given.lang, given.part, why, key)
        print(gate.report(refused))
        return int(bool(refused))
    found = gate.findings(ROOT, given.lang, given.part)
    print(gate.report(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
