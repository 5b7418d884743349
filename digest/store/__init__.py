"""The store: everything that outlives a run, in SQLite or PostgreSQL.

Sources and their validators, items and the immutable text they were read from, troubles, issues and their plans.
Gather and build meet only here. `open_store` gives a `Store`; each of its methods is one transaction, and a kill at
any moment leaves the state before or after it, never between.
"""

from __future__ import annotations

from digest.store.facade import Store, open_store
from digest.store.ledger import Ledger
from digest.store.records import (
    Appearance,
    CurrentText,
    Gather,
    Held,
    IssueState,
    Kept,
    Released,
    Retold,
    SourceStatus,
    StoredIssue,
)

__all__ = [
    "Appearance",
    "CurrentText",
    "Gather",
    "Held",
    "IssueState",
    "Kept",
    "Ledger",
    "Released",
    "Retold",
    "SourceStatus",
    "Store",
    "StoredIssue",
    "open_store",
]
