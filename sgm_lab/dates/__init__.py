"""Days and times as people write them: one reading for a whole column, and nothing that becomes 1970."""

from __future__ import annotations

from ._days import order_matters, read_dates, strays
from ._leaps import leaps
from ._said import said_of_days

__all__ = ["leaps", "order_matters", "read_dates", "said_of_days", "strays"]
