"""What the store tells about itself: small frozen values, moments in aware UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

IssueState = Literal["draft", "approved", "closed", "dropped"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one batch's items, each counted once."""

    new: int = 0
    changed: int = 0  # the publisher edited it
    same: int = 0
    held: int = 0  # of the new ones, kept out of issues until they are released
    flood: str = ""  # why the new ones are held, when they are far more than usual
    items: tuple[str, ...] = field(default=(), compare=False)  # the ids that they are kept by


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue's state, without its plan.

    A draft may be drafted again; an approved one waits to be closed as it is; a closed one is final. A draft that
    was never approved is dropped when a later slot of its edition is drafted: its number is free again, and what it
    held rolls over.
    """

    id: str
    edition: str
    slot: datetime
    number: int  # running, from 1 within the edition
    state: IssueState
    revision: int  # from 1: of the latest plan, or of the one that was closed
    plan_hash: str  # blake2b-128 of that plan, hex
    until: datetime  # passages first seen up to and including this moment were considered
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """One passage of an item, printed in one closed issue."""

    issue: str  # id
    edition: str
    passage: str  # key
    piece: str  # id


@dataclass(frozen=True, slots=True)
class Retold:
    """One passage of an item that a closed issue left out, since an earlier piece had told it."""

    issue: str  # id, of the one that left it out
    edition: str
    passage: str  # key
    told_issue: str  # id
    told_piece: str  # id


@dataclass(frozen=True, slots=True)
class CurrentText:
    """An item as its source gives it now."""

    title: str
    snapshot: str  # hash
    text: str


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source fares."""

    source: str
    last_success: datetime | None
    last_failure: str  # one sentence, "" if it never failed
    last_failure_at: datetime | None
    items: int = 0  # in the store
    recent: int = 0  # of them, first seen in the last seven days
    failures: int = 0  # that stand
    held: int = 0  # items that wait for the editor's word
    whole: int = 0  # items in full: from the source itself, or from their pages
    pages: int = 0  # of these, read from their pages
    week: int = 0  # items dated in the last seven days
    usual: float | None = None  # items a week before that; None while too little is known
    newest: datetime | None = None  # date of the newest item
    quiet: bool = False  # silent for much longer than between its items


@dataclass(frozen=True, slots=True)
class Held:
    """Items of one source that wait for the editor's word, for one reason."""

    source: str
    why: str  # "first run", or "812 new items at once, usually 9 a day"
    items: int
    since: datetime
    flood: bool  # far more than usual: the editor should look


@dataclass(frozen=True, slots=True)
class Released:
    """What the editor's word on a source's held items did."""

    items: int
    old: int = 0  # of them, let in although their source's max_age leaves them out


@dataclass(frozen=True, slots=True)
class Gather:
    """One finished gather."""

    started: datetime
    finished: datetime
    counts: Mapping[str, int]
