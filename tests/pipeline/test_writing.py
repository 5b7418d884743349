"""A model writes into an issue what its sources say, and nothing else; what it wrote is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from digest.compose import Wishes, compose
from digest.config.schema import EditionTable
from digest.language.countries import countries_named
from digest.models import Ask, Draft, Failure, Issue, Piece, Scored, Snapshot
from digest.pipeline.drafting import RememberingWriter, asked
from digest.pipeline.writing import Desk, write
from digest.store import open_store
from tests.builders import issue, item, placed, snapshot, story

TITLE = "Delegations meet in Istanbul"
TEXT = (
    "Delegations of Russia and Ukraine met in Istanbul on 2 June for the second direct round of talks in three weeks.",
    "They agreed to exchange all captives aged 18 to 25 and the bodies of 6,000 fallen soldiers of each side, and "
    "handed each other papers with their terms for a ceasefire, which experts of both sides are to read.",
    "Turkish foreign minister Hakan Fidan, who chaired the meeting in the palace on the Bosphorus, said that a further "
    "round was to follow before the end of the month if both sides wished.",
)
GOOD = "Delegations of Russia and Ukraine met in Istanbul on 2 June [1]. Hakan Fidan chaired the meeting [4]."


class Quiet:
    """Nobody looks on."""

    @contextmanager
    def stage(self, name: str) -> Iterator[Any]:
        """A stage that is not timed."""
        yield SimpleNamespace(items=0)

    def step(self, text: str) -> None:
        """Nothing."""


@dataclass
class Parrot:
    """A writer that answers what it was given, and notes what it was asked."""

    answer: Draft | Failure
    name: str = "small"
    asks: list[Ask] = field(default_factory=list)

    def write(self, asks: Sequence[Ask]) -> Iterator[Draft | Failure]:
        """The same answer to everything."""
        for ask in asks:
            self.asks.append(ask)
            yield self.answer


def composed(
    *texts: str, language: str = "en", edition_language: str = "en"
) -> tuple[Issue, list[Scored], dict[str, Snapshot]]:
    """An issue of one story, and what it was composed from."""
    shot = snapshot(TITLE, *texts)
    told = item(TITLE, *texts, language=language)
    scored = [Scored(story(placed(told)), 0.5, ())]
    edition = EditionTable(name="weekly", regions=("Europe",), topics=("Russia-Ukraine talks",))
    made = compose(scored, {shot.hash: shot}, Wishes(edition), issue(language=edition_language))
    return made, scored, {shot.hash: shot}


def written(
    answer: Draft | Failure | str, *, model: tuple[str, ...] = ("summaries", "glosses"), **changes: str
) -> Issue:
    """The issue after the model's answer."""
    made, scored, texts = composed(*TEXT, **changes)
    edition = EditionTable(name="weekly", model=model)
    outcome = Draft(answer, 10) if isinstance(answer, str) else answer
    desk = Desk(Parrot(outcome), 60, countries_named)
    return write(made, scored, texts, edition, {}, desk, Quiet()).issue


def only(made: Issue) -> Piece:
    """The one piece."""
    ((piece,),) = [topic.pieces for section in made.sections for topic in section.topics]
    return piece


def test_what_holds_is_printed_with_its_sources() -> None:
    made = written(GOOD)
    sentences = [sentence for part in only(made).paragraphs for sentence in part.sentences]
    assert [one.text for one in sentences] == [
        "Delegations of Russia and Ukraine met in Istanbul on 2 June.",
        "Hakan Fidan chaired the meeting.",
    ]
    assert {one.origin for one in sentences} == {"model"}
    text = snapshot(TITLE, *TEXT).text
    start, end = sentences[0].spans[0]
    assert text[start:end] == TEXT[0]
    assert made.colophon.model is not None
    assert (made.colophon.model.name, made.colophon.model.printed, made.colophon.model.refused) == ("small", 2, 0)


def test_what_does_not_hold_is_thrown_away() -> None:
    bad = GOOD + " Both sides signed a peace treaty in Geneva [2]."
    made = written(bad)
    assert "Geneva" not in str(only(made).paragraphs)
    assert made.colophon.model is not None
    assert made.colophon.model.refused == 1


def test_the_extract_stands_where_too_little_holds() -> None:
    before, _, _ = composed(*TEXT)
    made = written("Both sides signed a peace treaty in Geneva. Delegations met in Istanbul on 2 June.")
    assert only(made).paragraphs == only(before).paragraphs


def test_a_sentence_that_leans_on_a_refused_one_goes_too() -> None:
    made = written("Sergei Lavrov chaired the meeting [4]. He spoke of a further round [4]. " + GOOD)
    assert not any("He spoke" in str(part) for part in only(made).paragraphs)


def test_a_failure_is_told_and_the_extract_stands() -> None:
    trouble = Failure("small", "http://model.example/v1", "fetch", "the model's server answered 500")
    made = written(trouble)
    assert trouble in made.colophon.failures
    assert all(sentence.origin == "extract" for part in only(made).paragraphs for sentence in part.sentences)


def test_nothing_is_asked_that_the_edition_does_not_want() -> None:
    made = written(GOOD, model=("glosses",))
    assert made.colophon.model is None


def test_a_short_story_is_its_own_summary() -> None:
    made, scored, texts = composed("Delegations met in Istanbul on Monday.")
    parrot = Parrot(Draft(GOOD, 1))
    edition = EditionTable(name="weekly", model=("summaries",))
    assert write(made, scored, texts, edition, {}, Desk(parrot, 60, countries_named), Quiet()).issue == made
    assert parrot.asks == []


def test_a_foreign_story_gets_a_gloss_and_keeps_its_own_words() -> None:
    made = written(
        "Delegasyonlar İstanbul'da buluştu\nRusya ve Ukrayna heyetleri 2 Haziran'da İstanbul'da görüştü.",
        edition_language="tr",
    )
    piece = only(made)
    assert piece.gloss is not None
    assert piece.gloss.language == "tr"
    assert piece.headline.text == TITLE
    assert all(sentence.origin == "extract" for part in piece.paragraphs for sentence in part.sentences)


def test_a_publishers_limit_binds_the_model() -> None:
    made, scored, texts = composed(*TEXT)
    edition = EditionTable(name="weekly", model=("summaries",))
    parrot = Parrot(Draft(GOOD, 1))
    source = scored[0].story.cuts[0].item.source
    write(made, scored, texts, edition, {source: 12}, Desk(parrot, 60, countries_named), Quiet())
    assert parrot.asks[0].words == 12


def test_a_question_is_asked_once() -> None:
    with open_store("sqlite://") as store:
        inner = Parrot(Draft("One.", 5))
        ask = Ask("p1", "summary", "en", "en", "Title", (), 40)
        other = replace(ask, words=41)
        memory = RememberingWriter(inner, store)
        assert list(memory.write([ask])) == [Draft("One.", 5)]
        assert list(memory.write([replace(ask, piece="p2"), other])) == [Draft("One.", 5), Draft("One.", 5)]
        assert inner.asks == [ask, other]


def test_a_failure_is_not_remembered() -> None:
    with open_store("sqlite://") as store:
        ask = Ask("p1", "summary", "en", "en", "Title", (), 40)
        trouble = Failure("small", "http://model.example/v1", "fetch", "late")
        assert list(RememberingWriter(Parrot(trouble), store).write([ask])) == [trouble]
        assert list(RememberingWriter(Parrot(Draft("One.", 5)), store).write([ask])) == [Draft("One.", 5)]


def test_another_model_is_another_question() -> None:
    ask = Ask("p1", "summary", "en", "en", "Title", (), 40)
    assert asked(ask, "small") != asked(ask, "large")
    assert asked(ask, "small") == asked(replace(ask, piece="p9"), "small")
