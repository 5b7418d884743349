"""What the store keeps beside items and issues: the editor's words, pictures, a model's drafts, rules, the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from digest.models import Draft, Ledger, Picture, PictureRecord, Ruling
from digest.store import drafts, judging, pictures, replaying, rulings
from digest.store.database import Database


class Annexe:
    """A part of the store: each method is one transaction, as there."""

    database: Database

    # -- the editor's words ----------------------------------------------------------------------------------------

    def rulings(self) -> list[Ruling]:
        """What the editor said of stories, by items."""
        with self.database.reading() as connection:
            return rulings.read(connection)

    def rule(self, made: Sequence[Ruling]) -> None:
        """Keep these, each in place of what was said of its two items before. The store must know the items."""
        with self.database.writing() as connection:
            rulings.keep(connection, made)

    def unrule(self, unwanted: Sequence[Ruling]) -> int:
        """Take these back, whenever they were said: how many there were."""
        with self.database.writing() as connection:
            return rulings.drop(connection, unwanted)

    # -- pictures --------------------------------------------------------------------------------------------------

    def item_pictures(self, ids: Iterable[str]) -> dict[str, tuple[str, Picture]]:
        """The source and the lead picture of items, by id; those without a picture are left out."""
        with self.database.reading() as connection:
            return pictures.of_items(connection, ids)

    def picture_records(self, urls: Iterable[str]) -> dict[str, PictureRecord]:
        """What is known of pictures' addresses, by address; unknown ones are left out."""
        with self.database.reading() as connection:
            return pictures.at_addresses(connection, urls)

    def same_pictures(self, originals: Iterable[str]) -> dict[str, PictureRecord]:
        """What is known of pictures that came as these very bytes, by their hash; unknown ones are left out."""
        with self.database.reading() as connection:
            return pictures.of_originals(connection, originals)

    def keep_pictures(self, records: Sequence[PictureRecord], bodies: Mapping[str, bytes]) -> None:
        """Note what became of pictures' addresses; `bodies` holds the bytes of renditions not kept so far, by hash."""
        with self.database.writing() as connection:
            pictures.keep(connection, records, bodies)

    def picture_bodies(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The bytes of renditions, by hash; unknown ones are left out."""
        with self.database.reading() as connection:
            return pictures.bodies(connection, hashes)

    # -- what a model wrote ----------------------------------------------------------------------------------------

    def drafts(self, keys: Sequence[str]) -> dict[str, Draft]:
        """What a model answered before, by the hash of what it was asked; unknown ones are left out."""
        with self.database.reading() as connection:
            return drafts.known(connection, keys)

    def keep_drafts(self, made: Mapping[str, Draft]) -> None:
        """Remember what a model answered."""
        with self.database.writing() as connection:
            drafts.keep(connection, made)

    # -- testing the rules -----------------------------------------------------------------------------------------

    def keep_rules(self, name: str, body: str) -> None:
        """Keep the rules that an issue is built by, under the hash that its colophon names."""
        with self.database.writing() as connection:
            replaying.keep_rules(connection, name, body)

    def rules(self, names: Sequence[str]) -> dict[str, str]:
        """The rules of past issues by hash; unknown ones are left out."""
        with self.database.reading() as connection:
            return replaying.read_rules(connection, names)

    def past_items(self, since: datetime | None, until: datetime, issues: Sequence[str]) -> list[tuple[datetime, str]]:
        """(first seen, id) of the items first seen in (since, until] or printed in these issues; no `since`: any time.

        Sorted; held ones are left out unless they were printed.
        """
        with self.database.reading() as connection:
            return replaying.past_items(connection, since, until, issues)

    def judgements(self, edition: str) -> Ledger | None:
        """What the latest build of an edition made of every story; None before the first."""
        with self.database.reading() as connection:
            return judging.read_ledger(connection, edition)

    def keep_judgements(self, edition: str, made: Ledger) -> None:
        """Keep these in place of those of the build before."""
        with self.database.writing() as connection:
            judging.keep_ledger(connection, edition, made)
