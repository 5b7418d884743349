import pytest

from digest.parse.labels import address, agency, categories, field_of, host, labelled


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published on June 5, 2025", ("published", "June 5, 2025")),
        ("published: 2025-06-05", ("published", "2025-06-05")),
        ("**Author:** Jo Bloggs", ("author", "Jo Bloggs")),
        ("By Jo Bloggs", ("author", "Jo Bloggs")),
        ("By Monday the talks had ended", None),
        ("Document Date: Mon, Jan 12 2026 07:03:44 am", ("ignored", "Mon, Jan 12 2026 07:03:44 am")),
        ("Category: ,English,Middle East - ,Snippets", ("category", ",English,Middle East - ,Snippets")),
        ("Show on website : [Click Here](#)", ("url", "[Click Here](#)")),
        ("Sources: Reuters, AFP", ("agency", "Reuters, AFP")),
        ("Sources Anadolu Agency", None),
        ("The minister said: no", None),
        ("", None),
    ],
)
def test_labelled_lines(line: str, expected: tuple[str, str] | None) -> None:
    assert labelled(line) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("datePublished", "published"),
        ("last_modified_at", "updated"),
        ("Canonical-URL", "url"),
        ("layout", None),
        ("", None),
    ],
)
def test_keys_of_a_front_matter(key: str, expected: str | None) -> None:
    assert field_of(key) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://rki.example/a?b=1", "https://rki.example/a?b=1"),
        ("<http://rki.example>", "http://rki.example"),
        ('[Click Here](https://rki.example/a "title")', "https://rki.example/a"),
        ("[Click Here](#)", ""),
        ("See https://rki.example", ""),
        ("", ""),
    ],
)
def test_a_line_that_is_an_address(line: str, expected: str) -> None:
    assert address(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("rki.news", "rki.news"),
        ("https://www.rki.news/", "www.rki.news"),
        ("U.S.", ""),
        ("A. B. Smith", ""),
        ("news", ""),
    ],
)
def test_a_line_that_is_a_host(line: str, expected: str) -> None:
    assert host(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sources Anadolu Agency", "Anadolu Agency"),
        ("Source: Reuters", "Reuters"),
        ("Source: the ministry's own statement", "the ministry's own statement"),
        ("Sources U.S. Department of State", "U.S. Department of State"),
        ("Quelle: dpa", "dpa"),
        ("المصدر: واس", "واس"),
        ("Sources say the talks failed.", ""),
        ("Sources say it works", ""),
        ("Anadolu Agency", ""),
    ],
)
def test_whom_a_line_names_as_its_source(line: str, expected: str) -> None:
    assert agency(line) == expected


def test_prose_may_begin_with_source_where_a_colon_is_asked_for() -> None:
    assert agency("Source Code Escrow", needs_colon=True) == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",English,Middle East - ,Snippets", ("en", "Middle East", "Snippets")),
        ("Snippets, Europe -, English", ("en", "Europe", "Snippets")),
        ("- ,,English", ("en", "", "")),
        ("Urdu, Pakistan", ("ur", "Pakistan", "")),
        ("العربية، الشرق الأوسط، News", ("ar", "الشرق الأوسط", "News")),
        ("Türkçe | Türkiye | Haber", ("tr", "Türkiye", "Haber")),
        ("Press Releases; World; Deutsch", ("de", "World", "Press Releases")),
        ("The Middle East", ("", "The Middle East", "")),
        ("", ("", "", "")),
    ],
)
def test_categories_in_any_order(line: str, expected: tuple[str, str, str]) -> None:
    assert categories(line) == expected
