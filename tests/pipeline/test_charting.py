"""What charts are drawn from: articles counted by topic and local day, what is usual, where regions lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.config.schema import EditionTable, RegionTable
from digest.models import Charted, DayCount, Issue, Routed, TopicDays
from digest.pipeline.charting import chart, compared
from tests import builders

EDITION = EditionTable(name="weekly", regions=("Global", "Europe", "Africa"), topics=("Talks",))
EUROPE = RegionTable(name="Europe", countries=("FR", "DE"))
AFRICA = RegionTable(name="Africa", countries=("KE", "NG"))


def read(name: str, published: datetime, *topics: str) -> Routed:
    """An article with one passage for each topic of Europe."""
    item = builders.item(id=name, published=published)
    base = builders.placed(item=item)
    return Routed(tuple(replace(base, region="Europe", topic=topic) for topic in topics), (), ())


def counted(*routed: Routed, **changes: object) -> tuple[TopicDays, ...]:
    made = chart(replace(builders.issue(), **changes), routed, EDITION, (EUROPE, AFRICA))  # type: ignore[arg-type]
    assert made.charted is not None
    return made.charted.topics


def test_an_article_is_counted_once_on_its_local_day() -> None:
    late = datetime(2025, 6, 4, 22, 30, tzinfo=UTC)  # the fifth of June in Istanbul
    found = counted(
        read("a", late, "Talks", "Talks"), read("b", late, "Talks", ""), read("c", late, ""), timezone="Europe/Istanbul"
    )
    assert found == (TopicDays("Europe", "Talks", (DayCount("2025-06-05", 2),), 0),)


def test_what_is_older_than_a_month_is_one_number() -> None:
    old, new = datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 6, 3, tzinfo=UTC)
    (found,) = counted(read("a", old, "Talks"), read("b", old, "Talks"), read("c", new, "Talks"))
    assert (found.days, found.earlier) == ((DayCount("2025-06-03", 1),), 2)


def before(*days: tuple[str, int], first: bool = False) -> Issue:
    """The issue of 26 May to 2 June, seven days; a first issue has no beginning."""
    topic = TopicDays("Europe", "Talks", tuple(DayCount(day, count) for day, count in days), 0)
    since = None if first else datetime(2025, 5, 26, 7, tzinfo=UTC)
    until = datetime(2025, 6, 2, 7, tzinfo=UTC)
    return replace(builders.issue(), since=since, until=until, charted=Charted((topic,), ()))


def test_the_usual_number_is_of_the_windows_of_the_issues_before() -> None:
    this = chart(builders.issue(), [read("a", datetime(2025, 6, 3, tzinfo=UTC), "Talks")], EDITION, ())
    past = [
        before(("2025-05-20", 50), ("2025-05-27", 20), ("2025-06-01", 8)),
        before(),
        before(("2025-05-27", 9), first=True),
    ]
    charted = compared(this, [*past, builders.issue()]).charted
    assert charted is not None
    assert [(one.usual, one.issues) for one in charted.topics] == [(2.0, 2)]  # (28 / 7 + 0) / 2


def test_without_issues_before_nothing_is_usual() -> None:
    this = chart(builders.issue(), [read("a", datetime(2025, 6, 3, tzinfo=UTC), "Talks")], EDITION, ())
    charted = compared(this, [before(first=True)]).charted
    assert charted is not None
    assert [(one.usual, one.issues) for one in charted.topics] == [(None, 0)]


def placed_in(regions: list[RegionTable]) -> list[str]:
    """The tile map, row by row."""
    edition = EditionTable(name="weekly", regions=tuple(one.name for one in regions))
    made = chart(builders.issue(), (), edition, regions).charted
    assert made is not None
    at = {(one.row, one.column): one.region for one in made.tiles}
    assert len(at) == len(regions)  # no two on one place
    rows, columns = (max(place) + 1 for place in zip(*at, strict=True))
    return [" ".join(at.get((row, column), "-") for column in range(columns)) for row in range(rows)]


@pytest.mark.parametrize(
    ("regions", "rows"),
    [
        ({"France": ("FR",)}, ["France"]),
        ({"Wards": (), "Harbour": ()}, ["Wards Harbour"]),
        ({"Norway": ("NO",), "Japan": ("JP",), "Words": ()}, ["Norway Japan", "Words -"]),
        ({"Africa": ("KE", "NG"), "Asia": ("JP",), "Europe": ("FR", "DE")}, ["Europe Asia", "Africa -"]),
    ],
)
def test_any_regions_make_a_map(regions: dict[str, tuple[str, ...]], rows: list[str]) -> None:
    found = placed_in([RegionTable(name=name, countries=codes, words=("x",)) for name, codes in regions.items()])
    assert found == rows


def test_north_is_up_and_east_is_right() -> None:
    codes = {
        "NA": ("US", "CA"),
        "EU": ("FR", "DE"),
        "EA": ("CN", "JP"),
        "AF": ("KE", "NG"),
        "LA": ("BR", "AR"),
        "OC": ("AU",),
    }
    rows = placed_in([RegionTable(name=name, countries=code) for name, code in codes.items()])
    place = {name: (n, row.split().index(name)) for n, row in enumerate(rows) for name in row.split() if name != "-"}
    assert place["NA"][1] < place["EU"][1] < place["EA"][1]
    assert place["LA"][1] < place["AF"][1] < place["OC"][1]
    assert place["EU"][0] < place["AF"][0]
