"""Where countries lie, in whole degrees: enough to say which region is north or west of which."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from math import atan2, cos, degrees, hypot, radians, sin


def whereabouts(codes: Iterable[str]) -> tuple[float, float] | None:
    """Latitude and longitude, in degrees, of the middle of countries (ISO 3166-1 alpha-2); None when none is known.

    The middle is that of the points on the globe: countries on both sides of the date line lie where they lie.
    """
    known = _known()
    points = [known[code] for code in codes if code in known]
    if not points:
        return None
    x = sum(cos(lat) * cos(lon) for lat, lon in points)
    y = sum(cos(lat) * sin(lon) for lat, lon in points)
    z = sum(sin(lat) for lat, _ in points)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


@cache
def _known() -> dict[str, tuple[float, float]]:
    """Radians by country."""
    text = (resources.files("digest") / "data" / "where.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: (radians(float(lat)), radians(float(lon))) for code, lat, lon in rows}
