"""Evaluation lab: how many to ask, whether a goal is met, whether a signal is real, what changed, which index."""

from .lab import EvaluationLab

__all__ = ["EvaluationLab"]
