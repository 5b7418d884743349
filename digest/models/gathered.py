"""What gather makes: from the bytes of a feed to items and the texts that they point into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Span = tuple[int, int]
DatedBy = Literal["publisher", "fetch"]
PassageKind = Literal["paragraph", "heading", "item", "quote"]
Stage = Literal["fetch", "parse", "normalise", "route", "render", "publish"]
TextFrom = Literal["source", "page", "stub"]


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
class Ignored:
    """Something that was read and is no news, such as a mail that asks to confirm a subscription: told, but no trouble.

    `where` is a URL and a title; `why` is one clause: "it asks to confirm a subscription".
    """

    source: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What feeds.toml says of a source, as reading its entries needs it."""

    name: str
    publisher: str = ""  # family of all that comes from here; wins over what the entry names
    language: str = ""  # BCP 47; "" when not configured; wins over what the entry declares
    house: str = ""  # publisher of what names none: a folder of files holds many publishers' texts
    place: str = ""  # region that the source usually tells of: a hint for entries that name none
    tags: tuple[str, ...] = ()  # topics that the source usually tells of: hints, behind the entry's own tags


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its publisher names it. Nothing is fetched of it yet."""

    url: str  # absolute, http(s)
    alt: str = ""  # what it shows, in words
    credit: str = ""  # whose it is


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry brings along: a podcast, a film, a document."""

    url: str  # absolute, http(s)
    media_type: str = ""  # lower case, as claimed
    size: int = 0  # bytes, as claimed; 0 when not said
    title: str = ""


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
    summary: str = ""  # the teaser beside `body`, of the same format as it was written; "" where it is the body
    picture: Picture | None = None  # the lead picture
    enclosures: tuple[Enclosure, ...] = ()
    titled_from: str = ""  # where the title stood, as a noun: "the front matter"; "" in a feed: its own title
    dated_from: str = ""  # where the date stood: "the label “Published on”"; "" in a feed: its own date


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
    guid: str = ""  # the publisher's, as it came: what tells a changed item from a new one
    picture: Picture | None = None
    enclosures: tuple[Enclosure, ...] = ()
    titled_from: str = ""  # as of Entry
    dated_from: str = ""
    text_from: TextFrom = "source"  # "stub": the source gave a teaser, and nothing better could be had
    text_note: str = ""  # why the text is what it is, e.g. "the page asks for consent: the feed's own text stays"


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
