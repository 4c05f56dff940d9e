"""The check of an improvement: what a change did to a measure, and whether its goal is reached."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from ..estimate import Estimate
from ._record import Attainment, Goal

__all__ = ["Checked", "check"]


@dataclass(frozen=True)
class Checked:
    """What became of a measure.

    Attributes
    ----------
    before, after, difference : Estimate
        Both levels, and after minus before, in the unit: shares in percent.
    verdict : {"better", "worse", "open"}
        ``open`` where the interval of the difference includes 0.
    unit : str
    target : float or None
        Level aimed at.
    attained : Attainment or None
        How far the target is reached; nothing where there is none, or it was reached before the change.
    """

    before: Estimate
    after: Estimate
    difference: Estimate
    verdict: Literal["better", "worse", "open"]
    unit: str
    target: float | None
    attained: Attainment | None


def check(
    before: Any,
    after: Any,
    *,
    of: Literal["mean", "share", "summary"] = "mean",
    unit: str = "",
    better: Literal["higher", "lower"] = "higher",
    target: float | None = None,
) -> Checked:
    """Compare a measure before and after a change, and hold what came of it against a target.

    Parameters
    ----------
    before, after, of
        As `sgm_lab.control.before_after` takes them.
    unit : str
        Unit of the measure; that of a share is percent.
    better : {"higher", "lower"}
        Which way is good.
    target : float, optional
        Level aimed at, in the unit.

    Returns
    -------
    Checked

    Raises
    ------
    DataError
        As `sgm_lab.control.before_after` does.

    Examples
    --------
    56 of 70 against 48 of 80, an example of Newcombe's, with 75 % as the target:

    >>> found = check((48, 80), (56, 70), of="share", unit="%", target=75)
    >>> found.verdict, round(found.difference.low, 2), found.attained.verdict
    ('better', 5.24, 'not_enough_evidence')
    """
    from .. import control

    scale = 100.0 if of == "share" else 1.0
    change = control.before_after(before, after, of=of)
    first, second, difference = (
        replace(one, value=one.value * scale, low=one.low * scale, high=one.high * scale, method="", kind="")
        for one in (
            control.period_level(before, of=of),
            control.period_level(after, of=of),
            change.difference,
        )
    )
    attained = None
    if target is not None and first.value != target and (target > first.value) == (better == "higher"):
        attained = Goal("…", unit=unit or None, baseline=first.value, target=target).attainment(second)
    open_ = change.verdict == "not_enough_evidence"
    verdict: Any = "open" if open_ else "better" if change.verdict == better else "worse"
    return Checked(first, second, difference, verdict, unit, target, attained)
