"""The same article from several feeds is one story; different articles stay apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cluster import cluster
from digest.models import Placed
from tests import builders

TEXT = (
    "Delegations of Russia and Ukraine met in Istanbul on Monday and agreed to exchange more than one thousand prisoners, "
    "the Turkish foreign ministry said after the meeting had ended."
)
OTHER = (
    "The central bank of Kenya kept its rate unchanged this week because prices of maize and fuel had fallen for the "
    "third month in a row, its governor said in Nairobi."
)


def cut(title: str, *texts: str, source: str = "Wire", **changes: object) -> Placed:
    """An item wholly in one section."""
    item = builders.item(title, *texts, source=source, publisher=source, url=f"https://{source}.example/{title}")
    place = {name: changes.pop(name) for name in ("region", "topic") if name in changes}

    return builders.placed(replace(item, **changes), **place)  # type: ignore[arg-type]


def titles(*cuts: Placed) -> list[list[str]]:
    """Each story's cuts by source, the lead first."""
    return [[one.item.source for one in story.cuts] for story in cluster(cuts)]


def test_wire_copy_under_two_titles_is_one_story_and_one_voice() -> None:
    (story,) = cluster([cut("Prisoners to come home", TEXT, source="A"), cut("Istanbul round ends", TEXT, source="B")])
    assert sorted(story.publishers + story.also_in) == ["A", "B"]
    assert len(story.publishers) == 1
    assert story.why[0] == "the same text (100% of the shorter one)"


def test_the_fullest_text_leads() -> None:
    short = cut("Short", TEXT, source="A")
    full = cut("Full", TEXT, "A further round was expected before the end of the month in the same city.", source="B")
    (story,) = cluster([short, full])
    assert [one.item.title for one in story.cuts] == ["Full", "Short"]


def test_a_publisher_family_counts_once() -> None:
    one = cut("One", TEXT, source="A", publisher="Family")
    two = cut("Two", TEXT, source="B", publisher="Family")
    assert cluster([one, two])[0].publishers == ("Family",)


def test_the_same_address_is_the_same_article_even_when_it_was_rewritten() -> None:
    address = "https://wire.example/1"
    (story,) = cluster([cut("One", TEXT, source="A", url=address), cut("Two", OTHER, source="B", url=address)])
    assert story.why[0] == "the same address"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(cut("One", TEXT, source="A"), cut("Two", OTHER, source="B"), id="other text"),
        pytest.param(
            cut("Morning briefing", TEXT, source="A"), cut("Morning briefing", OTHER, source="B"), id="one title"
        ),
        pytest.param(cut("One", TEXT, source="A"), cut("Two", TEXT, source="B", topic="Other"), id="other topic"),
        pytest.param(cut("One", TEXT, source="A"), cut("Two", TEXT, source="B", region="Asia"), id="other region"),
        pytest.param(
            cut("One", "He met the press.", source="A"), cut("Two", "He met the press.", source="B"), id="too short"
        ),
    ],
)
def test_these_stay_apart(left: Placed, right: Placed) -> None:
    assert len(cluster([left, right])) == 2


def test_a_shared_boilerplate_sentence_joins_nobody() -> None:
    boilerplate = "Subscribe to our newsletter to get the most important stories of the day every morning."
    random = Random(1)
    cuts = [cut(f"Story {n}", " ".join(made_up(random, 40)) + ".", boilerplate, source=f"S{n}") for n in range(60)]
    assert len(cluster(cuts)) == 60


def made_up(random: Random, count: int) -> list[str]:
    """Words of a language that nobody speaks."""
    return ["".join(random.choices("abdefgiklmnoprstuv", k=8)) for _ in range(count)]


def test_chinese_texts_are_compared_by_characters() -> None:
    text = "双方代表团星期一在伊斯坦布尔举行会谈，同意交换一千多名战俘，土耳其外交部在会后表示。"
    assert titles(cut("一", text, source="A"), cut("二", text + "下一轮会谈将在月底举行。", source="B")) == [["B", "A"]]


def test_of_equal_texts_the_earlier_leads() -> None:
    early = cut("Late id", TEXT, source="A", published=builders.NOW - timedelta(days=3))
    late = cut("Early id", TEXT, source="B", published=builders.NOW - timedelta(days=1))
    assert titles(late, early) == [["A", "B"]]


TEXTS = st.lists(st.sampled_from([TEXT, OTHER, TEXT + " More.", OTHER[:90], "Short."]), min_size=1, max_size=8)


@given(TEXTS, st.randoms())
def test_every_cut_is_in_one_story_whatever_the_order(texts: list[str], random: Random) -> None:
    cuts = [cut(f"T{n}", text, source=f"S{n}") for n, text in enumerate(texts)]
    stories = cluster(cuts)
    assert sorted(one.item.id for story in stories for one in story.cuts) == sorted(one.item.id for one in cuts)
    shuffled = list(cuts)
    random.shuffle(shuffled)
    assert cluster(shuffled) == stories


# -- what only looks the same --------------------------------------------------------------------------------------

FORM = (
    "The secretary meets the foreign minister of {}, at the department, at {}. The press is admitted to the first five "
    "minutes. Later the secretary meets the staff of the department. There is no press briefing and no other event."
)
LONGER = TEXT + " Both sides spoke of progress. A further round was expected before the end of the month in that city."


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            cut("Public schedule, 3 May", FORM.format("Norway", "10:00"), source="A"),
            cut("Public schedule, 4 May", FORM.format("Ghana", "14:30"), source="A", url="https://A.example/4"),
            id="a series of one source",
        ),
        pytest.param(
            cut(
                "Quake strikes Peru", "A quake of magnitude 5.1 struck 40 km off Lima at 10:22, 12 km deep.", source="A"
            ),
            cut(
                "Quake strikes Fiji", "A quake of magnitude 6.3 struck 55 km off Suva at 03:17, 90 km deep.", source="B"
            ),
            id="a form filled in twice",
        ),
        pytest.param(
            cut("Delegations meet in Istanbul", TEXT, source="A"),
            cut("Delegations meet in Istanbul", TEXT, source="B", published=builders.NOW + timedelta(days=30)),
            id="one headline a month apart",
        ),
        pytest.param(
            cut("One", TEXT, source="A", url="https://site.example/"),
            cut("Two", OTHER, source="B", url="https://site.example/"),
            id="a site's front page",
        ),
        pytest.param(
            cut("Kenya keeps its rate", OTHER, source="A"),
            cut("The week in short", " ".join((TEXT, LONGER.upper(), OTHER, FORM * 3)), source="B"),
            id="a round-up",
        ),
    ],
)
def test_what_only_looks_the_same_stays_apart(left: Placed, right: Placed) -> None:
    if left.item.published != right.item.published:
        right = replace(right, passages=builders.item("x", OTHER + " Delegations meet.").passages)
    assert len(cluster([left, right])) == 2


def test_a_page_to_which_a_source_sends_several_titles_names_no_article() -> None:
    live = "https://wire.example/live"
    cuts = [cut("One", TEXT, source="A", url=live), cut("Two", OTHER, source="A", url=live)]
    assert len(cluster(cuts)) == 2


def test_a_paragraph_under_three_titles_of_a_source_is_boilerplate() -> None:
    own = ("Bridges over the harbour were closed by fog.", "Tea prices fell in the hills.", "A school opened late.")
    cuts = [cut(f"Title {number}", text, "About us: " + LONGER) for number, text in enumerate(own)]
    assert len(cluster(cuts)) == 3


def test_an_update_of_one_source_joins_its_first_version() -> None:
    first = cut("Talks begin", LONGER, source="A", url="https://A.example/1")
    second = cut("Talks end", LONGER + " They ended at noon.", source="A", url="https://A.example/2")
    assert len(cluster([first, second])) == 1


# -- what looks different ------------------------------------------------------------------------------------------


def test_a_summary_joins_its_article() -> None:
    full = cut("Russia and Ukraine agree to exchange prisoners", LONGER, OTHER, FORM, source="A")
    summary = cut("Russia and Ukraine agree to exchange prisoners - Wire", TEXT[:120], source="B")
    assert titles(full, summary) == [["A", "B"]]


def test_two_summaries_under_one_title_join() -> None:
    title = "Russia and Ukraine agree to exchange prisoners"
    one = cut(title, "Delegations agreed in Istanbul to exchange prisoners, the Turkish ministry said.", source="A")
    two = cut(title, "A Turkish ministry says both delegations will exchange many prisoners soon.", source="B")
    (story,) = cluster([one, two])
    assert story.why[0] == "the same title, and texts that share their words"


def test_dates_of_fetching_part_nobody() -> None:
    one = cut("Talks", LONGER, source="A")
    two = cut("Talks", LONGER.replace("A further", "One further"), source="B", dated_by="fetch")
    assert len(cluster([one, replace(two, item=replace(two.item, published=builders.NOW))])) == 1


def test_a_chain_of_copies_that_leads_away_from_its_lead_is_cut() -> None:
    random = Random(2)
    parts = [" ".join(made_up(random, 12)) + "." for _ in range(9)]
    near = cut("Clerks and bridges", *parts[:6], source="A")
    middle = cut("Bridges and clerks", *parts[3:8], source="B")
    far = cut("Towns and bridges", *parts[6:9], source="C")
    grouped = titles(near, middle, far)
    assert sorted(map(len, grouped)) == [1, 2]


def test_sections_do_not_mix_and_come_in_order() -> None:
    cuts = [cut("B", TEXT, region="Europe"), cut("A", TEXT, region="Africa"), cut("C", OTHER, region="Africa")]
    assert [story.region for story in cluster(cuts)] == ["Africa", "Africa", "Europe"]
    assert cluster([]) == ()
