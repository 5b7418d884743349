"""Which sentences sum up a story, and that none of them leans on what is not printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.compose import Wishes, compose
from digest.compose.body import said_in
from digest.compose.summary import Beginning, Central
from digest.config.schema import EditionTable
from digest.models import Issue, Item, Piece, Said, Scored, Telling
from tests import builders

EDITION = EditionTable(name="weekly", regions=("Europe",), topics=("Russia-Ukraine talks",))
LEAD = "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of peace talks."
HE = "He called the peace talks of Russia and Ukraine a first step towards a ceasefire."
FIDAN = "Foreign Minister Hakan Fidan opened the peace talks of Russia and Ukraine in Istanbul."
ALSO = "Fidan also met the delegations of Russia and Ukraine one by one in Istanbul."
PRISONERS = "Russia and Ukraine agreed to exchange a thousand prisoners on each side within a week."
WEATHER = "A light rain fell on the Bosphorus while ferries crossed between the continents as usual."


def told(*texts: str, title: str = "Momentum", room: int | None = 40, words: int = 60) -> list[str]:
    """What is chosen of an article of these paragraphs."""
    item = builders.item(title, *texts)
    return [one.sentence.text for one in Central().summarise(telling(item, rooms=(room,), words=words))]


def telling(*items: Item, rooms: tuple[int | None, ...], words: int = 60, lead: bool = True) -> Telling:
    """A story of these articles."""
    texts = [builders.snapshot(item.title, *(p.text for p in item.passages)).text for item in items]
    cuts = [builders.placed(item) for item in items]
    said = tuple(one for n, (cut, text) in enumerate(zip(cuts, texts, strict=True)) for one in said_in(cut, n, text))
    return Telling(items[0].title, tuple(item.language for item in items), said, rooms, words, lead)


def test_what_shares_most_with_the_rest_is_chosen_and_printed_in_the_order_of_the_source() -> None:
    assert told(LEAD, WEATHER, PRISONERS) == [LEAD, PRISONERS]


def test_a_sentence_that_leans_is_left_out() -> None:
    assert HE not in told(LEAD, WEATHER, HE)
    assert ALSO not in told(LEAD, WEATHER, ALSO)


def test_or_the_sentence_before_comes_along() -> None:
    assert told(LEAD, WEATHER, f"{FIDAN} {HE}", room=46) == [LEAD, FIDAN, HE]


def test_a_second_telling_of_the_same_is_left_out() -> None:
    again = "Russia and Ukraine agreed within a week to exchange on each side a thousand of their prisoners."
    assert told(LEAD, PRISONERS, again, room=80) == [LEAD, PRISONERS]


def test_what_the_headline_says_already_is_not_said_again() -> None:
    assert told(PRISONERS, LEAD, title=PRISONERS.rstrip(".")) == [LEAD]


def test_a_noun_that_points_back_needs_its_first_mention() -> None:
    meeting = "The meeting ended at midnight with a handshake of Russia and Ukraine."
    assert meeting not in told(LEAD, WEATHER, meeting, room=80)
    first = LEAD.replace("met", "held a meeting")
    assert meeting in told(first, WEATHER, meeting, room=80)


def test_a_surname_needs_the_name_in_full() -> None:
    surname = "Fidan wants the presidents of Russia and Ukraine to sign a ceasefire at a summit before winter."
    assert surname not in told(LEAD, FIDAN.replace("Foreign", "Late at night Foreign"), surname, room=35)
    assert surname in told(LEAD, FIDAN, surname, room=80)


def test_a_later_sentence_of_a_list_entry_stays_with_its_first() -> None:
    item = builders.item("Momentum", LEAD, f"{WEATHER} {PRISONERS}")
    entry = replace(item, passages=(item.passages[0], replace(item.passages[1], kind="item")))
    chosen = [one.sentence.text for one in Central().summarise(telling(entry, rooms=(31,)))]
    assert chosen == [LEAD]


def test_headings_captions_and_transcripts_are_no_sentences_of_a_summary() -> None:
    item = builders.item("Momentum", LEAD, "What Russia and Ukraine agreed on in Istanbul.")
    heading = replace(item, passages=(item.passages[0], replace(item.passages[1], kind="heading")))
    assert [s.sentence.text for s in Central().summarise(telling(heading, rooms=(40,)))] == [LEAD]
    assert told(LEAD, "MR. SMITH: Russia and Ukraine agreed on prisoners in Istanbul.") == [LEAD]
    assert told(LEAD, "I think that Russia and Ukraine agreed on prisoners in Istanbul.") == [LEAD]


def test_another_source_adds_what_is_new_and_nothing_else() -> None:
    lead = builders.item("Momentum", LEAD)
    other = builders.item(
        "Prisoners", LEAD.replace("Monday", "2 June"), PRISONERS, source="Gazette", publisher="Gazette"
    )
    chosen = Central().summarise(telling(lead, other, rooms=(None, 40)))
    assert [(one.source, one.sentence.text) for one in chosen] == [(0, LEAD), (1, PRISONERS)]


def test_a_medley_of_what_was_told_adds_nothing() -> None:
    lead = builders.item("Momentum", LEAD, PRISONERS, FIDAN)
    medley = "Delegations met Foreign Minister Hakan Fidan on Monday to exchange prisoners within a week."
    other = builders.item("Week", medley, source="Gazette", publisher="Gazette")
    assert {one.source for one in Central().summarise(telling(lead, other, rooms=(None, None)))} == {0}


def test_another_source_keeps_its_own_excerpt_limit_and_the_words_of_all_others() -> None:
    lead = builders.item("Momentum", LEAD)
    other = builders.item("Prisoners", PRISONERS, source="Gazette", publisher="Gazette")
    short = len(PRISONERS.split()) - 1
    assert {one.source for one in Central().summarise(telling(lead, other, rooms=(None, short)))} == {0}
    assert {one.source for one in Central().summarise(telling(lead, other, rooms=(None, None), words=short))} == {0}


def test_another_language_adds_nothing_to_a_text() -> None:
    lead = builders.item("Momentum", LEAD)
    other = builders.item("Пленные", "Istanbul: Russia и Ukraine обменяют пленных.", language="ru", source="Vesti")
    assert {one.source for one in Central().summarise(telling(lead, other, rooms=(None, 40)))} == {0}


def test_without_a_lead_all_sources_are_equal() -> None:
    items = [builders.item("", text, source=name) for text, name in ((WEATHER, "A"), (LEAD, "B"), (PRISONERS, "C"))]
    chosen = Central().summarise(telling(*items, rooms=(None, None, None), words=32, lead=False))
    assert [one.source for one in chosen] == [1, 2]


def test_a_summariser_may_have_nothing_to_say_and_the_beginning_is_printed() -> None:
    item = builders.item("Momentum", f"{HE} {ALSO}", "However, no date was set for a summit of the two presidents.")
    (piece,) = printed(compose_of([item], excerpts={"Wire": 20}))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == [HE]
    assert piece.shortened


def test_the_beginning_is_another_summariser() -> None:
    item = builders.item("Momentum", LEAD, WEATHER, PRISONERS)
    (piece,) = printed(compose_of([item], excerpts={"Wire": 40}, summariser=Beginning()))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == [LEAD, WEATHER]


def test_a_second_source_stands_in_a_paragraph_of_its_own_with_its_own_provenance() -> None:
    lead = builders.item("Momentum", LEAD)
    other = builders.item("Prisoners", PRISONERS, source="Gazette", publisher="Gazette", agency="Anadolu Agency")
    (piece,) = printed(compose_of([lead, other]))
    assert [(p.source, piece.sources[p.source].publisher) for p in piece.paragraphs] == [(0, "Wire"), (1, "Gazette")]
    assert piece.sources[1].agency == "Anadolu Agency"
    (sentence,) = piece.paragraphs[1].sentences
    text = builders.snapshot(other.title, PRISONERS).text
    assert (sentence.item, sentence.snapshot) == (other.id, other.snapshot)
    assert text[slice(*sentence.spans[0])] == PRISONERS
    assert not piece.shortened


def test_an_article_printed_in_full_stays_in_full() -> None:
    (piece,) = printed(compose_of([builders.item("Momentum", LEAD, HE, ALSO, WEATHER)]))
    assert [s.text for p in piece.paragraphs for s in p.sentences] == [LEAD, HE, ALSO, WEATHER]


def compose_of(items: list[Item], **wishes: object) -> Issue:
    """The issue of one story told by these articles."""
    story = builders.story(*(builders.placed(item) for item in items))
    texts = {item.snapshot: builders.snapshot(item.title, *(p.text for p in item.passages)) for item in items}
    frame = replace(builders.issue(), sections=(), lines=())
    return compose([Scored(story, 0.9, ())], texts, Wishes(EDITION, **wishes), frame)  # type: ignore[arg-type]


def printed(issue: Issue) -> list[Piece]:
    """All pieces."""
    return [piece for section in issue.sections for topic in section.topics for piece in topic.pieces]


SENTENCES = st.sampled_from([LEAD, HE, FIDAN, ALSO, PRISONERS, WEATHER, "However, no date was set.", "Who is next?"])


@given(st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=4), st.integers(1, 60))
def test_whatever_is_chosen_fits_is_in_order_and_hangs_together(blocks: list[list[str]], room: int) -> None:
    item = builders.item("Momentum", *(" ".join(block) for block in blocks))
    asked = telling(item, rooms=(room,))
    chosen = Central().summarise(asked)
    assert chosen == Central().summarise(asked)
    assert sum(len(one.sentence.text.split()) for one in chosen) <= room
    assert [one.place for one in chosen] == sorted({one.place for one in chosen})
    for one in chosen:
        if one.sentence.text in {HE, "However, no date was set."}:
            assert _before(one, asked) in chosen


def _before(one: Said, asked: Telling) -> Said | None:
    return next((other for other in asked.said if other.place == one.place - 1), None)


@pytest.mark.parametrize("room", [16, 40, 80])
def test_the_limit_of_a_source_holds_for_all_that_a_story_prints_of_it(room: int) -> None:
    edition = EDITION.model_copy(update={"quotes": True})
    quote = "“We will exchange a thousand prisoners on each side,” said Foreign Minister Hakan Fidan."
    item = builders.item("Momentum", LEAD, WEATHER, FIDAN, quote, PRISONERS)
    story = builders.story(builders.placed(item))
    texts = {item.snapshot: builders.snapshot(item.title, *(p.text for p in item.passages))}
    frame = replace(builders.issue(), sections=(), lines=())
    issue = compose([Scored(story, 0.9, ())], texts, Wishes(edition, excerpts={"Wire": room}), frame)
    (piece,) = printed(issue)
    words = {s.text for p in piece.paragraphs for s in p.sentences} | {quote.said.text for quote in piece.quotes}
    words |= {event.sentence.text for section in issue.sections for topic in section.topics for event in topic.timeline}
    assert sum(len(text.split()) for text in words) <= room
