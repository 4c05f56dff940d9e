"""A printed table held against itself."""

from .lab import TableCheck

__all__ = ["TableCheck"]
