"""The command line: ``python -m sgm_lab``, or ``sgm`` where the package is installed. Nothing needs a notebook.

``sgm check survey.xlsx`` says what became of every column; ``sgm report survey.xlsx -o monday.pptx`` goes from the raw
file to slides. Each command teaches itself: ``sgm kano --help``. `main` takes the words and returns the exit code.
"""

from __future__ import annotations

from .running import main

__all__ = ["main"]
