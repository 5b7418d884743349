"""Colours as pages are read: contrast by WCAG 2.2, and the nearest shade that has enough of it. Pure."""

from __future__ import annotations

import re

AA = 4.5  # contrast that WCAG 2.2 asks of text under 18 pt
LIGHT = "#ffffff"  # the grounds of templates/tokens.css; a test holds both together
DARK = "#14171b"
CLEAR = 7.0  # what WCAG AAA asks: colours that nobody chose have it
_STEPS = 100  # of the way to black or white: finer ones give no other colours of eight bits that an eye tells apart
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """How well one colour is read on the other, in [1, 21]. Both are #rrggbb."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str, least: float = AA) -> str:
    """The nearest shade or tint of `colour` that has contrast `least` on `ground`: `colour` itself where it has it."""
    end = (255, 255, 255) if _luminance(ground) < 0.18 else (0, 0, 0)  # 0.18: where both give the same contrast
    start = _channels(colour)
    for step in range(_STEPS + 1):
        mixed = (round(a + (b - a) * step / _STEPS) for a, b in zip(start, end, strict=True))
        found = "#" + "".join(f"{one:02x}" for one in mixed)
        if contrast(found, ground) >= least:
            return found
    return "#ffffff" if end[0] else "#000000"


def wrong_colour(text: str, ground: str = LIGHT) -> str:
    """Check a colour of text: six hex digits, and contrast enough on `ground`."""
    if not _COLOUR.fullmatch(text):
        return f'"{text}" is no colour; write # and six hex digits, e.g. "#005a3c"'
    ratio = int(contrast(text, ground) * 10) / 10  # never rounded up to what would pass
    if contrast(text, ground) >= AA:
        return ""
    return (
        f'"{text}" has contrast {ratio}:1 on {ground}, readers need {AA}:1 (WCAG AA); '
        f'the nearest shade that passes is "{readable(text, ground)}"'
    )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
