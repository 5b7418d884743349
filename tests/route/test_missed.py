"""Missed: the topics that an item nearly has."""

from __future__ import annotations

from digest.config.schema import TopicTable
from digest.route.missed import Missed, missed
from tests.builders import item
from tests.route.desk import TOPICS, desk


def said(*texts: str, title: str = "A note", topics: tuple[TopicTable, ...] = TOPICS) -> dict[str, str]:
    """The missed topics of an item, and why."""
    return {one.topic: one.said for one in missed(item(title, *texts), desk("", topics))}


def test_one_group_is_named_with_the_paragraphs_that_have_the_others() -> None:
    found = said("Russia and Ukraine were silent.", "Nothing more.", "Putin spoke of Kyiv.")
    assert found == {
        "Russia-Ukraine talks": "missed by one group: it has “Russia”, “Ukraine”, “Putin”, “Kyiv” (paragraph 1, paragraph "
        "3), but none of talk*, negotiat*, ceasefire, mediat*, summit, diplomatic, exchange of prisoners"
    }


def test_words_that_stand_in_different_paragraphs() -> None:
    found = said("A coalition met in the city.", "Nothing more.", "The Islamic State was not named by anybody else.")
    assert found["anti-Daesh coordination"] == (
        "missed by a paragraph: its words stand in different ones: “coalition” in paragraph 1, “Islamic State” in paragraph 3"
    )


def test_a_stronger_topic() -> None:
    one = TopicTable(name="One", rule="ferry AND boat")
    other = TopicTable(name="Other", rule="ferry")
    assert said("A ferry is a boat.", topics=(one, other)) == {
        "One": "its rule holds, but another topic is stronger there",
        "Other": "its rule holds, but another topic is stronger there",
    }
    rows = missed(item("A note", "A ferry is a boat."), desk("", (one, other)), has={"One"})
    assert [row.topic for row in rows] == ["Other"]


def test_the_nearest_come_first_and_not_too_many() -> None:
    topics = tuple(TopicTable(name=f"T{n}", rule=f"ferry AND word{n}") for n in range(9))
    near = TopicTable(name="Near", rule="ferry AND boat AND nothing")
    rows = missed(item("A note", "A ferry is a boat."), desk("", (*topics, near)))
    assert [row.topic for row in rows] == ["Near", "T0", "T1", "T2", "T3"]
    assert rows[0] == Missed("Near", "missed by a word: it has “ferry”, “boat” (paragraph 1), but no nothing", 2)


def test_a_long_group_is_cut() -> None:
    rule = f"ferry AND ({' OR '.join(f'word{n}' for n in range(12))})"
    assert said("A ferry.", topics=(TopicTable(name="Long", rule=rule),))["Long"].endswith(
        "but none of word0, word1, word2, word3, word4, word5, word6, word7 and 4 more"
    )
