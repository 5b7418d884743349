"""Summaries of real articles: every sentence verbatim, none that leans on what is not printed; skipped without them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from digest.compose.body import Body, body
from digest.compose.headline import headline
from digest.compose.quoting import quotes
from digest.compose.summary import Central
from digest.language.openings import is_whole, leans
from digest.models import Fetched, Placed, Reading, SourceFacts
from digest.pipeline.reading import ReadJob, read, split

ARTICLES = Path(__file__).parents[2] / "shared/corpora/articles"
TYPES = {".md": "text/markdown", ".txt": "text/plain", ".html": "text/html"}
NOW = datetime(2025, 6, 9, tzinfo=UTC)
WORDS = 80

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="needs ../shared/corpora/articles")


@cache
def readings() -> tuple[Reading, ...]:
    """Every article, as the program reads it from a file."""
    found: list[Reading] = []
    for path in sorted(ARTICLES.rglob("*")):
        if path.suffix in TYPES:
            name = f"file:{path.relative_to(ARTICLES).as_posix()}"
            fetched = Fetched("Files", name, path.read_bytes(), TYPES[path.suffix], "", NOW, by_hand=True)
            found.extend(split(read(ReadJob(fetched, SourceFacts("Files"))), "Files")[0])
    return tuple(found)


@cache
def summaries() -> tuple[tuple[Reading, Body], ...]:
    """Every article that is longer than an excerpt, and its summary."""
    made: list[tuple[Reading, Body]] = []
    for reading in readings():
        cut = _placed(reading)
        head = headline(cut, reading.snapshot.text, keep_title=True)
        told = body([cut], [reading.snapshot.text], head, [WORDS], Central())
        if told.shortened:
            made.append((reading, told))
    return tuple(made)


def _placed(reading: Reading) -> Placed:
    return Placed(reading.item, reading.item.passages, "Europe", "Talks", True, (), NOW)


def _sentences() -> Iterator[tuple[str, str, str]]:
    """(text, what its spans say, language) of every sentence of every summary."""
    for reading, told in summaries():
        for part in told.paragraphs:
            for sentence in part.sentences:
                whole = reading.snapshot.text
                there = " ".join(" ".join(whole[start:end] for start, end in sentence.spans).split())
                yield sentence.text, there, part.language


def test_every_sentence_is_verbatim_in_its_source() -> None:
    rows = list(_sentences())
    assert len(readings()) > 300
    assert len(rows) > 900
    assert [text for text, there, _ in rows if text != there] == []


def test_every_summary_keeps_to_its_words() -> None:
    for _, told in summaries():
        assert sum(len(s.text.split()) for part in told.paragraphs for s in part.sentences) <= WORDS


def test_a_sentence_that_leans_has_the_one_before_it_printed() -> None:
    dangling = 0
    for reading, told in summaries():
        place = {one.sentence: one.place for one in told.said}
        printed = [sentence for part in told.paragraphs for sentence in part.sentences]
        places = {place.get(sentence, -1) for sentence in printed}
        for sentence in printed:
            if leans(sentence.text, reading.item.language) and place.get(sentence, 0) - 1 not in places:
                dangling += 1
    assert dangling <= 0.02 * len(list(_sentences()))  # the beginnings of transcripts, and of texts in lower case


def test_nearly_every_article_has_sentences_that_stand_alone() -> None:
    first = [told.paragraphs[0].sentences[0].text for _, told in summaries() if told.paragraphs]
    whole = [text for text in first if is_whole(text)]
    assert len(whole) >= 0.95 * len(summaries())


def test_every_quotation_and_every_speaker_is_verbatim_in_the_source() -> None:
    count = 0
    for reading in readings():
        cut, text = _placed(reading), reading.snapshot.text
        head = headline(cut, text, keep_title=True)
        said = body([cut], [text], head, [None], Central()).said
        for one in quotes([cut], [text], said):
            count += 1
            for part in (one.said, one.speaker):
                assert part.text == " ".join(" ".join(text[start:end] for start, end in part.spans).split())
    assert count > 50
