"""Which stories are printed, in which order, and what is held back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.compose.choose import choose
from digest.config.schema import EditionTable, LimitsTable
from digest.models import Scored
from tests import builders


def edition(**changes: object) -> EditionTable:
    """An edition of two regions and two topics."""
    given_keys: dict[str, object] = {
        "name": "weekly",
        "regions": ("Global", "Europe", "Asia"),
        "topics": ("Talks", "Quakes"),
        "limits": LimitsTable(topic=2, other=1, issue=10),
    }
    return EditionTable.model_validate(given_keys | changes)


def scored(title: str, region: str = "Europe", topic: str = "Talks", score: float = 0.5) -> Scored:
    """A story of one item."""
    part = builders.placed(builders.item(title), region=region, topic=topic)
    return Scored(builders.story(part), score, ())


def titles(choice: object) -> dict[tuple[str, str], list[str]]:
    """What was chosen, by place, in order."""
    groups = choice.groups  # type: ignore[attr-defined]
    return {place: [one.story.cuts[0].item.title for one in group] for place, group in groups.items()}


def test_sections_stand_in_the_editions_order_and_other_news_last() -> None:
    stories = [
        scored("a", "Asia", "Quakes"),
        scored("b", "Europe", ""),
        scored("c", "Europe", "Quakes"),
        scored("d", "Europe", "Talks"),
    ]
    assert list(choose(stories, edition()).groups) == [
        ("Europe", "Talks"),
        ("Europe", "Quakes"),
        ("Europe", ""),
        ("Asia", "Quakes"),
    ]


def test_the_best_of_a_section_are_kept_and_the_rest_counted() -> None:
    stories = [scored(letter) for letter in "abcd"]
    choice = choose(stories, edition())
    assert titles(choice) == {("Europe", "Talks"): ["a", "b"]}
    assert choice.held_back == {("Europe", "Talks"): 2}


def test_the_issues_limit_keeps_the_best_of_all_sections() -> None:
    stories = [scored("a"), scored("b", "Asia", "Quakes"), scored("c", "Asia", "")]
    choice = choose(stories, edition(limits=LimitsTable(topic=2, other=1, issue=2)))
    assert titles(choice) == {("Europe", "Talks"): ["a"], ("Asia", "Quakes"): ["b"]}


def test_what_the_edition_does_not_ask_for_is_neither_printed_nor_held_back() -> None:
    stories = [scored("a", topic="Sports"), scored("b", "Antarctica", ""), scored("c")]
    choice = choose(stories, edition())
    assert titles(choice) == {("Europe", "Talks"): ["c"]}
    assert not choice.held_back


def test_a_listed_topic_is_printed_even_where_its_region_is_not_listed() -> None:
    choice = choose([scored("a", "Antarctica"), scored("b")], edition())
    assert list(choice.groups) == [("Europe", "Talks"), ("Antarctica", "Talks")]


def test_other_news_can_be_switched_off() -> None:
    assert not choose([scored("a", topic="")], edition(other_news=False)).groups


PLACES = st.sampled_from([("Europe", "Talks"), ("Europe", ""), ("Asia", "Quakes"), ("Asia", ""), ("Global", "Talks")])


@given(st.lists(PLACES, max_size=30))
def test_every_wanted_story_is_printed_or_held_back_exactly_once(places: list[tuple[str, str]]) -> None:
    stories = [scored(str(number), *place) for number, place in enumerate(places)]
    choice = choose(stories, edition())
    printed = [one for group in choice.groups.values() for one in group]
    assert len({id(one) for one in printed}) == len(printed)
    assert len(printed) + sum(choice.held_back.values()) == len(stories)
    assert len(printed) <= 10
