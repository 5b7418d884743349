from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.models import Entry
from digest.parse import parse
from tests.builders import fetched

HEAD = """

## Türkiye hosts a second round of talks


Published on June 2, 2025

Document Date: Mon, Jan 12 2026 07:03:44 am

Category: ,English,Middle East - ,Snippets

Show on website : [Click Here](#)

---

rki.example

Sources Anadolu Agency
"""
TEXT = "Delegations of Russia and Ukraine met at Çırağan Palace in Istanbul.\n\nThey agreed to exchange prisoners."


def read(text: str | bytes, name: str = "saved.txt") -> Entry:
    (entry,) = parse(fetched(text, url=f"file:{name}", media_type="text/plain"))
    assert isinstance(entry, Entry)
    return entry


def day(year: int, month: int, date: int) -> datetime:
    return datetime(year, month, date, 12, tzinfo=UTC)


def test_a_saved_article() -> None:
    assert read(f"{HEAD}\n{TEXT}\n") == Entry(
        guid="",
        url="file:saved.txt",
        title="Türkiye hosts a second round of talks",
        body=TEXT,
        body_format="text",
        published=day(2025, 6, 2),
        language="en",
        publisher="rki.example",
        agency="Anadolu Agency",
        place="Middle East",
        kind="Snippets",
        titled_from="the first heading",
        dated_from="the label “Published on”",
    )


@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("\n", "\r"), ("\n## ", "\n\ufeff## ")], ids=["CRLF", "CR", "a mark inside"]
)
def test_line_ends_and_marks_of_other_systems(change: tuple[str, str]) -> None:
    entry = read(("\ufeff" + HEAD + "\n" + TEXT).replace(*change))
    assert (entry.title, entry.body, entry.agency) == ("Türkiye hosts a second round of talks", TEXT, "Anadolu Agency")


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ("## Türkiye hosts a second round of talks", "**Talks**", "title", "Talks"),
        ("## Türkiye hosts a second round of talks", "", "title", ""),
        ("Published on June 2, 2025", "", "published", None),
        ("Published on June 2, 2025", "Published on: 31 June 2025", "published", None),
        ("June 2, 2025", "2 Haziran 2025", "published", day(2025, 6, 2)),
        ("[Click Here](#)", "[Click Here](https://rki.example/7)", "url", "https://rki.example/7"),
        (",English,Middle East - ,Snippets", "Snippets,- Asia,Urdu", "language", "ur"),
        ("rki.example\n", "https://www.rki.example/\n", "publisher", "www.rki.example"),
        ("rki.example\n", "The RKI Desk\n", "publisher", "The RKI Desk"),
        ("rki.example\n", "", "publisher", ""),
        ("Sources Anadolu Agency", "Source: Reuters", "agency", "Reuters"),
        ("Sources Anadolu Agency", "", "agency", ""),
        ("Sources Anadolu Agency", "Sources Anadolu Agency\n\nhttps://aa.example/1", "url", "https://aa.example/1"),
        ("---", "* * *", "publisher", "rki.example"),
        ("\n---\n", "\n", "agency", "Anadolu Agency"),
    ],
)
def test_variants_of_the_head(old: str, new: str, field: str, expected: object) -> None:
    entry = read(HEAD.replace(old, new) + "\n" + TEXT)
    assert getattr(entry, field) == expected
    assert entry.body == TEXT


def test_the_lines_of_the_head_may_stand_in_another_order() -> None:
    head = "Category: Snippets,Türkiye,Türkçe\nDocument Date: 12 Ocak 2026\nPublished on 2.6.2025\n## Görüşmeler\n---\n"
    entry = read(head + TEXT)
    assert (entry.title, entry.published, entry.language, entry.place) == (
        "Görüşmeler",
        day(2025, 6, 2),
        "tr",
        "Türkiye",
    )


@pytest.mark.parametrize("line", ["Monday, June 2, 2025", "Istanbul, June 2, 2025"])
def test_a_date_that_only_the_text_tells(line: str) -> None:
    head = HEAD.replace("Published on June 2, 2025", "")
    assert read(f"{head}\n{line}\n\n{TEXT}").published == day(2025, 6, 2)


def test_neither_the_export_nor_the_file_dates_an_article() -> None:
    head = HEAD.replace("Published on June 2, 2025", "")
    (entry,) = parse(fetched(head + TEXT, url="file:a.txt", modified=day(2026, 1, 12)))
    assert isinstance(entry, Entry)
    assert entry.published is None


def test_a_head_without_an_article_is_its_title() -> None:
    assert read(HEAD).body == ""


def test_the_sample(shared: Path) -> None:
    entry = read((shared / "samples" / "rki-news-snippet.txt").read_bytes())
    assert entry.title == "Türkiye confirms fresh Momentum for Russia-Ukraine peace talks"
    assert entry.published == day(2025, 6, 5)
    assert (entry.publisher, entry.agency, entry.place, entry.kind) == (
        "rki.news",
        "Anadolu Agency",
        "Middle East",
        "Snippets",
    )
    assert entry.body.startswith("Turkish Foreign Minister Hakan Fidan")
