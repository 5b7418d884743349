"""What a chart is made of: boxes, strokes, dots and words at their places. Units are those of the SVG's own box.

The same drawing is printed, shown on the web and turned into a PNG: only its Scale differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from digest.render.bidi import direction_of

Anchor = Literal["start", "middle", "end"]  # of the page's left, middle and right, in every script
_OTHER: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
# An average letter's width, in parts of its height: measured over names of days, months and regions 0.50 to 0.61 in
# Inter, in Arabic script 0.30 to 0.40 in Amiri.
_EM, _EM_ARABIC = 0.6, 0.4
_SMALLER = 1.05  # times: Amiri's letters are smaller than Inter's of the same size
_BASELINE = 0.96  # of a line that is 1.2 high, below its top, in parts of the height of Inter's letters
_RIGHT_TO_LEFT = "\u200f"  # a mark that is not seen: what follows runs from right to left, whatever it begins with


@dataclass(frozen=True, slots=True)
class Scale:
    """The room of a chart: its width, and the height of its letters."""

    width: float
    letter: float

    def em(self, number: float) -> float:
        """`number` times the height of a letter."""
        return round(number * self.letter, 2)

    def fits(self, text: str, room: float) -> bool:
        """Whether `text` is as wide as `room` at most, as far as can be told without setting it."""
        return self.broad(text) <= room

    def broad(self, text: str) -> float:
        """About how wide `text` is: rather more than less."""
        return len(text) * (_EM_ARABIC if direction_of(text, "ltr") == "rtl" else _EM) * self.letter

    def for_arabic(self) -> Scale:
        """The same room with letters of Arabic script."""
        return replace(self, letter=self.letter * _SMALLER)


PRINT = Scale(385, 8.1)  # points: the text column of A4; no letter in print is under 8 pt
SCREEN = Scale(360, 12)  # CSS pixels: a telephone's column


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle. `look` is a class of charts/chart.css."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc."""

    x: float
    y: float
    radius: float
    look: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text at its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor
    look: str
    size: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its drawing, what it says in words, and its numbers."""

    name: str  # its files are charts/<name>.csv and .png
    title: str  # "Articles a day: Russia-Ukraine talks"
    caption: str  # printed below
    alt: str  # all its numbers, for who does not see it
    width: float
    height: float
    head: tuple[str, ...]  # of the table of its numbers
    rows: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Word, ...] = ()


def mirrored(chart: Chart) -> Chart:
    """The chart from right to left: the first day at the right, as newspapers in Arabic script print it."""
    wide = chart.width
    return replace(
        chart,
        boxes=tuple(replace(one, x=round(wide - one.x - one.width, 2)) for one in chart.boxes),
        strokes=tuple(replace(one, x1=round(wide - one.x1, 2), x2=round(wide - one.x2, 2)) for one in chart.strokes),
        dots=tuple(replace(one, x=round(wide - one.x, 2)) for one in chart.dots),
        words=tuple(_turned(one, wide) for one in chart.words),
    )


def _turned(word: Word, wide: float) -> Word:
    x, text = round(wide - word.x, 2), _RIGHT_TO_LEFT + word.text
    return replace(word, x=x, text=text, anchor=_OTHER[word.anchor])


def over(word: Word, chart: Chart) -> str:
    """Where `word` stands over its drawing, as CSS: across in per cent of the width, down in points."""
    across = {"start": word.x, "middle": word.x - chart.width / 2, "end": word.x - chart.width}[word.anchor]
    align = {"start": "left", "middle": "center", "end": "right"}[word.anchor]
    top = word.y - _BASELINE * word.size
    left = 100 * across / chart.width
    return f"left: {left:.2f}%; top: {top:.2f}pt; width: 100%; text-align: {align}; font-size: {word.size:g}pt"


def cut(text: str, scale: Scale, room: float) -> str:
    """`text` as far as it fits into `room`, with an ellipsis where it does not."""
    letters = max(2, int(room / (_EM * scale.letter)))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def wrapped(text: str, scale: Scale, room: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines of `room`, broken between words; what is left over ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or scale.fits(longer, room) or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(cut(line, scale, room) for line in lines)
