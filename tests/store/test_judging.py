"""What the latest build of an edition made of every story is kept, in place of what the one before made."""

from __future__ import annotations

from datetime import timedelta

from digest.models import Ledger
from digest.store import Store
from tests.builders import NOW


def test_the_latest_build_of_an_edition_is_remembered(store: Store) -> None:
    assert store.judgements("weekly") is None
    first = Ledger("weekly/2025-W23", NOW, "0123", b"\x00one")
    later = Ledger("weekly/2025-W24", NOW + timedelta(days=7), "4567", b"\xfftwo")
    store.keep_judgements("weekly", first)
    store.keep_judgements("daily", first)
    store.keep_judgements("weekly", later)
    assert store.judgements("weekly") == later
    assert store.judgements("daily") == first


def test_some_candidates_are_those_of_all(store: Store) -> None:
    from digest.models import Reading
    from tests.builders import fetched, item, snapshot

    texts = [(f"Report {n}", f"In Paris, the wire counted {n} boats.") for n in range(5)]
    store.keep(fetched(), [Reading(item(*text), snapshot(*text)) for text in texts], ())
    oldest = {"Wire": None}
    every = store.candidates("weekly", NOW, oldest)
    assert len(every) == 5
    asked = [every[3].item.id, every[1].item.id, "nobody"]
    assert store.candidates("weekly", NOW, oldest, asked) == [every[1], every[3]]
    assert store.candidates("weekly", NOW, oldest, []) == []
