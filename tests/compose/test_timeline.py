"""What happened when: which dated sentences a topic prints, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.compose.body import said_in
from digest.compose.timeline import Told, timeline
from digest.models import Event, Item
from tests import builders

MONDAY = "Delegations of Russia and Ukraine met in Istanbul on Monday."
SIGNED = "Ankara and Kyiv signed a trade agreement on May 14, 2025."
FERRY = "A ferry with grain left the port of Odesa on Wednesday."
SINCE = "Since 2022, ships have waited for inspectors in the Bosphorus."


def told(item: Item, *, printed: tuple[str, ...] = (), room: int | None = None, score: int = 0) -> Told:
    """A piece of one article, as a timeline reads it."""
    text = builders.snapshot(item.title, *(passage.text for passage in item.passages)).text
    piece = builders.piece(f"Headline {score}")
    return Told(piece, (item,), tuple(said_in(builders.placed(item), 0, text)), frozenset(printed), (room,))


def dates(events: tuple[Event, ...]) -> list[str]:
    """The dates, in print order."""
    return [event.date for event in events]


def test_events_stand_in_the_order_of_their_dates_each_with_its_source() -> None:
    item = builders.item("Grain", FERRY, MONDAY, SIGNED, SINCE, agency="Anadolu Agency")
    found = timeline([told(item)], "en")
    assert dates(found) == ["2022", "2025-05-14", "2025-06-02", "2025-06-04"]
    assert [event.precision for event in found] == ["year", "day", "day", "day"]
    last = found[-1]
    text = builders.snapshot("Grain", FERRY, MONDAY, SIGNED, SINCE).text
    assert (last.sentence.text, last.words, last.publisher, last.agency) == (
        FERRY,
        "Wednesday",
        "Wire",
        "Anadolu Agency",
    )
    assert text[slice(*last.sentence.spans[0])] == FERRY


@pytest.mark.parametrize(
    "texts",
    [
        (MONDAY, FERRY),
        (MONDAY, "Grain was loaded in Odesa on Monday.", "A port opened in Izmir on Monday."),
        (MONDAY, SINCE, "In 2016, a pipeline was opened between the two seas."),
        (MONDAY, FERRY, "He signed a trade agreement on May 14, 2025."),
        (MONDAY, FERRY, "The agreement must be signed by Friday."),
    ],
)
def test_too_little_makes_no_timeline(texts: tuple[str, ...]) -> None:
    assert timeline([told(builders.item("Grain", *texts))], "en") == ()


def test_one_event_told_twice_stands_once_by_the_better_story() -> None:
    first = told(builders.item("Grain", MONDAY, SIGNED, FERRY))
    again = "On Monday delegations of Russia and Ukraine met in Istanbul."
    second = told(builders.item("Talks", again, source="Gazette", publisher="Gazette"), score=1)
    found = timeline([first, second], "en")
    assert [event.sentence.text for event in found] == [SIGNED, MONDAY, FERRY]


def test_a_source_that_may_not_be_printed_in_full_gives_what_it_prints_already_and_what_fits() -> None:
    item = builders.item("Grain", MONDAY, SIGNED, FERRY)
    assert timeline([told(item, room=0)], "en") == ()
    assert len(timeline([told(item, room=0, printed=(MONDAY, SIGNED, FERRY))], "en")) == 3
    assert len(timeline([told(item, room=len(FERRY.split()), printed=(MONDAY, SIGNED))], "en")) == 3


def test_events_in_the_issues_language_are_enough_where_they_are_enough() -> None:
    own = told(builders.item("Grain", MONDAY, SIGNED, FERRY))
    foreign = told(builders.item("Зерно", "Во вторник порт закрыли.", language="ru", source="Vesti"), score=1)
    assert {event.language for event in timeline([own, foreign], "en")} == {"en"}
    few = told(builders.item("Grain", MONDAY, FERRY))
    assert {event.language for event in timeline([few, foreign], "en")} == {"en", "ru"}


def test_an_article_that_is_not_dated_gives_complete_dates_only() -> None:
    item = builders.item("Grain", MONDAY, SIGNED, FERRY, "A bridge was closed on June 1, 2025.", dated_by="fetch")
    assert timeline([told(item)], "en") == ()


def test_what_lies_a_lifetime_back_is_no_event_of_a_topic() -> None:
    item = builders.item("Grain", MONDAY, FERRY, "The port of Odesa was founded on September 2, 1794.")
    assert timeline([told(item)], "en") == ()


def test_no_story_takes_the_timeline() -> None:
    days = [f"Workers loaded grain from silo {n} in harbour {n * 7} on June {n}, 2025." for n in range(1, 9)]
    item = builders.item("Grain", *days, published=datetime(2025, 6, 20, tzinfo=UTC))
    assert len(timeline([told(item)], "en")) == 8
    other = told(builders.item("Grain", FERRY, source="Gazette"), score=1)
    assert len(timeline([told(item), other], "en")) == 4
