"""What sending makes: readers, one delivery for each, what it carries, and what a server answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DeliveryState = Literal["pending", "claimed", "handoff", "sent", "retry", "failed", "unknown", "suppressed"]
"""pending -> claimed -> handoff -> sent | retry | failed | unknown; see `digest.pipeline.sending`."""
Verdict = Literal["sent", "later", "never", "lost", "unknown"]
"""`lost`: the line broke while the mail had surely not been taken; `unknown`: it broke when it may have been."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One reader. `key` tells readers apart: the address in small letters, its domain in ASCII."""

    key: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One issue for one reader, as the ledger has it. `ticket` is a function of the two: hex, 20 characters."""

    issue: str
    recipient: Recipient
    ticket: str
    tries: int  # hand-overs that were begun before
    first_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of one delivery: its state, the server's words or ours, and since when."""

    issue: str
    key: str
    address: str
    ticket: str
    state: DeliveryState
    reply: str
    changed_at: datetime
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail ready to be handed over: the envelope, and the message with every line ended by CRLF."""

    sender: str  # envelope address, to which bounces go
    address: str
    body: bytes
    name: str  # of the mail among others: letters, digits and dots; the same for the same delivery


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an offer or a hand-over. `text` is one line, the server's or ours."""

    verdict: Verdict
    text: str
    of_letter: bool = False  # the server objects to the mail or its sender, not to this reader


@dataclass(frozen=True, slots=True)
class Settled:
    """How one delivery goes on, to be written into the ledger."""

    key: str
    state: DeliveryState
    reply: str
    tries: int  # so far
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReaderList:
    """A list of readers as it was read: the good ones, each once, and a line for whatever is wrong with others."""

    readers: tuple[Recipient, ...]
    problems: tuple[str, ...]  # "readers.csv:12: ..."
    repeated: int = 0  # lines with an address that an earlier line has
    ignored: tuple[str, ...] = ()  # columns that mean nothing here
