"""Feedback lab: comments to dimensions and themes, with the words that led there, an editable lexicon and Pareto."""

from .lab import FeedbackLab

__all__ = ["FeedbackLab"]
