"""Profiles of the printed page: its size, its margins, its scale of type and its contrast. Pure.

A template never names a profile: it reads these numbers, and writes each size of type as `{{ 10.2|pt }}`.
"""

from __future__ import annotations

from dataclasses import dataclass

BODY = 10.2  # points of running text at scale 1


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to print. Lengths are millimetres, sizes of type are points."""

    name: str
    size: str  # of the page, as CSS says it
    top: float
    bottom: float
    outer: float  # margin at both sides
    gutter: float  # beside the text, for the facts of a story; 0: they stand above its headline
    scale: float  # of running text and of what is smaller; larger type grows by as many points as running text does
    smallest: float  # size of type; superscripts aside
    stark: bool  # black on white only, links underlined
    heading: int  # letters of a region or title in the page's margin, so that two stand side by side
    letters: int  # on a page of stories, with their margins, headlines and notes
    cover_lines: float  # of contents, set close, that a cover holds

    def pt(self, size: float, *, least: bool = True) -> str:
        """Return `size`, as it is at scale 1, in this profile. `least`: but never under the smallest."""
        grown = size * self.scale if size <= BODY else size + BODY * (self.scale - 1)
        return f"{round(max(grown, self.smallest if least else 0), 2):g}pt"


# Letters a page: A4 1,500 to 1,900 over issues of 12 to 60 stories. Over 24 stories of two lines, and of seven, large
# print holds 570 to 800 and e-ink 320 to 510.
_A4 = Profile(
    name="a4",
    size="A4",
    top=24,
    bottom=24,
    outer=22,
    gutter=30,
    scale=1,
    smallest=0,
    stark=False,
    heading=56,
    letters=1_700,
    cover_lines=37,
)
_LETTER = Profile(
    name="letter",
    size="letter",
    top=23,
    bottom=22,
    outer=24,
    gutter=30,
    scale=1,
    smallest=0,
    stark=False,
    heading=56,
    letters=1_600,
    cover_lines=33,
)
# Large print begins at 16 points; nothing is under 13, and lines stay at 55 to 60 letters without the side column.
_LARGE = Profile(
    name="large",
    size="A4",
    top=24,
    bottom=22,
    outer=19,
    gutter=0,
    scale=1.6,
    smallest=13,
    stark=False,
    heading=34,
    letters=700,
    cover_lines=20,
)
# A page of 3 to 4 fills a reader of 7 to 10 inches and is still read on one of 6; e-ink shows greys as dots.
_EINK = Profile(
    name="e-ink",
    size="120mm 160mm",
    top=15,
    bottom=14,
    outer=9,
    gutter=0,
    scale=1.08,
    smallest=8.8,
    stark=True,
    heading=28,
    letters=420,
    cover_lines=17,
)
PROFILES = {profile.name: profile for profile in (_A4, _LETTER, _LARGE, _EINK)}
DEFAULT = _A4
