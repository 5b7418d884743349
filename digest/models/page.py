"""The plan: flat page nouns, everything that a template may see, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from digest.models.charted import Charted
from digest.models.chosen import Evidence
from digest.models.coverage import Coverage
from digest.models.gathered import DatedBy, Failure, PassageKind, Span
from digest.models.recalled import Printing, Repeat

Direction = Literal["ltr", "rtl"]
Origin = Literal["extract", "model", "editor"]
Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A printed sentence and where it stands: an extract IS its spans of the snapshot, joined, white space folded."""

    text: str
    item: str
    snapshot: str
    spans: tuple[Span, ...]
    paragraph: int  # 1-based, of the item's passages
    origin: Origin = "extract"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that are printed together, all of one passage."""

    kind: PassageKind
    language: str
    direction: Direction
    source: int  # index into the piece's `sources`
    sentences: tuple[Sentence, ...]
    passage: str  # key


@dataclass(frozen=True, slots=True)
class Headline:
    """A piece's headline: the article's title, or the first sentence of its own passages, verbatim, cut at a clause."""

    text: str
    origin: Literal["title", "sentence"]
    item: str
    snapshot: str
    spans: tuple[Span, ...]
    from_title: str = ""  # the article's title, printed below as "From: ..." when the headline is a sentence


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, in quotation marks in the source, and who said it, as printed there."""

    said: Sentence  # the words with their quotation marks
    speaker: Sentence  # who: "Foreign Minister Hakan Fidan", or of "he said" the name that is meant
    context: tuple[Span, ...]  # of the snapshot: the sentence that says that it was they
    language: str
    direction: Direction
    source: int  # index into the piece's `sources`


@dataclass(frozen=True, slots=True)
class SourceRef:
    """One article behind a piece, as a footnote or a "also in" line names it."""

    item: str
    publisher: str
    agency: str
    title: str
    url: str  # "" for a file
    published: datetime
    dated_by: DatedBy
    language: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture at one size, made for print: upright, in sRGB, opaque, and with nothing in it but its colours."""

    hash: str  # blake2b-128 of its bytes, hex
    media_type: Literal["image/jpeg", "image/png"]
    width: int  # pixels
    height: int

    @property
    def name(self) -> str:
        """Its file's name in the issue's folder."""
        return f"pictures/{self.hash}.{'png' if self.media_type == 'image/png' else 'jpg'}"


@dataclass(frozen=True, slots=True)
class Illustration:
    """A piece's picture. The plan names it; its bytes are kept in the store, and are never fetched for print."""

    full: Rendition  # for paper and the web
    small: Rendition  # for mail; the same where the picture is small
    alt: str  # what it shows, in the words of its publisher; "" where they gave none
    credit: str  # whose it is; "" where nobody is named
    item: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """A foreign piece's sense in the issue's language, by a model: the headline's first, then some sentences."""

    headline: Sentence
    sentences: tuple[Sentence, ...]
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Update:
    """What marks a piece as news of a story that was printed before."""

    first: Printing
    last: Printing  # the latest before this one; the same where there was one only
    new: tuple[str, ...]  # keys of the passages that hold what is new; () where it is printed as it is
    why: str  # why it is the same story


@dataclass(frozen=True, slots=True)
class Piece:
    """One story on the page."""

    id: str  # "p" and 12 hex digits, unique in the issue, the same in every output: an anchor
    headline: Headline
    language: str
    direction: Direction
    published: datetime
    paragraphs: tuple[Paragraph, ...]
    shortened: bool  # the excerpt limit left something out
    sources: tuple[SourceRef, ...]  # the lead first
    publishers: int  # independent families
    update_of: str  # id of the issue that printed this story last, or ""
    note: str  # the editor's
    score: float
    why: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    tells: tuple[tuple[str, str], ...] = ()  # (item, passage key) of all that counts as printed with this piece
    illustration: Illustration | None = None
    gloss: Gloss | None = None
    update: Update | None = None  # its story was printed before
    quotes: tuple[Quote, ...] = ()  # beside the paragraphs, none of which has them


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event of a topic's timeline, told by a sentence of a source."""

    date: str  # ISO 8601: "2025-06-02", of less precision "2025-06", "2022"
    precision: Precision
    words: str  # by which the sentence says when, as printed: "on Monday"
    sentence: Sentence
    language: str
    direction: Direction
    publisher: str
    agency: str
    piece: str  # id of the piece that the sentence's article stands behind


@dataclass(frozen=True, slots=True)
class TopicSection:
    """One topic's pieces inside a region, best first. `name` is "" for the region's other news."""

    id: str
    name: str
    about: str
    pieces: tuple[Piece, ...]
    held_back: int  # stories that the section's limit left for the next issue
    timeline: tuple[Event, ...] = ()  # earliest first; () when too little is dated
    shown: str = ""  # its name in the issue's language; "" where it is `name`


@dataclass(frozen=True, slots=True)
class Section:
    """One region's part of the issue."""

    id: str
    name: str
    topics: tuple[TopicSection, ...]
    shown: str = ""  # its name in the issue's language, as feeds.toml gives it; "" where it gives none


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "the week in five lines", the piece it leads to, and where it stands in a source."""

    text: str
    piece: str
    item: str = ""
    snapshot: str = ""
    spans: tuple[Span, ...] = ()  # of the snapshot; () in plans of before lines said it


@dataclass(frozen=True, slots=True)
class SourceCount:
    """One source's row in the colophon."""

    name: str
    publisher: str
    url: str
    items: int  # considered for this issue
    printed: int


@dataclass(frozen=True, slots=True)
class ModelShare:
    """What a language model wrote of an issue: sentences that are printed, and those that its sources did not say."""

    name: str
    printed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Colophon:
    """Sources and method: what was read, what failed, and by which rules."""

    sources: tuple[SourceCount, ...]
    failures: tuple[Failure, ...]
    items: int  # considered
    unmatched: int  # items of which no passage found a place
    held_back: int  # stories left for the next issue
    rules: str  # blake2b of regions, topics, aliases as written, 16 hex digits
    program: str  # "digest 0.1.0"
    model: ModelShare | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes, as the mail's headers and the last page need it."""

    sender_name: str
    sender_address: str
    list_id: str
    public_url: str  # https, no trailing slash; "" when nothing is published
    contact: str
    attach: tuple[str, ...]  # "pdf"
    pictures: Literal["attached", "hosted", "none"] = "attached"  # where mails have theirs from
    links: Literal["inline", "numbered"] = "inline"  # where plain text has its addresses
    greeting: str = ""  # "Dear {name},"; "" for none
    greeting_all: str = ""  # the same where no name is known
    preferences: str = ""  # https; where readers choose what they get, "" for nowhere


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What moved since the issue before: counts of stories, and the topics that had some then and none now."""

    issue: str  # id
    number: int
    new: int
    developed: int
    quiet: tuple[str, ...]  # in the order of that issue


@dataclass(frozen=True, slots=True)
class Issue:
    """The frozen plan. Every output is made from this and from nothing else."""

    schema: int
    id: str  # "weekly/2026-W47"; "brief/<hash>" for a one-off
    edition: str
    title: str
    number: int  # running, from 1 within the edition; 0 for a brief
    language: str
    direction: Direction
    timezone: str
    slot: datetime
    since: datetime | None  # the last issue's cut-off; None for the first
    until: datetime  # cut-off: passages first seen up to and including this moment
    lines: tuple[Line, ...]
    sections: tuple[Section, ...]
    colophon: Colophon
    imprint: Imprint
    coverage: Coverage | None = None  # for the editor; None in a brief, and in plans of before it was counted
    repeats: tuple[Repeat, ...] = ()  # left out: told before, and nothing new in it
    since_last: SinceLast | None = None
    charted: Charted | None = None  # what the charts are drawn from; None in plans of before there were any


@dataclass(frozen=True, slots=True)
class Rendered:
    """One output file."""

    name: str
    media_type: str
    body: bytes
