"""PDCA record: plan a change for a goal, note what was done, check it by figures, decide, and go round again."""

from .lab import PdcaRecord

__all__ = ["PdcaRecord"]
