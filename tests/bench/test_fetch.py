"""The fetch benchmark goes through the parts that gathering uses, and counts what happened."""

from __future__ import annotations

from bench.fetch import fetch
from digest.models import Failure, Fetched, Unchanged
from tests.sources.site import Visit, open_site


def test_a_round_counts_outcomes_by_kind() -> None:
    def page(visit: Visit) -> None:
        visit.send(
            b"" if visit.headers["If-None-Match"] else b"<rss/>",
            304 if visit.headers["If-None-Match"] else 200,
            ETag="1",
        )

    with open_site("127.0.0.3") as site:
        site.pages["/feed"] = page
        urls = [f"{site.url}/feed?{number}" for number in range(2)]
        new = fetch([*urls, site.url + "/gone"], {}, 5)
        known = {one.source: {one.url: one.validators} for one in new.outcomes if isinstance(one, Fetched)}
        again = fetch(urls, known, 5)
    assert [new.count(kind) for kind in (Fetched, Unchanged, Failure)] == [2, 0, 1]
    assert [again.count(kind) for kind in (Fetched, Unchanged, Failure)] == [0, 2, 0]
    assert new.wall > 0
    assert new.cpu > 0
