"""The model in a table: every equation and parameter with its reason and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import t
from ._parameters import PARAMETERS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["model_table"]

PARTS: dict[str, tuple[str, ...]] = {
    "kano": (),
    "drift": (),
    "servqual": (
        "skill_points",
        "wait_responsiveness",
        "wait_reliability",
        "loss_weight",
        "expectation_trend",
    ),
    "satisfaction": ("satisfaction_start", "kano_weight", "servqual_weight"),
    "effort": ("feature_scale", "feature_decay", "standard_scale", "standard_decay"),
    "training": ("training_scale", "skill_usual", "skill_decay", "skill_leverage"),
    "capacity": ("process_scale", "process_gain", "capacity_decay", "capacity_usual", "busy_limit"),
    "loyalty": ("customers_start", "loyalty_low", "loyalty_high", "new_customers", "word_of_mouth"),
    "money": ("price", "variable_cost", "failure_cost", "fixed_cost", "horizon"),
    "shocks": (
        "copy_speed",
        "leave_skill",
        "leave_capacity",
        "surge",
        "surge_after",
        "rise",
        "breakdown",
    ),
    "survey": ("survey_base", "survey_per_unit"),
}


def model_table() -> pd.DataFrame:
    """Return every equation and every parameter of the model in the language in use.

    Returns
    -------
    DataFrame
        ``part``; ``what``: the equation, or what the parameter is; ``value`` (missing for equations); ``why``: the
        source of an equation, the reason for a parameter.

    Examples
    --------
    >>> table = model_table()
    >>> table.loc[table["what"] == "β_K", "value"].tolist()
    [4.0]
    """
    import pandas as pd

    rows: list[tuple[str, str, float | None, str]] = []
    for part, names in PARTS.items():
        title = t(f"simulate.model.part.{part}")
        rows.append((title, t(f"simulate.model.equation.{part}"), None, t(f"simulate.model.source.{part}")))
        rows += [
            (
                title,
                t(f"simulate.model.parameter.{name}"),
                float(getattr(PARAMETERS, name)),
                t(f"simulate.model.why.{name}"),
            )
            for name in names
        ]
    return pd.DataFrame(rows, columns=["part", "what", "value", "why"])
