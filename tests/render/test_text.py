"""mail.txt: plain, flowed, complete, readable aloud."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Imprint, Issue
from digest.render.facts import pieces
from digest.render.text import TextRenderer, flow
from tests.builders import issue, piece, reasoned, section
from tests.render import samples

SAMPLES = [samples.small, samples.world, samples.large, samples.arabic]


@cache
def text_of(plan: Issue, *, why: bool = False) -> str:
    return TextRenderer(why=why).render(plan, {}, frozenset()).body.decode()


def unflowed(text: str) -> str:
    """The paragraphs as a reader's program puts them together again (RFC 3676)."""
    return re.sub(r"(?<!-- )(?<= )\n", "", text)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30), max_size=60))
def test_flowing_keeps_every_word_and_no_line_is_too_long(words: list[str]) -> None:
    lines = list(flow(" ".join(words)))
    assert all(len(line) <= 78 for line in lines)
    assert all(line.endswith(" ") for line in lines[:-1])
    assert not any(line.startswith((">", "From ")) for line in lines)
    assert "".join(lines).split() == words


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("", [""], id="empty"),
        pytest.param("-- ", ["-- "], id="signature-mark"),
        pytest.param("> quoted", [" > quoted"], id="no-quotation"),
        pytest.param("From here", [" From here"], id="no-mailbox-line"),
        pytest.param("x" * 80, ["x" * 77 + " ", "xxx"], id="long-word-is-cut"),
        pytest.param("<https://a.example/" + "x" * 90 + ">", ["<https://a.example/" + "x" * 90 + ">"], id="address"),
    ],
)
def test_lines(row: str, expected: list[str]) -> None:
    assert list(flow(row)) == expected


def test_a_headlines_long_word_stays_whole() -> None:
    word = "y" * 100
    assert list(flow(f"a {word} b", frozenset([word]))) == ["a ", f"{word} ", "b"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_headline_source_and_link_is_there(sample: samples.Maker) -> None:
    plan = sample()
    text = unflowed(text_of(plan))
    for made in pieces(plan):
        assert made.headline.text in text
        for paragraph in made.paragraphs:
            assert all(sentence.text in text for sentence in paragraph.sentences)
        for ref in made.sources:
            assert ref.publisher in text
            assert f"<{ref.url}>" in text
    for failure in plan.colophon.failures:
        assert failure.source in text
    assert "<https://digest.example/unsubscribe/weekly>" in text


@pytest.mark.parametrize("sample", SAMPLES)
def test_lines_are_short_and_hold_no_markup(sample: samples.Maker) -> None:
    text = text_of(sample())
    assert max(len(line) for line in text.splitlines() if "<http" not in line) <= 78
    assert not re.search(r"</?(p|div|td|a|br)\b|&(nbsp|amp|lt);|\{[{%]", text)
    assert "\n\n\n\n" not in text
    assert text.endswith("\n")
    assert text.count("\n-- \n") == 1


def test_the_order_can_be_read_aloud() -> None:
    text = text_of(samples.world())
    marks = ["The Weekly Brief", "No. 23, Monday 2 June", "The week in five lines", "1. ", "\nEurope\n", "\nAsia\n",
             "Sources and method", "Could not be read:", "-- "]  # fmt: skip
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_story_says_what_a_story_in_print_says() -> None:
    text = unflowed(text_of(samples.world()))
    assert "2 June, Anadolu Agency, through rki.news, 4 independent publishers\n" in text
    assert "\nUpdate: Delegations of Russia and Ukraine agree in Istanbul" in text
    assert (
        "\nFirst printed in No. 22, 1 June 2025: “An earlier report” <https://digest.example/weekly/2025-W22/#" in text
    )
    assert "\nFrom: Türkiye confirms fresh momentum for Russia-Ukraine peace talks\n" in text
    assert "Excerpt\nAlso in The Courier <" in text
    assert "Editor’s note: The first meeting of the five" in text
    assert "Read at news1.example: <https://news1.example/" in text


def test_a_line_break_in_a_title_begins_no_paragraph() -> None:
    text = text_of(issue(section("Europe", "", piece("One\n-- \r\u2028two"))))
    assert "\nOne -- two\n" in text
    assert text.count("\n-- \n") == 1


def test_what_is_not_there_leaves_no_empty_words() -> None:
    plan = issue(number=0, lines=(), imprint=Imprint("", "", "", "", "", ()))
    text = text_of(plan)
    for word in ("No.", "The week", "View online", "Unsubscribe", "Contact", "Published by", "Also in", "Excerpt"):
        assert word not in text


def test_reasons_are_printed_when_asked_for() -> None:
    plan = issue(section("Europe", "Talks", reasoned()))
    line = "Matched “peace talks” and “Istanbul” · 3 independent publishers · Score 52 of 100"
    assert line in " ".join(text_of(plan, why=True).split())
    assert "Matched" not in text_of(plan)
    assert "\nScore 50 of 100\n" in text_of(issue(), why=True)  # nothing matched: it is other news


def test_reasons_are_in_the_issues_language_and_digits() -> None:
    for language, said in (("ar", "الدرجة"), ("tr", "100 üzerinden 52 puan"), ("fr", "Note 52 sur 100")):
        plan = issue(section("Europe", "Talks", reasoned()), language=language)
        assert said in " ".join(text_of(plan, why=True).split())


def test_an_item_dated_by_its_receipt_says_so() -> None:
    made = piece("Talks")
    undated = replace(made, sources=(replace(made.sources[0], dated_by="fetch"),))
    assert "received 5 June, Anadolu Agency" in text_of(issue(section("Europe", "", undated)))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert TextRenderer().render(samples.world(), {}, frozenset()) == TextRenderer().render(
        samples.world(), {}, frozenset()
    )


def test_addresses_are_numbered_where_the_edition_wants_it() -> None:
    plan = samples.world()
    inline = TextRenderer().render(plan, {}, frozenset()).body.decode()
    numbered = replace(plan, imprint=replace(plan.imprint, links="numbered"))
    text = TextRenderer().render(numbered, {}, frozenset()).body.decode()
    stories, _, rest = text.partition("\nAddresses\n")
    listed = re.findall(r"^\[(\d+)\] <(\S+)>$", rest, re.MULTILINE)
    assert [int(number) for number, _ in listed] == list(range(1, len(listed) + 1))
    assert {address for _, address in listed} == set(re.findall(r"<(https://\S+)>", inline)) - {
        "https://digest.example/weekly/2025-W23/",
        "https://digest.example/unsubscribe/weekly",
    }
    assert {int(number) for number in re.findall(r"\[(\d+)\]", stories)} == set(range(1, len(listed) + 1))
    assert "Read at news1.example: [2]" in stories


def test_a_greeting_and_a_page_of_preferences_stand_where_they_are_read() -> None:
    plan = samples.small()
    said = replace(
        plan.imprint, greeting="Dear {name},", greeting_all="Dear reader,", preferences="https://a.example/p"
    )
    text = TextRenderer().render(replace(plan, imprint=said), {}, frozenset()).body.decode()
    assert "\n\nDear reader,\n\n" in text
    assert "{name}" not in text
    assert "\nPreferences: <https://a.example/p>\n" in text
