"""The manual of feeds.toml as Markdown, written by the schema itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digest.config.rule_manual import rule_manual
from digest.config.wording import keys_at, phrase, schema_at, target, whole, written

_HEADINGS = {
    "digest": "[digest]",
    "gather": "[gather]",
    "aliases": "[aliases]",
    "sources": "[[sources]]",
    "sites": "[[sites]]",
    "regions": "[[regions]]",
    "topics": "[[topics]]",
    "editions": "[[editions]]",
    "brand": "[brand]",
    "model": "[model]",
    "delivery": "[delivery]",
}
_PREFACE = """\
Every key is optional unless its default is **required**. Any text may hold `${NAME}`, which is read from the
environment and struck out of everything that leaves the program; `$${` is a plain `${`. Problems are reported all at
once, as `feeds.toml:LINE: key: what is wrong and what to write`, mistakes in a rule as `feeds.toml:LINE:COLUMN: ...`;
there, `sources[2]` is the second source.
"""


def manual() -> str:
    """Every table and key of feeds.toml: what it takes, its default, its meaning."""
    return "\n".join(_manual()) + "\n"


def _manual() -> Iterator[str]:
    yield _PREFACE
    for name in keys_at(()):
        yield from _table(_HEADINGS[name], whole()["properties"][name])
        if name == "topics":
            yield from rule_manual()
        if name == "editions":
            yield from _table("[editions.limits]", schema_at(("editions", 0, "limits")) or {})
            yield from _table("[editions.memory]", schema_at(("editions", 0, "memory")) or {})


def _table(heading: str, schema: dict[str, Any]) -> Iterator[str]:
    inner = target(schema.get("items", schema))
    yield f"### `{heading}`\n"
    yield f"{inner['description']}\n"
    if "properties" not in inner:
        copied = (f"{written([key])[1:-1]} = {written(value)}" for key, value in schema["examples"][0].items())
        yield "```toml\n" + "\n".join(copied) + "\n```\n"
        return
    yield "| key | takes | default | meaning |\n|---|---|---|---|"
    for key, value in inner["properties"].items():
        cells = (f"`{key}`", phrase(value), _default(key, value, inner), value["description"])
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _default(key: str, schema: dict[str, Any], table: dict[str, Any]) -> str:
    if key in table.get("required", ()):
        return "**required**"
    value = schema.get("default")
    return f"`{written(value)}`" if value not in (None, "", []) and written(value) else ""
