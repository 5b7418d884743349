"""The files of an issue's charts: the numbers of each as CSV, and for mail the drawing as PNG."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from digest.models import Issue, Rendered
from digest.render.charts import SCREEN, Chart, every
from digest.render.charts.svg import Painter
from digest.render.fonts import house_faces

FOLDER = "charts/"
ZOOM = 2  # pixels of a PNG for one of CSS: sharp on telephones
_COLOURS = 32  # of a PNG: a handful of tints, and what lies between them at the edges of letters
_MARGIN = 12  # CSS pixels around the drawing: in a dark mail it lies on a light card


def names(issue: Issue, *, mail: bool) -> tuple[str, ...]:
    """The names of the files that `files` makes."""
    kinds = ("csv", "png") if mail else ("csv",)
    return tuple(f"{FOLDER}{chart.name}.{kind}" for chart in every(issue, SCREEN) for kind in kinds)


def files(issue: Issue, override: str = "", *, mail: bool) -> tuple[Rendered, ...]:
    """A CSV of each chart, and a PNG of each when `mail` shows it. `override` as for the renderers."""
    painter = Painter(override)
    return tuple(_made(every(issue, SCREEN), painter, mail=mail))


def table(chart: Chart) -> bytes:
    """The chart's numbers as CSV: UTF-8, one line of names, line ends of RFC 4180."""
    out = StringIO(newline="")
    csv.writer(out).writerows((chart.head, *chart.rows))
    return out.getvalue().encode()


def _made(charts: tuple[Chart, ...], painter: Painter, *, mail: bool) -> Iterator[Rendered]:
    for chart in charts:
        yield Rendered(f"{FOLDER}{chart.name}.csv", "text/csv", table(chart))
        if mail:
            yield Rendered(f"{FOLDER}{chart.name}.png", "image/png", png(painter.card(chart, _MARGIN)))


def png(svg: str) -> bytes:
    """The drawing as a PNG of few colours, set in the house's faces. The same drawing gives the same bytes."""
    import resvg_py
    from PIL import Image

    faces = [face.path for face in house_faces() if not face.italic]
    drawn = resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=faces)
    out = BytesIO()
    with Image.open(BytesIO(bytes(drawn))) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()
