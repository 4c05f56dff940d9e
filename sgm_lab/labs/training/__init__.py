"""Training matrix: the gap customers feel → whose skills fall short → which course first, within how many hours."""

from .lab import TrainingMatrix

__all__ = ["TrainingMatrix"]
