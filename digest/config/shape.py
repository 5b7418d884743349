"""The shape of feeds.toml: known keys, right kinds, right ranges. pydantic checks, this says it in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from digest.config.document import at
from digest.config.findings import Finding
from digest.config.locator import Path
from digest.config.nearby import advise
from digest.config.schema import NOT_KEYS, Config
from digest.config.wording import example, keys_at, phrase, schema_at, target, written

_OTHER_NAMES = {"sender": "from"}
"""Keys that one table has and a reader may look for in another."""
_ASK = "is not right here; write"
_LONGEST = 60
"""Characters of a wrong value that a message shows."""


def build(document: Mapping[str, object], base: str, secrets: tuple[str, ...]) -> Config:
    """The Config of a document. Raises pydantic's ValidationError."""
    values = {key: _frozen(value) for key, value in document.items() if key not in NOT_KEYS}
    whole = {**values, "base": PurePosixPath(base), "secrets": secrets}
    return Config.model_validate(whole, strict=True, by_alias=True, by_name=True)


def misshapen(document: Mapping[str, object], raw: Mapping[str, object]) -> Iterator[Finding]:
    """Every key of `document` that is unknown, missing, of the wrong kind or out of range.

    `raw` is the document as written: values are quoted from it, since `document` may hold secrets.
    """
    for key in NOT_KEYS:
        if key in document:
            yield Finding((key,), _unknown((key,)))
    values = {key: _frozen(value) for key, value in document.items() if key not in NOT_KEYS}
    seen: set[Path] = set()
    for trouble in _troubles(values):
        path = trouble["loc"] if trouble["type"] in {"missing", "extra_forbidden"} else _real(trouble["loc"], document)
        if path not in seen:
            seen.add(path)
            yield Finding(path, _message(trouble["type"], path, raw))


def _troubles(values: Mapping[str, object]) -> list[Any]:
    try:
        Config.model_validate(values, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        return list(error.errors(include_url=False, include_context=False, include_input=False))
    return []


def _frozen(value: object) -> object:
    """Lists as tuples, at every depth: strict validation takes nothing else for a tuple."""
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return value


def _real(loc: Path, document: Mapping[str, object]) -> Path:
    """`loc` without the names of union members that pydantic puts at its end."""
    while loc and at(document, loc) is None:
        loc = loc[:-1]
    return loc


def _message(kind: str, path: Path, raw: Mapping[str, object]) -> str:
    if kind == "extra_forbidden":
        return _unknown(path)
    schema = schema_at(path) or {}
    key = str(path[-1])
    copy = example(key, schema)
    if kind == "missing":
        return f"is missing; write {copy or phrase(schema)}"
    if target(schema.get("items", {})).get("type") == "object" or target(schema).get("type") == "object":
        return _table(path, schema)
    if kind == "string_too_short":
        return f"is empty; write e.g. {copy}"
    hint = f", e.g. {copy}" if copy and isinstance(path[-1], str) else ""
    fault = "has other characters than a-z, 0-9 and hyphens; write" if kind == "string_pattern_mismatch" else _ASK
    return f"{_quoted(at(raw, path))} {fault} {phrase(schema)}{hint}"


def _table(path: Path, schema: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in path if isinstance(part, str))
    if "items" in schema:
        return f"is not a list of tables; write [[{name}]] in double brackets above each one"
    if isinstance(path[-1], int):
        return f"is not a table; write [[{name}]] and its keys below, one a line"
    return f"is not a table; write [{name}] in single brackets and its keys below, one a line"


def _unknown(path: Path) -> str:
    known = keys_at(path[:-1])
    key = str(path[-1])
    if _OTHER_NAMES.get(key) in known:
        return f'unknown key; did you mean "{_OTHER_NAMES[key]}"?'
    place = "known here" if len(path) > 1 else "known"
    return f"unknown key; {advise(key, known, f'{place}: ' + ', '.join(known))}"


def _quoted(value: object) -> str:
    text = written(value) or str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
