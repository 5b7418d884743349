"""What sending needs: one row for each issue and reader, who must not be written to, and who sends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.columns import Moment, Words

revision = "0004"
down_revision = "0003"

_STATES = "state IN ('pending', 'claimed', 'handoff', 'sent', 'retry', 'failed', 'unknown', 'suppressed')"


def upgrade() -> None:
    """Add tables, a function for each subject."""
    _deliveries()
    _suppressions()
    _senders()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("issue", Words(), nullable=False),
        sa.Column("recipient", Words(), nullable=False),
        sa.Column("address", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("ticket", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("owner", Words(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_try", Moment()),
        sa.Column("next_try", Moment()),
        sa.Column("reply", Words(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint(_STATES, name=op.f("ck_deliveries_state")),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name=op.f("fk_deliveries_issue")),
        sa.PrimaryKeyConstraint("issue", "recipient", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("ticket", name=op.f("uq_deliveries_ticket")),
    )
    op.create_index(op.f("ix_deliveries_issue_state_ticket"), "deliveries", ["issue", "state", "ticket"])
    op.create_table(
        "dispatches",
        sa.Column("issue", Words(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("held", Words(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name=op.f("fk_dispatches_issue")),
        sa.PrimaryKeyConstraint("issue", name=op.f("pk_dispatches")),
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("recipient", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("recipient", name=op.f("pk_suppressions")),
    )


def _senders() -> None:
    op.create_table(
        "senders",
        sa.Column("owner", Words(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_senders")),
    )
    op.create_table(
        "instance",
        sa.Column("id", Words(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
