"""A cut, made ready to be compared with others."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from sys import intern
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from digest.cluster.nearness import vectors
from digest.language.shingles import shingles, tokens
from digest.models import Placed
from digest.protocols import Encoder

if TYPE_CHECKING:
    from numpy import int16
    from numpy.typing import NDArray

_LONG: Final = 4  # letters
_GLANCE: Final = 200  # characters of a passage
_WORDS: Final = 8  # beside the title: a cut with fewer is a headline
_BOILERPLATE: Final = 3  # titles of one source over the same paragraph
_DATES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec morning evening today".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The passages of one item in one section, with their words."""

    placed: Placed
    address: str
    title: tuple[str, ...]
    words: tuple[str, ...]
    runs: array[int]  # its shingles, sorted: 4 bytes each, where a set of them takes a hundred
    vector: NDArray[int16]  # see nearness.py
    bare: bool  # a headline, and hardly a word beside it

    @property
    def shingles(self) -> frozenset[int]:
        """Its runs of words as a set."""
        return frozenset(self.runs)

    @property
    def order(self) -> tuple[int, float, str, tuple[str, ...]]:
        """The order in which cuts may lead: the fullest first."""
        item = self.placed.item
        return -len(self.words), item.published.timestamp(), item.id, tuple(p.key for p in self.placed.passages)

    @property
    def series(self) -> tuple[str, ...]:
        """The title without its figures and dates."""
        return tuple(word for word in self.title if not word[0].isdigit() and word not in _DATES)

    @property
    def figures(self) -> frozenset[str]:
        """The figures in its text."""
        return frozenset(word for word in self.words if word[0].isdigit())

    @property
    def long_words(self) -> frozenset[str]:
        """The words of its text that say something."""
        return frozenset(word for word in self.words if len(word) >= _LONG)


def ready(placed: Sequence[Placed], among: Sequence[Placed], terms: Encoder, model: Encoder | None) -> list[Cut]:
    """The cuts made ready, the fullest first.

    `among` are all that are known, by which boilerplate and shared addresses are told.
    """
    common, addresses = _boilerplate(among), _addresses(among)
    rows = vectors(placed, terms, model)
    found = [_ready(one, row, common, addresses) for one, row in zip(placed, rows, strict=True)]
    return sorted(found, key=lambda cut: cut.order)


def _ready(
    placed: Placed, vector: NDArray[int16], common: frozenset[tuple[str, str]], addresses: frozenset[str]
) -> Cut:
    item = placed.item
    own = [p.text for p in placed.passages if p.kind != "heading" and (item.source, p.key) not in common]
    words = tuple(map(intern, tokens(" ".join(own or [passage.text for passage in placed.passages]))))
    address = item.url if item.url in addresses else ""
    runs = array("I", sorted(shingles(words)))
    beside = (p.text[:_GLANCE].split() for p in placed.passages if p.text != item.title)
    bare = next(islice(chain.from_iterable(beside), _WORDS - 1, None), None) is None
    return Cut(placed, address, tokens(item.title), words, runs, vector, bare)


def _boilerplate(placed: Iterable[Placed]) -> frozenset[tuple[str, str]]:
    """Paragraphs (source, key) that one source prints under three titles or more."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in placed:
        for passage in one.passages:
            titles[one.item.source, passage.key].add(one.item.title)
    return frozenset(key for key, found in titles.items() if len(found) >= _BOILERPLATE)


def _addresses(placed: Iterable[Placed]) -> frozenset[str]:
    """Addresses that name one article: not a site's front page, nor a page to which a source sends several titles."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in placed:
        titles[one.item.url, one.item.source].add(one.item.title)
    shared = {url for (url, _), found in titles.items() if len(found) > 1}
    return frozenset(url for url, _ in titles if url not in shared and _names_a_page(url))


def _names_a_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
