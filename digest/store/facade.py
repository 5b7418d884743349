"""The store's one door: each method is one transaction, its work is done in the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType

from digest.models import (
    Candidate,
    Caution,
    Failure,
    Fetched,
    FoundFeed,
    Gone,
    Item,
    Poll,
    Reading,
    Snapshot,
    Unchanged,
    Validators,
    WantedPage,
)
from digest.store import (
    finding,
    forgetting,
    gathering,
    holding,
    issues,
    items,
    pages,
    polls,
    remembering,
    selecting,
    status,
)
from digest.store.annexe import Annexe
from digest.store.database import Database
from digest.store.ledger import Ledger
from digest.store.pages import PageState
from digest.store.records import (
    Appearance,
    CurrentText,
    Gather,
    Held,
    Kept,
    Released,
    Retold,
    SourceStatus,
    StoredIssue,
)
from digest.store.versions import prepare

ALL = Caution()  # everything is let in


def open_store(url: str) -> Store:
    """Open the store at a path, a sqlite:// or a postgresql:// URL; a missing one is made, an older one migrated.

    `sqlite://` is a store in memory, gone when it is closed. Raises ConfigError for an address that means nothing,
    EnvironmentFault when the database is locked, read-only, full, damaged, out of reach, another program's, or newer
    than this program. No message holds a password.
    """
    database = Database(url)
    with ExitStack() as undo:
        undo.callback(database.close)
        prepare(database)
        undo.pop_all()
    return Store(database)


class Store(Annexe):
    """What is known, and what was printed. Every method may raise EnvironmentFault. Moments are aware, of any zone.

    Two processes may use one store at once. Writers wait for each other, up to ten seconds; readers wait for nobody.
    """

    def __init__(self, database: Database) -> None:
        """Take a database whose schema is right; `open_store` sees to that."""
        self.database = database

    def __enter__(self) -> Store:
        """Use as a context manager to have it closed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the database; nothing is pending, each method has committed its own."""
        self.database.close()

    # -- gather ----------------------------------------------------------------------------------------------------

    def validators(self) -> dict[str, dict[str, Validators]]:
        """What to ask "changed since?" with, by source and then by URL."""
        with self.database.reading() as connection:
            return gathering.read_validators(connection)

    def keep(
        self,
        fetched: Fetched,
        readings: Sequence[Reading],
        failures: Sequence[Failure],
        caution: Caution = ALL,
    ) -> Kept:
        """Keep what came of one feed or file: items, snapshots, validators and troubles, all or nothing.

        Which item a reading is: see `digest.intake.identity`. How many new ones are let in: see
        `digest.intake.caution`; the others are kept, but held.

        An edited item gets its new snapshot; its new passages count as first seen at `fetched.at`, those known by
        their key keep their moment. A date that only says when we fetched never replaces an earlier date. An item
        that left the feed stays. Of an item given twice the later is kept. Troubles that this URL had before and has
        not now are cleared. What a file of articles held before and does not any more is forgotten, see `forget`.
        """
        with self.database.writing() as connection:
            kept = gathering.keep(connection, fetched, readings, failures, caution)
            forgetting.note(connection, fetched, kept.items, failures)
            return kept

    def release(self, source: str, at: datetime, *, oldest: datetime | None = None, drop: bool = False) -> Released:
        """Let the held items of a source into the next issues, or drop them for good; how many these are.

        Those published before `oldest`, which no issue would look at by itself, wait for it as what was added by hand.
        """
        with self.database.writing() as connection:
            return holding.release(connection, source, at, oldest, drop=drop)

    def forget(self, gone: Iterable[Gone]) -> int:
        """Forget files that are there no more: the number of items that are gone with them.

        An item is forgotten with its passages, texts and pins where no other file holds it, no issue printed it and
        no plan names it; others stay as they are. The files' validators go, and their troubles are cleared.
        """
        with self.database.writing() as connection:
            return forgetting.forget(connection, gone)

    def unchanged(self, quiet: Iterable[Unchanged]) -> None:
        """Note that these were reached and had nothing new: troubles in reaching them are cleared.

        Troubles met in their content stand, since the content is the same. New validators replace the old ones.
        """
        with self.database.writing() as connection:
            gathering.unchanged(connection, quiet)

    def fail(self, failures: Sequence[Failure], at: datetime) -> None:
        """Note troubles, by source and place; one that stands is counted up, once for each moment `at`."""
        with self.database.writing() as connection:
            gathering.fail(connection, failures, at)

    def settle(self, sources: Iterable[str], at: datetime) -> None:
        """End the gather that began at `at`: troubles of these sources that were last met before it are cleared."""
        with self.database.writing() as connection:
            gathering.settle(connection, sources, at)

    def gathered(self, started: datetime, finished: datetime, counts: Mapping[str, int]) -> None:
        """Note a whole gather and its figures, by name."""
        with self.database.writing() as connection:
            gathering.gathered(connection, started, finished, counts)

    def polls(self) -> dict[str, Poll]:
        """What is remembered of asking each source's server, by source."""
        with self.database.reading() as connection:
            return polls.read_polls(connection)

    def polled(self, heard: Mapping[str, Poll]) -> None:
        """Remember how these sources' servers were asked, in place of what was remembered before."""
        with self.database.writing() as connection:
            polls.write_polls(connection, heard)

    def found_feeds(self) -> list[FoundFeed]:
        """The feeds that were found by way of a page, and the pages where none was, by source."""
        with self.database.reading() as connection:
            return finding.read_feeds(connection)

    def remember_feeds(self, found: Sequence[FoundFeed]) -> None:
        """Remember these, each in place of what was found for its source before."""
        if found:
            with self.database.writing() as connection:
                finding.keep_feeds(connection, found)

    def add(self, reading: Reading, topic: str, note: str, at: datetime, edition: str = "") -> Kept:
        """Keep one item and pin it for the next issue of `edition`, or of every edition, each once.

        Topic and note replace those of an earlier pin of the same item. Passages that an edition has printed are not
        printed again.
        """
        with self.database.writing() as connection:
            return gathering.add(connection, reading, topic, note, at, edition)

    # -- pages -----------------------------------------------------------------------------------------------------

    def wanted_pages(
        self, at: datetime, oldest: Mapping[str, datetime | None], most: int, in_all: int = 2_000
    ) -> tuple[list[WantedPage], int]:
        """The pages to be asked for at `at`, newest items first, `most` of a source, and how many must wait.

        `oldest` maps the sources to be read to the earliest `published` that is admitted, None for any.
        """
        with self.database.reading() as connection:
            return pages.wanted(connection, at, oldest, most, in_all)

    def keep_page(self, reading: Reading, at: datetime) -> None:
        """Replace an item's text by its page's, all or nothing; passages that were known keep their moment.

        The page is not asked for again until the feed's entry changes; then its text stays until the new one is there.
        """
        with self.database.writing() as connection:
            pages.keep_page(connection, reading, at)

    def keep_note(self, item: Item, state: PageState, tries: int, next_try: datetime) -> None:
        """Keep why an item has not its page's text: its `text_from` and `text_note`, and when the page is tried again.

        Only a page that is "wanted" is asked for again by itself, at `next_try` or later.
        """
        with self.database.writing() as connection:
            pages.keep_note(connection, item, state, tries, next_try)

    # -- build -----------------------------------------------------------------------------------------------------

    def candidates(
        self, edition: str, until: datetime, oldest: Mapping[str, datetime | None], only: Sequence[str] | None = None
    ) -> list[Candidate]:
        """Items with passages first seen up to and including `until` that no closed issue of the edition printed.

        `oldest` maps the sources to be read to the earliest `published` that is admitted, None for any; items of
        other sources are left out. A pinned item is in whatever its source and age, until an issue prints it. An item
        carries all passages that it has now, `fresh` names those to be printed, `first_seen` is the earliest
        moment of these. Sorted by (first_seen, item id). `only` names the items that are asked about, None for all.
        """
        with self.database.reading() as connection:
            return selecting.candidates(connection, edition, until, oldest, only)

    def snapshots(self, hashes: Iterable[str]) -> dict[str, Snapshot]:
        """Snapshots by hash, old ones too; unknown hashes are left out."""
        with self.database.reading() as connection:
            return items.read_snapshots(connection, hashes)

    def issue(self, edition: str, slot: datetime) -> StoredIssue | None:
        """The issue of a slot; a dropped draft is none."""
        with self.database.reading() as connection:
            return issues.issue_at(connection, edition, slot)

    def issue_by_id(self, issue_id: str) -> StoredIssue | None:
        """The issue of that id, dropped ones too."""
        with self.database.reading() as connection:
            return issues.issue_by_id(connection, issue_id)

    def issues(self, edition: str) -> list[StoredIssue]:
        """The edition's issues by slot, without dropped drafts."""
        with self.database.reading() as connection:
            return issues.issues_of(connection, edition)

    def last_closed(self, edition: str) -> StoredIssue | None:
        """The closed issue with the latest cut-off."""
        with self.database.reading() as connection:
            return issues.last_closed(connection, edition)

    def draft(
        self, edition: str, slot: datetime, issue_id: str, until: datetime, make: Callable[[int], bytes]
    ) -> StoredIssue:
        """Store the plan that `make(number)` gives as the issue's next revision; the same bytes make no new one.

        An approved or closed issue is returned as it is, and `make` not called. A number is used up only by closing:
        drafts of earlier slots are dropped and theirs is free again. `make` runs inside the transaction: it should be
        quick, and not use the store. Raises DigestError when the id is another slot's, or the slot another id's.
        """
        with self.database.writing() as connection:
            return issues.draft(connection, edition, slot, issue_id, until, make)

    def plan(self, issue_id: str, revision: int | None = None) -> bytes:
        """A plan's bytes, by default of the latest or closed revision; raises DigestError when there is none."""
        with self.database.reading() as connection:
            return issues.plan(connection, issue_id, revision)

    def approve(self, issue_id: str) -> StoredIssue:
        """Let a draft be closed as it is; others stay as they are. DigestError for unknown and dropped ones."""
        with self.database.writing() as connection:
            return issues.approve(connection, issue_id)

    def close(
        self,
        issue_id: str,
        printed: Sequence[tuple[str, str, str]],
        at: datetime,
        revision: int | None = None,
        repeats: Sequence[tuple[str, str, str, str]] = (),
    ) -> StoredIssue:
        """Close an issue and note what it printed, (item id, passage key, piece id) each, at once.

        `repeats` is what it left out as told before: (item id, passage key, and the issue and piece that told it).

        From now on its plan is `revision`, by default the latest: a build that closes what it has rendered names it,
        since another build may have drafted anew meanwhile. Pins of printed items are used up for this edition. A
        closed issue stays as it is: see the revision of what is returned. DigestError for unknown and dropped ones.
        """
        with self.database.writing() as connection:
            return issues.close(connection, issue_id, printed, at, revision, repeats)

    def closed_plans(
        self,
        edition: str,
        since: datetime | None = None,
        until: datetime | None = None,
        also: Sequence[str] = (),
    ) -> dict[str, bytes]:
        """The plans of an edition's closed issues by id, in the order of slots: those with a cut-off in [since, until],
        None for any, and of earlier ones those named in `also`.
        """
        with self.database.reading() as connection:
            return remembering.closed_plans(connection, edition, since, until, also)

    def told_texts(self, issue_ids: Sequence[str]) -> dict[tuple[str, str], str]:
        """The texts of all passages that these closed issues printed or counted as told, by (item, key)."""
        with self.database.reading() as connection:
            return remembering.told_texts(connection, issue_ids)

    def retold(self, item_id: str) -> list[Retold]:
        """What closed issues left out of an item, since earlier pieces had told it; the earliest slot first."""
        with self.database.reading() as connection:
            return remembering.retold(connection, item_id)

    def current_texts(self, ids: Sequence[str]) -> dict[str, CurrentText]:
        """What these items' sources say now, by item id; unknown ids are left out."""
        with self.database.reading() as connection:
            return remembering.current_texts(connection, ids)

    def history(self, item_id: str) -> list[Appearance]:
        """Where an item's passages were printed, the earliest slot first."""
        with self.database.reading() as connection:
            return issues.history(connection, item_id)

    def last_printed(self, edition: str, ids: Iterable[str]) -> dict[str, str]:
        """The latest closed issue of the edition that printed anything of each item, by item id."""
        with self.database.reading() as connection:
            return issues.last_printed(connection, edition, ids)

    # -- sending ---------------------------------------------------------------------------------------------------

    @property
    def ledger(self) -> Ledger:
        """Who has which issue, and who must not be written to."""
        return Ledger(self.database)

    # -- looking ---------------------------------------------------------------------------------------------------

    def item(self, item_id: str) -> Item | None:
        """One item by its whole id."""
        with self.database.reading() as connection:
            return next(iter(items.read_items(connection, [item_id])), None)

    def whole_items(self, ids: Sequence[str]) -> list[Item]:
        """Items by their whole ids, in this order; unknown ids are left out."""
        with self.database.reading() as connection:
            return items.read_items(connection, ids)

    def find_items(self, query: str, limit: int = 20) -> list[Item]:
        """At most `limit` items by the beginning of an id, by an address or a part of it, or by words of the title.

        Case and accents do not matter. The surest match first.
        """
        with self.database.reading() as connection:
            return items.find(connection, query, limit)

    def failures(self, sources: Iterable[str] | None = None) -> list[Failure]:
        """The troubles that stand, of these sources or of all, sorted by source and place."""
        with self.database.reading() as connection:
            return status.read_failures(connection, sources)

    def held(self) -> list[Held]:
        """What waits for the editor's word, by source."""
        with self.database.reading() as connection:
            return holding.read_held(connection)

    def why_held(self, item_id: str) -> str:
        """Why an item is kept out of issues; "" when it is not."""
        with self.database.reading() as connection:
            return holding.why_held(connection, item_id)

    def status(self, now: datetime) -> list[SourceStatus]:
        """How each source fares, by name; items are recent that were first seen in the seven days before `now`."""
        with self.database.reading() as connection:
            return status.status(connection, now)

    def last_gather(self) -> Gather | None:
        """The gather that finished last."""
        with self.database.reading() as connection:
            return gathering.last_gather(connection)
