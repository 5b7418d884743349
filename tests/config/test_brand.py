"""[brand], and how an edition's mails look: what is refused, and what the message says to write."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load
from digest.config.colours import AA, CLEAR, DARK, LIGHT, contrast, readable, wrong_colour
from digest.errors import ConfigError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def complaint(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(text, "feeds.toml", "/", {}, lambda _: True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54), ("#8a1f2b", LIGHT, 9.1)],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.05)


@given(COLOURS)
def test_the_shade_that_is_named_passes(colour: str) -> None:
    for ground, least in ((LIGHT, AA), (DARK, AA), (DARK, CLEAR)):
        found = readable(colour, ground, least)
        assert contrast(found, ground) >= least
        assert (found == colour) is (contrast(colour, ground) >= least)


@given(COLOURS)
def test_a_colour_is_refused_with_one_that_is_taken(colour: str) -> None:
    trouble = wrong_colour(colour)
    assert bool(trouble) is (contrast(colour, LIGHT) < AA)
    if trouble:
        assert not wrong_colour(re.findall(r"#[0-9a-f]{6}", trouble)[-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'accent = "#ffcc00"',
            'feeds.toml:2: brand.accent: "#ffcc00" has contrast 1.5:1 on #ffffff, readers need 4.5:1',
        ),
        ('accent = "green"', 'brand.accent: "green" is no colour; write # and six hex digits, e.g. "#005a3c"'),
        ('link = "#005a3c; }"', "brand.link: "),
        ('serif = "x; } body { color: red"', "brand.serif: "),
        ('sans = "Inter\\" onload=x"', "brand.sans: "),
        ('print_serif = "../x"', "brand.print_serif: "),
        ('mail_logo = "logo.svg"', "brand.mail_logo: "),
        ('logo = "logo.gif"', "brand.logo: "),
        ('name = " x"', "brand.name: "),
        ('colour = "#005a3c"', "brand.colour: unknown key"),
    ],
)
def test_what_a_brand_cannot_be(text: str, expected: str) -> None:
    assert expected in complaint(f"[brand]\n{text}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('pictures = "hosted"', "[delivery] has no public_url"),
        ('pictures = "linked"', "editions[1].pictures: "),
        ('links = "footnotes"', "editions[1].links: "),
        ('greeting = "Dear {name},"', "greeting_all is not set"),
        ('greeting_all = "Dear reader,"', "greeting is not set"),
        ('greeting = "Dear reader,"\ngreeting_all = "x"', "has no place for the name"),
        ('greeting = "Dear {name} {name.__class__},"\ngreeting_all = "x"', "has no place for the name"),
    ],
)
def test_what_an_editions_mails_cannot_be(text: str, expected: str) -> None:
    assert expected in complaint(f'[[editions]]\nname = "weekly"\n{text}\n')


def test_a_brand_as_the_manual_shows_it() -> None:
    config = load(
        '[brand]\nname = "Northern Desk"\naccent = "#005a3c"\nserif = "Charter, Cambria"\nprint_sans = "ibm-plex-sans"\n',
        "feeds.toml",
        "/",
        {},
        lambda _: True,
    )
    assert (config.brand.name, config.brand.accent, config.brand.link) == ("Northern Desk", "#005a3c", "")
