"""Which pieces are the article, and which only stand around it: bylines, dates, addresses, calls to read on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from digest.language.dates import dateline, is_dateline
from digest.language.wordlists import any_of, wordlist
from digest.normalise.healing import heal, prose
from digest.normalise.pieces import Piece, bare, ended, says_something, size

_SHORT = 14  # words: a call to action is no longer
_LONGEST_CALL = 400  # characters
_LONGEST_TITLE = 1_000
_HEADING = 12  # words
_HEADING_CHARS = 90
_BELOW = 6  # words at least of the paragraph under a heading
_NO_END = ",:;،؛：—–-…"
_NO_BEGINNING = "—–―-*(["  # of a heading: so begin the name under a quotation, a footnote, a remark
_DATELINE = 15  # words: "Istanbul, 5 June 2025, Anadolu Agency"

_ADDRESS = re.compile(
    r"\W{0,3}(?:(?:link|url|source)\s*[:：]?\s*)?(?:https?://|www\.)\S+\W?|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE
)
_NAME = r"(?P<name>(?:[^\W\d_][\w.'’-]*[\s,&]*(?:and |und |et |y |و )?){1,8})"


@dataclass(frozen=True, slots=True)
class _Lines:
    """What finds the lines of the lists that are no part of an article, each as a whole."""

    call: re.Pattern[str]
    pointer: re.Pattern[str]
    footer: re.Pattern[str]
    end: re.Pattern[str]
    byline: re.Pattern[str]


@lru_cache(maxsize=1)
def _lines() -> _Lines:
    calls = any_of([*wordlist("calls", "read_on"), *wordlist("calls", "share")])
    pointers, footers = any_of(wordlist("calls", "pointers")), any_of(wordlist("footers", "lines"))
    ends, bylines = any_of(wordlist("footers", "ends")), any_of(wordlist("head", "bylines"))
    clock = r"(?:\d{1,2}[:.]\d\d(?:\W*\w{1,4}){0,4})?"
    patterns = (
        rf"\W*(?:{calls})\W*",
        rf"\W*(?:{pointers})\s*[:：|»>–-]\s*\S.*",
        rf"\W*(?:{footers})\W*",
        rf"\W*(?:{ends})?\W*{clock}\W*",
        rf"(?:{bylines})\s*[:：]?\s+{_NAME}",
    )
    return _Lines(*(re.compile(pattern, re.IGNORECASE) for pattern in patterns))


def settle(pieces: Sequence[Piece], said: Iterable[str], language: str, *, heals: bool) -> tuple[list[Piece], str]:
    """The pieces that are the article, each sentence whole, headings told from paragraphs; and a byline's name.

    `said` is what is known apart from the text, the title and the names: at the beginning it is not said again. Steps
    are repeated until they change nothing, so that what comes out would come out again.
    """
    known = frozenset(map(bare, said)) - {""}
    now, byline = list(pieces), ""
    while True:
        left = [piece for piece in now if _belongs(piece)]
        left, name = _without_front(left, known, language)
        left = _without_back(left, language)
        left = _unlike(_headed(heal(left) if heals else left, language))
        byline = byline or name
        if left == now:
            return left, byline
        now = left


def _belongs(piece: Piece) -> bool:
    """Whether it can be part of an article at all, wherever it stands."""
    text = piece.text
    if piece.kind == "caption" or not says_something(text):
        return False
    if len(text) > _LONGEST_CALL or size(text) > _SHORT:
        return True
    outside = [_ADDRESS, _lines().call] if ended(text) else [_ADDRESS, _lines().call, _lines().pointer]
    return not any(pattern.fullmatch(text) for pattern in outside)


def _without_front(pieces: list[Piece], known: frozenset[str], language: str) -> tuple[list[Piece], str]:
    """The pieces without the title again, the date and the author before the first paragraph; and the author's name."""
    author = ""
    left: list[Piece] = []
    for number, piece in enumerate(pieces):
        name = _byline(piece.text)
        if (len(piece.text) <= _LONGEST_TITLE and bare(piece.text) in known) or (
            piece.kind != "heading" and _dates(piece.text, language)
        ):
            continue
        if name and not author:
            author = name
            continue
        left.append(piece)
        if piece.kind != "heading" and prose(piece.text) and size(piece.text) > _HEADING:
            return left + pieces[number + 1 :], author
    return left, author


def _dates(text: str, language: str) -> bool:
    """Whether a line says when, perhaps where and from whom, and nothing else."""
    if size(text) > _DATELINE:
        return False
    return is_dateline(text, language) or (not ended(text) and dateline(text, language) is not None)


def _byline(text: str) -> str:
    found = _lines().byline.fullmatch(text) if len(text) <= _LONGEST_CALL and not ended(text) else None
    name = found["name"].strip(" ,&") if found else ""
    return "" if any(word[0].islower() and len(word) > 3 for word in name.split()) else name


def _without_back(pieces: list[Piece], language: str) -> list[Piece]:
    """The pieces without what a feed, a site or an agency adds at the end."""
    end = len(pieces)
    while end and _closes(pieces[end - 1].text, language):
        end -= 1
    return pieces[:end]


def _closes(text: str, language: str) -> bool:
    if len(text) > _LONGEST_CALL:
        return False
    return bool(_lines().footer.fullmatch(text) or _lines().end.fullmatch(text)) or is_dateline(text, language)


def _headed(pieces: list[Piece], language: str) -> list[Piece]:
    """The pieces, headings made of lines that are set like paragraphs: subheads, and the dates of a chronicle."""
    heads = (_heads(piece, below, language) for piece, below in pairwise(pieces))
    made = [replace(piece, kind="heading") if heading else piece for piece, heading in zip(pieces, heads, strict=False)]
    return made + pieces[-1:]


def _heads(piece: Piece, below: Piece, language: str) -> bool:
    text = piece.text
    if piece.kind != "paragraph" or len(text) > _HEADING_CHARS or size(text) > _HEADING:
        return False
    if is_dateline(text, language):
        return True
    if ended(text) or text[-1] in _NO_END or text[0] in _NO_BEGINNING or text[0].islower():
        return False
    return below.kind == "paragraph" and size(below.text) >= _BELOW and (prose(below.text) or below.text.endswith(":"))


def _unlike(pieces: list[Piece]) -> list[Piece]:
    """The pieces, of those with the same words the first."""
    first: dict[str, Piece] = {}
    for piece in pieces:
        first.setdefault(piece.key, piece)
    return list(first.values())
