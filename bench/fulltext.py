"""The article of a saved web page, as the program reads it: python -m bench.fulltext FILE.html[.gz] [--url URL]"""

from __future__ import annotations

import argparse
import gzip
import sys
from datetime import UTC, datetime
from pathlib import Path

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from digest.models import Fetched
from digest.parse.article import read_article

_READ = datetime(2026, 1, 1, tzinfo=UTC)  # nothing that is printed depends on it


def text(html: bytes, url: str | None = None) -> str:
    """The article's text, one line a paragraph; "" where none was found."""
    fetched = Fetched("page", url or "http://page.invalid/", html, "text/html", "", _READ)
    return read_article(fetched).article.text


def main() -> None:
    """Print the article of one file."""
    parser = argparse.ArgumentParser(description="Print the article of a saved web page.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--url", help="where the page was found")
    wanted = parser.parse_args()
    body = wanted.file.read_bytes()
    print(text(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body, wanted.url))


if __name__ == "__main__":
    main()
