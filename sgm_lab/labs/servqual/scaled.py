"""A lab on SERVQUAL answers, which a file of one's own may hold on a scale of its own."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from ... import intake
from ..asking.way import question_of
from ..base import State
from ..controls import Choice
from ..source import OWN
from ..surveyed import SurveyLab
from ..views import Field

__all__ = ["SCALE", "ServqualSurvey"]

_USUAL = (1, 7)
_SCALES = {"1-7": _USUAL, "1-5": (1, 5), "1-9": (1, 9), "1-10": (1, 10), "0-10": (0, 10)}

#: The scale is asked for where the answers are the learner's own.
SCALE = Field(
    "1-7",
    lambda lab, name: Choice(name, [(lab.w(f"scale_{one.replace('-', '_')}"), one) for one in _SCALES]),
    lambda lab: lab.state["case"] == OWN,
)


class ServqualSurvey(SurveyLab):
    """A lab on a SERVQUAL survey; its fields hold ``scale``."""

    survey: ClassVar[Literal["servqual"]] = "servqual"

    @property
    def scale(self) -> tuple[int, int]:
        """Lowest and highest answer of the source in use."""
        return self.asked_scale if self.state["case"] == OWN else _USUAL

    @property
    def asked_scale(self) -> tuple[int, int]:
        """The scale that was chosen."""
        return _SCALES.get(str(self.state["scale"]), _USUAL)

    @property
    def asked_scales(self) -> list[str]:
        """Scales to choose from."""
        return list(_SCALES)

    def read_answers(self, given: Any, **how: Any) -> intake.Intake:
        """Read a file on the scale that was chosen, or that the dialog was told."""
        return super().read_answers(given, **({"scale": self.asked_scale} | how))

    def read_first(self, opened: intake.Opened) -> intake.Intake:
        """Read a file whose scale nobody has told: what can hardly be meant so is asked.

        Another scale that was chosen for a file before is gone on with where all of this one is on it.
        """
        read = super().read_answers(opened)
        if self.asked_scale == _USUAL:
            return read
        again = super().read_answers(opened, scale=self.asked_scale)
        on_it = again.rows_left_out <= (0 if read.unsettled else read.rows_left_out)
        if on_it and not question_of(again, "servqual", self.asked_scale, words=False):
            return again
        if not read.unsettled:
            self.state = self.state | {"scale": "-".join(map(str, _USUAL))}
        return read

    def take(self, kept: State, read: intake.Intake, **more: Any) -> None:
        """Show the file that was read; a scale that the dialog was told becomes the lab's own."""
        scale = kept.get("how", {}).get("scale")
        if scale:
            kept = kept | {"how": {name: value for name, value in kept["how"].items() if name != "scale"}}
            more["scale"] = "-".join(map(str, scale))
        super().take(kept, read, **more)

    def source_key(self, key: str) -> str:
        """Another scale reads the same file anew."""
        return f"{key}@{self.state['scale']}"
