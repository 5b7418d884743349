"""The memory of an edition, from the store's closed issues: a draft is no memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.config.schema import EditionTable
from digest.errors import EnvironmentFault
from digest.models import Issue, Printing
from digest.models.frozen import thaw
from digest.pipeline.corrections import Correction, corrections, items_of
from digest.recall import Memory, remember

if TYPE_CHECKING:
    from digest.store import Store


def memory(store: Store, edition: EditionTable, earlier: Mapping[str, str], now: datetime) -> Memory:
    """What this edition told in the weeks before `now` that feeds.toml has it remember, and of the candidates that were
    printed before, whenever that was: `earlier` gives the issue that did, by item.
    """
    since = horizon(edition, now)
    plans = store.closed_plans(edition.name, since, also=sorted(set(earlier.values())))
    return remember(thawed(plans), store.told_texts(list(plans)), since) if plans else Memory()


def horizon(edition: EditionTable, now: datetime) -> datetime:
    """The moment back to which an edition remembers."""
    return now - timedelta(weeks=edition.memory.weeks)


def thawed(plans: Mapping[str, bytes]) -> list[Issue]:
    """The issues of stored plans, in their order. EnvironmentFault names one that cannot be read."""
    found: list[Issue] = []
    for name, body in plans.items():
        try:
            found.append(thaw(body))
        except ValueError as error:
            raise EnvironmentFault(
                f"{name}: its plan in the store cannot be read ({error}); restore a backup"
            ) from None
    return found


def left_out(store: Store, edition: EditionTable, item: str) -> list[tuple[str, Printing]]:
    """The issues of this edition that left a part of an item out as told before, each with what had told it."""
    issues = dict.fromkeys(row.issue for row in store.retold(item) if row.edition == edition.name)
    plans = thawed({name: store.plan(name) for name in issues})
    return [(one.id, repeat.last) for one in plans for repeat in one.repeats if repeat.item == item]


def changed_since(store: Store, edition: EditionTable, now: datetime) -> list[Correction]:
    """What sources changed in what the remembered issues of this edition printed, the earliest issue first."""
    issues = thawed(store.closed_plans(edition.name, horizon(edition, now)))
    current = store.current_texts([item for issue in issues for item in items_of(issue)])
    return [found for issue in issues for found in corrections(issue, current)]
