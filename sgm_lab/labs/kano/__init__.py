"""The Kano lab; what it counts (`counted`) and how it words things (`words`) other labs use too."""

from .lab import KanoLab

__all__ = ["KanoLab"]
