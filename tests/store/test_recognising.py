"""Items are known again in the store as the rules of identity say, in few statements, and in stores of before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.command import upgrade
from alembic.config import Config
from sqlalchemy import event, text

import digest.store
from digest.models import Reading
from digest.store import Kept, Store, open_store
from digest.store.database import Database
from tests.builders import NOW, fetched, item, snapshot

DAY = timedelta(days=1)
LONG = (
    "The commission counted the boats on the river, and found that there were more of them than in any year before. "
    * 2
)


def report(number: int, issue: int = 0, words: str = LONG, **changes: object) -> Reading:
    """One of many reports; each issue has its own guids and addresses."""
    title, body = f"Report {number}", f"{words}{number}"
    names = {"id": f"{issue}.{number}", "guid": f"{issue}.{number}", "url": f"https://wire.example/{issue}/{number}"}
    return Reading(item(title, body, **(names | changes)), snapshot(title, body))


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What is asked of the database within the block."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(store.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.database.engine, "before_cursor_execute", note)


def test_issued_again_under_new_names_and_back(store: Store) -> None:
    first = [report(number) for number in range(40)]
    assert store.keep(fetched(), first, ()) == Kept(new=40)
    again = [report(number, issue=1, published=NOW) for number in range(40)]
    assert store.keep(fetched(at=NOW + DAY), again, ()) == Kept(changed=40)
    assert store.keep(fetched(at=NOW + DAY), again, ()) == Kept(same=40)
    known = store.item("0.7")
    assert known == replace(again[7].item, id="0.7")
    assert {one.first_seen for one in store.candidates("weekly", NOW + DAY, {"Wire": None})} == {NOW}


def test_a_guid_that_is_used_again_is_another_item(store: Store) -> None:
    store.keep(fetched(), [report(1)], ())
    other = report(2, words="An entirely different text about the price of bread in the towns. ", id="0.1", guid="0.1")
    assert store.keep(fetched(at=NOW + DAY), [other], ()) == Kept(new=1)
    assert sorted(one.title for one in store.find_items("Report")) == ["Report 1", "Report 2"]
    assert store.keep(fetched(at=NOW + DAY), [other, report(1)], ()) == Kept(same=2)


def test_statements_do_not_grow_with_the_feed(store: Store) -> None:
    counts = []
    for size in (10, 100, 400):
        with statements(store) as asked:
            store.keep(fetched(), [report(number, issue=size, words=f"{size}. {LONG}") for number in range(size)], ())
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("issue", [0, 1], ids=["the same", "issued again"])
def test_what_a_store_of_the_first_schema_holds_is_known(tmp_path: Path, issue: int) -> None:
    path = str(tmp_path / "digest.sqlite3")
    one = report(1)
    config = Config()
    config.set_main_option("script_location", str(Path(digest.store.__file__).parent / "migrations"))
    with closing(Database(path)) as database, database.altering() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
        passage = one.item.passages[0]
        for statement in (
            "INSERT INTO sources VALUES ('Wire', '2025-06-09T07:00:00.000000Z', '', NULL)",
            f"INSERT INTO snapshots VALUES ('{one.snapshot.hash}', '{one.snapshot.text}')",
            f"INSERT INTO items VALUES ('0.1', 'Wire', 'Wire', '{one.item.url}', 'Report 1', 'report 1', '{one.snapshot.hash}', "
            "'2025-06-05T09:00:00.000000Z', 'publisher', 'en', '', '', '', '', '[]', 'old', "
            "'2025-06-08T07:00:00.000000Z', '2025-06-08T07:00:00.000000Z')",
            f"INSERT INTO passages VALUES ('0.1', '{passage.key}', 0, '{one.snapshot.hash}', 0, 'paragraph', "
            f"'[[10, {len(one.snapshot.text)}]]', NULL, '2025-06-08T07:00:00.000000Z')",
        ):
            connection.execute(text(statement.replace(":", "\\:")))
    with open_store(path) as store:
        assert store.keep(fetched(at=NOW), [report(1, issue=issue)], ()) == Kept(changed=1)
        (found,) = store.candidates("weekly", NOW, {"Wire": None})
        assert (found.item.id, found.item.guid, found.first_seen) == ("0.1", f"{issue}.1", NOW - DAY)


def test_a_pages_text_stays_while_the_source_says_the_same(store: Store) -> None:
    address = "https://wire.example/reports/1"
    stub = replace(report(1, words="Short. "), page=address)
    store.keep(fetched(), [stub], ())
    store.keep_page(report(1, words=LONG, text_from="page"), NOW)
    assert store.keep(fetched(at=NOW + DAY), [stub], ()) == Kept(same=1)
    edited = replace(report(1, words="Short, edited. "), page=address)
    assert store.keep(fetched(at=NOW + DAY), [edited], ()) == Kept(changed=1)
    known = store.item("0.1")
    assert known is not None
    assert known.text_from == "page"
    assert LONG.strip()[:40] in known.passages[0].text
