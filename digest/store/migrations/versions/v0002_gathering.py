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
    _pictures()


def _items() -> None:
    for name in ("guid", "titled_from", "dated_from", "text_from", "text_note", "held"):
        default = "source" if name == "text_from" else ""
        op.add_column("items", sa.Column(name, Words(), nullable=False, server_default=default))
    op.add_column("items", sa.Column("picture", sa.JSON()))
    op.add_column("items", sa.Column("enclosures", sa.JSON(), nullable=False, server_default="[]"))


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
