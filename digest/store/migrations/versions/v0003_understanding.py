"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
    _judgements()


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("edition", Words(), primary_key=True),
        sa.Column("issue", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("rules", Words(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
