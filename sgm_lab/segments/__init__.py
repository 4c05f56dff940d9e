"""Segments: people grouped by what they want or what they miss, and an honest answer to whether there are groups.

`profile` turns survey answers into one row a person, `cluster` groups the rows and says how much the groups are to be
trusted, `describe` and `who` say what each wants and who is in it.

>>> from sgm_lab import cases, segments
>>> people = segments.profile(cases.load("healthcare").servqual.query("wave == 2"), "gaps")
>>> people.shape[1]
5
"""

from __future__ import annotations

from ._cluster import Segments, adjusted_rand, cluster, silhouette
from ._profile import KINDS, apart, describe, profile, who

__all__ = [
    "KINDS",
    "Segments",
    "adjusted_rand",
    "apart",
    "cluster",
    "describe",
    "profile",
    "silhouette",
    "who",
]
