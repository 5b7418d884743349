"""The tables. A change here needs a migration beside it in migrations/versions; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from digest.store.columns import Moment, Words
from digest.store.naming import VERSION, VERSION_TABLE, metadata, version

__all__ = ["VERSION", "VERSION_TABLE", "metadata", "version"]

# -- what is gathered ----------------------------------------------------------------------------------------------

sources = Table(
    "sources",
    metadata,
    Column("name", Words, primary_key=True),
    Column("last_success", Moment),
    Column("last_failure", Words, nullable=False),
    Column("last_failure_at", Moment),
)

validators = Table(
    "validators",
    metadata,
    Column("source", Words, ForeignKey("sources.name"), primary_key=True),
    Column("url", Words, primary_key=True),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("body_hash", Words, nullable=False),
    Column("known_as", Words, nullable=False, server_default=""),
)

polls = Table(
    "polls",
    metadata,
    Column("source", Words, primary_key=True),
    Column("address", Words, nullable=False),  # a hash of that in feeds.toml: another one, and the row means nothing
    Column("asked_at", Moment),
    Column("seen_at", Moment),
    Column("moved_to", Words, nullable=False),
    Column("sightings", Integer, nullable=False),
    Column("gone_at", Moment),
    Column("pause_until", Moment),
    Column("pause_host", Words, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("changes", JSON, nullable=False),  # minutes since the poll before, and whether it brought news, each
)

found_feeds = Table(
    "found_feeds",
    metadata,
    Column("source", Words, primary_key=True),
    Column("page", Words, nullable=False),  # as feeds.toml gave it; another one there makes this worthless
    Column("feed", Words, nullable=False),  # "" when none was found
    Column("how", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("hash", Words, primary_key=True),
    Column("text", Words, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", Words, primary_key=True),
    Column("source", Words, ForeignKey("sources.name"), nullable=False),
    Column("publisher", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("folded", Words, nullable=False),  # the title as it is searched
    Column("snapshot", Words, ForeignKey("snapshots.hash"), nullable=False),  # the current one
    Column("published", Moment, nullable=False),
    Column("dated_by", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("agency", Words, nullable=False),
    Column("place", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("fingerprint", Words, nullable=False),  # tells an edit from a repeat
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("guid", Words, nullable=False, server_default=""),
    Column("titled_from", Words, nullable=False, server_default=""),
    Column("dated_from", Words, nullable=False, server_default=""),
    Column("text_from", Words, nullable=False, server_default="source"),
    Column("text_note", Words, nullable=False, server_default=""),
    Column("held", Words, nullable=False, server_default=""),  # why it is kept out of issues; "" when it is not
    Column("picture", JSON(none_as_null=True)),  # url, alt, credit
    Column("enclosures", JSON, nullable=False, server_default="[]"),  # url, media type, size, title each
    Column("own_text", Words, nullable=False, server_default=""),  # of what the source itself gave: see `text_of`
    Index(None, "source", "published"),
    Index(None, "source", "guid"),
    Index(None, "source", "url"),
    Index(None, "source", "own_text"),
)

# Those with an ordinal are the item's passages now. The others are of earlier versions: they remember when their words
# were first seen, should an editor put them back. `nth` tells apart paragraphs of the same words in one item.
passages = Table(
    "passages",
    metadata,
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Column("key", Words, primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("snapshot", Words, ForeignKey("snapshots.hash"), nullable=False),  # that the spans point into
    Column("ordinal", Integer),
    Column("kind", Words, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("text", Words),  # only where it is not what the spans give
    Column("first_seen", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# Which items a file on this machine holds; feeds on the network have no rows here.
files = Table(
    "files",
    metadata,
    Column("source", Words, primary_key=True),
    Column("url", Words, primary_key=True),
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Index(None, "item"),
)

failures = Table(
    "failures",
    metadata,
    Column("source", Words, primary_key=True),
    Column("place", Words, primary_key=True),
    Column("url", Words, nullable=False),  # of the feed or file in which it was met
    Column("stage", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("advice", Words, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("count", Integer, nullable=False),  # gathers in a row that met it
    Column("cleared_at", Moment),
)

gathers = Table(
    "gathers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("finished", Moment, nullable=False),
    Column("counts", JSON, nullable=False),
)

# Articles whose text is wanted from their web pages. What came of it stands in the item: text_from and text_note.
pages = Table(
    "pages",
    metadata,
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),  # title, beginning and size of the feed's text, which the item may not have
    Column("said", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try", Moment, nullable=False),
    CheckConstraint("state IN ('wanted', 'read', 'refused', 'left')", name="state"),
    Index(None, "state", "next_try"),
)

# -- what the editor asked for -------------------------------------------------------------------------------------

pins = Table(
    "pins",
    metadata,
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Column("edition", Words, primary_key=True),  # "" for every edition
    Column("topic", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("added_at", Moment, nullable=False),
)

# A pin for every edition is used up by each of them on its own.
pin_uses = Table(
    "pin_uses",
    metadata,
    Column("item", Words, primary_key=True),
    Column("pinned_for", Words, primary_key=True),
    Column("edition", Words, primary_key=True),
    ForeignKeyConstraint(["item", "pinned_for"], ["pins.item", "pins.edition"], ondelete="CASCADE"),
)

# Two items that tell one story, or two, whatever their texts say.
rulings = Table(
    "rulings",
    metadata,
    Column("one", Words, ForeignKey("items.id"), primary_key=True),  # the lesser id
    Column("other", Words, ForeignKey("items.id"), primary_key=True),
    Column("verdict", Words, nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("verdict IN ('together', 'apart')", name="verdict"),
    CheckConstraint("one < other", name="order"),
    Index(None, "other"),
)

# -- what is built -------------------------------------------------------------------------------------------------

issues = Table(
    "issues",
    metadata,
    Column("id", Words, primary_key=True),
    Column("edition", Words, nullable=False),
    Column("slot", Moment, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Column("revision", Integer, nullable=False),  # of its plan: the latest, or the one that was closed
    Column("until", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("edition", "slot"),
    CheckConstraint("state IN ('draft', 'approved', 'closed', 'dropped')", name="state"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
)
_undropped = issues.c.state != "dropped"
Index(None, issues.c.edition, issues.c.number, unique=True, sqlite_where=_undropped, postgresql_where=_undropped)

plans = Table(
    "plans",
    metadata,
    Column("issue", Words, ForeignKey("issues.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("hash", Words, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

printed = Table(
    "printed",
    metadata,
    Column("issue", Words, ForeignKey("issues.id"), primary_key=True),
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Column("passage", Words, primary_key=True),
    Column("edition", Words, nullable=False),
    Column("piece", Words, nullable=False),
    Index(None, "edition", "item", "passage"),
    sqlite_with_rowid=False,
)

# What a language model answered, by the hash of what it was asked: nothing is asked twice.
drafts = Table(
    "drafts",
    metadata,
    Column("key", Words, primary_key=True),
    Column("text", Words, nullable=False),
    Column("tokens", Integer, nullable=False),
)

# The regions, topics and aliases that issues were built by: a later test of the rules says what would have moved.
rules = Table(
    "rules",
    metadata,
    Column("hash", Words, primary_key=True),  # as the colophon names it
    Column("body", Words, nullable=False),  # JSON
)

# What the latest build of an edition made of every story, for `explain`.
judgements = Table(
    "judgements",
    metadata,
    Column("edition", Words, primary_key=True),
    Column("issue", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("rules", Words, nullable=False),  # the hash of what they depend on
    Column("body", LargeBinary, nullable=False),
)

# What a closed issue did not print, since an earlier piece had told it: it does not come back as new.
repeats = Table(
    "repeats",
    metadata,
    Column("issue", Words, ForeignKey("issues.id"), primary_key=True),
    Column("item", Words, ForeignKey("items.id"), primary_key=True),
    Column("passage", Words, primary_key=True),
    Column("edition", Words, nullable=False),
    Column("told_issue", Words, nullable=False),
    Column("told_piece", Words, nullable=False),
    Index(None, "edition", "item", "passage"),
    sqlite_with_rowid=False,
)

# -- what is sent --------------------------------------------------------------------------------------------------

# One row for each issue and reader. `owner` is the sending process that has it in hand, or had it last.
deliveries = Table(
    "deliveries",
    metadata,
    Column("issue", Words, ForeignKey("issues.id"), primary_key=True),
    Column("recipient", Words, primary_key=True),  # the address, folded: two spellings of it are one reader
    Column("address", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("ticket", Words, nullable=False),  # stands in the Message-ID and in the envelope's sender
    Column("state", Words, nullable=False),
    Column("owner", Words, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_try", Moment),
    Column("next_try", Moment),
    Column("reply", Words, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("ticket"),
    CheckConstraint(
        "state IN ('pending', 'claimed', 'handoff', 'sent', 'retry', 'failed', 'unknown', 'suppressed')", name="state"
    ),
    Index(None, "issue", "state", "ticket"),
)

# Issues whose sending was begun; `held` is why it was stopped until somebody looks, "" when it was not.
dispatches = Table(
    "dispatches",
    metadata,
    Column("issue", Words, ForeignKey("issues.id"), primary_key=True),
    Column("begun_at", Moment, nullable=False),
    Column("held", Words, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("recipient", Words, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

# Processes that send now, and until when they are believed to be alive without a further word.
senders = Table(
    "senders",
    metadata,
    Column("owner", Words, primary_key=True),
    Column("until", Moment, nullable=False),
)

# One row: which installation sends from this database, and how often it has begun to.
instance = Table(
    "instance",
    metadata,
    Column("id", Words, primary_key=True),
    Column("runs", Integer, nullable=False),
)

# -- pictures ------------------------------------------------------------------------------------------------------

prepared_pictures = Table(
    "prepared_pictures",
    metadata,
    Column("hash", Words, primary_key=True),  # of the body
    Column("media_type", Words, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Both renditions are missing where there is nothing to print; `note` says why.
pictures = Table(
    "pictures",
    metadata,
    Column("url", Words, primary_key=True),
    Column("tried_at", Moment, nullable=False),
    Column("original", Words, nullable=False),  # hash of what the server sent
    Column("note", Words, nullable=False),
    Column("full_size", Words, ForeignKey("prepared_pictures.hash")),
    Column("small_size", Words, ForeignKey("prepared_pictures.hash")),
    Index(None, "original"),
)
