"""Stories grow as reports arrive, and come to what they would be at once."""

from __future__ import annotations

from datetime import timedelta

from digest.cluster import State, grow, stories
from digest.language.meaning import Meaning
from digest.models import Placed
from tests.builders import NOW
from tests.cluster.test_events import EVENTS, together, told

MODEL = Meaning()


def arriving() -> list[Placed]:
    """All reports, a few hours between them."""
    pairs = [(event, number) for number in (0, 1) for event in EVENTS]
    return [
        told(event, number, f"{event} {number}", published=NOW + timedelta(hours=at))
        for at, (event, number) in enumerate(pairs)
    ]


def fed(cuts: list[Placed], size: int) -> State:
    """The state after feeding them in parts."""
    state = State()
    for at in range(0, len(cuts), size):
        state = grow(state, cuts[at : at + size], MODEL)
    return state


def test_one_by_one_comes_to_the_same_stories_as_at_once() -> None:
    cuts = arriving()
    expected = sorted([f"{event} 0", f"{event} 1"] for event in EVENTS)
    for size in (1, 3, len(cuts)):
        assert together(stories(fed(cuts, size))) == expected


def test_a_state_is_not_changed_by_what_arrives() -> None:
    cuts = arriving()
    state = fed(cuts[:5], 5)
    before = stories(state)
    grow(state, cuts[5:], MODEL)
    assert stories(state) == before


def test_a_story_that_nothing_arrives_for_is_left_as_it_is() -> None:
    cuts = arriving()
    state = fed(cuts, len(cuts))
    new = told("suez", 0, "C", published=NOW + timedelta(hours=20))
    after = grow(state, [new], MODEL)
    suez = [story for story in after.stories if story not in state.stories]
    assert len(suez) == 1
    assert {cut.placed.item.source for group in suez[0] for cut in group.cuts} == {"suez 0", "suez 1", "C"}


def test_stories_close_after_days_and_take_no_more() -> None:
    cuts = [told("suez", 0, "A", published=NOW), told("beirut", 0, "B", published=NOW + timedelta(days=9))]
    state = fed(cuts, 1)
    assert [len(state.closed), len(state.open)] == [1, 1]
    assert together(stories(state)) == [["A"], ["B"]]


def test_nothing_arrives() -> None:
    assert stories(grow(State(), [], MODEL)) == ()
