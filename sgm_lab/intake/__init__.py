"""The learner's own survey: from a file or frame, wide or long, to the tidy table the methods take.

Nothing is guessed silently: every answer that is not understood is reported with its row and column and left
out, never coded as something else.
"""

from __future__ import annotations

from ._address import Address, is_address
from ._answers import answer_table
from ._comments import read_comments
from ._files import Opened, open_table
from ._intake import Intake
from ._limits import check_size, content_of
from ._names import column_named, tidied
from ._read import read_kano, read_servqual
from ._records import read_records
from ._spss import write_sav

__all__ = [
    "Address",
    "Intake",
    "Opened",
    "answer_table",
    "check_size",
    "column_named",
    "content_of",
    "is_address",
    "open_table",
    "read_comments",
    "read_kano",
    "read_records",
    "read_servqual",
    "tidied",
    "write_sav",
]
