"""Numbers with their nouns in the English of messages; an issue counts by `data/locale`."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`number` and its noun: "1 item", "2 items", "0 items"; `many` where the plural is more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
