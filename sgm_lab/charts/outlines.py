"""Letters as outlines, worked out once.

Most of the time of an SVG figure goes into shaping its texts, and a lab draws the same labels at every change. The
renderer here is matplotlib's own with a memory for shaped texts; what it writes is the same.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, cast

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath

__all__ = ["to_svg"]


class _Outlines(TextToPath):
    """Remembers the extent of each text and its glyphs."""

    def __init__(self) -> None:
        super().__init__()
        self._extent = lru_cache(4096)(self._measure)
        self._fonts: dict[tuple[Any, ...], Any] = {}
        self._shaped: dict[tuple[str, str], tuple[Any, dict[str, Any]]] = {}

    def _measure(self, text: str, family: tuple[str, ...], size: float) -> tuple[float, float, float]:
        from matplotlib.font_manager import FontProperties

        self._fonts.clear()  # measuring needs the font at its own size
        return super().get_text_width_height_descent(
            text, FontProperties(family=list(family), size=size), False
        )

    def _get_font(self, prop: Any) -> Any:
        key = (tuple(prop.get_family()), prop.get_style(), prop.get_weight())
        if key not in self._fonts:
            self._fonts[key] = cast(Any, super())._get_font(prop)
        return self._fonts[key]

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> Any:
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return self._extent(s, tuple(prop.get_family()), prop.get_size_in_points())

    def get_glyphs_with_font(
        self, font: Any, s: str, glyph_map: Any = None, return_new_glyphs_only: bool = False, **options: Any
    ) -> Any:
        key = (s, font.fname)
        if key not in self._shaped:
            if len(self._shaped) > 4096:
                self._shaped.clear()
            font.set_size(self.FONT_SCALE, self.DPI)  # the font is shared with other renderers
            places, glyphs, _ = super().get_glyphs_with_font(font, s, **options)
            self._shaped[key] = places, dict(glyphs)
        places, glyphs = self._shaped[key]
        drawn = glyph_map if glyph_map is not None else {}
        new = {name: outline for name, outline in glyphs.items() if name not in drawn}
        return places, new if return_new_glyphs_only else {**drawn, **new}, []


_outlines = _Outlines()


def to_svg(figure: Figure) -> str:
    """Return the figure as SVG text, 72 units an inch, without date or program name."""
    out = io.StringIO()
    width, height = figure.get_size_inches() * 72
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    renderer = cast(Any, RendererSVG)(width, height, out, metadata=nothing)
    renderer._text2path = _outlines
    before = figure.dpi
    figure.dpi = 72
    try:
        figure.draw(renderer)
    finally:
        figure.dpi = before
    renderer.finalize()
    text = out.getvalue()
    return text[text.index("<svg") :]
