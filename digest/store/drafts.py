"""Drafts: what a language model answered, by the hash of what it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from digest.models import Draft
from digest.store.schema import drafts
from digest.store.upserts import portions, upsert


def known(connection: Connection, keys: Sequence[str]) -> dict[str, Draft]:
    """The drafts under these hashes; unknown ones are left out."""
    found: dict[str, Draft] = {}
    for some in portions(sorted(set(keys))):
        query = select(drafts.c.key, drafts.c.text, drafts.c.tokens).where(drafts.c.key.in_(some))
        found.update({key: Draft(text, tokens) for key, text, tokens in connection.execute(query)})
    return found


def keep(connection: Connection, made: Mapping[str, Draft]) -> None:
    """Keep drafts; one that is known already stays."""
    rows = [{"key": key, "text": one.text, "tokens": one.tokens} for key, one in sorted(made.items())]
    upsert(connection, drafts, rows)
