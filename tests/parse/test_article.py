"""A page read for its article: encodings, names, picture; and what is no web page."""

from __future__ import annotations

import pytest

from digest.models import Picture
from digest.parse.article import read_article
from tests.builders import fetched
from tests.pipeline.newsroom import BODY, TITLE, article

URL = "https://wire.example/news/1"


def test_names_and_text() -> None:
    read = read_article(fetched(article(*BODY), url=URL, media_type="text/html"))
    assert read.titles == (TITLE, f"{TITLE} - Wire")
    assert tuple(block.text for block in read.article.blocks) == BODY
    assert (read.entry.title, read.entry.body, read.refused) == (TITLE, read.article.html, "")


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", ""), ("cp1251", "windows-1251"), ("utf-16", ""), ("koi8-r", "koi8-r")]
)
def test_encodings(charset: str, declared: str) -> None:
    text = (
        "Первое судно с кукурузой вышло из порта Одессы и прошло Босфор после проверки.",
        "Проверяли его все четыре стороны.",
    )
    body = article(*text, *text, title="Судно").decode().replace('<meta charset="utf-8">', "").encode(charset)
    read = read_article(fetched(body, url=URL, media_type="text/html", charset=declared))
    assert text[0] in read.article.text


@pytest.mark.parametrize(
    ("head", "picture"),
    [
        ("", None),
        ('<meta property="og:image" content="/ship.jpg">', Picture("https://wire.example/ship.jpg")),
        ('<meta name="twitter:image" content="https://img.example/a.png"><meta name="twitter:image:alt" content="A &amp; B">',
         Picture("https://img.example/a.png", "A & B")),
        ('<meta property="og:image" content="https://wire.example/site-logo.png">', None),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', None),
    ],
)  # fmt: skip
def test_the_picture(head: str, picture: Picture | None) -> None:
    assert read_article(fetched(article(*BODY, head=head), url=URL, media_type="text/html")).entry.picture == picture


def test_a_closed_article_says_so_itself() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    assert "subscribers" in read_article(fetched(article(BODY[0], head=head), url=URL, media_type="text/html")).refused


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json"])
def test_what_is_no_page(kind: str) -> None:
    assert (
        read_article(fetched(b"%PDF-1.4", url=URL, media_type=kind)).refused == f"the address gives {kind}, no web page"
    )
