"""What gathering from the real web needs: where an item's words come from, its pictures, and what is held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables."""
    _items()
    _files()


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
