"""When a feed is asked again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate, count, pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Failure, Fetched, Pace, Poll, Turn, Unchanged, Wishes
from digest.pace import MOVED_AFTER, Asked, address_key, after, interval, turns
from tests.builders import NOW, fetched

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = Asked("Wire", "https://wire.example/feed", Pace())
KEY = address_key(FEED.address)
NEW = "https://new.example/feed"
Outcome = Fetched | Unchanged | Failure


def ok(**wishes: object) -> Unchanged:
    return Unchanged("Wire", FEED.address, NOW, Wishes(**wishes))  # type: ignore[arg-type]


def bad(**wishes: object) -> Failure:
    return Failure("Wire", FEED.address, "fetch", "no", "", Wishes(**wishes))  # type: ignore[arg-type]


def poll(*outcomes: Outcome, every: timedelta = HOUR, start: Poll | None = None) -> Poll:
    """The memory after these outcomes, an hour apart, each asked as the memory before says."""
    held = start or Poll(KEY)
    for number, outcome in enumerate(outcomes):
        at = NOW + number * every
        held = after(Turn(held, _turn(held, at).address), outcome, at)
    return held


def _turn(held: Poll, at: datetime, *, due: bool = False, feed: Asked = FEED) -> Turn:
    return turns([feed], {"Wire": held}, at, due_only=due)["Wire"]


@pytest.mark.parametrize(
    ("changes", "fresh", "failures", "pace", "minutes"),
    [
        pytest.param((), 0, 0, Pace(), 60, id="nothing known"),
        pytest.param(((60, False),), 0, 0, Pace(), 120, id="one poll without news"),
        pytest.param(((60, False), (120, False)), 0, 0, Pace(), 360, id="two"),
        pytest.param(((60, False), (1440, False)), 0, 0, Pace(), 1440, id="ceiling"),
        pytest.param(((60, False), (60, True)), 0, 0, Pace(), 100, id="news in one of two"),
        pytest.param(((60, True), (60, True), (60, True)), 0, 0, Pace(), 45, id="always news: sooner"),
        pytest.param(((15, True),) * 8, 0, 0, Pace(), 15, id="floor"),
        pytest.param(((15, True),) * 8, 0, 0, Pace(shortest=5), 11.25, id="another floor"),
        pytest.param(((15, True),) * 8, 1800, 0, Pace(), 30, id="the server promises nothing new for half an hour"),
        pytest.param((), 10**8, 0, Pace(), 1440, id="a promise for ever"),
        pytest.param(((15, True),) * 8, 10**8, 9, Pace(fixed=7), 1440, id="own interval, failing"),
        pytest.param(((15, True),) * 8, 10**8, 0, Pace(fixed=7), 7, id="own interval"),
        pytest.param((), 0, 0, Pace(fixed=9000), 9000, id="own interval beyond the ceiling"),
        pytest.param((), 0, 5, Pace(fixed=9000), 9000, id="the same, failing"),
        pytest.param((), 0, 1, Pace(), 120, id="failed once"),
        pytest.param((), 0, 3, Pace(), 480, id="failed three times"),
        pytest.param((), 0, 900, Pace(), 1440, id="failed for ages"),
    ],
)
def test_the_interval(
    changes: tuple[tuple[int, bool], ...], fresh: int, failures: int, pace: Pace, minutes: float
) -> None:
    assert interval(Poll(KEY, changes=changes, fresh=fresh, failures=failures), pace) == minutes * MINUTE


@given(
    changes=st.lists(st.tuples(st.integers(1, 10**7), st.booleans()), max_size=8).map(tuple),
    fresh=st.integers(0, 10**9),
    failures=st.integers(0, 10**6),
    bounds=st.tuples(st.integers(1, 43_200), st.integers(1, 43_200)).map(sorted),
)
def test_the_interval_is_never_outside_floor_and_ceiling(
    changes: tuple[tuple[int, bool], ...], fresh: int, failures: int, bounds: list[int]
) -> None:
    found = interval(Poll(KEY, changes=changes, fresh=fresh, failures=failures), Pace(*bounds))
    assert bounds[0] * MINUTE <= found <= bounds[1] * MINUTE


def _asked_every(news: Iterator[float], days: int) -> list[float]:
    """Minutes between the polls of a month's later part, of a feed with news at these minutes, a look every 5."""
    held, polls, next_news = Poll(KEY), [0.0], next(news)
    for minute in range(0, days * 1440, 5):
        turn = _turn(held, NOW + minute * MINUTE, due=True)
        if not turn.rest:
            fresh = False
            while next_news <= minute:
                fresh, next_news = True, next(news)
            polls.append(minute)
            held = after(turn, ok(), NOW + minute * MINUTE, news=fresh)
    gaps = [later - earlier for earlier, later in pairwise(polls)]
    return gaps[len(gaps) // 4 :]


def _regular(minutes: float) -> Iterator[float]:
    return (number * minutes for number in count(1))


def _at_random(minutes: float) -> Iterator[float]:
    chance = random.Random(7)
    return accumulate(chance.expovariate(1 / minutes) for _ in repeat(0))


@pytest.mark.parametrize(
    ("news", "every", "low", "high"),
    [
        pytest.param(_regular, 5, 15, 15, id="every five minutes: at the floor"),
        pytest.param(_regular, 60, 40, 75, id="hourly"),
        pytest.param(_at_random, 60, 40, 110, id="hourly, at random"),
        pytest.param(_regular, 360, 240, 450, id="every six hours"),
        pytest.param(_regular, 7 * 1440, 1440, 1440, id="weekly: at the ceiling"),
    ],
)
def test_a_feed_is_asked_about_as_often_as_it_changes(
    news: Callable[[float], Iterator[float]], every: float, low: float, high: float
) -> None:
    gaps = _asked_every(news(every), 40)
    assert low <= sum(gaps) / len(gaps) <= high


class TestMoves:
    """Permanent redirects, remembered and forgotten."""

    def test_the_new_address_is_asked_after_three_polls_that_were_sent_there(self) -> None:
        held = poll(*[ok(moved_to=NEW)] * (MOVED_AFTER - 1))
        assert _turn(held, NOW + DAY).address == ""
        held = poll(*[ok(moved_to=NEW)] * MOVED_AFTER)
        assert _turn(held, NOW + DAY).address == NEW
        assert _turn(poll(*[ok()] * 5, start=held), NOW + 9 * DAY).address == NEW

    @pytest.mark.parametrize(
        ("outcomes", "sightings"),
        [
            pytest.param([ok(moved_to=NEW), ok(), ok(moved_to=NEW)], 1, id="not in a row"),
            pytest.param([ok(moved_to=NEW), ok(moved_to=NEW + "2"), ok(moved_to=NEW + "2")], 2, id="elsewhere"),
            pytest.param([ok(moved_to=NEW), bad(), ok(moved_to=NEW)], 2, id="a failure says nothing"),
            pytest.param([ok(moved_to=FEED.address)] * 4, 0, id="to where it is"),
        ],
    )
    def test_sightings_are_counted(self, outcomes: list[Outcome], sightings: int) -> None:
        assert poll(*outcomes).sightings == sightings

    def test_two_gathers_at_one_moment_are_one_poll(self) -> None:
        assert poll(*[ok(moved_to=NEW)] * 5, every=timedelta(0)).sightings == 1

    @pytest.mark.parametrize("absent", ["missing", "gone"])
    def test_when_nothing_is_there_the_address_of_feeds_toml_is_asked_again(self, absent: str) -> None:
        held = poll(*[ok(moved_to=NEW)] * 3, bad(absent=absent))
        assert (held.moved_to, held.sightings, held.gone_at) == ("", 0, None)
        assert _turn(held, NOW + DAY) == Turn(held)

    def test_other_trouble_there_is_put_up_with_three_times(self) -> None:
        moved = [ok(moved_to=NEW)] * 3
        assert poll(*moved, bad(), bad()).moved_to == NEW
        assert poll(*moved, bad(), bad(), bad()).moved_to == ""

    def test_a_move_onwards_starts_counting_anew(self) -> None:
        held = poll(*[ok(moved_to=NEW)] * 3, ok(moved_to=NEW + "2"))
        assert (held.moved_to, held.sightings) == (NEW + "2", 1)


class TestResting:
    """Feeds that are left alone."""

    def test_a_feed_that_is_gone_is_not_asked_until_its_address_changes(self) -> None:
        held = poll(bad(absent="gone"))
        assert _turn(held, NOW + 400 * DAY) == Turn(held, rest="gone")
        other = replace(FEED, address="https://wire.example/atom")
        assert _turn(held, NOW + DAY, feed=other) == Turn(Poll(address_key(other.address)))

    def test_a_page_that_is_missing_is_asked_again(self) -> None:
        assert _turn(poll(bad(absent="missing")), NOW + DAY).rest == ""

    def test_a_pause_holds_for_every_gather(self) -> None:
        held = poll(bad(wait=7200.0))
        assert _turn(held, NOW + 2 * HOUR - MINUTE) == Turn(held, "", "paused", NOW + 2 * HOUR)
        assert _turn(held, NOW + 2 * HOUR).rest == ""

    def test_a_pause_is_a_day_at_most(self) -> None:
        assert _turn(poll(bad(wait=1e9)), NOW + DAY).rest == ""

    def test_a_host_that_asked_for_a_pause_gets_it_from_all_its_feeds(self) -> None:
        polls = {"Wire": poll(bad(wait=7200.0, host="wire.example"))}
        feeds = [FEED, replace(FEED, name="Twin", address="http://WIRE.example/2"), Asked("Far", NEW, Pace())]
        assert {name: one.rest for name, one in turns(feeds, polls, NOW + HOUR, due_only=False).items()} == {
            "Wire": "paused", "Twin": "paused", "Far": ""
        }  # fmt: skip
        polls = {"Wire": poll(bad(wait=7200.0))}
        assert turns(feeds, polls, NOW + HOUR, due_only=False)["Twin"].rest == ""

    def test_only_what_is_due_is_asked_when_that_is_wanted(self) -> None:
        held = poll(ok())
        assert _turn(held, NOW + 59 * MINUTE).rest == ""
        assert _turn(held, NOW + 59 * MINUTE, due=True) == Turn(held, "", "not due", NOW + HOUR)
        assert _turn(held, NOW + HOUR - timedelta(seconds=20), due=True).rest == ""
        assert turns([FEED], {}, NOW, due_only=True)["Wire"].rest == ""

    def test_failures_are_backed_off_from_by_due_polls_only(self) -> None:
        held = poll(bad(), bad())
        assert _turn(held, NOW + 4 * HOUR, due=True).rest == "not due"
        assert _turn(held, NOW + 5 * HOUR, due=True).rest == ""
        assert _turn(held, NOW + HOUR + MINUTE).rest == ""
        assert poll(bad(), bad(), ok()).failures == 0


def test_a_promise_stands_while_the_feed_is_unchanged() -> None:
    held = poll(fetched(wishes=Wishes(fresh=7200.0)), ok())
    assert held.fresh == 7200
    assert poll(fetched(wishes=Wishes(fresh=600.0)), start=held).fresh == 600


def test_the_first_poll_says_nothing_of_how_often_a_feed_changes() -> None:
    assert poll(fetched()).changes == ()
    assert poll(fetched(), bad(), ok()).changes == ((120, False),)
    assert len(poll(*[ok()] * 20).changes) == 8


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://user:secret@wire.example/feed", "https://wire.example/feed", True),
        (" https://wire.example/feed#top ", "https://wire.example/feed", True),
        ("https://wire.example/feed?a=1", "https://wire.example/feed?a=2", False),
        ("http://wire.example/feed", "https://wire.example/feed", False),
        ("http://[", "http://[", True),
    ],
)
def test_an_address_is_known_again_without_its_password(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same
    assert "secret" not in address_key(one)


def test_an_address_that_is_none_rests_nobody() -> None:
    assert turns([Asked("Odd", "http://[", Pace())], {}, NOW, due_only=True)["Odd"].rest == ""
