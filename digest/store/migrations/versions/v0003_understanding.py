"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
    _drafts()


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("key", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_drafts")),
    )
