"""Interactive labs: each is a state that goes to JSON, a computation, and a drawing.

In a notebook a lab is live; on a page without Python it shows its worked version; both from the same state.

>>> from sgm_lab import labs
>>> lab = labs.KanoLab(case="healthcare")
>>> lab.state["rule"]
'mode'
>>> labs.by_name("kano").__name__
'KanoLab'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base import Lab
    from .culture import CultureCheck
    from .disconfirmation import DisconfirmationExplorer
    from .evaluation import EvaluationLab
    from .feedback import FeedbackLab
    from .handoff import HandoffMap
    from .kano import KanoLab
    from .kano_designer import KanoDesigner
    from .kano_drift import KanoDrift
    from .monitor import LiveMonitor
    from .pdca import PdcaRecord
    from .personal_goals import PersonalGoals
    from .process import ProcessLab
    from .sandtable import Sandtable
    from .servqual import ServqualLab
    from .smart import SmartStudio
    from .takeaways import Takeaways
    from .training import TrainingMatrix

# Each lab loads what it needs and no more: the SMART studio runs where there is no pandas.
#: Class of each lab → the module it lives in, which has the lab's name.
LABS = {
    "CultureCheck": "culture",
    "DisconfirmationExplorer": "disconfirmation",
    "EvaluationLab": "evaluation",
    "FeedbackLab": "feedback",
    "HandoffMap": "handoff",
    "KanoDesigner": "kano_designer",
    "KanoDrift": "kano_drift",
    "KanoLab": "kano",
    "LiveMonitor": "monitor",
    "PdcaRecord": "pdca",
    "PersonalGoals": "personal_goals",
    "ProcessLab": "process",
    "Sandtable": "sandtable",
    "ServqualLab": "servqual",
    "SmartStudio": "smart",
    "Takeaways": "takeaways",
    "TrainingMatrix": "training",
}
_HOME = {**LABS, "Lab": "base"}

__all__ = [
    "LABS",
    "CultureCheck",
    "DisconfirmationExplorer",
    "EvaluationLab",
    "FeedbackLab",
    "HandoffMap",
    "KanoDesigner",
    "KanoDrift",
    "KanoLab",
    "Lab",
    "LiveMonitor",
    "PdcaRecord",
    "PersonalGoals",
    "ProcessLab",
    "Sandtable",
    "ServqualLab",
    "SmartStudio",
    "Takeaways",
    "TrainingMatrix",
    "by_name",
]


def by_name(name: str) -> type[Lab]:
    """Return the lab called ``name``, as in its words and in the workbook.

    Raises
    ------
    KeyError
        If there is none.
    """
    home = {module: cls for cls, module in LABS.items()}
    made: type[Lab] = getattr(importlib.import_module(f"{__name__}.{name}"), home[name])
    return made


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
