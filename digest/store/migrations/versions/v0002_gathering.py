"""What gathering from the real web needs: where an item's words come from, its pictures, and what is held."""

from __future__ import annotations

from hashlib import blake2b
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables."""
    _items()
    _files()
    _polls()
    _found_feeds()
    _identity()
    _pages()
    _pictures()


def _items() -> None:
    for name in ("guid", "titled_from", "dated_from", "text_from", "text_note", "held"):
        default = "source" if name == "text_from" else ""
        op.add_column("items", sa.Column(name, Words(), nullable=False, server_default=default))
    op.add_column("items", sa.Column("picture", sa.JSON()))
    op.add_column("items", sa.Column("enclosures", sa.JSON(), nullable=False, server_default="[]"))


def _files() -> None:
    op.add_column("validators", sa.Column("known_as", Words(), nullable=False, server_default=""))
    op.create_table(
        "files",
        sa.Column("source", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("item", Words(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name=op.f("fk_files_item")),
        sa.PrimaryKeyConstraint("source", "url", "item", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_item"), "files", ["item"])


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("source", Words(), nullable=False),
        sa.Column("address", Words(), nullable=False),
        sa.Column("asked_at", Moment()),
        sa.Column("seen_at", Moment()),
        sa.Column("moved_to", Words(), nullable=False),
        sa.Column("sightings", sa.Integer(), nullable=False),
        sa.Column("gone_at", Moment()),
        sa.Column("pause_until", Moment()),
        sa.Column("pause_host", Words(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_polls"),
    )


def _found_feeds() -> None:
    op.create_table(
        "found_feeds",
        sa.Column("source", Words(), nullable=False),
        sa.Column("page", Words(), nullable=False),
        sa.Column("feed", Words(), nullable=False),
        sa.Column("how", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_found_feeds"),
    )


def _identity() -> None:
    """What tells a known item from a new one, to be looked up by the feed."""
    op.add_column("items", sa.Column("own_text", Words(), nullable=False, server_default=""))
    _note_texts(op.get_bind())
    for name in ("guid", "url", "own_text"):
        op.create_index(f"ix_items_source_{name}", "items", ["source", name])


def _note_texts(connection: sa.Connection) -> None:
    """The texts of what is there: of an item's passages now, the hash of their keys."""
    rows = connection.execute(
        sa.text("SELECT item, key FROM passages WHERE ordinal IS NOT NULL ORDER BY item, ordinal")
    )
    noted = [
        {"item": item, "text": blake2b(" ".join(key for _, key in some).encode(), digest_size=16).hexdigest()}
        for item, some in groupby(rows, lambda row: row[0])
    ]
    if noted:
        connection.execute(sa.text("UPDATE items SET own_text = :text WHERE id = :item"), noted)


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("item", Words(), sa.ForeignKey("items.id"), primary_key=True),
        *(sa.Column(name, Words(), nullable=False) for name in ("url", "title", "said")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('wanted', 'read', 'refused', 'left')", name="state"),
    )
    op.create_index(None, "pages", ["state", "next_try"])


def _pictures() -> None:
    op.create_table(
        "prepared_pictures",
        sa.Column("hash", Words(), nullable=False),
        sa.Column("media_type", Words(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_prepared_pictures"),
    )
    op.create_table(
        "pictures",
        sa.Column("url", Words(), nullable=False),
        sa.Column("tried_at", Moment(), nullable=False),
        sa.Column("original", Words(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.Column("full_size", Words()),
        sa.Column("small_size", Words()),
        sa.PrimaryKeyConstraint("url", name="pk_pictures"),
        sa.ForeignKeyConstraint(["full_size"], ["prepared_pictures.hash"], name="fk_pictures_full_size"),
        sa.ForeignKeyConstraint(["small_size"], ["prepared_pictures.hash"], name="fk_pictures_small_size"),
    )
    op.create_index("ix_pictures_original", "pictures", ["original"])
