"""What `digest check --json` and the judges of the parser are shown."""

from __future__ import annotations

import pickle

import pytest

from digest.engine.processes import ProcessEngine
from digest.errors import SourceTrouble
from digest.models import Failure, Fetched
from digest.pipeline.gather import READ_LIMITS
from digest.pipeline.showing import shown
from tests.builders import fetched

FEED = (
    "<rss version='2.0'><channel><language>en</language><item><guid>n/1</guid><title>A &amp;amp; B</title>"
    "<link>/1</link><pubDate>Thu, 05 Jun 2025 10:00:00 +0300</pubDate><author>jo@wire.example (Jo Bloggs)</author>"
    "<description>&lt;p onclick='x()'&gt;They &lt;a href='y'&gt;met&lt;/a&gt;.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"
    "</description></item><item><link>/2</link></item></channel></rss>"
)
FIRST = {
    "id": "n/1",
    "title": "A & B",
    "link": "https://wire.example/1",
    "url": "https://wire.example/1",
    "published": "2025-06-05T07:00:00+00:00",
    "updated": None,
    "author": "Jo Bloggs (jo@wire.example)",
    "summary": "",
    "content": '<p>They <a href="https://wire.example/y" rel="noopener noreferrer">met</a>.</p>',
    "language": "en",
}


def named(value: Fetched) -> Failure:
    return Failure(value.source, value.url, "parse", "")


def test_entries_in_plain_values() -> None:
    first, second = shown(fetched(FEED))
    assert first == FIRST
    assert (second["link"], second["title"], second["content"], second["published"]) == (
        "https://wire.example/2",
        "",
        "",
        None,
    )


def test_a_child_process_can_run_it() -> None:
    assert pickle.loads(pickle.dumps(shown)) is shown
    with ProcessEngine(1) as engine:
        good, bad = engine.run(shown, [fetched(FEED), fetched("Nothing of the kind")], READ_LIMITS, named)
    assert isinstance(good, list)
    assert good[0] == FIRST
    assert isinstance(bad, Failure)
    assert "no feed" in bad.what


def test_plain_text_is_shown_as_text() -> None:
    (entry,) = shown(fetched('{"items": [{"id": "1", "content_text": "a <b> & c"}]}', media_type="application/json"))
    assert entry["content"] == "a &lt;b&gt; &amp; c"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-06-05", "2025-06-05T00:00:00+00:00"),
        ("2025-06-05T12:00:00Z", "2025-06-05T12:00:00+00:00"),
        ("soon", None),
    ],
)
def test_a_day_is_shown_as_it_is_written(date: str, expected: str | None) -> None:
    (entry,) = shown(
        fetched(f'{{"items": [{{"title": "T", "date_published": "{date}"}}]}}', media_type="application/json")
    )
    assert entry["published"] == expected


def test_an_id_that_is_the_link_is_shown_whole() -> None:
    body = "<rss version='2.0'><channel><item><title>T</title>{}</item></channel></rss>"
    assert shown(fetched(body.format("<guid>/a/1</guid>")))[0]["id"] == "https://wire.example/a/1"
    assert shown(fetched(body.format("<guid>/a/1</guid><link>/b</link>")))[0]["id"] == "/a/1"


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(SourceTrouble, match="no feed"):
        shown(fetched("Nothing of the kind"))
