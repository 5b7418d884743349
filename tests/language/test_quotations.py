"""Who says what, only where it is certain."""

from __future__ import annotations

import pytest

from digest.language.quotations import quotation, speaker

WORDS = "The two sides will exchange a thousand prisoners each."
MORE = "We have agreed on the text, and it goes to parliament now."


@pytest.mark.parametrize(
    ("sentence", "language", "name"),
    [
        (f"“{WORDS}” said Hakan Fidan.", "en", "Hakan Fidan"),
        (f"“{WORDS}” Hakan Fidan told reporters in Istanbul.", "en", "Hakan Fidan"),
        (f'Foreign Minister Hakan Fidan said, "{WORDS}"', "en", "Foreign Minister Hakan Fidan"),
        (f"Hakan Fidan, who opened the session, said on Monday: “{WORDS}”", "en", "Hakan Fidan"),
        (f"“{WORDS}” according to Hakan Fidan.", "en", "Hakan Fidan"),
        (f"As Hakan Fidan stated, “{WORDS}”", "en", "Hakan Fidan"),
        (f"“{WORDS}” he said.", "en", "he"),
        (f"«{WORDS}», — заявил Сергей Лавров.", "ru", "Сергей Лавров"),
        (f"« {WORDS} », a déclaré Emmanuel Macron.", "fr", "Emmanuel Macron"),
        (f"„{WORDS}“, sagte Annalena Baerbock.", "de", "Annalena Baerbock"),
        (f"«{WORDS}», dijo Claudia Sheinbaum.", "es", "Claudia Sheinbaum"),
        (f"وقال وزير الخارجية هاكان فيدان: «{WORDS}»", "ar", "وزير الخارجية هاكان فيدان"),
        (f"An official from Fidan's office said, “{WORDS}”", "en", None),
        (f"A statement signed by Hakan Fidan said: “{WORDS}”", "en", None),
        (f"“{WORDS}”", "en", None),
        (f"“{WORDS}” the minister said.", "en", None),
        ("“We are ready,” said Hakan Fidan.", "en", None),
        ("“ready to exchange a thousand prisoners each at once,” said Hakan Fidan.", "en", None),
        ("Hakan Fidan said that the sides would meet again.", "en", None),
        (f"“{WORDS}” said Hakan Fidan.", "xx", None),
    ],
)
def test_quotation(sentence: str, language: str, name: str | None) -> None:
    found = quotation(sentence, language)
    assert (sentence[slice(*found.name)] if found else None) == name
    if found:
        assert sentence[found.start + 1 : found.end - 1].strip() == WORDS
        assert found.he is (name == "he")


def test_a_quotation_of_two_sentences_is_cut_whole() -> None:
    sentence = f"“{WORDS} {MORE}” said Hakan Fidan."
    found = quotation(sentence, "en")
    assert found is not None
    assert sentence[found.start : found.end] == f"“{WORDS} {MORE}”"


def test_speaker() -> None:
    sentence = "Hakan Fidan said that talks would go on."
    assert speaker(sentence, "en") == (0, 11)
    assert speaker("Talks will go on, Hakan Fidan said.", "en") is None
