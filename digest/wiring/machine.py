"""The parts that work and remember: the store, the engine, the encoder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.config.schema import Config
    from digest.engine.processes import ProcessEngine
    from digest.protocols import Encoder
    from digest.store import Store


READERS = ("digest.cli", "digest.pipeline.readers")  # loaded once for all workers


def store(config: Config, base: Path) -> Store:
    """The store that feeds.toml names: an address, or a file beside feeds.toml."""
    from digest.store import open_store

    given = config.digest.database
    return open_store(given if "://" in given else str(base / given))


def model() -> Encoder:
    """What sees that two texts say the same in other words. It is loaded when it is first asked."""
    from digest.language.meaning import Meaning

    return Meaning()


def engine(*, ahead: bool = True) -> ProcessEngine:
    """Child processes, as many as this machine has cores, four at most: feeds are small, memory is not free.

    `ahead` lets them load what readers need while the caller goes on; who may not need them saves a second of CPU.
    """
    from digest.engine.processes import ProcessEngine

    made = ProcessEngine(min(4, os.cpu_count() or 1), READERS)
    if ahead:
        made.warm()
    return made


def write(path: Path, body: bytes, mode: int | None = None) -> Path:
    """Put one file where it was asked for, whole or not at all; `mode` are its permissions, by default the usual."""
    from digest.publish.single import write_file

    write_file(path, body, mode)
    return path
