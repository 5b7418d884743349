"""Config -> the real parts. The only place that names concrete classes.

Each part is imported where it is made: a command pays only for what it uses.
"""

from __future__ import annotations

from digest.wiring.machine import READERS, engine, model, store, write
from digest.wiring.printing import album, brief_press, darkroom, desk, issue_name, press, read_plan, shelf
from digest.wiring.reading import cautions, facts, fetch, fetch_loose, fetch_pages, finder, pages_of, web

__all__ = [
    "READERS",
    "album",
    "brief_press",
    "cautions",
    "darkroom",
    "desk",
    "engine",
    "facts",
    "fetch",
    "fetch_loose",
    "fetch_pages",
    "finder",
    "issue_name",
    "model",
    "pages_of",
    "press",
    "read_plan",
    "shelf",
    "store",
    "web",
    "write",
]
