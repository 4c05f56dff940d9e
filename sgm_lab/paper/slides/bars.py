"""Bars with intervals as a chart that a slide program can edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..fit import wide
from ..style import INK, QUIET, RULE, clean, flat, shortened
from .letters import child, color_of, dress

if TYPE_CHECKING:
    from ..blocks import Bars

__all__ = ["bar_chart"]

_LETTERS = 22
_TINT = 0.65


def bar_chart(
    slide: Any, bars: Bars, some: slice, place: tuple[float, float, float, float], alt: str
) -> None:
    """Place the bars of ``some`` names, the first on top, each with its interval."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    make: Any = CategoryChartData
    data = make(number_format=bars.form)
    data.categories = [_short(flat(name)) for name in bars.names[some]]
    for one in bars.series:
        data.add_series(clean(one.name), [_plain(value) for value in one.values[some]])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Pt, place), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    dress(chart.font, 12, INK)
    chart.has_title = False
    chart.has_legend = len(bars.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside the plot, also where bars go left
    names.format.line.color.rgb = color_of(QUIET)
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # below, as the first name is on top
    values.major_gridlines.format.line.color.rgb = color_of(RULE)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = bars.form, False
    values.format.line.fill.background()
    ends = [end for one in bars.series for end in (*one.values[some], *one.lows[some]) if end == end]
    if ends and min(ends) >= 0:  # a bar is read by its length
        values.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 0 if len(bars.series) > 1 else 100
    for drawn, one in zip(plot.series, bars.series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = color_of(_tint(one.color.lstrip("#")))
        drawn.invert_if_negative = False
        _intervals(drawn, one.values[some], one.lows[some], one.highs[some])


def _short(name: str) -> str:
    """A name as long as there is room for beside its bar: more letters where they are narrow."""
    return shortened(name, round(_LETTERS * len(name) / (wide(name) or 1)))


def _tint(color: str) -> str:
    """Return a lighter colour, on which the interval is seen."""
    parts = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(255 - (255 - one) * _TINT):02X}" for one in parts)


def _plain(value: float) -> float | None:
    return None if value != value else float(value)


def _intervals(drawn: Any, values: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> None:
    """Add error bars, which python-pptx has no call for: ECMA-376 part 1, 21.2.2.55."""
    from pptx.oxml.ns import qn

    bars = child(None, "c:errBars")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        child(bars, f"c:{name}", val=value)
    for name, ends in (("plus", highs), ("minus", lows)):
        numbers = child(child(bars, f"c:{name}"), "c:numLit")
        child(numbers, "c:formatCode", "General")
        child(numbers, "c:ptCount", val=str(len(values)))
        for at, (middle, end) in enumerate(zip(values, ends, strict=True)):
            length = abs(end - middle)
            if length == length:
                child(child(numbers, "c:pt", idx=str(at)), "c:v", f"{length:.6g}")
    line = child(child(bars, "c:spPr"), "a:ln", w="12700")
    child(child(line, "a:solidFill"), "a:srgbClr", val=INK)
    series = drawn._element
    next(one for one in series if one.tag in (qn("c:cat"), qn("c:val"))).addprevious(bars)
