"""The SMART studio: the lab, and a view for each step, loaded when it is opened."""

from .lab import SmartStudio

__all__ = ["SmartStudio"]
