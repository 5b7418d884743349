"""The picture that stands for an article: which one, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from digest.models import Picture, SourceFacts
from digest.normalise import normalise
from digest.normalise.lead_picture import lead_picture
from tests.builders import NOW, entry

SHIP = "https://wire.example/ship.jpg"


def found(body: str, **changes: Any) -> Picture | None:
    return lead_picture(entry(body=body, **changes))


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f'<p>Text</p><img src="{SHIP}">', SHIP),
        ('<img src="/media/ship.jpg">', "https://wire.example/media/ship.jpg"),
        ('<img src="//cdn.example/ship.jpg?w=800&amp;s=abc">', "https://cdn.example/ship.jpg?w=800&s=abc"),
        (f'<img src="data:image/gif;base64,R0lGOD" data-src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/blank.gif"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/x.gif" width="1" height="1"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/x.jpg" width=80><img src="{SHIP}" width="100%">', SHIP),
        (f'<img src="https://wire.example/x.jpg" style="display: none"><img src="{SHIP}">', SHIP),
        (f'<img src="https://pixel.wp.com/b.gif?v=1"><img src="{SHIP}">', SHIP),
        (f'<img src="https://feeds.feedburner.com/~r/x/1.jpg"><img src="{SHIP}">', SHIP),
        (f'<img src="https://secure.gravatar.com/face.jpg"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/a.jpg" class="wp-smiley"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/a.jpg" class="share-button"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/site-logo.png"><img src="{SHIP}">', SHIP),
        (f'<img src="https://wire.example/map.svg"><img src="{SHIP}">', SHIP),
        (f'<img src="javascript:alert(1)"><img src="file:///etc/passwd"><img src="{SHIP}">', SHIP),
        (f'<img src="http://[broken"><img src="{SHIP}">', SHIP),
        ('<img src="https://wire.example/logonna-beach.jpg">', "https://wire.example/logonna-beach.jpg"),
        ('<img src="https://wire.example/social-media-ban.jpg">', "https://wire.example/social-media-ban.jpg"),
        ("<p>No picture.</p>", ""),
        ("<img>", ""),
        ('<img src="">', ""),
        ("<!-- <img src='https://wire.example/x.jpg'> -->", ""),
    ],
)
def test_which_picture(body: str, url: str) -> None:
    picture = found(body)
    assert (picture.url if picture else "") == url


def test_text_has_no_pictures() -> None:
    assert found(f'<img src="{SHIP}">', body_format="text") is None


def test_a_relative_picture_of_a_file_leads_nowhere() -> None:
    assert found('<img src="ship.jpg">', url="file:inbox/a.html") is None


@pytest.mark.parametrize(
    ("body", "alt", "credit"),
    [
        (f'<img src="{SHIP}" alt="A ship  in the &lt;b&gt;strait&lt;/b&gt;">', "A ship in the strait", ""),
        (f'<img src="{SHIP}" alt="IMG_1234.JPG">', "", ""),
        (f'<img src="{SHIP}" alt="DSC 0042">', "", ""),
        (f'<img src="{SHIP}" alt="Image 3">', "", ""),
        (f'<img src="{SHIP}" alt="wire-20150315000313781-0315_0">', "", ""),
        (
            f'<img src="{SHIP}" alt="Ships in the strait. | picture alliance / dpa">',
            "Ships in the strait",
            "picture alliance / dpa",
        ),
        (f'<img src="{SHIP}" alt="Ships | {"in the strait " * 20}">', f"Ships | {'in the strait ' * 20}".strip(), ""),
        (f'<img src="{SHIP}" alt="https://wire.example/a.jpg">', "", ""),
        (f'<img src="{SHIP}" alt="A\u202eship">', "Aship", ""),
        (
            f'<figure><img src="{SHIP}"><figcaption>Ships in the strait.</figcaption></figure>',
            "Ships in the strait.",
            "",
        ),
        (
            f'<figure><img src="{SHIP}"><figcaption>Ships in the strait. (Photo: Anadolu Agency)</figcaption></figure>',
            "Ships in the strait",
            "Anadolu Agency",
        ),
        (
            f'<figure><img src="{SHIP}" alt="Ships"><figcaption>In the strait <span class="photo-credit">© AFP</span>'
            "</figcaption></figure>",
            "Ships",
            "AFP",
        ),
        (
            f'<figure><div><img src="{SHIP}"></div><figcaption>Häfen. Foto: dpa / picture alliance</figcaption></figure>',
            "Häfen",
            "dpa / picture alliance",
        ),
        (
            f'<figure><img src="{SHIP}"></figure><figure><figcaption>Of another one</figcaption></figure>',
            "",
            "",
        ),
    ],
)
def test_its_words(body: str, alt: str, credit: str) -> None:
    picture = found(body)
    assert picture is not None
    assert (picture.alt.rstrip("."), picture.credit) == (alt.rstrip("."), credit)


def test_what_the_publisher_names_comes_first() -> None:
    named = Picture(SHIP, "  A ship ", "Photo by: © M. Kaya / AFP")
    assert found('<img src="https://wire.example/other.jpg">', picture=named) == Picture(
        SHIP, "A ship", "M. Kaya / AFP"
    )


@pytest.mark.parametrize(
    "url", ["https://pixel.wp.com/x.gif", "https://a.example/logo.svg", "ftp://a.example/x.jpg", ""]
)
def test_what_the_publisher_names_may_be_none(url: str) -> None:
    assert found(f'<img src="{SHIP}">', picture=Picture(url)) == Picture(SHIP)


def test_long_words_are_cut() -> None:
    picture = found(f'<img src="{SHIP}" alt="{"word " * 200}">')
    assert picture is not None
    assert picture.alt.endswith("word…")
    assert len(picture.alt) <= 301


@pytest.mark.parametrize(
    "body", ["<!--" * 250_000, "<div>" * 100_000, "<figure><img>" * 50_000, "<" * 1_000_000, "<img a='" * 100_000]
)
def test_a_tangle_costs_no_time(body: str) -> None:
    """The first 200,000 characters are read, by a parser whose time is linear: each of these takes under 0.1 s."""
    assert found("<img>" + body) is None


def test_an_item_keeps_it() -> None:
    reading = normalise(
        entry(body=f'<p>Ships wait in the strait.</p><img src="{SHIP}" alt="Ships">'), SourceFacts("Wire"), NOW
    )
    assert reading.item.picture == Picture(SHIP, "Ships")
