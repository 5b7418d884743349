"""What is said of sites, and which of it holds for a host; and whose pages are read at all."""

from __future__ import annotations

import pytest

from digest.config import full_text, load, site_of
from digest.config.schema import SiteTable

SITES = [SiteTable(host=host, article="p") for host in ("example.org", "news.example.org", "www.paper.example")]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.org", "example.org"), ("www.example.org", "example.org"), ("EXAMPLE.org.", "example.org"),
        ("a.news.example.org", "news.example.org"), ("paper.example", "www.paper.example"), ("notexample.org", None),
        ("org", None), ("", None),
    ],
)  # fmt: skip
def test_the_nearest_name_counts(host: str, expected: str | None) -> None:
    found = site_of(host, SITES)
    assert (found.host if found else None) == expected


@pytest.mark.parametrize(
    ("gather", "source", "expected"),
    [
        ("", 'url = "https://wire.example/feed"', "auto"),
        ("", 'url = "https://wire.example/feed"\nfull_text = "always"', "always"),
        ('full_text = "never"', 'url = "https://wire.example/feed"', "never"),
        ('full_text = "never"', 'url = "https://wire.example/feed"\nfull_text = "auto"', "auto"),
        ('full_text = "always"', 'files = ["inbox/*"]', None),
        ('full_text = "always"', 'url = "feed.xml"\nfull_text = "always"', None),
    ],
)
def test_whose_pages_are_read(gather: str, source: str, expected: str | None) -> None:
    config = load(f'[gather]\n{gather}\n[[sources]]\nname = "A"\n{source}\n', "feeds.toml", ".", {}, lambda _: True)
    assert full_text(config, config.sources[0]) == expected
