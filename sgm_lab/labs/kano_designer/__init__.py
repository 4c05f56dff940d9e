"""The Kano questionnaire designer: the lab, and a view for each step."""

from .lab import KanoDesigner

__all__ = ["KanoDesigner"]
