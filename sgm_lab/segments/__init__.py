"""Segments: people grouped by what they want or what they miss, and an honest answer to whether there are groups.

`profile` turns survey answers into one row a person, `cluster` groups the rows and says how much the groups are to be
trusted, `by_size` takes known groups instead; `describe` and `who` say what each wants and who is in it, and
`own_needs` and `standing_out` what of that is more than chance.

>>> from sgm_lab import cases, segments
>>> people = segments.profile(cases.load("healthcare").servqual.query("wave == 2"), "gaps")
>>> people.shape[1]
5
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._cluster import Segments, adjusted_rand, cluster, silhouette
from ._profile import APART, KINDS, apart, by_size, describe, own_needs, profile, standing_out, who

__all__ = [
    "APART",
    "KINDS",
    "Segments",
    "adjusted_rand",
    "apart",
    "by_size",
    "cluster",
    "describe",
    "own_needs",
    "profile",
    "silhouette",
    "standing_out",
    "who",
]

tell_arguments(__name__)
