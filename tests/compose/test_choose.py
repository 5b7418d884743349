"""Which stories are printed, in which order, and what is held back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.compose.choose import WAITING, Verdict, choose
from digest.config.schema import EditionTable, LimitsTable
from digest.models import Scored
from tests import builders


def edition(**changes: object) -> EditionTable:
    """An edition of two regions and two topics."""
    given_keys: dict[str, object] = {
        "floor": 0.3,
        "name": "weekly",
        "regions": ("Global", "Europe", "Asia"),
        "topics": ("Talks", "Quakes"),
        "limits": LimitsTable(topic=2, other=1, issue=10),
    }
    return EditionTable.model_validate(given_keys | changes)


def scored(
    title: str, region: str = "Europe", topic: str = "Talks", score: float = 0.5, publisher: str = "", **changes: Any
) -> Scored:
    """A story of one item, each of its own publisher."""
    part = builders.placed(builders.item(title, publisher=publisher or title), region=region, topic=topic)
    return replace(Scored(builders.story(part), score, (), score), **changes)


def pinned(one: Scored) -> Scored:
    """The same story, asked for by the editor."""
    return replace(one, story=replace(one.story, cuts=tuple(replace(cut, pinned=True) for cut in one.story.cuts)))


def rulings(stories: list[Scored], **changes: object) -> list[str]:
    """What became of each."""
    return [one.ruling for one in choose(stories, edition(**changes)).verdicts]


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
    assert [one.ruling == "printed" for one in choice.verdicts] == [one in printed for one in stories]
    assert all(one.why for one in choice.verdicts if one.ruling != "printed")


# -- the floor ------------------------------------------------------------------------------------------------------


def test_a_slow_day_prints_less_and_no_filler() -> None:
    stories = [scored("a", score=0.4), scored("b", score=0.29)]
    choice = choose(stories, edition())
    assert titles(choice) == {("Europe", "Talks"): ["a"]}
    assert choice.verdicts[1] == Verdict("floor", "its score 0.29 is under the floor of 0.30", 2, 2)
    assert not choice.held_back  # it does not wait: it is not wanted
    assert rulings(stories, floor=0.2) == ["printed", "printed"]


def test_a_region_that_would_be_empty_prints_its_best_if_it_lacks_only_publishers() -> None:
    stories = [scored("a"), scored("b", "Asia", "", 0.28, alone=0.4), scored("c", "Asia", "", 0.27, alone=0.39)]
    choice = choose(stories, edition())
    assert titles(choice) == {("Europe", "Talks"): ["a"], ("Asia", ""): ["b"]}
    assert choice.verdicts[1].why == (
        "its score 0.28 is under the floor of 0.30, but Asia would be empty, and it lacks nothing but further publishers"
    )
    assert rulings([stories[0], replace(stories[1], alone=0.29)]) == ["printed", "floor"]
    assert rulings([scored("d", "Asia"), stories[1]]) == ["printed", "floor"]


def test_what_somebody_put_there_and_what_the_editor_asked_for_have_no_floor() -> None:
    assert rulings([scored("a", score=0.1, by_hand=True), pinned(scored("b", score=0.1))]) == ["printed", "printed"]


# -- the editor's word ------------------------------------------------------------------------------------------------


def test_what_the_editor_asked_for_is_always_printed() -> None:
    stories = [scored("a"), scored("b"), scored("c"), pinned(scored("d")), pinned(scored("e", "Mars", ""))]
    choice = choose(stories, edition(limits=LimitsTable(topic=2, other=0, issue=2)))
    assert titles(choice) == {("Europe", "Talks"): ["d"], ("Mars", ""): ["e"]}
    assert choice.verdicts[3].why == "the editor asked for it"
    assert rulings([pinned(scored("a", topic="Sports"))]) == ["unlisted"]


# -- no publisher and no subject takes a section ----------------------------------------------------------------------

WIDE = LimitsTable(topic=6, other=6, issue=60)


def test_one_publisher_does_not_take_a_section_while_others_wait() -> None:
    stories = [scored(f"wire {n}", score=0.9 - n / 100, publisher="The Wire") for n in range(6)]
    stories += [scored(f"other {n}", score=0.5 - n / 100) for n in range(3)]
    choice = choose(stories, edition(limits=WIDE))
    printed = titles(choice)["Europe", "Talks"]
    assert printed == ["wire 0", "wire 1", "wire 2", "other 0", "other 1", "other 2"]
    assert choice.verdicts[3] == Verdict("publisher", "The Wire already has 3 of 6 there", 4, 9)


def test_it_takes_what_nobody_else_wants() -> None:
    stories = [scored(f"wire {n}", publisher="The Wire") for n in range(4)] + [scored("other")]
    choice = choose(stories, edition(limits=WIDE))
    assert len(titles(choice)["Europe", "Talks"]) == 5
    assert choice.verdicts[3].why == "nothing else was left for its place"


def test_one_publisher_does_not_take_the_issue() -> None:
    limits = LimitsTable(topic=6, other=6, issue=4, publisher=0.5)
    stories = [scored(f"wire {n}", score=0.9, publisher="The Wire") for n in range(4)]
    stories += [scored("asian", "Asia", "Quakes"), scored("other")]
    choice = choose(stories, edition(limits=limits))
    assert titles(choice) == {("Europe", "Talks"): ["wire 0", "wire 1", "other"], ("Asia", "Quakes"): ["asian"]}
    assert choice.verdicts[2].why == "The Wire already has 2 of 4 in all"


def test_a_sections_only_story_is_printed_whosever_it_is() -> None:
    stories = [
        scored("a", publisher="The Wire"),
        scored("b", score=0.45),
        scored("c", "Asia", "Quakes", 0.4, publisher="The Wire"),
    ]
    choice = choose(stories, edition(limits=LimitsTable(topic=6, other=6, issue=2)))
    assert [one.ruling for one in choice.verdicts] == ["printed", "issue", "printed"]


def test_one_subject_does_not_take_a_section_while_others_wait() -> None:
    stories = [
        scored("Astronaut brought home early over a medical issue", score=0.9),
        scored("Medical issue forces early return of astronaut", score=0.8),
        scored("A rocket of a new kind is launched", score=0.5),
    ]
    choice = choose(stories, edition())
    assert [one.ruling for one in choice.verdicts] == ["printed", "subject", "printed"]
    assert choice.verdicts[1].why == (
        "“Astronaut brought home early over a medical issue” tells of the same subject there"
    )
    assert rulings(stories[:2]) == ["printed", "printed"]  # nothing else is there


# -- every section has its turn ---------------------------------------------------------------------------------------


def test_the_issues_limit_does_not_empty_a_small_section() -> None:
    stories = [scored(letter, score=0.9) for letter in "abc"] + [scored("z", "Asia", "Quakes", 0.4)]
    limits = LimitsTable(topic=5, other=5, issue=2)
    choice = choose(stories, edition(limits=limits))
    assert titles(choice) == {("Europe", "Talks"): ["a"], ("Asia", "Quakes"): ["z"]}
    assert choice.verdicts[1].why == "the limit is 2 in all"


@pytest.mark.parametrize(
    ("one", "changes", "why"),
    [
        (scored("a", topic="Sports"), {}, "the edition weekly does not list the topic Sports"),
        (scored("a", "Mars", ""), {}, "the edition weekly does not list the region Mars"),
        (scored("a", topic=""), {"other_news": False}, "the edition weekly prints no other news (other_news = false)"),
    ],
)
def test_what_the_edition_does_not_ask_for_is_told(one: Scored, changes: dict[str, object], why: str) -> None:
    (verdict,) = choose([one], edition(**changes)).verdicts
    assert verdict == Verdict("unlisted", why)
    assert verdict.ruling not in WAITING
