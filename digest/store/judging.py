"""What the latest build of each edition made of every story."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select

from digest.models import Ledger
from digest.store.schema import judgements
from digest.store.upserts import upsert


def read_ledger(connection: Connection, edition: str) -> Ledger | None:
    """Those of an edition; None before its first build."""
    columns = (judgements.c.issue, judgements.c.at, judgements.c.rules, judgements.c.body)
    row = connection.execute(select(*columns).where(judgements.c.edition == edition)).first()
    return None if row is None else Ledger(*row)


def keep_ledger(connection: Connection, edition: str, made: Ledger) -> None:
    """Keep these in place of those of the build before."""
    upsert(connection, judgements, [{"edition": edition, **asdict(made)}], ("issue", "at", "rules", "body"))
