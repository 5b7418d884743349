"""What understanding needs: editors' words on stories, what was learned, and what is remembered between issues."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns and tables, a function each."""
