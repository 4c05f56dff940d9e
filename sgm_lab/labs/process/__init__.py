"""Process lab: a line as a queue → change staffing, time slots, who goes first → waits before and after."""

from .lab import ProcessLab

__all__ = ["ProcessLab"]
