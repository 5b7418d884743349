"""An album in memory, for a run that leaves nothing behind but its output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digest.models import PictureRecord


class MemoryAlbum:
    """Keeps pictures as long as it lives."""

    def __init__(self) -> None:
        self._records: dict[str, PictureRecord] = {}
        self._bodies: dict[str, bytes] = {}

    def picture_records(self, urls: Iterable[str]) -> Mapping[str, PictureRecord]:
        """What is known of these addresses."""
        return {url: self._records[url] for url in urls if url in self._records}

    def same_pictures(self, originals: Iterable[str]) -> Mapping[str, PictureRecord]:
        """What is known of pictures of these very bytes."""
        asked = set(originals)
        return {one.original: one for one in self._records.values() if one.original in asked}

    def keep_pictures(self, records: Sequence[PictureRecord], bodies: Mapping[str, bytes]) -> None:
        """Note what became of these addresses, and new renditions."""
        self._records.update((record.url, record) for record in records)
        self._bodies.update(bodies)

    def picture_bodies(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of renditions."""
        return {name: self._bodies[name] for name in hashes if name in self._bodies}
