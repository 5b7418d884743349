"""Text that was encoded twice: undone where that is certain, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.mojibake import repaired


def broken(text: str, encoding: str = "cp1252") -> str:
    """As a program writes it that takes UTF-8 for another encoding; a byte that has no sign there stays."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "The world’s biggest show",
        "Café society",
        "École normale",
        "The MoD is spending £30 million",
        "20°C in Odesa",
        "Türkiye'nin başkenti Ankara'da görüşmeler",
        "Переговоры прошли в Стамбуле",
        "المحادثات في إسطنبول",
        "和平谈判在伊斯坦布尔举行",
        "«Talks» – and more…",
        "à la carte, à Paris",
    ],
)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_was_encoded_twice_or_more_comes_back(text: str, times: int) -> None:
    worse = text
    for _ in range(times):
        worse = broken(worse)
    assert worse != text
    assert repaired(worse) == text
    assert (
        repaired(f"<p title='x'>{worse}</p>\n<p>Good – as it is.</p>")
        == f"<p title='x'>{text}</p>\n<p>Good – as it is.</p>"
    )


@pytest.mark.parametrize("text", ["При переговорах в Стамбуле", "«Переговоры» – 20°"])
def test_cyrillic_that_was_read_as_windows_1251_comes_back(text: str) -> None:
    assert repaired(broken(text, "cp1251")) == text


@pytest.mark.parametrize(
    "text",
    [
        "Plain ASCII",
        "Café society",
        "AMANHÃ» disse",  # what it would become is a letter that somebody may have meant
        "LA LIBERTÉ»",
        "SÃO PAULO – MANHÃ",
        "ÃO",
        "Â quelle heure",
        "â€™ stands for ’ where somebody mixed both",
        "РІ РІ",
        "Ґрунт і РІК",
        "Ärger über Öl",
        "Ελληνικά",
        "日本語",
        "naïve Ã©",  # the first word is right as it stands
        "<a href='https://wire.example/cafÃ©'>",
    ],
)
def test_what_may_have_been_meant_stays(text: str) -> None:
    assert repaired(text) == text


# Letters of the languages that are written in Western and Cyrillic encodings, with their quotation marks.
LETTERS = st.sampled_from(
    "abcdefgxyz ABCXYZ äöüßéèêëàâçñõãáíóúåæøÄÖÜÉÈÊÀÂÇÑÕÃÅÆØ «»“”‘’„–…° абвгдежзийклмнопрстухцчшщыьэюяРСАБВГДѓЃљєіїґ"
)


@given(st.text(LETTERS, max_size=60))
def test_no_text_of_real_letters_is_changed_twice(text: str) -> None:
    made = repaired(text)
    assert repaired(made) == made


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert isinstance(repaired(text), str)


def test_time_is_linear() -> None:
    began = time.process_time()
    for hostile in ("<" * 300_000, "Ã©" * 200_000, "Ã" * 300_000, "<Ã©" * 100_000, "é<!" * 100_000):
        repaired(hostile)
    assert time.process_time() - began < 5
