"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
    _repeats()


def _repeats() -> None:
    op.create_table(
        "repeats",
        sa.Column("issue", Words(), sa.ForeignKey("issues.id"), primary_key=True),
        sa.Column("item", Words(), sa.ForeignKey("items.id"), primary_key=True),
        sa.Column("passage", Words(), primary_key=True),
        *(sa.Column(name, Words(), nullable=False) for name in ("edition", "told_issue", "told_piece")),
        sqlite_with_rowid=False,
    )
    op.create_index(None, "repeats", ["edition", "item", "passage"])
