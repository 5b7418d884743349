"""A trial of the rules on labelled texts."""

from __future__ import annotations

import pytest

from digest.config import Config
from digest.config.schema import RegionTable, TopicTable
from digest.errors import ConfigError
from digest.learn import LabelledText
from digest.pipeline.trial import Tally, Trial, shown, tallied, try_texts
from digest.route import router
from tests.builders import NOW
from tests.route.desk import ALIASES, DAESH_LEAD, REGIONS, SILENT, TALKS_LEAD, TOPICS

CONFIG = Config(regions=REGIONS, topics=TOPICS, aliases=ALIASES)
TALKS, DAESH = "Russia-Ukraine talks", "anti-Daesh coordination"


def tried(*rows: LabelledText, topics: tuple[TopicTable, ...] = TOPICS) -> Trial:
    return try_texts(rows, CONFIG, router(REGIONS, topics, ALIASES), NOW)


def figures(trial: Trial) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(one.kind, one.name): (one.right, one.wrongly_in, one.wrongly_out) for one in trial.tallies}


def row(text: str, **labels: tuple[str, ...]) -> LabelledText:
    return LabelledText("l.jsonl:1", text, language="en", **labels)  # type: ignore[arg-type]


def test_what_is_right_is_counted_and_not_told() -> None:
    made = tried(row(f"{TALKS_LEAD}\n\n{DAESH_LEAD}", topics=(TALKS, DAESH), regions=("Europe", "Middle East")))
    assert figures(made) == {
        ("topic", TALKS): (1, 0, 0), ("topic", DAESH): (1, 0, 0), ("topic", ""): (2, 0, 0),
        ("region", "Europe"): (1, 0, 0), ("region", "Middle East"): (1, 0, 0), ("region", ""): (2, 0, 0),
    }  # fmt: skip
    assert made.disputes == ()
    assert made.worst == 1.0


def test_what_is_wrong_is_told_with_the_words_that_did_it_and_those_that_were_missing() -> None:
    made = tried(row(TALKS_LEAD, topics=(DAESH,)))
    assert figures(made) == {("topic", TALKS): (0, 1, 0), ("topic", DAESH): (0, 0, 1), ("topic", ""): (0, 1, 1)}
    (one,) = made.disputes
    assert (one.where, one.was, one.would, one.passages) == ("l.jsonl:1", DAESH, TALKS, 1)
    assert one.title.startswith("Delegations of Russia and Ukraine will hold peace talks")
    assert one.because == (
        f"“{TALKS}”: “Russia”, “Ukraine”, “talks”",
        f"“{DAESH}”: none of its rule's words stands there",
    )


def test_labels_that_are_not_given_are_not_measured() -> None:
    assert ("region", "") not in figures(tried(row(TALKS_LEAD, topics=(TALKS,))))


def test_countries_are_what_a_text_is_about_wherever_it_is_printed() -> None:
    quake = "An earthquake shook Indonesia; aftershocks went on all day."
    assert figures(tried(row(quake, countries=("id",))))["region", "South-East Asia"] == (1, 0, 0)
    assert figures(tried(row(quake, regions=("Global",))))["region", "Global"] == (1, 0, 0)
    (one,) = tried(row(quake, countries=("FR",))).disputes
    assert one.because == ("“South-East Asia”: “Indonesia”", "“Europe”: nothing goes there")


def test_a_region_that_comes_with_its_topic_says_so() -> None:
    (one,) = tried(row("Aftershocks went on all day.", regions=("Europe",))).disputes
    assert one.because[0] == "“Global”: the topic “Earthquakes” is printed there"


def test_a_row_of_nothing_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"l\.jsonl:1: "):
        tried(row("-"))


def test_tallies() -> None:
    made = tallied("topic", [({"a", "b"}, {"a"}), ({"a"}, {"a", "c"}), ((), ())], ["b", "a", "z"])
    assert made == (
        Tally("topic", "b", 0, 0, 1), Tally("topic", "a", 2, 0, 0), Tally("topic", "c", 0, 1, 0),
        Tally("topic", "", 2, 1, 1),
    )  # fmt: skip
    assert (made[-1].precision, made[-1].recall, made[-1].f) == (2 / 3, 2 / 3, 2 / 3)
    assert (made[0].precision, made[0].recall, made[0].f) == (1.0, 0.0, 0.0)
    assert tallied("topic", [((), ())], []) == ()


def test_places_as_people_read_them() -> None:
    assert [shown(one) for one in (("Europe", "Talks"), ("Europe", ""), ("", ""))] == [
        "Europe > Talks", "Europe > other news", "nowhere",
    ]  # fmt: skip


def test_a_country_that_no_region_lists_belongs_nowhere() -> None:
    config = CONFIG.model_copy(update={"regions": (RegionTable(name="Europe", countries=("FR",)),)})
    made = try_texts([row(SILENT, countries=("BR",))], config, router(config.regions, (), {}), NOW)
    assert made.disputes == ()
