"""What the print templates see beyond the plan: notes paragraph by paragraph, what deserves a cover, running heads.

Pure: the plan in, plain values out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal
from urllib.parse import urlsplit

from digest.models import Direction, Failure, Issue, Paragraph, PassageKind, Piece, Quote, Section, SourceRef
from digest.render.dates import locale_of
from digest.render.facts import Facts, pieces
from digest.render.pdf_profile import DEFAULT, Profile

COVER_PAGES = 2.2  # a text of up to two pages needs no cover to be found in
COVER_STORIES = 8  # in several regions: more than a reader finds at a glance, however short they are
REGION_PAGES = 3.0  # a region that starts a page leaves half a page empty before it, so it must be worth it
KEPT_TOGETHER = 1 / 4  # of a page's letters: a shorter story is never broken over pages
PICTURE = 480  # letters whose room a picture takes: 70 mm with its caption, over a quarter of a page
WIDEST_ADDRESS = 64  # characters of an address in a footnote; more is the host, and the link still leads to it all
LONGEST_WORD = 120  # letters; no word of a language is as long, but encoded data are, and cost the layout their square
CHOPPED = 40  # letters of such a word after which a line may be broken
SLICE = 3_000  # characters of one paragraph in plain text: a layout engine takes many short ones in its stride
MATCHED = 4  # words that a line under a story names


# A cover holds so many lines of contents set close (the profile says), less 1.3 for each row of the opening lines, set
# larger. Of 100 headlines 30 take two lines. Arabic script is set larger, everything wider when there is room.
_LINES_A_ROW, _LINES_A_HEADLINE = 1.3, 1.3
_ROW = 58  # characters of an opening line's row
_SHARE: dict[Direction, float] = {"ltr": 1.0, "rtl": 0.8}
_ROOMY = 0.8
_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_NESTED_VARIABLES = 4


Contents = Literal["headlines", "roomy", "close", "rows"]


@dataclass(frozen=True, slots=True)
class Note:
    """A printed paragraph's footnote. `paragraph` is 1-based, 0 when nothing is cited; `same` as the note before."""

    source: SourceRef
    paragraph: int
    same: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph and its footnote."""

    paragraph: Paragraph
    note: Note


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring paragraphs that are one element on the page: a list, a quotation, or running text."""

    kind: PassageKind
    language: str
    direction: Direction
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """The head of the printed issue, and the decisions that depend on how much there is to print."""

    title: str
    running: str  # the running head at the page's outer corner
    window: tuple[str, ...]
    keywords: tuple[str, ...]
    moment: str  # of the issue, ISO 8601 with Z
    plan: str  # sha256 of issue.json, hex
    cover: bool
    contents: Contents  # of a cover
    paged: frozenset[str]  # ids of the regions that start a page
    troubles: tuple[Failure, ...]


def printed(
    issue: Issue, facts: Facts, troubles: tuple[Failure, ...], profile: Profile = DEFAULT, plan: str = ""
) -> Print:
    """Decide on the cover and page breaks of `issue`. `troubles` are its own failures and those of this rendering;
    `plan` is the sha256 of its issue.json."""
    number = (facts.number,) if facts.number else ()
    topics = [topic.name for section in issue.sections for topic in section.topics if topic.name]
    # Headlines count twice: they are set larger, and may be the whole of a story.
    room = sum(letters(piece) + len(piece.headline.text) for piece in pieces(issue))
    many = len(issue.sections) > 1 and facts.stories >= COVER_STORIES
    cover = many or room > COVER_PAGES * profile.letters
    return Print(
        title=f"{issue.title}, {facts.number or facts.short_window}",
        running=" · ".join((*number, facts.short_window)),
        window=(*number, facts.window, facts.summary),
        keywords=tuple(dict.fromkeys([section.name for section in issue.sections] + topics)),
        moment=f"{issue.until:%Y-%m-%dT%H:%M:%SZ}",
        plan=plan,
        cover=cover,
        contents=_contents(issue, facts.stories, profile),
        paged=frozenset(s.id for s in issue.sections if _section_letters(s) >= REGION_PAGES * profile.letters),
        troubles=troubles,
    )


def blocks(piece: Piece) -> tuple[Block, ...]:
    """Return the piece's paragraphs, neighbours of one kind, language and direction together, each with its note."""

    def alike(part: Part) -> tuple[PassageKind, str, Direction]:
        return part.paragraph.kind, part.paragraph.language, part.paragraph.direction

    made: list[Block] = []
    for (kind, language, direction), group in groupby(_parts(piece), alike):
        parts = tuple(group)
        alone = [(part,) for part in parts] if kind == "heading" else [parts]
        made.extend(Block(kind, language, direction, each) for each in alone)
    return tuple(made)


def quoted(piece: Piece) -> tuple[tuple[Quote, Note], ...]:
    """Return the piece's quotations, each with its note."""
    cited = next((part.source for part in reversed(piece.paragraphs) if part.kind != "heading"), -1)
    made: list[tuple[Quote, Note]] = []
    for quote in piece.quotes:
        made.append((quote, Note(piece.sources[quote.source], quote.said.paragraph, same=cited == quote.source)))
        cited = quote.source
    return tuple(made)


def lone_note(piece: Piece) -> Note:
    """Return the note of a piece that is a headline only: its lead article."""
    return Note(piece.sources[0], 0, same=False)


def letters(piece: Piece) -> int:
    """Count the characters that a piece prints, its headline and sentences; a picture takes the room of some."""
    words = len(piece.headline.text) + sum(len(s.text) for part in piece.paragraphs for s in part.sentences)
    words += sum(len(quote.said.text) + len(quote.speaker.text) for quote in piece.quotes)
    return words + (PICTURE if piece.illustration else 0)


def weight(piece: Piece, profile: Profile = DEFAULT) -> str:
    """Return "brief" for a piece that is kept on one page, else "full"."""
    return "brief" if letters(piece) <= KEPT_TOGETHER * profile.letters else "full"


def brief(text: str, most: int = DEFAULT.heading) -> str:
    """Return `text` as a page's margin holds it: cut after a word, with an ellipsis, where it is long."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"


def tongue(piece: Piece, language: str) -> str:
    """Return the name, in `language`, of the piece's language; "" when it is the same or unknown."""
    primary = piece.language.lower().partition("-")[0]
    if primary in {"und", language.lower().partition("-")[0]}:
        return ""
    return str(locale_of(language).languages.get(primary, ""))


def matched(piece: Piece) -> tuple[str, ...]:
    """Return the words, as printed in the article, by which a piece came into its section: each once, at most four."""
    won = (evidence for evidence in piece.evidence if evidence.verdict == "won" and evidence.kind == "topic")
    words = {match.word.casefold(): match.word for evidence in won for match in reversed(evidence.matches)}
    return tuple(list(words.values())[:MATCHED])


def short_url(url: str) -> str:
    """Return an address as it is printed: no scheme, no "www.", and its host alone when it is long."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return host + path if len(host + path) <= WIDEST_ADDRESS else host


def chopped(text: str) -> str:
    """Return `text` with places to break a line inside its overlong words. Addresses and long compounds stay whole."""
    return " ".join(_chop(word) if len(word) > LONGEST_WORD else word for word in text.split())


def slices(text: str) -> tuple[str, ...]:
    """Cut `text` at spaces into parts of about SLICE characters."""
    made, left = [], text
    while len(left) > SLICE:
        cut = left.rfind(" ", 1, SLICE)
        cut = SLICE if cut < 0 else cut
        made.append(left[:cut])
        left = left[cut:].lstrip(" ")
    return (*made, left)


def without_variables(css: str) -> str:
    """Return `css` with each var(--name) replaced by what :root says last: the layout engine resolves them element by
    element, which takes a tenth of its time. A variable that no rule sets stays as it is."""
    said = {name: value.strip() for root in _ROOT.findall(css) for name, value in _PROPERTY.findall(root)}
    for _ in range(_NESTED_VARIABLES):
        css, count = _VARIABLE.subn(lambda found: said.get(found[1], found[0]), css)
        if not count:
            break
    return css


def filters(profile: Profile = DEFAULT) -> Mapping[str, object]:
    """Return the print templates' own filters, by name."""
    return {
        "blocks": blocks,
        "brief": lambda text: brief(text, profile.heading),
        "chopped": chopped,
        "lone_note": lone_note,
        "matched": matched,
        "quoted": quoted,
        "pt": profile.pt,
        "short_url": short_url,
        "slices": slices,
        "tongue": tongue,
        "weight": lambda piece: weight(piece, profile),
    }


def _contents(issue: Issue, stories: int, profile: Profile) -> Contents:
    """The fullest form of the contents that fits under the opening lines."""
    rows = sum(-(-len(line.text) // _ROW) for line in issue.lines)
    room = (profile.cover_lines - _LINES_A_ROW * rows) * _SHARE[issue.direction]
    entries = 1 + sum(1 + len(section.topics) for section in issue.sections)
    if entries + _LINES_A_HEADLINE * stories <= room:
        return "headlines"
    if entries <= _ROOMY * room:
        return "roomy"
    return "close" if entries <= room else "rows"


def _parts(piece: Piece) -> Iterator[Part]:
    cited = -1
    for paragraph in piece.paragraphs:
        number = paragraph.sentences[0].paragraph if paragraph.sentences else 0
        yield Part(paragraph, Note(piece.sources[paragraph.source], number, same=cited == paragraph.source))
        if paragraph.kind != "heading":  # a heading has no note that a later one could be the same as
            cited = paragraph.source


def _section_letters(section: Section) -> int:
    dated = sum(len(event.sentence.text) for topic in section.topics for event in topic.timeline)
    return dated + sum(letters(piece) for topic in section.topics for piece in topic.pieces)


def _chop(word: str) -> str:
    starts = [n for n, c in enumerate(word) if not unicodedata.combining(c)]
    cuts = [*starts[::CHOPPED], len(word)]
    return "\u200b".join(word[a:b] for a, b in pairwise(cuts))
