"""Rows of labelled texts as the program's cuts, all in one section, and rows written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from digest.errors import SourceTrouble
from digest.models import Entry, Placed, SourceFacts
from digest.normalise import normalise

_READ: Final = datetime(2100, 1, 1, tzinfo=UTC)  # later than all that is read; of a row without a moment
Row = Mapping[str, Any]


def read(path: str) -> list[Row]:
    """The rows of a JSONL file, plain or gzipped."""
    body = Path(path).read_bytes()
    lines = (gzip.decompress(body) if path.endswith(".gz") else body).decode().split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def write(path: str, rows: Iterable[Row]) -> None:
    """Write JSONL."""
    Path(path).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def placed(row: Row) -> Placed | None:
    """A row {id, title?, text?, publisher?, ts? or date?, language? or lang?} as a cut of one section, if any.

    `ts` is in milliseconds. A row without a publisher is one of its own.
    """
    name = str(row.get("publisher") or row["id"])
    language = str(row.get("language") or row.get("lang") or "")
    entry = Entry(
        guid=str(row["id"]),
        url="",
        title=str(row.get("title") or ""),
        body=str(row.get("text") or ""),
        body_format="text",
        published=moment(row),
    )
    try:
        item = normalise(entry, SourceFacts(name, publisher=name, language=language), _READ).item
    except SourceTrouble:
        return None
    return Placed(item, item.passages, "Global", "All", True, (), item.published)


def moment(row: Row) -> datetime | None:
    """When a row was published, as far as it says so."""
    if row.get("ts"):
        return datetime.fromtimestamp(float(row["ts"]) / 1000, UTC)
    if row.get("date"):
        found = datetime.fromisoformat(str(row["date"]))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
