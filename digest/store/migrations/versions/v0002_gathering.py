"""What gathering from the real web needs: where an item's words come from, its pictures, and what is held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables."""
    _items()
    _found_feeds()


def _items() -> None:
    for name in ("guid", "titled_from", "dated_from", "text_from", "text_note", "held"):
        default = "source" if name == "text_from" else ""
        op.add_column("items", sa.Column(name, Words(), nullable=False, server_default=default))
    op.add_column("items", sa.Column("picture", sa.JSON()))
    op.add_column("items", sa.Column("enclosures", sa.JSON(), nullable=False, server_default="[]"))


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
