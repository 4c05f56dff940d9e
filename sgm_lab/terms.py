"""The terms of the methods, each once: what they are called in code, in the order used everywhere.

What they are called in words stands in the word tables; colours and markers in `sgm_lab.look`.

>>> from sgm_lab.i18n import t
>>> [t(f"common.dimension.{name}", "en") for name in DIMENSIONS][:2]
['Tangibles', 'Reliability']
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["ATTAINMENT", "DIMENSIONS", "GAPS", "LETTERS", "RULES", "Rule"]

#: The five dimensions of SERVQUAL (Parasuraman, Zeithaml & Berry, 1988).
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")

#: The five gaps of the gaps model, the customer's own last.
GAPS = ("knowledge", "standards", "delivery", "communication", "customer")

#: The six categories of Kano: must-be, one-dimensional, attractive, indifferent, reverse, questionable.
LETTERS = ("M", "O", "A", "I", "R", "Q")

#: How counts become a category; see `sgm_lab.kano.classify`.
Rule = Literal["mode", "moai", "blauth", "quadrant"]
RULES: tuple[Rule, ...] = get_args(Rule)

#: The five levels of goal attainment scaling (Kiresuk & Sherman, 1968) by the name they have in a plan.
ATTAINMENT = {"m2": -2, "m1": -1, "p0": 0, "p1": 1, "p2": 2}
