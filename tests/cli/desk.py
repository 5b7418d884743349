"""A small desk: a folder with a feeds.toml of three file sources, to run commands in."""

from __future__ import annotations

from pathlib import Path

NOW = "2025-06-09T08:00:00+00:00"

FEEDS = """\
[digest]
title = "The Test Brief"
timezone = "Europe/Istanbul"

[aliases]
Daesh = ["ISIS", "ISIL", "Islamic State", "داعش"]

[[sources]]
name = "Notes"
files = ["notes/*"]

[[regions]]
name = "Europe"
countries = ["RU", "UA", "FR", "DE"]

[[regions]]
name = "Middle East"
countries = ["TR", "IQ", "SY", "JO", "LB"]

[[topics]]
name = "Russia-Ukraine talks"
region = "Europe"
rule = "(Russia OR Ukraine OR Russian OR Ukrainian) AND (talks OR ceasefire OR prisoners)"
about = "Negotiations between Russia and Ukraine."

[[topics]]
name = "anti-Daesh coordination"
region = "Middle East"
rule = "Daesh AND (coordination OR coalition OR cell)"

[[editions]]
name = "weekly"
schedule = "0 7 * * 1"
outputs = ["mail", "web"]

[delivery]
public_url = "https://digest.example.org"
list_id = "weekly.digest.example.org"
from = "The Test Brief <weekly@digest.example.org>"
contact = "desk@digest.example.org"
"""

TALKS = """\
---
title: Russia and Ukraine exchange prisoners after the Istanbul talks
date: 2025-06-07
---

Russia and Ukraine exchanged prisoners on Saturday, as their delegations had agreed in the talks of Istanbul.

A coalition against Daesh, founded in 2014, welcomed a coordination cell in Amman.
"""

QUAKE = """\
---
title: A new bridge opens in France
date: 2025-06-05
---

A bridge over the river opened in France after four years of work.
"""

NOWHERE = "A text about nothing in particular\n\nIt names no place and no topic at all, and so it has no section.\n"


def desk(folder: Path) -> Path:
    """Write the desk's files; returns the path of feeds.toml."""
    notes = folder / "notes"
    notes.mkdir()
    (notes / "talks.md").write_text(TALKS, encoding="utf-8")
    (notes / "bridge.md").write_text(QUAKE, encoding="utf-8")
    (notes / "nowhere.txt").write_text(NOWHERE, encoding="utf-8")
    path = folder / "feeds.toml"
    path.write_text(FEEDS, encoding="utf-8")
    return path
