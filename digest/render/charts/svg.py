"""A chart as SVG, by a template; its style sheet with the edition's colours in it, where a page has none for it."""

from __future__ import annotations

import re

from markupsafe import Markup

from digest.render.charts.drawing import Chart
from digest.render.environment import environment, fill

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEFINITION = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


class Painter:
    """Writes charts that stand alone. `override` is a folder of templates that replace the shipped ones."""

    def __init__(self, override: str = "") -> None:
        self._templates = environment(override)
        tokens = dict(_DEFINITION.findall(_COMMENT.sub("", fill(self._templates, "tokens.css", {}))))
        sheet = _COMMENT.sub("", fill(self._templates, "charts/chart.css", {}))
        self._style = Markup(_USE.sub(lambda use: tokens[use[1]].strip(), sheet))  # noqa: S704 -- our own style sheet

    def card(self, chart: Chart, margin: float) -> str:
        """The chart on an opaque card, `margin` wide around it."""
        return fill(self._templates, "charts/card.svg", {"chart": chart, "margin": margin, "style": self._style})
