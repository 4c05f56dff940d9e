"""A figure stands in no list: a module with its words, laid in a folder, is found, drawn and named like the others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sgm_lab import charts
from sgm_lab.charts.theme import Chart
from sgm_lab.i18n import use_language

MODULE = '''
"""How many tickets are left."""

from ..i18n import t
from ..look import GROUPS
from .rows import points, rows
from .theme import Chart, themed


@themed
def tickets_left(left, *, subtitle="", size="page") -> Chart:
    """Draw the tickets left each day."""
    title = t("charts_tickets.title", day=min(left, key=left.get))
    figure, ax = rows(title, subtitle, size, list(left), alt=t("charts_tickets.alt"))
    points(ax, list(left.values()), [GROUPS[0]] * len(left))
    return figure


def not_a_figure() -> None:
    """What does not draw."""
'''
WORDS = """
title = { zh = "{day}余票最少", en = "Fewest are left on {day}" }
alt = { zh = "每天一行", en = "A row a day" }
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The figures there are, and one more beside them."""
    (tmp_path / "tickets.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "charts_tickets.toml").write_text(WORDS, encoding="utf-8")
    monkeypatch.setenv("SGM_WORDS", str(tmp_path))
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path)])
    charts._found.cache_clear()
    yield
    charts._found.cache_clear()
    sys.modules.pop("sgm_lab.charts.tickets", None)


@pytest.mark.usefixtures("folder")
def test_a_figure_in_a_folder_is_found_and_drawn() -> None:
    assert charts.CHARTS["tickets_left"] == "tickets"
    assert "tickets_left" in dir(charts)
    assert not hasattr(charts, "not_a_figure")
    both = charts.Responsive(charts.tickets_left, {"周一": 3, "周二": 8})
    assert isinstance(both.phone, Chart)
    assert both.alt == "周一余票最少 每天一行"
    assert both.page.svg().startswith("<svg")
    with use_language("en"):
        assert charts.tickets_left({"Monday": 3}).alt.startswith("Fewest are left on Monday")


def test_the_figures_are_there_and_none_is_called_as_a_module() -> None:
    assert len(charts.CHARTS) >= 39
    assert all(callable(getattr(charts, name)) for name in charts.CHARTS)
    modules = {path.stem for path in Path(charts.__path__[0]).glob("*.py")}
    assert not modules & set(charts.CHARTS)
    with pytest.raises(AttributeError, match="tickets_left"):
        charts.tickets_left  # noqa: B018


def test_asking_what_there_is_draws_in_nothing() -> None:
    """Which figures there are, and a number as figures write it, are known without matplotlib's figures or seaborn."""
    program = "import sys; from sgm_lab import charts; charts.CHARTS; dir(charts); assert 'seaborn' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stderr == ""
