"""The marks of one delivery: its Message-ID, the sender on its envelope, when it is tried again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

BACKOFF = (timedelta(minutes=15), timedelta(hours=2), timedelta(hours=8), timedelta(hours=24))
"""Before the second to the fifth try: 34 hours in all. A full mailbox or a greylisting server is over it by then."""
TRIES = len(BACKOFF) + 1
LONGEST = timedelta(hours=48)  # from the first try: older news is no news


def message_id(ticket: str, sender: str) -> str:
    """The Message-ID of a delivery, with its brackets: the same at every try."""
    return f"<{ticket}.digest@{sender.rpartition('@')[2]}>"


def ticket_of(message_id: str) -> str:
    """The ticket in a Message-ID of ours; "" for any other."""
    found = re.fullmatch(r"<?([0-9a-f]{20})\.digest@[^\s<>@]+>?", message_id.strip())
    return found[1] if found else ""


def envelope_sender(ticket: str, bounces: str, sender: str) -> str:
    """Who gets what cannot be delivered: `bounces` with the delivery's mark (VERP), or the sender."""
    if not bounces:
        return sender
    local, _, domain = bounces.rpartition("@")
    return f"{local}+{ticket}@{domain}"


def next_try(tries: int, first_try: datetime, now: datetime) -> datetime | None:
    """When a delivery that was put off for the `tries`-th time is tried again; None when it is given up."""
    if tries >= TRIES:
        return None
    at = now + BACKOFF[tries - 1]
    return at if at - first_try <= LONGEST else None
