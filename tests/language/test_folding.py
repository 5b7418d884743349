"""One plain form for every way of writing a word, and the exact way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.folding import fold, plain

SCRIPTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "T\u00fcu\u0308\u0130\u0131\u00df\ufb01\u00ad\u200b -\u2013\u2014\u200c\u2019\u201c\u0622\u0623\u0649"
            "\u06cc\u0629\u06c1\u30c8\u304c\u3099\uff84\ud55c\u1112\u00b9\u2122 #\u0663"
        ),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "Turkiye"),
        ("Tu\u0308rkiye", "TÜRKİYE"),
        ("anti-Daesh", "anti Daesh"),
        ("anti\u2011Daesh", "anti\u00a0Daesh"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("“peace talks”", '"peace  talks"'),
        ("الأُردنّ", "الاردن"),
        ("آمریکا", "امريكا"),
        ("ہندوستان", "هندوستان"),
        ("Ёлка", "елка"),
        ("ＮＡＴＯ", "nato"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Daesh¹", "daesh"),
        ("so\u00adft", "soft"),
        ("می\u200cشود", "مي شود"),
    ],
)
def test_these_are_one(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("が", "か"), ("トルコ", "トルゴ"), ("ปี", "ปา"), ("कि", "का"), ("한국", "한구"), ("Niger", "Nigeria")],
)
def test_these_are_two(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_range_leads_back_to_the_words_as_printed() -> None:
    source = "In  Tu\u0308rkiye’s  ﬁelds"
    folded = fold(source)
    start = folded.text.index("turkiye")
    first, last = folded.span(start, start + len("turkiye"))
    assert source[first:last] == "Tu\u0308rkiye"
    assert source[slice(*folded.span(folded.text.index("fields"), len(folded.text)))] == "ﬁelds"


def test_an_accent_is_never_parted_from_its_letter() -> None:
    folded = fold("cafe\u0301s")
    assert folded.span(0, 4) == (0, 5)
    assert folded.span(4, 5) == (5, 6)


@given(SCRIPTS)
def test_every_folded_character_comes_from_its_source(source: str) -> None:
    folded = fold(source)
    assert len(folded.starts) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    for at, char in enumerate(folded.text):
        assert char in fold(source[folded.starts[at]]).text


@given(SCRIPTS, st.data())
def test_a_range_folds_to_what_it_was_taken_from(source: str, data: st.DataObject) -> None:
    folded = fold(source)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(source)
    # A character may fold to several: a range that begins or ends within one holds all of it.
    assert folded.text[start:end] in fold(source[first:last]).text


@given(SCRIPTS)
def test_folding_what_is_folded_changes_nothing(source: str) -> None:
    once = fold(source).text
    assert fold(once).text == once


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_are_folded_as_they_are_among_others(text: str) -> None:
    alone, among = fold(text), fold(f"{text}é")
    assert f"{alone.text}e" == among.text
    assert [*alone.starts, len(text)] == [*among.starts]
