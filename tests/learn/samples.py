"""Labelled sentences of two kinds, made of parts: about votes, and about the weather. They tell of nothing real."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

from digest.learn import Label

_VOTES = (
    ("Voters", "Citizens", "Electors", "Households"),
    ("cast ballots", "queue to vote", "wait for the recount", "see the turnout rise"),
    ("in the north", "on the islands", "in the old town"),
)
_WEATHER = (
    ("Farmers", "Fishermen", "Shepherds", "Households"),
    ("fear the storm", "expect more rain", "wait for the frost", "see the river rise"),
    ("in the north", "on the islands", "in the old town"),
)
VOTES = tuple(f"{' '.join(parts)}." for parts in product(*_VOTES))
WEATHER = tuple(f"{' '.join(parts)}." for parts in product(*_WEATHER))


def labels(ruled: str = "") -> tuple[Label, ...]:
    """All of them; the rule of the topic is one word."""
    return tuple(
        Label(text, text in VOTES, text, "en", bool(ruled) and ruled in text.casefold()) for text in (*VOTES, *WEATHER)
    )


def write_labels(path: Path, topic: str = "") -> Path:
    """A labelled file of all of them, with `label`, or with `topics` where a topic is named."""
    rows = [(text, text in VOTES) for text in (*VOTES, *WEATHER)]
    said = ({"topics": [topic] if wanted else []} if topic else {"label": int(wanted)} for _, wanted in rows)
    lines = (json.dumps({"text": text} | one) for (text, _), one in zip(rows, said, strict=True))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
