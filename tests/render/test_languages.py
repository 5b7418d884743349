"""One issue in every language, through every output: nothing of another language around what the sources say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from digest.engine.serial import SerialEngine
from digest.models import (
    Colophon,
    Event,
    Failure,
    Issue,
    Line,
    Paragraph,
    Piece,
    Printing,
    Quote,
    Sentence,
    SinceLast,
    SourceCount,
    SourceRef,
)
from digest.render.catalogues import catalogue, languages
from digest.render.completeness import letters, outputs_text
from digest.render.facts import pieces
from digest.render.labels import labels
from digest.render.mail import MailRenderer
from digest.render.pdf import PdfRenderer
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.builders import issue, piece, section, update

NONE: frozenset[str] = frozenset()
# What stands in print as it is in every language: addresses, names, the program, units, a format.
AS_IT_IS = r"https?://\S+|\S+@\S+|\w+\.example\S*|inbox/\S+|digest 0\.1\.0|0123456789abcdef|PDF|weekly/\S+|issue\.json|sha256 \S+"
PARTS = frozenset(
    ("radio", "example", "inbox", "txt", "digest", "editor", "https", "weekly", "issue", "json", "sha")
)  # of these, read line by line in a PDF
OUTPUTS = ("mail", "text", "web", "pdf")
ENGLISH = catalogue("en")
OTHER_SCRIPTS = ("ar", "fa", "ru", "uk", "ur")


def plan(language: str) -> Issue:
    """An issue with everything that a page has words for; its sources say the digits of pi and nothing else."""
    label, long, short = labels(language), _story(), _other()
    made, other = section("Middle East", "0288", long), section("Kenya", "", short)
    dated = (_event(long.paragraphs[0].sentences[0], long.id),)
    topic = replace(made.topics[0], shown="0288", about="", held_back=3, timeline=dated)
    return issue(
        replace(made, topics=(topic,)),
        replace(other, topics=tuple(replace(one, about="") for one in other.topics)),
        title="2718",
        language=language,
        direction=label.direction,
        lines=(Line("3141", long.id), Line("4197", short.id)),
        colophon=_colophon(),
        imprint=replace(issue().imprint, sender_name="2718", contact="editor@digest.example"),
        since_last=SinceLast("weekly/2025-W22", 22, 14, 3, ("1828", "4590", "4523")),
    )


def _story() -> Piece:
    base = piece("3141")
    names = ("2384", "6264", "3383", "2795")
    return replace(
        base,
        language="und",
        note="5926",
        shortened=True,
        update=update(first=_before(), last=_before()),
        headline=replace(base.headline, text="3141", from_title="5358", origin="sentence"),
        sources=tuple(_source(base.sources[0], name, number) for number, name in enumerate(names)),
        publishers=3,
        quotes=(_quote(base.paragraphs[0].sentences[0]),),
        paragraphs=tuple(_numbered(part) for part in base.paragraphs),
    )


def _source(ref: SourceRef, name: str, number: int) -> SourceRef:
    """The first one is an agency's report, and tells no date."""
    dated = replace(ref, publisher=name, agency="", url=f"https://{name}.example/a", language="und")
    return dated if number else replace(dated, agency="9793", dated_by="fetch")


def _other() -> Piece:
    base = piece("4197")
    parts = tuple(_numbered(part) for part in base.paragraphs)
    return replace(base, language="und", sources=(_source(base.sources[0], "1693", 1),), paragraphs=parts)


def _before() -> Printing:
    return Printing("weekly/2025-W22", 22, datetime(2025, 6, 2, 7, tzinfo=UTC), "p0", "2653")


def _numbered(part: Paragraph) -> Paragraph:
    return replace(part, language="und", sentences=tuple(replace(one, text="8979 3238") for one in part.sentences))


def _quote(sentence: Sentence) -> Quote:
    return Quote(replace(sentence, text="“4626 4338”"), replace(sentence, text="3279"), (), "und", "ltr", 1)


def _event(sentence: Sentence, of: str) -> Event:
    return Event("2025-06-02", "day", "", replace(sentence, text="5028 8419"), "und", "ltr", "7169", "", of)


def _colophon() -> Colophon:
    said = (
        "the server says 403 Forbidden",
        "radio.example sent nothing for 10 s",
        "The JSON is broken: Expecting value.",
        "no file matches inbox/*.txt",
        "something that no catalogue knows",
    )
    failures = tuple(Failure(str(number), "", "fetch", what) for number, what in enumerate(said, 9375))
    return Colophon(
        (SourceCount("2384", "2384", "", 24, 3),), failures, 12_124, 9, 3, "0123456789abcdef", "digest 0.1.0"
    )


@cache
def printed(language: str, output: str) -> str:
    """What a reader of one output reads."""
    made = plan(language)
    if output == "pdf":
        return outputs_text(PdfRenderer(SerialEngine(), why=True).render(made, {}, NONE))
    renderer = {"mail": MailRenderer, "text": TextRenderer, "web": WebRenderer}[output](why=True)
    found = renderer.render(made, {}, NONE)
    return found.body.decode() if output == "text" else outputs_text(found)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("language", OTHER_SCRIPTS)
def test_no_latin_word_stands_in_an_issue_of_another_script(language: str, output: str) -> None:
    text = re.sub(AS_IT_IS, "", printed(language, output))
    assert set(re.findall(r"[A-Za-z]{2,}", text)) <= (PARTS if output == "pdf" else NONE)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("language", [one for one in languages() if one not in OTHER_SCRIPTS and one != "en"])
def test_no_english_phrase_stands_in_an_issue_of_another_language(language: str, output: str) -> None:
    text = _flat(printed(language, output))
    own = catalogue(language)
    english = [part for key, word in ENGLISH.words.items() if own.words[key] != word for part in _phrases(word)]
    assert [phrase for phrase in english if phrase in text] == []


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("language", languages())
def test_every_output_is_in_the_language(language: str, output: str) -> None:
    label, text = labels(language), letters(printed(language, output))
    for word in (label["excerpt"], label["update"], label.place("Middle East"), label["timeline"]):
        assert letters(word) in text, word


def test_an_english_issue_tells_troubles_word_for_word() -> None:
    assert "the server says 403 Forbidden" in _flat(printed("en", "text"))


def _phrases(word: str) -> list[str]:
    """The runs of at least two words of an English message, between its holes and marks."""
    return [part.strip() for part in re.split(r"\{\w+\}|[,.:;]", word) if len(re.findall(r"[A-Za-z]{2,}", part)) > 1]


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_the_plan_has_what_the_templates_have_words_for() -> None:
    made = plan("ru")
    assert any(one.update and one.quotes and one.note and one.shortened for one in pieces(made))


def test_a_server_in_a_right_to_left_trouble_is_set_off_and_turns_nothing() -> None:
    html = MailRenderer().render(plan("ar"), {}, NONE).body.decode()
    assert '(لم يردّ <bdi dir="ltr">radio.example</bdi> خلال 10 ث)' in html


def test_a_line_of_the_text_that_begins_with_a_latin_name_stays_right_to_left() -> None:
    assert "\n\u200f9376 (لم يردّ" in printed("ar", "text")
