"""The issue before anything is in it: its key, its name, its window, and who publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from digest.config.delivery import DeliveryTable
from digest.config.schema import EditionTable
from digest.language.scripts import direction
from digest.models import Colophon, Imprint, Issue
from digest.schedule import label, slot

SCHEMA = 1  # of issue.json; raised when a noun of the plan changes its meaning


@dataclass(frozen=True, slots=True)
class Key:
    """What makes an issue one and the same: its edition and slot. `id` is how people name it."""

    edition: str
    slot: datetime
    id: str


def key(edition: EditionTable, now: datetime) -> Key:
    """The key of the issue that is due: the last scheduled moment up to `now`, or the local date."""
    moment = slot(edition.schedule, edition.timezone, now)
    return Key(edition.name, moment, f"{edition.name}/{label(edition.schedule, edition.timezone, moment)}")


def frame(
    what: Key,
    edition: EditionTable,
    delivery: DeliveryTable,
    number: int,
    window: tuple[datetime | None, datetime],
    colophon: Colophon,
) -> Issue:
    """An issue without sections. `window` is (last cut-off, this cut-off)."""
    return Issue(
        schema=SCHEMA,
        id=what.id,
        edition=what.edition,
        title=edition.title,
        number=number,
        language=edition.language,
        direction=direction(edition.language),
        timezone=edition.timezone,
        slot=what.slot,
        since=window[0],
        until=window[1],
        lines=(),
        sections=(),
        colophon=colophon,
        imprint=_imprint(edition, delivery),
    )


def _imprint(edition: EditionTable, delivery: DeliveryTable) -> Imprint:
    name, address = parseaddr(edition.sender or delivery.sender)
    return Imprint(
        sender_name=name or edition.title,
        sender_address=address,
        list_id=delivery.list_id,
        public_url=delivery.public_url.rstrip("/"),
        contact=delivery.contact,
        attach=tuple(edition.attach),
        pictures=edition.pictures,
        links=edition.links,
        greeting=edition.greeting,
        greeting_all=edition.greeting_all,
        preferences=delivery.preferences,
    )
