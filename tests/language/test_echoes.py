"""Echoes: subjects that several publishers have in their headlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.echoes import Echo, echoes

NOISE = [(f"Bulletin{n} letter{n} page{n}", (f"N{n}",)) for n in range(40)]


def heard(*headlines: tuple[str, str]) -> list[Echo]:
    """The echoes of these headlines among forty of other subjects."""
    rows = [(headline, (publisher,)) for headline, publisher in headlines]
    return echoes([*rows, *NOISE])[: len(rows)]


def test_two_shared_words_are_a_subject() -> None:
    found = heard(("Curfew in Aleppo", "A"), ("Aleppo: curfew holds", "B"), ("Prices rise in Aleppo", "C"))
    assert found == [Echo(1, ("aleppo", "curfew")), Echo(1, ("aleppo", "curfew")), Echo(0)]


def test_a_publisher_is_no_echo_of_itself() -> None:
    assert heard(("Curfew in Aleppo", "A"), ("Aleppo under curfew", "A")) == [Echo(0), Echo(0)]


def test_each_publisher_counts_once() -> None:
    headlines = [("Curfew in Aleppo", "A"), ("Aleppo under curfew", "B"), ("Aleppo curfew ends", "B")]
    assert heard(*headlines)[0].publishers == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye'de deprem: Malatya", "Malatya'da deprem oldu"),
        ("В Стамбуле начались переговоры", "Переговоры в Стамбуле завершены"),
        ("أردوغان يزور دمشق", "زيارة أردوغان إلى دمشق"),
        ("会谈在伊斯坦布尔举行", "伊斯坦布尔会谈"),
    ],
)
def test_in_any_script_within_one_language(one: str, other: str) -> None:
    assert [echo.publishers for echo in heard((one, "A"), (other, "B"))] == [1, 1]


def test_words_of_every_headline_are_no_subject() -> None:
    rows = [(f"Harbour ferry bulletin{n}", (f"P{n}",)) for n in range(30)]
    assert {echo.publishers for echo in echoes(rows)} == {0}


def test_words_of_any_news_story_are_no_subject() -> None:
    rows = [(f"Minister announces number{n}", (f"P{n}",)) for n in range(3)] + NOISE
    assert {echo.publishers for echo in echoes(rows)} == {0}


def test_nothing_and_one() -> None:
    assert echoes([]) == []
    assert echoes([("Curfew in Aleppo", ("A",))]) == [Echo(0)]


HEADLINES = st.lists(
    st.tuples(st.sampled_from(["Curfew in Aleppo", "Aleppo curfew", "Other news today", ""]), st.sampled_from("ABC")),
    max_size=12,
)


@given(HEADLINES, st.randoms())
def test_order_does_not_matter(rows: list[tuple[str, str]], chance: object) -> None:
    given_rows = [(title, (publisher,)) for title, publisher in rows]
    mixed = list(range(len(rows)))
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    straight, turned = echoes(given_rows), echoes([given_rows[number] for number in mixed])
    assert turned == [straight[number] for number in mixed]
