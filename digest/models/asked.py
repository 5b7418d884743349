"""What a language model is asked, and what it answers. Nothing of it is printed that the sources do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digest.models.gathered import Span

Task = Literal["summary", "gloss"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One sentence of a source, as the model is shown it, with where it stands."""

    text: str
    item: str
    snapshot: str
    spans: tuple[Span, ...]
    paragraph: int  # 1-based, of the item's passages
    source: int  # index into the piece's `sources`


@dataclass(frozen=True, slots=True)
class Ask:
    """One text that is wanted of a model: a summary in the sources' language, or their sense in another one."""

    piece: str  # id
    task: Task
    language: str  # BCP 47, of the answer
    from_language: str  # BCP 47, of what is told
    headline: str
    told: tuple[Shown, ...]  # in reading order; never empty
    words: int  # at most


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, untouched. `tokens` is what it cost, question included."""

    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence of a draft against the sources: where it stands in them, or what in it does not."""

    text: str
    support: tuple[int, ...]  # indices into `Ask.told`, ascending, all of one item; () when it is thrown away
    trouble: str = ""  # one plain clause, e.g. "the sources do not name “Geneva”"
