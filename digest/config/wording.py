"""What a key takes, in words: for error messages and for the manual, both read off the schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from digest.config.locator import Path
from digest.config.schema import NOT_KEYS, Config

Schema = dict[str, Any]


@cache
def whole() -> Schema:
    """The JSON schema of feeds.toml, without the fields that are no keys. Not to be changed by callers."""
    schema = Config.model_json_schema(by_alias=True)
    for name in NOT_KEYS:
        schema["properties"].pop(name, None)
    return schema


def target(schema: Schema) -> Schema:
    """`schema`, or what it refers to."""
    reference = schema.get("$ref")
    return dict(whole()["$defs"][reference.rpartition("/")[2]]) if reference else schema


def schema_at(path: Path) -> Schema | None:
    """The schema of the value at `path`, or None where no key is known."""
    found = whole()
    for part in path:
        around = target(found)
        known = around.get("properties", {}).get(part, around.get("additionalProperties"))
        inner = around.get("items") if isinstance(part, int) else known
        if not isinstance(inner, dict):
            return None
        found = inner
    return found


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the table at `path` may have, in the manual's order."""
    schema = schema_at(path)
    return tuple(target(schema).get("properties", ())) if schema else ()


def phrase(schema: Schema) -> str:
    """What a value must be: "a number from 0 to 10", `"none" or "required"`, "a list of texts"."""
    schema = target(schema)
    if "anyOf" in schema:
        return " or ".join(phrase(one) for one in schema["anyOf"] if one.get("type") != "null")
    choices = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if choices:
        return _either([f'"{choice}"' for choice in choices])
    return _kind(schema)


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        return ("a whole number" if kind == "integer" else "a number") + _range(schema)
    if kind == "array":
        return _list(schema)
    if kind == "object":
        return "a table"
    return "true or false" if kind == "boolean" else "a text in quotes"


def _range(schema: Schema) -> str:
    lowest, highest = schema.get("minimum"), schema.get("maximum")
    if lowest is None:
        return ""
    return f" from {lowest:g}" + (f" to {highest:g}" if highest is not None else " up")


def _list(schema: Schema) -> str:
    inner = target(schema["items"])
    return f"a list of {phrase(inner)}" if "enum" in inner or "const" in inner else "a list of texts"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def example(key: str, schema: Schema) -> str:
    """A line to copy, `weight = 1.5`, or "" when the schema has no example."""
    examples = schema.get("examples")
    return f"{key} = {written(examples[0])}" if examples else ""


def written(value: object) -> str:
    """A value as TOML writes it: texts, numbers, booleans and lists of them. Others give ""."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)
    return ""
