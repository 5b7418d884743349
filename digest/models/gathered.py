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
FIRST_WORDS = "its first words"
"""Where the title of an item stands that its publisher gave none: see `Item.titled_from`."""
Absence = Literal["", "missing", "gone"]
FullText = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "changed since?" with; empty strings where it gave nothing."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # blake2b of the decoded body, hex: an unchanged body behind a 200 is parsed by nobody
    known_as: str = ""  # of a file that was renamed: the address by which its items are known; "" for its own


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a server asks of the requests to come; empty where it asks nothing, as files never do."""

    moved_to: str = ""  # the address that permanent redirects (301, 308) led to, without a password
    absent: Absence = ""  # why asking again is in vain: no such page or name, or gone for good (410)
    wait: float = 0.0  # seconds that it wants to be left alone (Retry-After)
    host: str = ""  # whom to leave alone as a whole (429); "" for this one address only
    unasked: bool = False  # of a Failure: it was not asked at all, since the host had just asked for that pause
    fresh: float = 0.0  # seconds within which it promises nothing new (max-age, Expires, the feed's own TTL)


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
    base: str = ""  # what relative addresses stand against, absolute, as Content-Location has it; "" for `url`
    language: str = ""  # as Content-Language has it
    wishes: Wishes = Wishes()
    followed: bool = False  # asked because a page named it: another page is no article there


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source was reached and has nothing new (304, or the same bytes as last time)."""

    source: str
    url: str
    at: datetime
    wishes: Wishes = Wishes()
    validators: Validators | None = None  # new ones that came with the same bytes; None when the old ones stand


@dataclass(frozen=True, slots=True)
class Gone:
    """A file that was read before and is surely there no more, in a folder that can be read."""

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
    wishes: Wishes = Wishes()


Outcome = Fetched | Unchanged | Gone | Failure
"""What came of one feed or file: a value, never an exception."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """A page that came where a feed was asked for, and the feeds that it names."""

    source: str
    url: str  # of the page, after redirects
    links: tuple[str, ...]  # absolute http(s) addresses, best first; empty when it names none
    what: str  # the trouble in one plain sentence, should nothing come of it
    advice: str = ""
    single: bool = False  # it is one article: a feed that lies beside it is not what was meant


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """Where a source is read from whose address in feeds.toml is that of a page."""

    source: str
    page: str  # the address in feeds.toml
    feed: str  # the address that is asked instead; "" when none was found
    how: Literal["named", "guessed"]  # by the page, or at one of the usual places
    at: datetime  # of the gather that found it, or looked in vain


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
    full_text: FullText | None = None  # whether articles are read from their pages; None for what is no web feed


@dataclass(frozen=True, slots=True)
class Caution:
    """How much of a feed is let in at once; the rest is held until the editor releases it."""

    first: int | None = None  # newest items of the first reading; None: all
    storm: float = 0.0  # times the usual number of new items at once; 0: any number


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
    url: str  # absolute
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
    base: str = ""  # absolute: what relative addresses in `body` and `summary` stand against; "" for `url`
    link: str = ""  # as the feed gives it, where that is not `url`: a redirector's, or no address of a page
    day_only: bool = False  # `published`, or without it `updated`, tells no time of day: noon UTC stands for one
    mail: str = ""  # the author's address; never printed
    listed: bool = False  # by a feed: its text may be a teaser of an article elsewhere


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
    title: str  # its first words where the publisher gave none; never longer than 300 characters
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
    titled_from: str = ""  # as of Entry; FIRST_WORDS where nobody gave it a title
    dated_from: str = ""
    text_from: TextFrom = "source"  # "stub": the source gave a teaser, and nothing better could be had
    text_note: str = ""  # why the text is what it is, e.g. "the page asks for consent: the feed's own text stays"

    @property
    def own_title(self) -> str:
        """The title that somebody gave it; "" where it is only its first words, which stand in its text as well."""
        return "" if self.titled_from == FIRST_WORDS else self.title


@dataclass(frozen=True, slots=True)
class Reading:
    """What normalise makes of one entry: the item and the immutable text it points into."""

    item: Item
    snapshot: Snapshot
    page: str = ""  # the address of the web page that its text is wanted from; "" when what the source gave is taken


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that an item's text is to be read from, and what the feed gave of it."""

    item: Item  # as it stands, with the feed's text or an earlier text of the page
    url: str
    title: str  # the feed's now; the item keeps that of its text
    said: str  # the feed's text, its first 2,000 characters
    size: int  # characters of the feed's text
    tries: int = 0  # that failed


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item with passages that this edition has not printed, as the store hands it to build."""

    item: Item
    fresh: tuple[str, ...]  # keys of its unprinted passages, in reading order; never empty
    first_seen: datetime
    topic: str = ""  # pinned by `digest add --topic`
    note: str = ""  # the editor's, by `digest add --note`
    pinned: bool = False  # the editor asked for it: `digest add`
