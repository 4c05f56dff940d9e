"""The guide, one page a language, and its table of losses: ``python book/lms guide`` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

from sgm_lab.i18n import Language

from ..bank.losses import table

__all__ = ["page", "renewed"]

_TABLE = re.compile(r"(?<=^% table\n).*?(?=^% end$)", re.M | re.S)


def page(lang: Language) -> Path:
    """Return where the guide lies."""
    return Path(__file__).with_name(f"{lang}.md")


def renewed(lang: Language) -> str:
    """Return the guide with the table that the formats make now."""
    return _TABLE.sub(lambda _: f"\n{table(lang)}\n\n", page(lang).read_text(encoding="utf-8"))
