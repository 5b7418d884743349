"""Quotations beside a story: the speaker certain, nothing printed twice, within the source's limit."""

from __future__ import annotations

import pytest

from digest.compose.body import said_in
from digest.compose.quoting import fitting, quotes
from digest.models import Quote
from tests import builders

WORDS = "“The two sides will exchange a thousand prisoners each.”"
FULL = "Foreign Minister Hakan Fidan opened the session in Istanbul."


def found(*paragraphs: str, title: str = "Talks") -> tuple[Quote, ...]:
    """The quotations of an article."""
    item = builders.item(title, *paragraphs)
    cut = builders.placed(item)
    text = builders.snapshot(title, *paragraphs).text
    return quotes([cut], [text], tuple(said_in(cut, 0, text)))


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        ((f"{WORDS} said Hakan Fidan.",), "Hakan Fidan"),
        ((FULL, f"{WORDS} said Fidan."), "Foreign Minister Hakan Fidan"),
        ((f"Hakan Fidan said that talks would go on. {WORDS} he said.",), "Hakan Fidan"),
        ((f"{FULL} {WORDS} he said.",), None),
        ((f"Hakan Fidan said that Sergei Lavrov had agreed. {WORDS} he said.",), None),
        (("Hakan Fidan said that talks would go on.", f"{WORDS} he said."), None),
        ((f"{WORDS} said Fidan.",), None),
        ((FULL, "Deputy Aylin Fidan sat beside him.", f"{WORDS} said Fidan."), None),
        ((WORDS,), None),
    ],
)
def test_the_speaker_is_certain_or_there_is_no_quotation(paragraphs: tuple[str, ...], speaker: str | None) -> None:
    made = found(*paragraphs)
    assert [one.speaker.text for one in made] == ([speaker] if speaker else [])
    text = builders.snapshot("Talks", *paragraphs).text
    for one in made:
        assert one.said.text == WORDS
        for part in (one.said, one.speaker):
            assert part.text == " ".join(text[slice(*span)] for span in part.spans)


def test_words_that_stand_twice_in_a_passage_are_told_apart() -> None:
    made = found(f"{WORDS} said Hakan Fidan. It rained. {WORDS} said Hakan Fidan.")
    assert len({one.said.spans for one in made}) == 2


def test_what_is_printed_already_and_what_does_not_fit_is_left_out() -> None:
    made = found(f"{WORDS} said Hakan Fidan.")
    assert len(fitting(made, {0: None}, (), 2)) == 1
    assert fitting(made, {0: None}, (f"{WORDS} said Hakan Fidan.",), 2) == ()
    assert fitting(made, {0: 8}, (), 2) == ()
    assert fitting(made, {0: None}, (), 0) == ()
