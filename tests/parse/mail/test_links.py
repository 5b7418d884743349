"""Links of mails: redirectors and the reader's marks taken off, pictures that count readers left out."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from hashlib import md5, sha256
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.parse.mail.links import opaque, target
from digest.parse.mail.reader import Reader
from tests.parse.mail.post import entries, letter, reading

STORY = "https://paper.example/2026/river?page=2"
BASE64 = urlsafe_b64encode(STORY.encode()).decode().rstrip("=")
INNER = json.dumps({"u": 1, "url": STORY.replace("/", "\\/")})
NEWS = "The water board measured two metres at the old bridge on Monday morning."


def packed(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "link",
    [
        STORY,
        f"https://www.google.com/url?q={quote(STORY, safe='')}&sa=D&usg=abc",
        f"https://click.example/track?user=1&url={quote(STORY, safe='')}",
        f"https://eu.safelinks.example/?url={quote(STORY, safe='')}&data=05%7C01",
        f"https://tracking.example/CL0/{quote(STORY, safe='')}/1/0102018f",
        f"https://a.example/go?to={quote('https://b.example/go?to=' + quote(STORY, safe=''), safe='')}",
        f"https://click.example/abc123/xyz/{BASE64}",
        f"https://letters.example/redirect/2/{packed({'e': STORY})}.abcDEF?",
        f"https://e.example/e/c/{packed({'email_id': 'x', 'href': STORY})}/9",
        f"https://m.example/track/click/3/a.example?p={packed({'s': 'x', 'v': 1, 'p': INNER})}",
        "https://urldefense.com/v3/__" + STORY.replace("://", ":/") + "__;!!abc$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__paper.example_2026_river-3Fpage-3D2&d=Dw",
        "\n https://paper.example/2026/river?page=2 ",
    ],
)
def test_a_redirector_that_names_its_target_is_taken_off(link: str) -> None:
    assert target("", link).partition("/1/0102018f")[0] == STORY


@pytest.mark.parametrize(
    ("link", "stays"),
    [
        (
            "https://click.example/ls/click?upn=u001.aBcD1234efGh",
            "https://click.example/ls/click?upn=u001.aBcD1234efGh",
        ),
        ("mailto:a@example.org", ""),
        ("javascript:alert(1)", ""),
        ("https://paper.example/search?q=river", "https://paper.example/search?q=river"),
        ("https://paper.example/?url=javascript:alert(1)", "https://paper.example/?url=javascript:alert(1)"),
        ("//[bad", ""),
        ("", ""),
    ],
)
def test_other_links_stay_or_are_none(link: str, stays: str) -> None:
    assert target("", link) == stays


ADDRESS = "anna.reader@example.org"
READER = Reader((ADDRESS,), ("Anna Reader",))


@pytest.mark.parametrize(
    "mark",
    [
        f"who={ADDRESS}", f"who={quote(ADDRESS)}", f"who={ADDRESS.upper()}", f"h={md5(ADDRESS.encode()).hexdigest()}",
        f"h={sha256(ADDRESS.encode()).hexdigest()}", f"x={b64encode(ADDRESS.encode()).decode()}",
        f"x={b64encode(b'a:' + ADDRESS.encode() + b':z').decode()}", f"x={ADDRESS.encode().hex()}", "mc_eid=abc",
        "email=somebody", "token=abc", "ck_subscriber_id=1",
    ],
)  # fmt: skip
def test_no_link_says_who_the_reader_is(mark: str) -> None:
    assert READER.link("", f"https://paper.example/a?page=2&{mark}") == "https://paper.example/a?page=2"
    assert READER.link("", f"https://paper.example/a?{mark}") == "https://paper.example/a"


@pytest.mark.parametrize("tail", [f"for/{ADDRESS}/a", f"a#{ADDRESS}", f"a#{quote(quote(ADDRESS))}"])
def test_a_link_with_the_reader_elsewhere_in_it_is_none(tail: str) -> None:
    assert READER.link("", f"https://paper.example/{tail}") == ""


@given(st.text(max_size=60))
def test_whatever_a_link_is_it_does_not_crash_and_names_no_reader(text: str) -> None:
    made = READER.link("https://a.example/", "https://a.example/?x=" + text + ADDRESS)
    assert ADDRESS not in made.casefold()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://paper.example/2026/06/the-river-rose-by-two-metres-in-2026", False),
        ("https://view.example/?qs=0a1b2c3d4e5f60718293a4b5c6d7e8f9", True),
        ("https://mailchi.mp/paper/the-week-on-the-river", False),
        ("https://paper.example/p/river?r=1", False),
    ],
)
def test_an_address_that_may_be_the_readers_own_page(url: str, told: bool) -> None:
    assert opaque(url) is told


def test_the_reader_is_struck_out_of_the_text() -> None:
    html = (
        f"<p>Dear Anna,</p><p>{NEWS}</p><p>We counted Anna Reader among 400 readers; write to {ADDRESS.title()} or to "
        f"board@example.com.</p><p><a href='https://a.example/?u={ADDRESS}'>{NEWS} Read it, Anna Reader.</a></p>"
    )
    made = reading(entries(letter(html=html))[0])
    everything = repr(made) + entries(letter(html=html))[0].body
    assert "board@example.com" in everything
    assert ADDRESS not in everything.casefold()
    assert "anna" not in everything.casefold()


def test_pictures_that_count_readers_decorate_or_hide_are_left_out() -> None:
    html = f"""
      <img src="https://a.example/river.jpg" width="600" alt="The river"><p>{NEWS}</p>
      <img src="https://a.example/1.gif" width="1" height="1"><img src="https://a.example/2.gif" style="width:1px;height:1px">
      <img src="https://a.example/icon.png" width="24"><img src="https://a.example/open?u=1">
      <img src="https://a.example/wf/open?upn=x" width="600"><div style="display:none"><img src="https://a.example/h.png"></div>
      <img src="cid:logo"><img src="https://a.example/pixel/9.gif"><img src="data:image/png;base64,aaaa"><p>{NEWS} More.</p>
    """
    body = entries(letter(html=html))[0].body
    assert body.count("<img") == 1
    assert '<img src="https://a.example/river.jpg" alt="The river">' in body
