"""Labelled files: one JSON object a line, written or corrected by hand; every mistake is told with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from digest.errors import ConfigError

_TOLD: Final = 10  # mistakes that are told at once
_TRUE, _FALSE = (1, True), (0, False)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One row: a text, and what it belongs to. A label that the row does not give is None: it is not measured."""

    where: str  # "labels.jsonl:12"
    text: str
    title: str = ""
    language: str = ""  # BCP 47; "" when it is not said
    published: datetime | None = None
    place: str = ""  # the region that its source usually tells of
    label: bool | None = None  # of the one topic that the file is about
    topics: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None  # under which it is printed
    countries: tuple[str, ...] | None = None  # ISO codes of those that it is about


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to the topic that is learned, or does not."""

    text: str
    wanted: bool
    group: str  # texts of one article share it: they are never parted between learning and trying
    language: str = ""  # BCP 47; "" when it is not known
    ruled: bool = False  # whether the topic's rule holds in it


def read_texts(body: str, name: str) -> tuple[LabelledText, ...]:
    """The rows of a labelled file: {text, title?, language?, date?, label?, topics?, regions?, countries?}.

    Other keys are passed over, and so are blank lines. `name` is what messages call the file. Raises ConfigError with
    the first mistakes, each with its line, and for a file without rows.
    """
    rows: list[LabelledText] = []
    problems: list[str] = []
    for number, line in enumerate(body.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        made = _row(line, f"{name}:{number}")
        if isinstance(made, str):
            problems.append(f"{name}:{number}: {made}")
        else:
            rows.append(made)
    if problems:
        left = len(problems) - _TOLD
        raise ConfigError(*problems[:_TOLD], *([f"{name}: and {left} more mistakes"] if left > 0 else []))
    if not rows:
        raise ConfigError(f'{name}: there is no row in it; write one JSON object a line: {{"text": "...", "label": 1}}')
    return tuple(rows)


def labels_of(rows: Sequence[LabelledText], topic: str) -> tuple[Label, ...]:
    """The labels of one topic: `label`, or whether `topics` names it. Raises ConfigError for a row that has neither,
    and for one text with both answers.
    """
    made: dict[str, tuple[Label, str]] = {}
    problems: list[str] = []
    for row in rows:
        wanted = row.label if row.label is not None else None if row.topics is None else topic in row.topics
        if wanted is None:
            problems.append(f'{row.where}: it has no label; write "label": 1 or 0, or "topics": ["..."]')
            continue
        text = f"{row.title}\n{row.text}" if row.title else row.text
        label, where = made.setdefault(_folded(text), (Label(text, wanted, _folded(text), row.language), row.where))
        if label.wanted is not wanted:
            problems.append(f"{row.where}: the same text is labelled otherwise at {where}; keep one of them")
    if problems:
        left = len(problems) - _TOLD
        raise ConfigError(*problems[:_TOLD], *([f"and {left} more mistakes"] if left > 0 else []))
    return tuple(label for label, _ in made.values())


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _row(line: str, where: str) -> LabelledText | str:
    """The row, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return "it is no JSON object"
    if not isinstance(row, dict):
        return "it is no JSON object"
    for wrong in _wrong(row):
        return wrong
    date = str(row.get("date") or "")
    return LabelledText(
        where=where,
        text=row["text"],
        title=row.get("title") or "",
        language=row.get("language") or row.get("lang") or "",
        published=_moment(date) if date else None,
        place=row.get("place") or "",
        label=None if row.get("label") is None else bool(row["label"]),
        topics=_names(row, "topics"),
        regions=_names(row, "regions"),
        countries=_names(row, "countries"),
    )


def _wrong(row: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        yield '"text" is missing, or no text'
    for key in ("title", "language", "lang", "date", "place"):
        if not isinstance(row.get(key), str | None):
            yield f'"{key}" is no text'
    for key in ("topics", "regions", "countries"):
        if not isinstance(row.get(key), list | None) or not all(isinstance(one, str) for one in row.get(key) or ()):
            yield f'"{key}" is no list of names'
    if row.get("label") is not None and (not isinstance(row["label"], bool | int) or row["label"] not in (0, 1)):
        yield '"label" is neither 1 nor 0, true nor false'
    if row.get("date") and _moment(row["date"]) is None:
        yield f'"date" is no date: {row["date"]!r}'


def _names(row: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    return None if row.get(key) is None else tuple(row[key])


def _moment(text: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made.replace(tzinfo=made.tzinfo or UTC).astimezone(UTC)
