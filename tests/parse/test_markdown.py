from datetime import UTC, datetime

import pytest

from digest.errors import SourceTrouble
from digest.models import Entry
from digest.parse import parse
from tests.builders import fetched


def read(text: str, name: str = "notes/talks.md") -> Entry:
    (entry,) = parse(fetched(text, url=f"file:{name}", media_type="text/markdown"))
    assert isinstance(entry, Entry)
    return entry


def day(year: int, month: int, date: int, hour: int = 12) -> datetime:
    return datetime(year, month, date, hour, tzinfo=UTC)


def test_front_matter_and_text() -> None:
    entry = read(
        "---\n"
        'title: "Talks: the &amp; second round"\n'
        "date: 2025-06-05\n"
        "last_modified_at: 2025-06-06 09:05\n"
        "source: Wikinews\n"
        "agency: Reuters\n"
        "url: https://wiki.example/talks\n"
        "author: [Jo, Al]\n"
        "lang: en\n"
        "region: Europe\n"
        "type: Brief\n"
        "tags: [talks, Istanbul]\n"
        "layout: post\n"
        "---\n\n"
        "They **met**.\n"
    )
    assert entry == Entry(
        guid="",
        url="https://wiki.example/talks",
        title="Talks: the & second round",
        body="<p>They <strong>met</strong>.</p>",
        body_format="html",
        author="Jo, Al",
        published=day(2025, 6, 5),
        updated=day(2025, 6, 6, 9).replace(minute=5),
        language="en",
        publisher="Wikinews",
        agency="Reuters",
        place="Europe",
        kind="Brief",
        tags=("talks", "Istanbul"),
        titled_from="the front matter",
        dated_from="the front matter",
    )


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("date: 2025-06-05 10:30:00+02:00", datetime(2025, 6, 5, 8, 30, tzinfo=UTC)),
        ("date: 2025-06-05T10:30:00", datetime(2025, 6, 5, 10, 30, tzinfo=UTC)),
        ("date: June 5, 2025", day(2025, 6, 5)),
        ("published: true\ndate: 2025-06-05", day(2025, 6, 5)),
        ("date: 0001-01-01 00:00:00+02:00", None),
        ("date: soon", None),
        ("modified: 2025-06-05", None),
    ],
)
def test_dates_of_a_front_matter(matter: str, expected: datetime | None) -> None:
    assert read(f"---\n{matter}\n---\nText").published == expected


def test_toml_front_matter() -> None:
    entry = read('+++\ntitle = "Talks"\ndate = 2025-06-05\nsource = "https://wiki.example/1"\n+++\nText')
    assert (entry.title, entry.published, entry.url) == ("Talks", day(2025, 6, 5), "https://wiki.example/1")


def test_the_first_heading_is_the_title_where_no_front_matter_names_one() -> None:
    entry = read("# Talks *resume*\n\nText")
    assert (entry.title, entry.url) == ("Talks resume", "file:notes/talks.md")


@pytest.mark.parametrize("text", ["---\n\nJust a rule.\n\n---\n\nAnd text.", "Some text.\n\n---\nMore."])
def test_rules_are_no_front_matter(text: str) -> None:
    assert "text" in read(text).body.casefold()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("*5 June 2025*\n\nThe talks resumed.", "talks.md"),
        ("Istanbul, 5 June 2025\n\nThe talks resumed.", "talks.md"),
        ("The talks resumed.", "2025-06-05-talks.md"),
        ("# Briefing, 6/5/2025\n\nThe talks resumed.", "talks.md"),
    ],
)
def test_a_date_outside_the_front_matter(text: str, name: str) -> None:
    assert read(text, name).published == day(2025, 6, 5)


def test_a_description_stands_in_for_a_missing_text() -> None:
    assert read("---\ntitle: T\ndescription: They *met*.\n---\n").body == "<p>They <em>met</em>.</p>"


def test_nested_values_say_nothing_but_a_name() -> None:
    entry = read("---\ntitle: T\ntags: [[a, b], {c: d}, e, 5]\nauthor: {name: Jo}\n1: x\n---\nText")
    assert (entry.tags, entry.author) == (("e", "5"), "Jo")


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("---\ntitle: a: b\n---\nText", "no valid YAML", "line 2"),
        ("---\ndate: 2025-02-31\n---\nText", "no valid YAML", ""),
        ("+++\ntitle = \n+++\nText", "no valid TOML", ""),
        ("- " * 3_000 + "x", "nested too deep", ""),
    ],
    ids=["yaml", "impossible date", "toml", "deep lists"],
)
def test_what_cannot_be_read(text: str, what: str, where: str) -> None:
    with pytest.raises(SourceTrouble, match=what) as caught:
        read(text)
    assert caught.value.where == where
    assert caught.value.advice


def test_quotations_in_quotations_are_harmless() -> None:
    assert "deep" in read(">" * 5_000 + " deep").body
    assert "deep" in read("\n".join("  " * n + "- x" for n in range(500)) + " deep").body


def test_line_ends_and_marks_of_other_systems() -> None:
    assert read("\ufeff---\r\ntitle: Talks\r\n---\r\nText").title == "Talks"


@pytest.mark.parametrize(
    ("text", "title", "published", "author"),
    [
        ('{"title": "Talks", "date": "2025-06-05", "authors": [{"name": "Jo"}, {"name": "Al"}]}\n\nText', "Talks", day(2025, 6, 5), "Jo, Al"),
        ("---\ncreated: 2025-06-01\ndate: 2025-06-05\ntitle: Talks\n---\nText", "Talks", day(2025, 6, 5), ""),
        ("---\ntitle: Talks\ncreated: 2025-06-01\n---\nText", "Talks", day(2025, 6, 1), ""),
        ("{no JSON} Text", "", None, ""),
        ("{\n  \"a\": 1}\n\nText", "", None, ""),
    ],
)  # fmt: skip
def test_front_matters_of_other_programs(text: str, title: str, published: datetime | None, author: str) -> None:
    entry = read(text)
    assert (entry.title, entry.published, entry.author) == (title, published, author)
    assert "Text" in entry.body


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ('{"title": "Talks",\n "date": }\n\nText', "no valid JSON", "line 2"),
        ("---\ntitle: Talks\n\nText", "has no end", "line 1"),
        ('+++\ntitle = "Talks"\ndate = June\n+++\nText', "no valid TOML", "line 3"),
        ('---\ntitle: "Talks\n---\nText', "no valid YAML", "line 2"),
    ],
)
def test_a_broken_front_matter_names_its_line(text: str, what: str, where: str) -> None:
    with pytest.raises(SourceTrouble, match=what) as trouble:
        read(text)
    assert trouble.value.where == where


def test_what_note_keepers_and_site_generators_add_is_text_or_nothing() -> None:
    entry = read(
        "# Talks\n\n> [!note] They met\n\nSee [[Notes/Istanbul|the notes]] and [[Grain]]. ![[map.png]]{{< figure src=x >}}{% include y %}\n"
    )
    assert "They met" in entry.body
    assert "See the notes and Grain." in entry.body
    assert not any(mark in entry.body for mark in ("[[", "]]", "{{", "{%", "[!", "map.png"))


def test_a_note_without_a_heading_is_called_as_its_file() -> None:
    entry = read("They met on Monday.", "Talks in Istanbul go on.md")
    assert (entry.title, entry.titled_from) == ("Talks in Istanbul go on", "the file's name")
