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
    _pages()


def _items() -> None:
    for name in ("guid", "titled_from", "dated_from", "text_from", "text_note", "held"):
        default = "source" if name == "text_from" else ""
        op.add_column("items", sa.Column(name, Words(), nullable=False, server_default=default))
    op.add_column("items", sa.Column("picture", sa.JSON()))
    op.add_column("items", sa.Column("enclosures", sa.JSON(), nullable=False, server_default="[]"))


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
