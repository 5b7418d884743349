"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
    _drafts()
    _rules()
    _judgements()
    _rulings()
    _repeats()


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("key", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_drafts")),
    )


def _rules() -> None:
    op.create_table(
        "rules",
        sa.Column("hash", Words(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_rules")),
    )


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("edition", Words(), primary_key=True),
        sa.Column("issue", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("rules", Words(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )


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
