"""The lines of a cover: what stands there must be read alone."""

from __future__ import annotations

from dataclasses import replace

from digest.compose.lines import lines
from digest.models import Piece
from tests.builders import paragraph, piece, section

LEANING = "The group had held both towns since the summer of that year, it was said."
BACK = "Syrian forces had already carried out joint raids on its cells in the months before."
PLAIN = "Syrian forces carried out joint raids on cells of Daesh in three provinces in May."


def told(headline: str, *sentences: str) -> Piece:
    """A piece whose headline is a sentence, and whose paragraph has these sentences."""
    parts = [paragraph(text).sentences[0] for text in sentences]
    base = piece(headline)
    whole = replace(paragraph(" ".join(sentences)), sentences=tuple(parts))
    return replace(base, headline=replace(base.headline, origin="sentence"), paragraphs=(whole,))


def test_a_pronoun_deep_in_a_paragraph_is_no_line() -> None:
    made = told("It also announced that the country would join", LEANING, BACK)
    (line,) = lines([section("Middle East", "Daesh", made)], "en")
    assert line.text != BACK


def test_a_later_sentence_without_one_is() -> None:
    made = told("It also announced that the country would join", LEANING, PLAIN)
    (line,) = lines([section("Middle East", "Daesh", made)], "en")
    assert line.text == PLAIN
