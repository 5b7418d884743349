"""The proof of an issue: what holds, and what is said of what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.compose import Wishes, compose
from digest.config.schema import EditionTable
from digest.models import Headline, Issue, Line, Piece, Scored, Snapshot
from digest.pipeline.tracing import Traced, snapshots_of, trace
from tests import builders

EDITION = EditionTable(name="weekly", regions=("Europe",), topics=("Russia-Ukraine talks",), quotes=True)
TEXTS = (
    "Delegations of Russia and Ukraine met in Istanbul on Monday.",
    "Ankara and Kyiv signed a trade agreement on May 14, 2025.",
    "A ferry with grain left the port of Odesa on Wednesday.",
    "“The two sides will exchange a thousand prisoners each,” said Foreign Minister Hakan Fidan.",
)
ITEM = builders.item("Grain and prisoners", *TEXTS, agency="Anadolu Agency")
SNAPSHOT = builders.snapshot(ITEM.title, *TEXTS)
HELD = {SNAPSHOT.hash: SNAPSHOT}


def made() -> Issue:
    """An issue of one article, with lines, a timeline, a note and a quotation."""
    frame = replace(builders.issue(), sections=(), lines=())
    placed = builders.placed(ITEM, note="Read before Tuesday.")
    wishes = Wishes(EDITION, excerpts={"Wire": 44})
    return compose([Scored(builders.story(placed), 0.9, ())], HELD, wishes, frame)


def changed(**changes: object) -> Issue:
    """The issue with another first piece."""
    issue = made()
    (region,) = issue.sections
    (topic,) = region.topics
    (piece,) = topic.pieces
    new = replace(piece, **changes)  # type: ignore[arg-type]
    return replace(issue, sections=(replace(region, topics=(replace(topic, pieces=(new,)),)),))


def piece() -> Piece:
    """The issue's only piece."""
    return made().sections[0].topics[0].pieces[0]


def troubles(rows: tuple[Traced, ...]) -> list[tuple[str, str]]:
    """What does not hold."""
    return [(one.kind, one.trouble) for one in rows if one.trouble]


def test_everything_printed_is_listed_and_holds() -> None:
    rows = trace(made(), HELD)
    assert troubles(rows) == []
    assert not any(one.sourceless for one in rows)
    assert {one.kind for one in rows} == {"line", "timeline", "headline", "note", "sentence", "quotation", "speaker"}
    assert {one.publisher for one in rows} == {"Wire", ""}
    assert snapshots_of(made()) == [SNAPSHOT.hash]


def test_the_editors_words_are_the_editors_own() -> None:
    (note,) = [one for one in trace(made(), HELD) if one.kind == "note"]
    assert (note.text, note.origin, note.sourceless) == ("Read before Tuesday.", "editor", False)


@pytest.mark.parametrize(
    ("held", "trouble"),
    [
        ({}, f"the store has no text {SNAPSHOT.hash}"),
        ({SNAPSHOT.hash: Snapshot(SNAPSHOT.hash, SNAPSHOT.text + " ")}, "was changed: its hash is"),
    ],
)
def test_a_text_that_is_lost_or_changed_proves_nothing(held: dict[str, Snapshot], trouble: str) -> None:
    rows = trace(made(), held)
    assert all(trouble in one.trouble for one in rows if one.kind != "note")


@pytest.mark.parametrize(
    ("spans", "trouble"),
    [
        (((0, 5),), "there the source says “Grain”"),
        (((0, 100_000),), "the spans reach beyond"),
        (((5, 5),), "the spans reach beyond"),
        ((), "it names no source"),
    ],
)
def test_a_sentence_that_is_not_where_it_says_is_named(spans: tuple[tuple[int, int], ...], trouble: str) -> None:
    first = piece().paragraphs[0]
    moved = replace(first, sentences=(replace(first.sentences[0], spans=spans),))
    ((kind, said),) = troubles(trace(changed(paragraphs=(moved,)), HELD))
    assert kind == "sentence"
    assert trouble in said


def test_a_forged_headline_is_named() -> None:
    head = replace(piece().headline, text="Something else")
    assert troubles(trace(changed(headline=head), HELD)) == [
        ("headline", "there the source says “Grain and prisoners”")
    ]


def test_an_item_that_is_no_source_of_its_piece_is_named() -> None:
    rows = trace(changed(sources=(builders.source_ref(item="another"),)), HELD)
    assert ("headline", f"its item {ITEM.id} is none of the piece's sources") in troubles(rows)


def test_a_models_sentence_must_stand_on_something_but_not_be_it() -> None:
    first = piece().paragraphs[0]
    written = replace(first.sentences[0], text="Two delegations met.", origin="model")
    assert troubles(trace(changed(paragraphs=(replace(first, sentences=(written,)),)), HELD)) == []
    nowhere = replace(written, spans=())
    rows = trace(changed(paragraphs=(replace(first, sentences=(nowhere,)),)), HELD)
    assert troubles(rows) == [("sentence", "it names no source")]


def test_the_lines_of_an_older_plan_are_found_in_their_pieces() -> None:
    issue = made()
    old = tuple(Line(line.text, line.piece) for line in issue.lines)
    assert troubles(trace(replace(issue, lines=old), HELD)) == []
    forged = replace(issue, lines=(Line("Something else", issue.lines[0].piece), Line("No piece", "p0")))
    assert troubles(trace(forged, HELD)) == [("line", "it names no source")] * 2


def test_the_title_below_a_headline_of_another_sentence_is_proved_too() -> None:
    spans = piece().paragraphs[0].sentences[0].spans
    head = Headline(TEXTS[0], "sentence", ITEM.id, ITEM.snapshot, spans, from_title="Grain and prisoners")
    assert troubles(trace(changed(headline=head), HELD)) == []
    wrong = replace(head, from_title="Grain und prisoners")
    assert troubles(trace(changed(headline=wrong), HELD)) == [("title", "there the source says “Grain and prisoners”")]
