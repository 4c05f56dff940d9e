"""Fields that every lab on a survey has: whose answers, of which wave, and by which Kano table and rule."""

from __future__ import annotations

from typing import Any

from .. import kano
from ..i18n import t
from .controls import Choice
from .views import Field, pick

__all__ = ["RULE", "SEGMENT", "TABLE", "segments", "wave_options", "waves"]


def segments(lab: Any, name: str) -> Choice:
    """Offer everybody and each segment of the source."""
    return Choice(name, lab.source.segments())


def wave_options(source: Any) -> list[tuple[str, Any]]:
    """Label and value of each wave."""
    return [(t("labs.source.wave_option", wave=wave), wave) for wave in source.waves()]


def waves(lab: Any, name: str) -> Choice:
    """Offer the waves of the source."""
    return Choice(name, wave_options(lab.source))


SEGMENT = Field("all", segments)
TABLE = Field("berger", pick("berger", "pouliot"))
RULE = Field("mode", pick(*kano.RULES))
