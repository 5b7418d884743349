"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
    _rulings()


def _rulings() -> None:
    """The editor's words on two items: one story, or two."""
    op.create_table(
        "rulings",
        sa.Column("one", Words(), nullable=False),
        sa.Column("other", Words(), nullable=False),
        sa.Column("verdict", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_rulings"),
        sa.ForeignKeyConstraint(["one"], ["items.id"], name="fk_rulings_one"),
        sa.ForeignKeyConstraint(["other"], ["items.id"], name="fk_rulings_other"),
        sa.CheckConstraint("verdict IN ('together', 'apart')", name="verdict"),
        sa.CheckConstraint("one < other", name="order"),
    )
    op.create_index("ix_rulings_other", "rulings", ["other"])
