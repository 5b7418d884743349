"""The first schema: sources, items, troubles, pins, issues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _gathering()
    _items()
    _pins()
    _issues()


def _gathering() -> None:
    op.create_table(
        "sources",
        sa.Column("name", Words(), nullable=False),
        sa.Column("last_success", Moment()),
        sa.Column("last_failure", Words(), nullable=False),
        sa.Column("last_failure_at", Moment()),
        sa.PrimaryKeyConstraint("name", name="pk_sources"),
    )
    op.create_table(
        "validators",
        sa.Column("source", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("etag", Words(), nullable=False),
        sa.Column("last_modified", Words(), nullable=False),
        sa.Column("body_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("source", "url", name="pk_validators"),
        sa.ForeignKeyConstraint(["source"], ["sources.name"], name="fk_validators_source"),
    )
    op.create_table(
        "failures",
        sa.Column("source", Words(), nullable=False),
        sa.Column("place", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("stage", Words(), nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("advice", Words(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("cleared_at", Moment()),
        sa.PrimaryKeyConstraint("source", "place", name="pk_failures"),
    )
    op.create_table(
        "gathers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("finished", Moment(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gathers"),
    )


def _items() -> None:
    op.create_table(
        "snapshots",
        sa.Column("hash", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_snapshots"),
    )
    op.create_table(
        "items",
        sa.Column("id", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("publisher", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("folded", Words(), nullable=False),
        sa.Column("snapshot", Words(), nullable=False),
        sa.Column("published", Moment(), nullable=False),
        sa.Column("dated_by", Words(), nullable=False),
        sa.Column("language", Words(), nullable=False),
        sa.Column("author", Words(), nullable=False),
        sa.Column("agency", Words(), nullable=False),
        sa.Column("place", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("fingerprint", Words(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["source"], ["sources.name"], name="fk_items_source"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.hash"], name="fk_items_snapshot"),
    )
    op.create_index("ix_items_source_published", "items", ["source", "published"])
    op.create_table(
        "passages",
        sa.Column("item", Words(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("snapshot", Words(), nullable=False),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("text", Words()),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("item", "key", "nth", name="pk_passages"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_passages_item"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.hash"], name="fk_passages_snapshot"),
        sqlite_with_rowid=False,
    )


def _pins() -> None:
    op.create_table(
        "pins",
        sa.Column("item", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.Column("topic", Words(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("item", "edition", name="pk_pins"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_pins_item"),
    )
    op.create_table(
        "pin_uses",
        sa.Column("item", Words(), nullable=False),
        sa.Column("pinned_for", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.PrimaryKeyConstraint("item", "pinned_for", "edition", name="pk_pin_uses"),
        sa.ForeignKeyConstraint(
            ["item", "pinned_for"],
            ["pins.item", "pins.edition"],
            name="fk_pin_uses_item_pinned_for",
            ondelete="CASCADE",
        ),
    )


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.Column("slot", Moment(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("edition", "slot", name="uq_issues_edition_slot"),
        sa.CheckConstraint("state IN ('draft', 'approved', 'closed', 'dropped')", name=op.f("ck_issues_state")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_issues_closed_at")),
    )
    undropped = sa.text("state != 'dropped'")
    op.create_index(
        "ix_issues_edition_number",
        "issues",
        ["edition", "number"],
        unique=True,
        sqlite_where=undropped,
        postgresql_where=undropped,
    )
    op.create_table(
        "plans",
        sa.Column("issue", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", Words(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("issue", "revision", name="pk_plans"),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name="fk_plans_issue"),
    )
    op.create_table(
        "printed",
        sa.Column("issue", Words(), nullable=False),
        sa.Column("item", Words(), nullable=False),
        sa.Column("passage", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.Column("piece", Words(), nullable=False),
        sa.PrimaryKeyConstraint("issue", "item", "passage", name="pk_printed"),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name="fk_printed_issue"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_printed_item"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_printed_edition_item_passage", "printed", ["edition", "item", "passage"])
