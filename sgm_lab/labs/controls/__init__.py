"""Controls as data: what a lab can ask a learner. Each knows which values it takes and how one is written in words.

The front end (``lab.js``) draws them; nothing here knows about widgets.
"""

from .base import Action, Control
from .offered import Choice, Many, Named
from .points import Points, share_points
from .table import Column, Rows
from .upload import Upload
from .written import Day, Number, Text

__all__ = [
    "Action",
    "Choice",
    "Column",
    "Control",
    "Day",
    "Many",
    "Named",
    "Number",
    "Points",
    "Rows",
    "Text",
    "Upload",
    "share_points",
]
