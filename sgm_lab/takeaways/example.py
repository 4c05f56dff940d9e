"""A complete good plan, of another trade than the course's cases: what a plan looks like when it is done."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..i18n import LANGUAGES, Language, get_language

__all__ = ["example_plan"]

_FILE = Path(__file__).parent / "examples" / "repairs.toml"
_RACI = ("activity", "R", "A", "C", "I")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def example_plan(lang: Language | None = None) -> dict[str, Any]:
    """Return the example, in all rows and with three months measured; simulated data, and it says so.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        Language; the one in use by default.

    Returns
    -------
    dict
        A plan as described in `sgm_lab.takeaways.goal_plan`.

    Examples
    --------
    >>> from sgm_lab.takeaways import plan_check
    >>> [one.kind for one in plan_check(example_plan("zh"), lang="zh")]
    []
    """
    wanted = lang or get_language()
    data = _data()
    spoken = wanted if wanted in data else LANGUAGES[-1]
    goal = data["goal"]
    fixed = {key: value for key, value in goal.items() if not isinstance(value, dict)}
    measures = [
        {"action": one[spoken][0], "owner": one[spoken][1], "due": one["due"]} for one in goal["measures"]
    ]
    raci = [dict(zip(_RACI, one[spoken], strict=True)) for one in goal["raci"]]
    return {
        **data[spoken],
        "date": data["date"],
        "goals": [{**fixed, **goal[spoken], "measures": measures, "raci": raci}],
        "rows": dict(data["rows"][spoken]),
    }
