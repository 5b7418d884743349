"""The lead picture and the files of an entry."""

from __future__ import annotations

import pytest

from digest.models import Enclosure, Entry, Picture
from digest.parse import parse
from digest.parse.pictures import first_picture, picture
from tests.builders import fetched

SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def item(inside: str) -> Entry:
    body = f'<rss version="2.0" {SPACES}><channel><link>https://wire.example/</link><item><title>T</title>{inside}</item></channel></rss>'
    (made,) = parse(fetched(body))
    assert isinstance(made, Entry)
    return made


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<media:content url="https://i.example/1.jpg" medium="image"/>', Picture("https://i.example/1.jpg")),
        ('<media:content url="/1" type="image/webp"/>', Picture("https://wire.example/1")),
        ('<media:content url="https://i.example/1.JPG?w=3"/>', Picture("https://i.example/1.JPG?w=3")),
        ('<media:content url="https://i.example/1.mp4" medium="video"/>', None),
        (
            '<media:group><media:content url="https://i.example/s.jpg" width="140" medium="image"/>'
            '<media:content url="https://i.example/l.jpg" width="1200" medium="image"/></media:group>',
            Picture("https://i.example/l.jpg"),
        ),
        (
            '<media:content url="https://i.example/1.jpg" medium="image"><media:description type="html">A &lt;b&gt;dam'
            "&lt;/b&gt;</media:description><media:credit>Jo Bloggs</media:credit></media:content>",
            Picture("https://i.example/1.jpg", "A dam", "Jo Bloggs"),
        ),
        ('<media:thumbnail url="https://i.example/t.jpg" width="240"/>', Picture("https://i.example/t.jpg")),
        ('<media:thumbnail url="https://i.example/t.jpg" width="16" height="16"/>', None),
        ('<media:thumbnail>https://i.example/t.jpg</media:thumbnail>', Picture("https://i.example/t.jpg")),
        ('<enclosure url="https://i.example/e" type="image/png" length="1"/>', Picture("https://i.example/e")),
        ('<itunes:image href="https://i.example/cover.jpg"/>', Picture("https://i.example/cover.jpg")),
        ("<description>&lt;img src='p.jpg' alt='A &amp;quot;dam&amp;quot;'&gt;</description>", Picture("https://wire.example/p.jpg", 'A "dam"')),
        (
            '<media:content url="https://pixel.wp.com/b.gif" medium="image"/><description>&lt;img src="/p.jpg"&gt;</description>',
            Picture("https://wire.example/p.jpg"),
        ),
        ('<media:content url="data:image/png;base64,AA" medium="image"/>', None),
        ('<media:content url="http://[broken" medium="image"/>', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_lead_picture(inside: str, expected: Picture | None) -> None:
    assert item(inside).picture == expected


def test_a_named_picture_comes_before_one_in_the_text() -> None:
    entry = item('<description>&lt;img src="/p.jpg"&gt;</description><media:thumbnail url="https://i.example/t.jpg"/>')
    assert entry.picture == Picture("https://i.example/t.jpg")


def test_a_caption_is_no_text_of_the_entry() -> None:
    media = '<media:content url="https://i.example/1.jpg" medium="image"><media:description>{}</media:description></media:content>'
    entry = item("<description>They met.</description>" + media.format("A long caption about a table and chairs."))
    assert (entry.body, entry.summary) == ("They met.", "")
    assert item(media.format("All that is said.")).body == "All that is said."


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://wire.example/p.jpg" width="1" height="1">',
        '<img height=1px src="https://wire.example/p.jpg">',
        '<img src="https://wire.example/face.jpg" width="48">',
        '<img src="http://feeds.feedburner.com/~r/wire/~4/x">',
        '<img src="https://pixel.wire.example/a.jpg">',
        '<img src="https://wire.example/pixel.gif?id=7">',
        '<img src="https://wire.example/1x1.png">',
        '<img src="https://ad.doubleclick.net/ad/x">',
        '<img src="https://wire.example/tracking/7.jpg">',
        '<img src="https://ssl-vg03.met.vgwort.de/na/0">',
        '<img src="https://wire.example/logo.svg">',
        '<img src="data:image/gif;base64,R0lGOD">',
        "<img>",
        "<imgx src='https://wire.example/p.jpg'>",
    ],
)
def test_what_only_counts_or_adorns_is_no_picture(tag: str) -> None:
    assert first_picture(tag, "https://wire.example/") is None
    lead = first_picture(f"<p>{tag}</p><IMG class='x' SRC=real.jpg alt=Real>", "https://wire.example/a/")
    assert lead == Picture("https://wire.example/a/real.jpg", "Real")


def test_a_picture_that_is_loaded_late() -> None:
    tag = '<img src="data:image/gif;base64,R0" data-src="/late.jpg" alt="Late">'
    assert first_picture(tag, "https://wire.example/") == Picture("https://wire.example/late.jpg", "Late")


def test_a_picture_needs_an_address() -> None:
    assert picture("https://wire.example/", "") is None
    assert picture("", "/p.jpg") is None


def test_files() -> None:
    entry = item(
        '<enclosure url="https://i.example/talk.mp3" type="Audio/MPEG" length="12345"/>'
        '<enclosure url="https://i.example/talk.mp3" type="audio/mpeg"/><enclosure url="/film" type="video/mp4" length="x"/>'
        '<enclosure url="https://i.example/p.jpg" type="image/jpeg"/><enclosure url="javascript:x"/>'
        '<media:content url="https://i.example/v.webm" type="video/webm" fileSize="9"/>'
    )
    assert entry.enclosures == (
        Enclosure("https://i.example/talk.mp3", "audio/mpeg", 12345),
        Enclosure("https://wire.example/film", "video/mp4"),
        Enclosure("https://i.example/v.webm", "video/webm", 9),
    )


def test_files_of_atom_and_their_number() -> None:
    links = "".join(
        f'<link rel="enclosure" href="/{n}.pdf" type="application/pdf" title="No. {n}"/>' for n in range(30)
    )
    (entry,) = parse(
        fetched(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title>{links}</entry></feed>')
    )
    assert isinstance(entry, Entry)
    assert len(entry.enclosures) == 20
    assert entry.enclosures[1] == Enclosure("https://wire.example/1.pdf", "application/pdf", 0, "No. 1")
