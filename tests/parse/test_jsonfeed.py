import json
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.errors import SourceTrouble
from digest.models import Enclosure, Entry, Failure, Picture
from digest.parse import parse
from tests.builders import fetched


def feed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": list(items), **more})


def read(*items: Any, **more: Any) -> Entry:
    made = parse(fetched(feed(*items, **more), media_type="application/feed+json"))
    assert isinstance(made[0], Entry)
    return made[0]


def test_an_item() -> None:
    entry = read(
        {
            "id": 7,
            "url": "/1",
            "title": "Delegations &amp; talks",
            "content_html": "<p>They met.</p>",
            "content_text": "They met.",
            "date_published": "2025-06-05T10:00:00+03:00",
            "date_modified": "2025-06-06",
            "authors": [{"name": "Jo"}, {"name": "Jo"}, {"url": "x"}, "odd"],
            "tags": ["talks", "talks", "", 4],
        },
        language="en-GB",
    )
    assert entry == Entry(
        guid="7",
        url="https://wire.example/1",
        title="Delegations & talks",
        body="<p>They met.</p>",
        body_format="html",
        author="Jo",
        published=datetime(2025, 6, 5, 7, tzinfo=UTC),
        updated=datetime(2025, 6, 6, 12, tzinfo=UTC),
        language="en-GB",
        tags=("talks",),
        base="https://wire.example/1",
        listed=True,
    )


def test_version_1_0_and_text() -> None:
    entry = read(
        {"id": "https://wire.example/2", "content_text": "They met.", "author": {"name": "Al"}, "language": "tr"}
    )
    assert (entry.url, entry.body_format, entry.author, entry.language) == (
        "https://wire.example/2",
        "text",
        "Al",
        "tr",
    )


def test_the_summary_stands_in_for_the_text_and_the_feeds_author_for_the_items() -> None:
    entry = read({"id": True, "summary": "They met.", "external_url": "http://[broken"}, authors=[{"name": "Desk"}])
    assert (entry.guid, entry.body, entry.url, entry.author) == ("", "They met.", "", "Desk")


@pytest.mark.parametrize("item", ["text", None, [], 7], ids=str)
def test_an_item_that_is_none_is_a_failure(item: Any) -> None:
    (made,) = parse(fetched(feed(item), media_type="application/json"))
    assert isinstance(made, Failure)
    assert made.where == "https://wire.example/feed: item 1"


@pytest.mark.parametrize("item", [{}, {"id": "1"}, {"title": None, "content_html": False}], ids=str)
def test_an_item_that_says_nothing_is_an_empty_entry(item: Any) -> None:
    entry = read(item)
    assert (entry.title, entry.body) == ("", "")


def test_a_feed_is_read_up_to_its_two_thousandth_item() -> None:
    made = parse(fetched(feed(*[{"id": "1", "title": "T"}] * 2_001), media_type="application/json"))
    assert len(made) == 2_001
    assert isinstance(made[-1], Failure)


@pytest.mark.parametrize(
    ("body", "what", "where"),
    [
        ('{"items": [}', "broken", "line 1"),
        ('[{"title": "T"}]', "no JSON Feed", ""),
        ('{"items": {}}', "no JSON Feed", ""),
        ('{"items":' + "[" * 100_000, "nested too deep", ""),
    ],
    ids=["broken", "a list", "no items", "deep"],
)
def test_what_is_no_json_feed(body: str, what: str, where: str) -> None:
    with pytest.raises(SourceTrouble, match=what) as caught:
        parse(fetched(body, media_type="application/json"))
    assert caught.value.where == where


def test_pictures_files_teaser_and_language_of_an_item() -> None:
    entry = read(
        {
            "id": "1",
            "external_url": "https://other.example/1",
            "content_html": "<p>They met.</p><img src='/p.jpg'>",
            "summary": "In short: a < b",
            "banner_image": "/banner.jpg",
            "language": "uk",
            "date_published": "2025-06-05",
            "attachments": [
                {"url": "talk.mp3", "mime_type": "Audio/MPEG", "size_in_bytes": 12, "title": "Talk"},
                {"url": "big.mp3", "size_in_bytes": 10**40},
                {"mime_type": "audio/mpeg"},
                "odd",
            ],
        },
        author={"name": "Desk"},
    )
    assert (entry.url, entry.language, entry.author) == ("https://other.example/1", "uk", "Desk")
    assert entry.summary == "In short: a &lt; b"
    assert entry.picture == Picture("https://wire.example/banner.jpg")
    assert entry.enclosures == (
        Enclosure("https://wire.example/talk.mp3", "audio/mpeg", 12, "Talk"),
        Enclosure("https://wire.example/big.mp3"),
    )
    assert (entry.published, entry.day_only) == (datetime(2025, 6, 5, 12, tzinfo=UTC), True)


def test_the_first_picture_of_the_text_where_the_item_names_none() -> None:
    entry = read({"id": "1", "url": "https://wire.example/a/1", "content_html": "<img src='p.jpg' alt='A dam'>"})
    assert entry.picture == Picture("https://wire.example/a/p.jpg", "A dam")


def test_slips_that_are_read_all_the_same() -> None:
    body = feed({"id": "1", "content_text": "line"}).replace("line", "line\nbreak")  # as it must not stand in JSON
    (entry,) = parse(fetched(body, media_type="application/json"))
    assert isinstance(entry, Entry)
    assert entry.body == "line\nbreak"
    assert read({"title": "T", "author": "Jo"}).author == "Jo"
    assert read({"title": 1000, "date_published": 1749110400}).published == datetime(2025, 6, 5, 8, tzinfo=UTC)


def test_a_number_of_more_digits_than_python_reads() -> None:
    with pytest.raises(SourceTrouble, match="number"):
        parse(fetched('{"items": [' + "1" * 5_000 + "]}", media_type="application/json"))
