"""What gathering from the real web needs: where an item's words come from, its pictures, and what is held."""

from __future__ import annotations

from hashlib import blake2b
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables."""
    _items()
    _identity()


def _items() -> None:
    for name in ("guid", "titled_from", "dated_from", "text_from", "text_note", "held"):
        default = "source" if name == "text_from" else ""
        op.add_column("items", sa.Column(name, Words(), nullable=False, server_default=default))
    op.add_column("items", sa.Column("picture", sa.JSON()))
    op.add_column("items", sa.Column("enclosures", sa.JSON(), nullable=False, server_default="[]"))


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
