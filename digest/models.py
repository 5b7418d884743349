"""The nouns, in the order in which the pipeline makes them.

Every noun is frozen and slotted, every sequence a tuple, every moment an aware UTC datetime. A stage makes a new
type: nothing is "None until later". Offsets are half-open [start, end) in code points of a snapshot's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Span = tuple[int, int]
DatedBy = Literal["publisher", "fetch"]
Direction = Literal["ltr", "rtl"]
PassageKind = Literal["paragraph", "heading", "item", "quote"]
Origin = Literal["extract", "model", "editor"]
Stage = Literal["fetch", "parse", "normalise", "route", "render", "publish"]

# -- gather: sources -> parse -> normalise -> store --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "changed since?" with; empty strings where it gave nothing."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # blake2b of the decoded body, hex: an unchanged body behind a 200 is parsed by nobody


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of one feed or file, as they came.

    `source` is the name in feeds.toml. `url` is the address after redirects, or `file:` and the path relative to
    feeds.toml with forward slashes, so that it is the same on every machine. `media_type` is lower case, without
    parameters. `charset` is what the transport declared, or "".
    """

    source: str
    url: str
    body: bytes
    media_type: str
    charset: str
    at: datetime
    validators: Validators = Validators()
    modified: datetime | None = None  # of a file; a feed has none
    by_hand: bool = False  # named on the command line: a page is an article there, and no mistake


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source was reached and has nothing new (304, or the same bytes as last time)."""

    source: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """Trouble with one source, file, item or piece: a value, never an exception. It is kept, printed and counted.

    `where` names the thing as precisely as possible (a URL, path:line, an item's title); `what` is one plain sentence,
    `advice` says what the editor can do, or is "".
    """

    source: str
    where: str
    stage: Stage
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What feeds.toml says of a source, as reading its entries needs it."""

    name: str
    publisher: str = ""  # family of all that comes from here; wins over what the entry names
    language: str = ""  # BCP 47; "" when not configured; wins over what the entry declares
    house: str = ""  # publisher of what names none: a folder of files holds many publishers' texts


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its publisher wrote it: nothing cleaned, nothing guessed. "" and None mean "not said"."""

    guid: str
    url: str  # absolute; the base for relative links in `body`
    title: str  # plain text: markup and entities already resolved by the parser
    body: str
    body_format: Literal["html", "text"]
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""  # BCP 47, as declared
    publisher: str = ""  # as the entry names it, e.g. "rki.news"
    agency: str = ""  # whom the publisher took it from, e.g. "Anadolu Agency"
    place: str = ""  # a region named by the publisher's category line, e.g. "Middle East"
    kind: str = ""  # the publisher's word for the sort of text, e.g. "Snippets"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An item's text as decoded: title, blank line, body; tags removed, breaks not healed. Never changed after."""

    hash: str  # blake2b-128 of the UTF-8 text, hex
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph. `text` is its spans of the snapshot joined by a space, white space folded."""

    key: str  # blake2b-64 of the text's letters and digits, NFKC, case-folded, hex: the same words, the same key
    kind: PassageKind
    text: str
    spans: tuple[Span, ...]  # several where a page break was healed


@dataclass(frozen=True, slots=True)
class Item:
    """One article, cleaned. The id is a function of its source and identity, so it survives edits and machines."""

    id: str  # blake2b-64 of (source, guid or canonical URL or title), hex
    source: str
    publisher: str  # family name from feeds.toml, else as the entry names it, else the source's name
    url: str  # canonical, http(s) or ""
    title: str  # "" only when the publisher gave none; never longer than 300 characters
    snapshot: str  # hash
    passages: tuple[Passage, ...]  # in reading order; never empty
    published: datetime
    dated_by: DatedBy
    language: str  # BCP 47, "und" when unknown
    author: str = ""
    agency: str = ""
    place: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What normalise makes of one entry: the item and the immutable text it points into."""

    item: Item
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with passages that this edition has not printed, as the store hands it to build."""

    item: Item
    fresh: tuple[str, ...]  # keys of its unprinted passages, in reading order; never empty
    first_seen: datetime
    topic: str = ""  # pinned by `digest add --topic`
    note: str = ""  # the editor's, by `digest add --note`


# -- build: route -> cluster -> rank -> compose -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a rule's word stands in the text. `word` is as printed there, `term` as the rule spells it."""

    word: str
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage is, or is not, in a place: which rule, which words, how strong, and what became of it."""

    passage: str  # key
    kind: Literal["topic", "region"]
    target: str  # the topic's or region's name
    verdict: Literal["won", "lost", "carried", "inherited", "pinned", "excluded"]
    score: float  # >= 0; comparable within one passage and kind only
    rule: str  # the rule's text, or the gazetteer entry's country codes
    matches: tuple[Match, ...]
    note: str = ""  # one plain clause, e.g. "follows paragraph 1, the rule's group 2 still holds"


@dataclass(frozen=True, slots=True)
class Placed:
    """The passages of one item that belong to one section, with the evidence for them and for the losers."""

    item: Item
    passages: tuple[Passage, ...]  # reading order; never empty
    region: str
    topic: str  # "" for the region's other news
    title_fits: bool  # the title itself routes to this section
    evidence: tuple[Evidence, ...]
    first_seen: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """All that routing decided of one item: each passage is in exactly one of `placed` and `unmatched`."""

    placed: tuple[Placed, ...]
    unmatched: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]  # of every passage, winners and losers


@dataclass(frozen=True, slots=True)
class Story:
    """One event: cuts of one or more items, the lead first, never empty, all in one section."""

    region: str
    topic: str
    cuts: tuple[Placed, ...]
    publishers: tuple[str, ...]  # families, each once, the lead's first
    why: tuple[str, ...] = ()  # why the cuts are one story


@dataclass(frozen=True, slots=True)
class Scored:
    """A story and its worth, with the parts of the score in words."""

    story: Story
    score: float  # in [0, 1]
    why: tuple[str, ...]


# -- the plan: flat page nouns, everything that a template may see -------------------------------------------------


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
    update_of: str  # id of the issue that printed this story before, or ""
    note: str  # the editor's
    score: float
    why: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    tells: tuple[tuple[str, str], ...] = ()  # (item, passage key) of all that counts as printed with this piece


@dataclass(frozen=True, slots=True)
class TopicSection:
    """One topic's pieces inside a region, best first. `name` is "" for the region's other news."""

    id: str
    name: str
    about: str
    pieces: tuple[Piece, ...]
    held_back: int  # stories that the section's limit left for the next issue


@dataclass(frozen=True, slots=True)
class Section:
    """One region's part of the issue."""

    id: str
    name: str
    topics: tuple[TopicSection, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "the week in five lines", and the piece it leads to."""

    text: str
    piece: str


@dataclass(frozen=True, slots=True)
class SourceCount:
    """One source's row in the colophon."""

    name: str
    publisher: str
    url: str
    items: int  # considered for this issue
    printed: int


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


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes, as the mail's headers and the last page need it."""

    sender_name: str
    sender_address: str
    list_id: str
    public_url: str  # https, no trailing slash; "" when nothing is published
    contact: str
    attach: tuple[str, ...]  # "pdf"


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


@dataclass(frozen=True, slots=True)
class Rendered:
    """One output file."""

    name: str
    media_type: str
    body: bytes
