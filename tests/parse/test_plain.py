from datetime import UTC, datetime

import pytest

from digest.models import Entry
from digest.parse import parse
from tests.builders import fetched

TEXT = "Delegations of Russia and Ukraine met at Çırağan Palace in Istanbul on Monday.\n\nThey agreed to exchange prisoners."
LONG = (
    "The delegations of Russia and Ukraine, who had met in May for the first time in three years, came together again."
)


def read(text: str, name: str = "talks.txt") -> Entry:
    (entry,) = parse(fetched(text, url=f"file:{name}", media_type="text/plain"))
    assert isinstance(entry, Entry)
    return entry


def day(year: int, month: int, date: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, date, hour, minute, tzinfo=UTC)


def test_title_date_publisher_byline_and_address() -> None:
    text = f"Talks resume\n\n2025-06-02 14:30\nrki.example\nİstanbul - AA :\nhttps://rki.example/1\n\n{TEXT}"
    assert read(text) == Entry(
        guid="",
        url="https://rki.example/1",
        title="Talks resume",
        body=TEXT,
        body_format="text",
        published=day(2025, 6, 2, 14, 30),
        publisher="rki.example",
        author="İstanbul - AA",
        titled_from="the first line",
        dated_from="a line of the text that only says when",
    )


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("# Talks resume #\n======\n\n", "title", "Talks resume"),
        ("Talks resume\n------\n5 June 2025\n\n", "published", day(2025, 6, 5)),
        ("Title: Talks resume\nDate: 5 June 2025\nAuthor: Jo\n\n", "title", "Talks resume"),
        ("Date: 5 June 2025\nTitle: Talks resume\nAuthor: Jo\n\n", "author", "Jo"),
        ("5 June 2025\n\nTalks resume\n\n", "title", "Talks resume"),
        ("https://rki.example/1\nTalks resume\n\n", "url", "https://rki.example/1"),
        ("Talks resume\n\nSource: Reuters\nLanguage: en\n\n", "agency", "Reuters"),
        ("Talks resume\n\nLanguage: tr\n\n", "language", "tr"),
        ("Talks resume\n\nhttps://rki.example/1\n\n5 June 2025\n\n", "published", day(2025, 6, 5)),
        ("Talks resume\n\n", "published", None),
        ("Talks resume\n\nIstanbul, 5 June 2025\n\n", "published", day(2025, 6, 5)),
    ],
)
def test_heads(head: str, field: str, expected: object) -> None:
    entry = read(head + TEXT)
    assert getattr(entry, field) == expected
    assert entry.body.endswith(TEXT)
    assert entry.title == "Talks resume"


def test_the_head_ends_where_a_paragraph_begins() -> None:
    entry = read(f"Talks resume\n\n5 June 2025\nrki.example\n{LONG}\nThe second line of it.\n\n{TEXT}")
    assert entry.published == day(2025, 6, 5)
    assert entry.body.startswith("rki.example\nThe delegations") or entry.body.startswith(LONG)


def test_names_alone_are_no_head() -> None:
    entry = read(f"Talks resume\n\nOffice of the Spokesperson\n\n{TEXT}")
    assert entry.publisher == ""
    assert entry.body.startswith("Office of the Spokesperson")


def test_names_behind_the_last_sure_line_are_the_articles() -> None:
    entry = read("Talks resume\n\nrki.example\n5 June 2025\nOne line\nAnother line that ends.\n\nText.")
    assert (entry.publisher, entry.published) == ("rki.example", day(2025, 6, 5))
    assert entry.body.startswith("One line")


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG} {LONG} {LONG}",
        "The delegations of Russia and Ukraine met again in Istanbul on Monday, and they agreed to exchange prisoners.",
        "The delegations of Russia and Ukraine met again in\nIstanbul on Monday. They agreed to exchange prisoners.",
    ],
    ids=["long", "a sentence", "wrapped"],
)
def test_a_paragraph_is_no_title(text: str) -> None:
    entry = read(text)
    assert (entry.title, entry.body) == ("", text)


def test_a_paragraph_below_a_date_is_no_title() -> None:
    entry = read(f"5 June 2025\n{LONG}")
    assert (entry.title, entry.body, entry.published) == ("", LONG, day(2025, 6, 5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Görüşmeler sürüyor\n\n02.06.2025\n\nRusya ve Ukrayna heyetleri İstanbul'da bir araya geldi.",
            day(2025, 6, 2),
        ),
        (
            "Les pourparlers\n\n02/06/2025\n\nLes délégations russe et ukrainienne se sont réunies à Istanbul.",
            day(2025, 6, 2),
        ),
        ("The talks\n\n02/06/2025\n\nThe delegations of Russia and Ukraine met in Istanbul.", day(2025, 2, 6)),
    ],
    ids=["tr", "fr", "en"],
)
def test_the_language_of_the_text_orders_the_figures_of_its_date(text: str, expected: datetime) -> None:
    entry = read(text)
    assert entry.published == expected
    assert entry.language == ""


def test_a_file_name_that_begins_with_a_date() -> None:
    assert read(f"Talks resume\n\n{TEXT}", "inbox/2025-06-02%20talks.txt").published == day(2025, 6, 2)


def test_a_title_alone() -> None:
    assert (read("Talks resume").title, read("Talks resume").body) == ("Talks resume", "")


def test_only_lines_of_a_head() -> None:
    entry = read("5 June 2025\nhttps://rki.example/1\nTitle: Talks")
    assert (entry.title, entry.url, entry.body) == ("Talks", "https://rki.example/1", "")
