import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.normalise.address import canonical


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Wire.Example:443/A/b?x=1#top", "https://wire.example/A/b?x=1"),
        ("http://wire.example:80", "http://wire.example/"),
        ("http://wire.example:8080/a", "http://wire.example:8080/a"),
        ("https://wire.example/a?utm_source=rss&id=7&fbclid=x&gclid=y&mc_cid=z", "https://wire.example/a?id=7"),
        ("https://wire.example/a?utm_source=rss", "https://wire.example/a"),
        ("https://wire.example/a?UTM_Medium=feed&b=&c", "https://wire.example/a?b=&c"),
        ("https://wire.example/a?ref=rss&id=7", "https://wire.example/a?id=7"),
        ("https://wire.example/a?ref=main&source=cables", "https://wire.example/a?ref=main&source=cables"),
        (
            "https://wire.example/a?at_medium=RSS&at_campaign=x&ns_mchannel=rss&ito=1490&CMP=rss",
            "https://wire.example/a",
        ),
        ("https://wire.example/a?fb_action_ids=1&gad_source=2&srsltid=3&_ga=4&elqTrackId=5", "https://wire.example/a"),
        (
            "https://wire.example/a?cid=77&p=3&page=2&lang=tr&v=x",
            "https://wire.example/a?cid=77&p=3&page=2&lang=tr&v=x",
        ),
        ("https://user:secret@wire.example/a", "https://wire.example/a"),
        ("https://wire.example./a", "https://wire.example/a"),
        (" https://wire.example/a b\n", "https://wire.example/ab"),
        ("https://rki.example/مقال?q=ü", "https://rki.example/%D9%85%D9%82%D8%A7%D9%84?q=%C3%BC"),
        ("https://rki.example/%D9%85/100%", "https://rki.example/%D9%85/100%25"),
        ('https://wire.example/"<script>', "https://wire.example/%22%3Cscript%3E"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_one_form_of_an_address(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "/a", "wire.example/a", "file:inbox/a.txt", "mailto:a@b.example", "javascript:alert(1)", "ftp://wire.example/a",
        "http://", "http://[broken", "http://wire.example:port/", "http://wi re^.example/", "http://" + "ä" * 80 + ".example/",
        "https://wire.example/" + "a" * 5_000,
    ],
    ids=lambda url: url[:24] or "empty",
)  # fmt: skip
def test_what_is_no_address_of_a_page(url: str) -> None:
    assert canonical(url) == ""


@given(st.text(alphabet="htps:/.ab?&=#%ü [] \n1", max_size=60))
def test_a_canonical_address_is_its_own(url: str) -> None:
    once = canonical(f"https://wire.example/{url}")
    assert canonical(once) == once
    assert once.isascii()
