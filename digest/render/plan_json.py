"""issue.json: the frozen plan as bytes, and back. The same plan gives the same bytes, and they give it back whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from digest.errors import EnvironmentFault
from digest.models import Issue, ShelfLine, Shelved
from digest.models.frozen import plan_adapter
from digest.render.labels import labels

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
        issue = plan_adapter().validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise EnvironmentFault(f"issue.json: {where}: {first['msg']}; build the issue again") from error
    stray = _stray(given, _written(issue), "")
    if stray:
        raise EnvironmentFault(f"issue.json: {stray}: not a key of a plan; build the issue again")
    return issue


def shelved(data: bytes) -> Shelved:
    """What a list of issues shows of the plan that `data` holds, in a fiftieth of the time of reading it whole.

    EnvironmentFault when it is of another schema or damaged.
    """
    try:
        given = json.loads(data)
        if given["schema"] != SCHEMA:
            raise EnvironmentFault(f"issue.json: schema {given['schema']!r}, this program reads {SCHEMA}")
        imprint = given["imprint"]
        return Shelved(
            **{name: given[name] for name in ("id", "edition", "title", "number", "language", "direction", "timezone")},
            since=datetime.fromisoformat(given["since"]) if given["since"] else None,
            until=datetime.fromisoformat(given["until"]),
            lines=tuple(line["text"] for line in given["lines"]),
            headlines=tuple(_headlines(given)),
            public_url=imprint["public_url"],
            contact=imprint["contact"],
            list_id=imprint["list_id"],
        )
    except (ValueError, LookupError, TypeError) as error:
        raise EnvironmentFault(f"issue.json: damaged ({error!r}); build the issue again") from error


def _headlines(given: dict[str, Any]) -> Iterator[ShelfLine]:
    label = labels(given["language"])
    for section in given["sections"]:
        region = section.get("shown") or label.place(section["name"])
        for topic in section["topics"]:
            for piece in topic["pieces"]:
                yield ShelfLine(
                    issue=given["id"],
                    region=region,
                    topic=topic.get("shown") or topic["name"],
                    headline=piece["headline"]["text"],
                    piece=piece["id"],
                    language=piece["language"],
                    direction=piece["direction"],
                    published=datetime.fromisoformat(piece["published"]),
                )


# Keys that plans of before did not have, with what stands for nothing: they say nothing of it, and keep their bytes.
_SINCE: Final[dict[str, Any]] = {
    "illustration": None,
    "gloss": None,
    "model": None,
    "coverage": None,
    "update": None,
    "repeats": [],
    "since_last": None,
    "timeline": [],
    "quotes": [],
    "shown": "",
    "charted": None,
    "pictures": "attached",
    "links": "inline",
    "greeting": "",
    "greeting_all": "",
    "preferences": "",
}


def _written(issue: Issue) -> dict[str, Any]:
    """The plan as plain values."""
    plain: dict[str, Any] = _spared(plan_adapter().dump_python(issue, mode="json"))
    for line in plain["lines"]:
        if not line["spans"]:  # a plan of before lines said it
            for name in ("item", "snapshot", "spans"):
                del line[name]
    return plain


def _spared(value: Any) -> Any:
    """A value without those keys of _SINCE that hold nothing, however deep."""
    if isinstance(value, dict):
        return {key: _spared(one) for key, one in value.items() if key not in _SINCE or one != _SINCE[key]}
    return [_spared(one) for one in value] if isinstance(value, list) else value


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
