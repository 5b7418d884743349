"""Stories flattened for print: headlines, excerpts, provenance, lines, counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.compose import Wishes, compose, printed, shown
from digest.config.schema import EditionTable, RegionTable, TopicTable
from digest.models import (
    FIRST_WORDS,
    Development,
    Evidence,
    Fresh,
    Issue,
    Item,
    Match,
    Piece,
    Placed,
    Scored,
    Snapshot,
    Story,
    Update,
)
from tests import builders

TALKS = "Delegations of Russia and Ukraine met in Istanbul on Monday. They agreed to exchange 1,000 prisoners."
CELL = "A joint cell against Daesh opened in Amman. It links five countries of the region."
EDITION = EditionTable(
    name="weekly", regions=("Europe", "Middle East"), topics=("Russia-Ukraine talks", "anti-Daesh coordination")
)


def placed(item: Item, number: int, topic: str, *, title_fits: bool, region: str = "Europe") -> Placed:
    """One passage of an item in a section."""
    return replace(
        builders.placed(item, topic=topic, region=region, title_fits=title_fits), passages=(item.passages[number],)
    )


def made(*parts: Placed, **wishes: object) -> Issue:
    """The issue of one story per part."""
    frame = replace(builders.issue(), sections=(), lines=())
    scored = [Scored(builders.story(part), 0.9 - n / 10, ("why",)) for n, part in enumerate(parts)]
    texts = {part.item.snapshot: text(part.item) for part in parts}
    return compose(scored, texts, Wishes(EDITION, **wishes), frame)  # type: ignore[arg-type]


def of(story: Story, **wishes: object) -> Issue:
    """The issue of one story."""
    frame = replace(builders.issue(), sections=(), lines=())
    texts = {cut.item.snapshot: text(cut.item) for cut in story.cuts}
    return compose([Scored(story, 0.9, ("why",))], texts, Wishes(EDITION, **wishes), frame)  # type: ignore[arg-type]


def text(item: Item) -> Snapshot:
    """The snapshot that builders.item points into."""
    return builders.snapshot(item.title, *(passage.text for passage in item.passages))


def pieces(issue: Issue) -> list[Piece]:
    """All pieces in print order."""
    return [piece for section in issue.sections for topic in section.topics for piece in topic.pieces]


def test_one_article_in_two_sections_has_its_title_over_one_and_a_sentence_over_the_other() -> None:
    item = builders.item("Fresh momentum for peace talks", TALKS, CELL)
    talks = placed(item, 0, "Russia-Ukraine talks", title_fits=True)
    cell = placed(item, 1, "anti-Daesh coordination", title_fits=False, region="Middle East")
    first, second = pieces(made(talks, cell))
    assert (first.headline.text, first.headline.origin) == ("Fresh momentum for peace talks", "title")
    assert (second.headline.text, second.headline.origin) == ("A joint cell against Daesh opened in Amman", "sentence")
    assert second.headline.from_title == "Fresh momentum for peace talks"
    assert [s.text for p in second.paragraphs for s in p.sentences] == ["It links five countries of the region."]


def test_a_title_that_does_not_route_here_is_kept_when_no_other_section_has_a_part() -> None:
    item = builders.item("A week of diplomacy", TALKS, CELL)
    (piece,) = pieces(made(placed(item, 0, "Russia-Ukraine talks", title_fits=False)))
    assert piece.headline.origin == "title"


def test_a_part_that_was_held_back_does_not_get_the_title_of_the_whole_next_week() -> None:
    item = builders.item("Prisoners come home", TALKS, CELL)
    cell = placed(item, 1, "anti-Daesh coordination", title_fits=False, region="Middle East")
    (piece,) = pieces(made(cell, earlier={item.id: "weekly/2025-W22"}))
    assert piece.headline.origin == "sentence"
    talks = placed(item, 0, "a topic that is not printed", title_fits=True)
    (piece,) = pieces(made(cell, talks))
    assert piece.headline.origin == "sentence"


def test_an_untitled_item_is_headed_by_its_first_sentence_which_is_not_told_again() -> None:
    (piece,) = pieces(made(builders.placed(builders.item("", "One sentence about the talks in Istanbul."))))
    assert piece.headline.text == "One sentence about the talks in Istanbul"
    assert piece.paragraphs == ()
    (piece,) = pieces(made(builders.placed(builders.item("", "One sentence about the talks.", "Two come home."))))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == ["Two come home."]


def test_a_few_words_of_the_headline_are_no_body() -> None:
    item = builders.item("", "Delegations of Russia and Ukraine met in Istanbul on Monday for talks about prisoners.")
    (piece,) = pieces(made(builders.placed(item), excerpts={"Wire": 6}))
    assert (piece.paragraphs, piece.shortened) == ((), True)


def test_a_title_that_is_the_first_words_is_no_title_over_another_part() -> None:
    item = builders.item("Delegations of Russia and Ukraine met", TALKS, CELL, titled_from=FIRST_WORDS)
    cell = placed(item, 1, "anti-Daesh coordination", title_fits=True, region="Middle East")
    (piece,) = pieces(made(cell))
    assert (piece.headline.text, piece.headline.from_title) == ("A joint cell against Daesh opened in Amman", "")


def test_a_headline_of_a_sentence_begins_with_no_pronoun_and_announces_nothing() -> None:
    item = builders.item("", "He spoke of grain. A joint cell against Daesh opened in Amman.")
    (piece,) = pieces(made(builders.placed(item)))
    assert piece.headline.text == "A joint cell against Daesh opened in Amman"
    item = builders.item("", "The statement of all five countries:", "A joint cell against Daesh opened in Amman.")
    (piece,) = pieces(made(builders.placed(item)))
    assert piece.headline.text == "A joint cell against Daesh opened in Amman"


def test_a_headline_that_points_back_is_no_line_where_there_is_another() -> None:
    talks = builders.placed(builders.item("Talks", TALKS))
    cell = placed(
        builders.item("Week", TALKS, "The coalition was formed in 2014."),
        1,
        "anti-Daesh coordination",
        title_fits=False,
        region="Middle East",
    )
    issue = made(talks, cell, earlier={cell.item.id: "weekly/2025-W22"})
    assert [line.piece for line in issue.lines] == [pieces(issue)[0].id]


def test_the_lines_say_where_they_stand_and_no_event_is_told_twice() -> None:
    talks = builders.placed(builders.item("Talks", TALKS))
    twin = replace(builders.placed(builders.item("Again", TALKS, source="Gazette")), topic="anti-Daesh coordination")
    issue = made(talks, twin)
    (line,) = issue.lines
    assert text(talks.item).text[slice(*line.spans[0])] == line.text
    assert (line.item, line.snapshot) == (talks.item.id, talks.item.snapshot)


def test_a_scrap_of_a_sentence_does_not_stand_alone_under_its_headline() -> None:
    (piece,) = pieces(made(builders.placed(builders.item("", "The exchange reopens in Damascus. (AP)"))))
    assert " ".join(s.text for p in piece.paragraphs for s in p.sentences) == "The exchange reopens in Damascus. (AP)"


def test_one_event_that_two_sections_tell_in_different_words_has_one_line() -> None:
    syria = builders.item(
        "British and French jets strike an arms cache in Syria",
        "RAF Typhoons joined French aircraft in a strike on an underground Islamic State arms cache in Syria, officials say.",
    )
    daesh = builders.item(
        "UK and France bomb an Islamic State arms dump in Syria",
        "The defence ministry in London said that British and French aircraft had struck an Islamic State arms cache in Syria.",
    )
    quake = builders.item("Quake off Chile", "A strong earthquake shook the coast of northern Chile on Sunday morning.")
    issue = made(
        placed(syria, 0, "Russia-Ukraine talks", title_fits=True),
        placed(daesh, 0, "anti-Daesh coordination", title_fits=True, region="Middle East"),
        placed(quake, 0, "", title_fits=True),
    )
    assert len(pieces(issue)) == 3
    assert [line.text[:12] for line in issue.lines] == ["RAF Typhoons", "A strong ear"]


def test_a_line_calls_nobody_by_a_name_that_the_sentence_before_gives_in_full() -> None:
    first = (
        "The Turkish foreign minister Hakan Fidan told reporters at length, at the end of a long day of consultations with "
        "delegations from both sides in the palace on the Bosphorus, that a new round of talks was expected soon."
    )
    item = builders.item(
        "A new round of talks is expected", f"{first} In an interview Fidan said that dialogue must go on."
    )
    assert [line.text for line in made(builders.placed(item)).lines] == ["A new round of talks is expected"]


def test_the_torn_end_of_a_teaser_is_not_printed_but_said_to_be_left_out() -> None:
    whole = "Samsung reported a record profit for the fourth quarter."
    for torn in ("Sales increased 22.7", "Speaking to reporters over Whats", "Beijing’s...", "To Beijing,…"):
        (piece,) = pieces(made(builders.placed(builders.item("Samsung reports a record", f"{whole} {torn}"))))
        said = " ".join(s.text for p in piece.paragraphs for s in p.sentences)
        assert (said, piece.shortened) == (whole, True), torn


def test_what_only_looks_torn_is_printed() -> None:
    first, last = "The exchange reopens in Damascus.", "Two officials confirmed it (AP)"
    for paragraphs in (
        [f"{first} {last}"],
        [first, "Two officials told of the chase"],
        ["Temperatures are forecast to soar…"],
    ):
        (piece,) = pieces(made(builders.placed(builders.item("Damascus", *paragraphs))))
        told = " ".join(s.text for p in piece.paragraphs for s in p.sentences)
        assert (told, piece.shortened) == (" ".join(paragraphs), False)


def test_a_headline_that_would_stop_in_the_middle_of_a_phrase_gives_way_to_the_next_sentence() -> None:
    long = (
        "As governments rally in answer to the humanitarian emergency caused by the devastating war in Ukraine, donors "
        "should by no means forget the many millions of people in Yemen suffering under one of the largest emergencies "
        "anywhere in the world today."
    )
    item = builders.item("", f"{long} Yemen buys a third of its wheat from Ukraine.")
    (piece,) = pieces(made(builders.placed(item)))
    assert piece.headline.text == "Yemen buys a third of its wheat from Ukraine"


def test_a_name_in_a_list_is_no_story() -> None:
    item = builders.item("Members", "Albania")
    entry = replace(item.passages[0], kind="item")
    assert pieces(made(builders.placed(replace(item, passages=(entry,))))) == []


def test_an_entry_of_a_title_alone_is_a_headline_without_a_body() -> None:
    (piece,) = pieces(made(builders.placed(builders.item("Talks begin in Istanbul", "Talks begin in Istanbul"))))
    assert (piece.headline.text, piece.paragraphs) == ("Talks begin in Istanbul", ())


def test_every_printed_sentence_is_its_spans_of_the_snapshot() -> None:
    item = builders.item("Momentum", TALKS, CELL)
    (piece,) = pieces(made(builders.placed(item)))
    shot = text(item).text
    for sentence in (s for p in piece.paragraphs for s in p.sentences):
        assert sentence.text == " ".join(" ".join(shot[a:b] for a, b in sentence.spans).split())
        assert sentence.snapshot == item.snapshot
    start, end = piece.headline.spans[0]
    assert shot[start:end] == piece.headline.text


def test_an_excerpt_ends_with_a_whole_sentence() -> None:
    (piece,) = pieces(made(builders.placed(builders.item("Momentum", TALKS, CELL)), excerpts={"Wire": 20}))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == TALKS.replace(". ", ".|").split("|")
    assert piece.shortened


def test_a_first_sentence_longer_than_the_excerpt_is_cut_to_it() -> None:
    (piece,) = pieces(made(builders.placed(builders.item("Momentum", TALKS)), excerpts={"Wire": 4}))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == ["Delegations of Russia and"]
    assert piece.shortened


def test_two_pieces_of_one_article_share_its_excerpt() -> None:
    item = builders.item("Momentum", TALKS, CELL)
    issue = made(
        placed(item, 0, "Russia-Ukraine talks", title_fits=True),
        placed(item, 1, "anti-Daesh coordination", title_fits=False),
        excerpts={"Wire": 24},
    )
    words = sum(len(s.text.split()) for one in pieces(issue) for p in one.paragraphs for s in p.sentences)
    assert words <= 24


def test_a_heading_with_nothing_after_it_is_not_printed() -> None:
    item = builders.item("Momentum", TALKS, "What comes next")
    heading = replace(item.passages[1], kind="heading")
    (piece,) = pieces(made(builders.placed(replace(item, passages=(item.passages[0], heading)))))
    assert [p.kind for p in piece.paragraphs] == ["paragraph"]


def test_the_reasons_name_the_matched_words_once_each() -> None:
    matches = (Match("Istanbul", "istanbul", 1, 2), Match("ISTANBUL", "istanbul", 5, 6), Match("talks", "talk*", 8, 9))
    won = Evidence("k", "topic", "Russia-Ukraine talks", "won", 2.0, "rule", matches)
    lost = Evidence("k", "topic", "Other", "lost", 1.0, "rule", (Match("summit", "summit", 3, 4),))
    (piece,) = pieces(made(builders.placed(evidence=(won, lost))))
    assert piece.why[0] == "matched “Istanbul”, “talks”"


def test_what_was_printed_before_is_marked_with_the_issue_that_did() -> None:
    part = builders.placed()
    first, last = builders.printing(), builders.printing("weekly/2025-W23", number=23)
    key = part.passages[0].key
    fresh = Fresh(part.item.id, key, (0, len(part.passages[0].text)))
    story = builders.story(part, development=Development(first, last, (fresh,), "the same event"))
    (piece,) = pieces(of(story))
    assert (piece.update_of, piece.update) == (last.issue, Update(first, last, (key,), "the same event"))
    (new,) = pieces(made(part))
    assert (new.update_of, new.update) == ("", None)


def test_of_a_story_that_was_told_only_what_is_new_is_printed_and_all_of_it_counts_as_told() -> None:
    item = builders.item("Prisoners come home", TALKS, CELL)
    start = TALKS.index("They agreed")
    told = Development(
        builders.printing(), builders.printing(), (Fresh(item.id, item.passages[0].key, (start, len(TALKS))),), ""
    )
    (piece,) = pieces(of(builders.story(builders.placed(item), development=told)))
    (paragraph,) = piece.paragraphs
    assert [one.text for one in paragraph.sentences] == ["They agreed to exchange 1,000 prisoners."]
    assert text(item).text[slice(*paragraph.sentences[0].spans[0])] == paragraph.sentences[0].text
    assert [key for _, key in piece.tells] == [passage.key for passage in item.passages]
    assert not piece.shortened


def test_an_article_that_grew_keeps_the_title_under_which_it_stood() -> None:
    item = builders.item("A week of diplomacy", TALKS, CELL)
    part = placed(item, 1, "Russia-Ukraine talks", title_fits=False)
    for headline, origin in (("A week of diplomacy", "title"), ("Delegations meet", "sentence")):
        before = builders.printing(headline=headline)
        story = builders.story(part, development=Development(before, before, (), ""))
        (piece,) = pieces(of(story, earlier={item.id: before.issue}))
        assert piece.headline.origin == origin


def test_the_lines_take_the_best_of_each_section_first() -> None:
    talks = [
        builders.placed(builders.item(f"Talks {n}", f"Delegations met in {city} to speak about {matter}."))
        for n, (city, matter) in enumerate(
            [
                ("Istanbul", "exchanged prisoners"),
                ("Vienna", "nuclear inspectors"),
                ("Geneva", "grain shipments"),
                ("Doha", "frozen accounts"),
                ("Ankara", "mined harbours"),
                ("Riyadh", "energy pipelines"),
            ]
        )
    ]
    quake = placed(builders.item("Cell", CELL), 0, "anti-Daesh coordination", title_fits=True)
    issue = made(*talks, quake)
    assert len(issue.lines) == 5
    assert quake.item.title in {p.headline.text for p in pieces(issue) if p.id in {line.piece for line in issue.lines}}


def test_the_lines_are_in_the_issues_language_where_that_is_possible() -> None:
    foreign = builders.placed(builders.item("Переговоры", "Делегации встретились в Стамбуле.", language="ru"))
    native = builders.placed(builders.item("Talks", TALKS))
    issue = made(foreign, native)
    assert [line.text for line in issue.lines] == ["Delegations of Russia and Ukraine met in Istanbul on Monday."]
    assert [line.text for line in made(foreign).lines] == ["Переговоры"]


def test_the_colophon_counts_what_was_printed_by_source() -> None:
    part = builders.placed(builders.item("Momentum", TALKS, source="rki.news"))
    (row,) = made(part).colophon.sources
    assert (row.name, row.printed) == ("rki.news", 1)


SENTENCES = st.lists(
    st.sampled_from(
        ["Delegations met in Istanbul.", "A text was signed!", "Who will go next?", "Prisoners came home."]
    ),
    min_size=1,
    max_size=5,
)


@given(st.lists(SENTENCES, min_size=1, max_size=5), st.integers(1, 40))
def test_nothing_is_lost_and_nothing_told_twice(blocks: list[list[str]], limit: int) -> None:
    texts = [f"Part {n}. " + " ".join(block) for n, block in enumerate(blocks)]
    item = builders.item("Momentum", *texts)
    parts = [placed(item, n, t, title_fits=n == 0) for n, t in zip(range(len(texts)), EDITION.topics, strict=False)]
    issue = made(*parts)
    told = printed(issue)
    assert len(set(told)) == len(told)
    assert {(row[0], row[1]) for row in told} == {(item.id, part.passages[0].key) for part in parts}
    full = [s.text for one in pieces(issue) for p in one.paragraphs for s in p.sentences]
    assert not any(one.shortened for one in pieces(issue))
    for part in parts:
        whole = " ".join(full + [one.headline.text for one in pieces(issue)])
        assert all(word.strip(".!?") in whole for word in part.passages[0].text.split())
    cut = made(*parts, excerpts={"Wire": limit})
    assert sum(len(s.text.split()) for one in pieces(cut) for p in one.paragraphs for s in p.sentences) <= max(
        limit, len(parts)
    )


@pytest.mark.parametrize(
    ("language", "expected"), [("tr", "Avrupa"), ("tr-CY", "Avrupa"), ("pt-BR", "A Europa"), ("pt", ""), ("de", "")]
)
def test_a_name_is_that_of_the_tag_or_of_its_language(language: str, expected: str) -> None:
    assert shown({"tr": "Avrupa", "pt-BR": "A Europa"}, language) == expected


def test_the_plan_keeps_the_names_of_feeds_toml_beside_those_it_is_known_by() -> None:
    topic = TopicTable(name="Russia-Ukraine talks", rule="*", names={"en": "The talks", "tr": "Görüşmeler"})
    region = RegionTable(name="Europe", names={"en": "Old Europe"})
    part = placed(builders.item(), 0, "Russia-Ukraine talks", title_fits=True)
    (section,) = made(part, topics=(topic,), regions=(region,)).sections
    assert (section.name, section.shown) == ("Europe", "Old Europe")
    assert (section.topics[0].name, section.topics[0].shown) == ("Russia-Ukraine talks", "The talks")
