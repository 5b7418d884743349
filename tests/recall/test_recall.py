"""What comes back, what stays out, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Bond, Issue, Item, Repeat, Story, Told
from digest.recall import Memory, Recalled, recall, remember
from tests.builders import NOW, headline_of, issue, item, piece, placed, section, source_ref, story, update

FLOTILLA = "The Freedom Flotilla left Catania for Gaza with Greta Thunberg and aid for its people on board."
SEIZED = "Israel's navy seized the Freedom Flotilla's ship Madleen off Gaza and took Greta Thunberg to Ashdod."
FLOOD = "Flooding after torrential rain in Mokwa in Nigeria killed over 200 people, the emergency agency said."
OTHER_FLOOD = "Flooding after heavy rain in Mthatha in South Africa killed 57 people, the provincial premier said."
WEEK = timedelta(days=7)


def told(text: str, title: str = "", name: str = "weekly/2025-W23", number: int = 1, **changes: object) -> Issue:
    """A closed issue with one piece, which tells one item of one paragraph."""
    made = article(title or text, text)
    told_piece = replace(
        piece(title or text, text, tells=((made.id, made.passages[0].key),), **changes),
        sources=(source_ref(item=made.id, title=title, url=made.url, publisher="Wire"),),
        headline=headline_of(title or text, made.id),
    )
    return issue(section("Europe", "Russia-Ukraine talks", told_piece), id=name, number=number, until=NOW - WEEK)


def article(title: str, *texts: str, **changes: object) -> Item:
    """An item of the same section's feed."""
    return item(title, *texts, **changes)


def memory(*issues: Issue) -> Memory:
    """The memory of these issues."""
    return remember(issues, {})


def one(*texts: str, title: str = "Also", **changes: object) -> Story:
    """A story of one item, first seen now."""
    return story(placed(article(title, *texts, **changes), first_seen=NOW))


def names(of: Recalled) -> tuple[list[str], list[str]]:
    """Titles that may be printed, each with + when it is an update, and those that are left out."""
    printed = [("+" if one.development else "") + one.cuts[0].item.title for one in of.stories]
    return printed, [left.title for left in of.repeats]


def test_without_memory_everything_is_as_it_was() -> None:
    stories = (one(SEIZED), one(FLOOD))
    assert recall(stories, Memory()) == Recalled(stories, ())


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    [
        pytest.param(FLOTILLA, SEIZED, ["+Also"], id="the next step of an event"),
        pytest.param(FLOTILLA, FLOTILLA, [], id="the same words from another source"),
        pytest.param(FLOOD, OTHER_FLOOD, ["Also"], id="another flood in the same words"),
        pytest.param(FLOOD, SEIZED, ["Also"], id="another event"),
        pytest.param(FLOOD, FLOOD.replace("200", "300"), ["+Also"], id="a figure that grew"),
        pytest.param(FLOOD, FLOOD.replace("torrential", "heavy"), [], id="one word told otherwise"),
    ],
)
def test_a_story_comes_back_only_with_something_new(before: str, now: str, printed: list[str]) -> None:
    found = recall([one(now, source="Herald", publisher="Herald")], memory(told(before)))
    assert names(found)[0] == printed
    assert len(found.stories) + len(found.repeats) == 1


def test_what_stays_out_says_where_it_was_told_and_why_it_is_the_same() -> None:
    (left,) = recall([one(FLOTILLA, title="Ship sails", publisher="Herald")], memory(told(FLOTILLA))).repeats
    assert isinstance(left, Repeat)
    assert (left.last.issue, left.last.number, left.last.headline) == ("weekly/2025-W23", 1, FLOTILLA)
    assert left.why == "the same text (100% of the shorter one)"
    assert left.passages == (article("Ship sails", FLOTILLA).passages[0].key,)


def test_only_what_is_new_is_marked_and_a_sentence_that_leans_brings_the_one_before() -> None:
    text = f"{FLOTILLA} Its crew of twelve was deported on Tuesday after a hearing in Ramle. {FLOOD}"
    (found,) = recall([one(text, publisher="Herald")], memory(told(f"{FLOTILLA} {FLOOD}"))).stories
    assert found.development is not None
    assert found.development.why.startswith("the same ")
    spans = [fresh.span for fresh in found.development.new]
    assert [text[slice(*span)] for span in spans] == [
        FLOTILLA,
        "Its crew of twelve was deported on Tuesday after a hearing in Ramle.",
    ]


def test_the_cut_with_the_most_that_is_new_leads() -> None:
    old = placed(article("Old words", FLOTILLA, publisher="Courier"), first_seen=NOW)
    new = placed(article("New words", SEIZED, publisher="Herald"), first_seen=NOW)
    (found,) = recall([story(old, new)], memory(told(FLOTILLA))).stories
    assert [cut.item.title for cut in found.cuts] == ["New words", "Old words"]
    assert found.publishers == ("Herald", "Courier")


def test_a_story_of_three_issues_follows_the_last_and_names_the_first() -> None:
    first = told(FLOTILLA)
    (before,) = memory(first).told
    second = told(SEIZED, name="weekly/2025-W24", number=2, update=update(first=before.printing))
    later = "The Freedom Flotilla's Greta Thunberg flew from Israel to Sweden; Madleen stays in Ashdod."
    (found,) = recall([one(later, publisher="Herald")], memory(first, second)).stories
    assert found.development is not None
    assert found.development.first == before.printing
    assert (found.development.last.issue, found.development.last.headline) == ("weekly/2025-W24", SEIZED)


def test_what_any_issue_of_a_story_said_is_not_new() -> None:
    first = told(FLOTILLA)
    (before,) = memory(first).told
    second = told(SEIZED, name="weekly/2025-W24", number=2, update=update(first=before.printing))
    both = recall([one(f"{SEIZED} {FLOTILLA}", publisher="Herald")], memory(first, second))
    assert names(both) == ([], ["Also"])


def test_another_section_and_a_time_long_ago_are_another_story() -> None:
    elsewhere = story(placed(article("A report", SEIZED), topic="Gaza", first_seen=NOW))
    assert names(recall([elsewhere], memory(told(FLOTILLA))))[0] == ["A report"]
    old = remember([told(FLOTILLA)], {}, since=NOW)
    assert names(recall([one(SEIZED)], old))[0] == ["Also"]


def grown(*texts: str, seen: timedelta = timedelta()) -> Story:
    """The told article with more paragraphs, of which the last is fresh."""
    whole = article(FLOTILLA, FLOTILLA, *texts)
    return story(replace(placed(whole, first_seen=NOW - WEEK + seen), passages=whole.passages[-1:]))


def test_an_article_that_grew_is_an_update_however_long_ago_it_was_told() -> None:
    past = remember([told(FLOTILLA)], {}, since=NOW)
    (found,) = recall([grown("They end on Friday.", seen=timedelta(days=1))], past).stories
    assert found.development is not None
    assert found.development.why == "the same article, with words that were not printed"


def test_a_part_of_an_article_that_waited_in_another_section_is_no_update() -> None:
    waiting = replace(grown(SEIZED), topic="Gaza")
    assert names(recall([waiting], memory(told(FLOTILLA))))[0] == [FLOTILLA]
    later = replace(grown(SEIZED, seen=timedelta(days=1)), topic="Gaza")
    assert names(recall([later], memory(told(FLOTILLA))))[0] == [f"+{FLOTILLA}"]


def test_a_series_under_one_title_is_not_one_story() -> None:
    before = told(f"Visits on 3 May: {FLOTILLA}", "Public schedule, 3 May")
    now = one(f"Visits on 10 May: {SEIZED}", title="Public schedule, 10 May")
    assert names(recall([now], memory(before)))[0] == ["Public schedule, 10 May"]
    elsewhere = one(f"Visits on 10 May: {SEIZED}", title="Public schedule, 10 May", publisher="Herald")
    assert names(recall([elsewhere], memory(before)))[0] == ["+Public schedule, 10 May"]


def test_what_the_editor_asked_for_is_printed_whatever_it_says() -> None:
    wanted = one(FLOTILLA, publisher="Herald")
    (found,) = recall([wanted], memory(told(FLOTILLA)), pinned={wanted.cuts[0].item.id}).stories
    assert found.development is not None
    assert found.development.new == ()


def test_what_was_left_out_once_is_known_by_its_article() -> None:
    left = one(FLOTILLA, title="Ship sails", publisher="Herald")
    closed = told(FLOTILLA)
    repeats = recall([left], memory(closed)).repeats
    whole = article("Ship sails", FLOTILLA, "A storm kept it in port.", publisher="Herald")
    more = story(replace(placed(whole, first_seen=NOW), passages=whole.passages[-1:]))
    known = memory(closed, replace(told(FLOOD), id="weekly/2025-W24", repeats=repeats))
    (found,) = recall([more], known).stories
    assert found.development is not None
    assert found.development.last.headline == FLOTILLA


def test_another_judge_is_asked_where_words_do_not_say() -> None:
    def judge(old: Told, new: Story) -> Bond | None:
        return Bond(0.9, "meant alike") if "Mthatha" in new.cuts[0].passages[0].text else None

    (found,) = recall([one(OTHER_FLOOD)], memory(told(FLOOD)), also=judge).stories
    assert found.development is not None
    assert found.development.why == "meant alike"


WORDS = st.lists(
    st.sampled_from("Gaza Ankara Kyiv navy ship rain talks 12 40 said left agreed on in".split()), min_size=3
)
TEXTS = WORDS.map(lambda words: " ".join(words) + ".")


@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=3))
def test_every_story_is_printed_or_left_out_and_only_sentences_of_its_own_are_new(
    now: Sequence[str], before: Sequence[str]
) -> None:
    stories = [one(text, title=f"Report {n}", publisher=f"P{n}") for n, text in enumerate(now)]
    issues = [told(text, name=f"weekly/{n}", number=n) for n, text in enumerate(before)]
    found = recall(stories, memory(*issues))
    assert sorted([*(s.cuts[0].item.id for s in found.stories), *(left.item for left in found.repeats)]) == sorted(
        s.cuts[0].item.id for s in stories
    )
    assert recall(stories, memory(*issues)) == found
    for printed in found.stories:
        texts = {(cut.item.id, p.key): p.text for cut in printed.cuts for p in cut.passages}
        for fresh in printed.development.new if printed.development else ():
            assert texts[fresh.item, fresh.passage][slice(*fresh.span)].strip()


def test_nearly_the_same_headline_is_the_same_story_unless_a_name_or_a_figure_differs() -> None:
    before = told(
        "Officials spoke in Melbourne on Monday.", "Australia seals off 6.6 million people in the virus state"
    )
    rows = [
        ("Australia seals off 6.6 million people in the virus state as outbreak worsens", "+"),
        ("Australia seals off 7.7 million people in the virus state", ""),
        ("Austria seals off 6.6 million people in the virus state", ""),
    ]
    for title, mark in rows:
        found = recall([one("A lockdown begins at midnight, says the premier.", title=title)], memory(before))
        assert names(found)[0] == [mark + title]


def test_links_to_other_stories_are_nothing_new_and_a_title_is_where_the_teaser_says_nothing() -> None:
    before = told(f"{FLOTILLA}", "Flotilla leaves for Gaza with Greta Thunberg")
    links = one("• Analysis: what Sweden's premier must choose now • Watch the Senate press a witness",
                title="Flotilla leaves for Gaza with Greta Thunberg")  # fmt: skip
    assert names(recall([links], memory(before)))[0] == []
    title, teaser = (
        "Freedom Flotilla: Sweden warns of arrests at Ashdod",
        "The latest of the Freedom Flotilla, hour by hour.",
    )
    before = told(teaser, "Flotilla leaves for Gaza with Greta Thunberg")
    assert names(recall([one(teaser, title=title)], memory(before)))[0] == [f"+{title}"]
    assert names(recall([one(teaser, title=title, publisher="Herald")], memory(before)))[0] == []


def test_the_furniture_of_one_paper_is_no_bond_between_its_articles() -> None:
    teaser = "Follow our live blog of Australia for the latest updates, or read our daily news podcast and email."
    before = told(teaser, "Man dies in Sydney after his arrest")
    fire = one(teaser, title="Ten properties destroyed as fire hits Victorian town")
    assert names(recall([fire], memory(before))) == (["Ten properties destroyed as fire hits Victorian town"], [])
    copied = one(teaser, title="Ten properties destroyed as fire hits Victorian town", publisher="Herald")
    assert names(recall([copied], memory(before)))[0] == []
    again = one(FLOTILLA, title="Ship sails again from Sicily")
    assert names(recall([again], memory(told(FLOTILLA, "Greta Thunberg sails for Gaza"))))[0] == []
