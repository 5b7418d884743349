from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from html import escape
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digest.errors import SourceTrouble
from digest.models import FIRST_WORDS, Entry, Item, Passage, Reading, SourceFacts
from digest.normalise import normalise
from tests.builders import NOW, entry

FACTS = SourceFacts("Wire")
TEXT = "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks."


def item(**changes: object) -> Item:
    return normalise(entry(**changes), FACTS, NOW).item


def fold(text: str) -> str:
    return " ".join(text.split())


def check(reading: Reading) -> None:
    """What holds for every reading."""
    made, text = reading.item, reading.snapshot.text
    assert reading.snapshot.hash == blake2b(text.encode(), digest_size=16).hexdigest() == made.snapshot
    assert made.passages
    assert len({passage.key for passage in made.passages}) == len(made.passages)
    for passage in made.passages:
        assert passage.text == fold(" ".join(text[start:end] for start, end in passage.spans))
        assert all(0 <= start < end <= len(text) for start, end in passage.spans)
        assert all(left[1] <= right[0] for left, right in pairwise(passage.spans))
    starts = [passage.spans[0][0] for passage in made.passages]
    assert starts == sorted(starts)
    assert text.startswith(made.title) or (made.titled_from == FIRST_WORDS and made.title in fold(text))
    assert not any(char in text for char in "\x00\u202e\u2066\ufeff")
    assert made.published.tzinfo is UTC


def test_an_item() -> None:
    reading = normalise(
        entry(
            guid="w1",
            url="HTTPS://Wire.example/1?utm_source=rss#top",
            title=" Delegations\n meet \u202e",
            body=f"<p>{TEXT}</p><ul><li>One&nbsp;thing</li></ul><blockquote>Said</blockquote><h2>Next</h2><p>They left.</p>",
            author=" Jo ",
            agency="AA",
            place="Europe",
            kind="Brief",
            tags=("talks", " talks", ""),
            language="en_gb",
            publisher="RKI",
        ),
        FACTS,
        NOW,
    )
    check(reading)
    assert reading.snapshot.text == f"Delegations meet\n\n{TEXT}\n\nOne thing\n\nSaid\n\nNext\n\nThey left."
    made = reading.item
    assert [(passage.kind, passage.text) for passage in made.passages] == [
        ("paragraph", TEXT),
        ("item", "One thing"),
        ("quote", "Said"),
        ("heading", "Next"),
        ("paragraph", "They left."),
    ]
    assert made == Item(
        id=blake2b(b"Wire\nw1", digest_size=8).hexdigest(),
        guid="w1",
        source="Wire",
        publisher="RKI",
        url="https://wire.example/1",
        title="Delegations meet",
        snapshot=reading.snapshot.hash,
        passages=made.passages,
        published=datetime(2025, 6, 5, 9, 0, tzinfo=UTC),
        dated_by="publisher",
        language="en-GB",
        author="Jo",
        agency="AA",
        place="Europe",
        kind="Brief",
        tags=("talks",),
    )


def test_a_healed_passage_has_the_spans_of_both_pages() -> None:
    reading = normalise(entry(title="T", body=f"{TEXT} He\n\nreturned home. All left.", body_format="text"), FACTS, NOW)
    check(reading)
    (passage,) = reading.item.passages
    assert passage.text == f"{TEXT} He returned home. All left."
    assert len(passage.spans) == 2
    assert "He\n\nreturned home." in reading.snapshot.text


def test_breaks_of_html_are_not_healed() -> None:
    assert len(item(body=f"<p>{TEXT} He</p><p>returned home.</p>").passages) == 2


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<p>Russia and Ukraine exchanged prisoners. Talks go on.</p>", "Russia and Ukraine exchanged prisoners"),
        ("<h2>Prisoners come home</h2><p>Russia and Ukraine exchanged them.</p>", "Prisoners come home"),
        (
            "<p>Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks, after both had "
            "handed over written proposals for a ceasefire.</p>",
            "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks",
        ),
        ("<p>Кто едет в Стамбул? Делегации.</p>", "Кто едет в Стамбул?"),
    ],
)
def test_what_has_no_title_has_its_first_words_for_one(body: str, title: str) -> None:
    made = normalise(entry(title="", body=body, titled_from="the front matter"), FACTS, NOW).item
    assert (made.title, made.titled_from) == (title, FIRST_WORDS)
    assert normalise(entry(title="Talks", body=body), FACTS, NOW).item.titled_from == ""


def test_marks_are_in_the_snapshot_and_not_in_the_passage() -> None:
    reading = normalise(entry(title="", body=f"## Talks\n\n- {TEXT}", body_format="text"), FACTS, NOW)
    check(reading)
    assert reading.snapshot.text == f"## Talks\n\n- {TEXT}"
    assert [passage.text for passage in reading.item.passages] == ["Talks", TEXT]


@pytest.mark.parametrize(
    "body", ["", "<p> </p>", "<img src=x>", "<p>Delegations meet in Istanbul!</p>", "<p>Read more</p>"]
)
def test_a_title_without_a_text_is_the_passage(body: str) -> None:
    reading = normalise(entry(body=body), FACTS, NOW)
    check(reading)
    assert [passage.text for passage in reading.item.passages] == ["Delegations meet in Istanbul"]


@pytest.mark.parametrize(
    ("title", "body"), [("", ""), (" \u200b", "<script>x()</script>"), ("—", "<p>***</p>"), ("", "<p>Read more</p>")]
)
def test_an_entry_without_words_is_trouble(title: str, body: str) -> None:
    with pytest.raises(SourceTrouble, match=r"No text is left|neither a title nor a text"):
        normalise(entry(title=title, body=body), FACTS, NOW)


@pytest.mark.parametrize(
    ("published", "updated", "expected", "dated_by"),
    [
        (datetime(2025, 6, 5, 9, tzinfo=UTC), None, datetime(2025, 6, 5, 9, tzinfo=UTC), "publisher"),
        (None, datetime(2025, 6, 6, tzinfo=UTC), datetime(2025, 6, 6, tzinfo=UTC), "publisher"),
        (None, None, NOW, "fetch"),
        (NOW + timedelta(hours=47), None, NOW + timedelta(hours=47), "publisher"),
        (NOW + timedelta(hours=49), None, NOW, "fetch"),
        (NOW + timedelta(hours=49), datetime(2025, 6, 6, tzinfo=UTC), datetime(2025, 6, 6, tzinfo=UTC), "publisher"),
        (datetime(1899, 12, 31, tzinfo=UTC), None, NOW, "fetch"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, NOW, "fetch"),
        (
            datetime(1970, 1, 1, tzinfo=UTC),
            datetime(2025, 6, 6, tzinfo=UTC),
            datetime(2025, 6, 6, tzinfo=UTC),
            "publisher",
        ),
        (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), None, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "publisher"),
        (
            datetime(2003, 1, 1, tzinfo=UTC),
            None,
            datetime(2003, 1, 1, tzinfo=UTC),
            "publisher",
        ),  # back-dated: as it says
        (NOW + timedelta(hours=48), None, NOW + timedelta(hours=48), "publisher"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))), None, NOW, "fetch"),
        (datetime(2025, 6, 5, 9), None, datetime(2025, 6, 5, 9, tzinfo=UTC), "publisher"),
        (
            datetime(2025, 6, 5, 9, tzinfo=timezone(timedelta(hours=3))),
            None,
            datetime(2025, 6, 5, 6, tzinfo=UTC),
            "publisher",
        ),
    ],
)
def test_dates(published: datetime | None, updated: datetime | None, expected: datetime, dated_by: str) -> None:
    made = item(published=published, updated=updated)
    assert (made.published, made.dated_by) == (expected, dated_by)


@pytest.mark.parametrize(
    ("configured", "house", "named", "expected"),
    [
        ("RKI", "", "rki.example", "RKI"),
        ("", "", "rki.example", "rki.example"),
        ("", "The Desk", "rki.example", "rki.example"),
        ("", "The Desk", "", "The Desk"),
        ("", "", "", "Wire"),
    ],
)
def test_publishers(configured: str, house: str, named: str, expected: str) -> None:
    made = normalise(entry(publisher=named), replace(FACTS, publisher=configured, house=house), NOW).item
    assert made.publisher == expected


@pytest.mark.parametrize(
    ("configured", "declared", "body", "expected"),
    [
        ("tr", "en", TEXT, "tr"),
        ("", "en-us", TEXT, "en-US"),
        ("", "zh_Hant_TW", "代表團週一在伊斯坦堡舉行第二輪會談，雙方同意交換戰俘。", "zh-Hant-TW"),
        ("", "en", "Делегации двух стран встретились в Стамбуле для второго раунда переговоров.", "ru"),
        ("", "", TEXT, "en"),
        ("", "x-default", TEXT, "en"),
        ("", "english!", TEXT, "en"),
        ("", "en", "Скоро", "en"),
        ("", "", "Скоро", "und"),
    ],
)
def test_languages(configured: str, declared: str, body: str, expected: str) -> None:
    made = normalise(
        entry(title="", body=f"<p>{body}</p>", language=declared), replace(FACTS, language=configured), NOW
    ).item
    assert made.language == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"guid": "1", "url": "https://a.example/1"}, {"guid": "1", "url": "https://a.example/2", "title": "Edited"}),
        ({"guid": "", "url": "https://a.example/1"}, {"guid": "", "url": "HTTPS://a.example/1#top", "title": "Edited"}),
        ({"guid": "", "url": "file:a.txt"}, {"guid": "", "url": "file:a.txt", "title": "Edited"}),
        ({"guid": "", "url": ""}, {"guid": "", "url": "", "body": "<p>Edited</p>"}),
    ],
)
def test_an_id_survives_edits(one: dict[str, str], other: dict[str, str]) -> None:
    assert item(**one).id == item(**other).id


def test_an_id_tells_sources_and_articles_apart() -> None:
    ids = {item(guid="1").id, item(guid="2").id, normalise(entry(guid="1"), SourceFacts("Other"), NOW).item.id}
    assert len(ids) == 3


def test_a_long_title_is_cut_between_words_and_whole_in_the_snapshot() -> None:
    reading = normalise(entry(title="word " * 100), FACTS, NOW)
    check(reading)
    assert len(reading.item.title) == 299
    assert reading.snapshot.text.startswith("word " * 99 + "word\n\n")
    assert len(item(title="x" * 400).title) == 300


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("Talks resume - RKI", "RKI", "Talks resume"),
        ("Talks resume | RKI", "RKI", "Talks resume"),
        ("Talks resume - RKI", "", "Talks resume - RKI"),
        ("Talks resume - RKI", "AA", "Talks resume - RKI"),
    ],
)
def test_a_publishers_name_behind_the_title(title: str, publisher: str, expected: str) -> None:
    assert item(title=title, publisher=publisher).title == expected


def test_the_title_and_the_author_are_not_said_again() -> None:
    body = f"<h1>Talks resume – RKI</h1><p>Jo Bloggs</p><p>{TEXT}</p>"
    made = item(title="Talks resume - RKI", publisher="RKI", author="Jo Bloggs", body=body)
    assert [passage.text for passage in made.passages] == [TEXT]


def test_a_byline_names_an_author_whom_nothing_else_names() -> None:
    assert item(body=f"<p>By Ana Silva</p><p>{TEXT}</p>").author == "Ana Silva"
    assert item(body=f"<p>By Ana Silva</p><p>{TEXT}</p>", author="Jo").author == "Jo"


def test_the_same_words_have_the_same_key() -> None:
    keys = {
        item(body=f"<p>{text}</p>").passages[0].key for text in ("Ｔalks in Köln!", "talks, in  KÖLN", "Talks in Köln")
    }
    assert len(keys) == 1


# -- round trips ---------------------------------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [
        "The talks", "went on", "until night.", "He", "reiterated", "“We are", "ready.”", "Istanbul", "June 5, 2025", "Read more",
        "By Jo Bloggs", "https://wire.example/1", "—", "Delegations meet in Istanbul", "of the", "and", "he said:", "Is it over?",
        TEXT, "They agreed to exchange prisoners and to meet again in June at the same place", "a,", "(", ")", '"', "1. One",
        "قال الوزير إن", "المحادثات مستمرة.", "会谈继续。", "\u202e", "\xa0", "👩‍👧", "The post x appeared first on y.", "END",
    ]
)  # fmt: skip
PARAGRAPHS = st.lists(st.lists(FRAGMENTS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8)
SEPARATORS = st.sampled_from(["\n\n", "\n", "\n\n\n", "\r\n\r\n", "\f", "\n- ", "\n\n## ", "\n\n> "])
MARKS = {"heading": "## ", "item": "- ", "quote": "> ", "paragraph": ""}
TAGS = {"heading": "h2", "item": "li", "quote": "blockquote", "paragraph": "p"}
ENGLISH = SourceFacts("Wire", language="en")


def kinds(passages: tuple[Passage, ...]) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in passages]


def read(one: Entry) -> Reading:
    try:
        return normalise(one, ENGLISH, NOW)
    except SourceTrouble:
        assume(False)
        raise


@given(PARAGRAPHS, SEPARATORS)
def test_normalising_the_passages_of_a_text_gives_the_same_passages(paragraphs: list[str], separator: str) -> None:
    first = read(entry(body=separator.join(paragraphs), body_format="text"))
    check(first)
    body = "\n\n".join(MARKS[passage.kind] + passage.text for passage in first.item.passages)
    again = normalise(entry(body=body, body_format="text"), ENGLISH, NOW)
    check(again)
    assert kinds(again.item.passages) == kinds(first.item.passages)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "h2", "li", "blockquote", "div", "td", "pre", "br"]), FRAGMENTS), max_size=10
    )
)
def test_normalising_the_passages_of_a_page_gives_the_same_passages(elements: list[tuple[str, str]]) -> None:
    first = read(entry(body="".join(f"<{tag}>{escape(words)}</{tag}>" for tag, words in elements)))
    check(first)
    body = "".join(f"<{TAGS[kind]}>{escape(words)}</{TAGS[kind]}>" for kind, words in kinds(first.item.passages))
    again = normalise(entry(body=body), ENGLISH, NOW)
    check(again)
    assert kinds(again.item.passages) == kinds(first.item.passages)


@given(st.text(max_size=200), st.sampled_from(["html", "text"]), st.text(max_size=20))
def test_any_text_is_read_or_refused(body: str, body_format: str, title: str) -> None:
    with suppress(SourceTrouble):
        check(normalise(entry(title=title, body=body, body_format=body_format), ENGLISH, NOW))


def test_a_paragraph_without_end_is_a_trouble_and_says_so() -> None:
    with pytest.raises(SourceTrouble, match="One paragraph has") as raised:
        normalise(entry(body="<p>" + "Talks went on. " * 5_000 + "</p>"), FACTS, NOW)
    assert raised.value.advice == "Part it into paragraphs."


def test_letters_that_were_encoded_twice_and_hidden_by_escapes_are_put_right() -> None:
    made = normalise(entry(title="Renâ\x80\x99s cafÃ©", body="<p>The worldâ€™s <b>biggest</b> show.</p>"), FACTS, NOW)
    assert made.item.title == "Ren’s café"
    assert [passage.text for passage in made.item.passages] == ["The world’s biggest show."]
    assert made.snapshot.text == "Ren’s café\n\nThe world’s biggest show."
    check(made)
