"""issue.json: the frozen plan as bytes, and back. The same plan gives the same bytes, and they give it back whole."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from digest.errors import EnvironmentFault
from digest.models import Issue

SCHEMA = 1  # the plan's schema number that this program reads and writes


def dump(issue: Issue) -> bytes:
    """UTF-8 JSON with sorted keys, indented by one, moments as ISO 8601 with Z, a line feed at the end."""
    plain = _written(issue)
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def load(data: bytes) -> Issue:
    """The plan that `data` holds. EnvironmentFault when it is of another schema, damaged, or holds unknown keys."""
    try:
        given = json.loads(data)
    except ValueError as error:
        raise EnvironmentFault(f"issue.json: not JSON ({error}); build the issue again") from error
    schema = given.get("schema") if isinstance(given, dict) else None
    if schema != SCHEMA:
        raise EnvironmentFault(f"issue.json: schema {schema!r}, this program reads {SCHEMA}; use the version it names")
    try:
        issue = _adapter().validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise EnvironmentFault(f"issue.json: {where}: {first['msg']}; build the issue again") from error
    stray = _stray(given, _written(issue), "")
    if stray:
        raise EnvironmentFault(f"issue.json: {stray}: not a key of a plan; build the issue again")
    return issue


def _written(issue: Issue) -> dict[str, Any]:
    """The plan as plain values. What is younger than the plan's schema is left out where it says nothing, so that
    plans of before keep their bytes."""
    plain: dict[str, Any] = _adapter().dump_python(issue, mode="json")
    topics = [topic for section in plain["sections"] for topic in section["topics"]]
    for topic in topics:
        _spare(topic, timeline=[])
        for piece in topic["pieces"]:
            _spare(piece, illustration=None, quotes=[])
    for line in plain["lines"]:
        if not line["spans"]:
            _spare(line, item="", snapshot="", spans=[])
    return plain


def _spare(row: dict[str, Any], **empty: Any) -> None:
    """Leave out of a row the keys that have these values."""
    for key, value in empty.items():
        if row[key] == value:
            del row[key]


def _stray(given: Any, kept: Any, path: str) -> str:
    """The path of the first key of `given` that loading dropped, or ""."""
    if isinstance(given, dict):
        for key, value in sorted(given.items()):
            here = f"{path}.{key}".lstrip(".")
            found = _stray(value, kept[key], here) if key in kept else here
            if found:
                return found
    if isinstance(given, list):
        steps = (_stray(one, other, f"{path}.{n}") for n, (one, other) in enumerate(zip(given, kept, strict=True)))
        return next(filter(None, steps), "")
    return ""


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Issue]:
    return TypeAdapter(Issue)
