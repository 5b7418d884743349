"""Where the shipped feeds.toml and inbox lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def starter() -> Path:
    """The folder that holds the shipped feeds.toml and inbox/."""
    inside = _PACKAGE / "_starter"
    return inside if inside.is_dir() else _PACKAGE.parent
