"""Whose database it is: a small file beside feeds.toml says which installation sends, and how often it has begun to.

The database says the same of itself. A copied database, a copied folder and a restored backup disagree with the file:
then nothing is sent until somebody has said, by `--adopt`, that this one is to go on.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

from digest.publish.single import write_file

NAME = ".digest-sender.json"


@dataclass(frozen=True, slots=True)
class Installation:
    """What the file says."""

    id: str
    runs: int
    place: str


def read_installation(folder: Path) -> Installation | None:
    """The file's words; None when there is none, or it cannot be read as one."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Installation(str(found["id"]), int(found["runs"]), str(found["place"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_installation(folder: Path, one: Installation) -> None:
    """Write the file, whole or not at all."""
    write_file(folder / NAME, json.dumps(asdict(one), indent=1).encode() + b"\n")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other senders out of the folder meanwhile; the lock ends with the process, however that ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def place(folder: Path) -> str:
    """This folder on this machine, as a hash."""
    try:
        machine = Path("/etc/machine-id").read_text(encoding="utf-8").strip()
    except OSError:
        machine = ""
    return blake2b(f"{machine}\0{folder.resolve()}".encode(), digest_size=10).hexdigest()


def new_id(random: bytes) -> str:
    """An id from 16 random bytes."""
    return UUID(bytes=random, version=4).hex
