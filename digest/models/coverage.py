"""What an issue covers, against the issues before it: the numbers behind the editor's report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One region or topic of the edition."""

    name: str
    count: int  # stories printed
    single: int  # of them, told by one publisher alone
    waiting: int  # stories held back for the next issue
    mean: float | None  # stories of the issues before; None when there is none
    quiet: int  # issues in a row without a story, this one included, as far as is looked back


@dataclass(frozen=True, slots=True)
class CoverageShare:
    """What one publisher leads, or what is in one language."""

    name: str  # a publisher's, or a BCP 47 primary tag
    count: int  # stories
    mean: float | None  # stories of the issues before


@dataclass(frozen=True, slots=True)
class Coverage:
    """An issue's stories, counted. Means are over the closed issues of the edition before it, eight at most."""

    issues: int  # that the means are over
    stories: int
    mean: float | None
    single: int  # stories told by one publisher alone
    single_mean: float | None
    regions: tuple[CoverageRow, ...]  # in the edition's order
    topics: tuple[CoverageRow, ...]
    publishers: tuple[CoverageShare, ...]  # most first, then by name
    languages: tuple[CoverageShare, ...]
