"""The archive's files beside the issues' folders: each replaced whole, those of before that are gone taken away.

out/index.html              all editions
out/weekly/index.html       one edition's issues
out/weekly/topics/...       a page for each topic
out/weekly/shelf.json       what of this folder is the archive's: nothing else is ever touched
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from digest.errors import DigestError, EnvironmentFault
from digest.models import Rendered
from digest.publish.folder import NAME, REASONS

_LIST = "shelf.json"


def shelve(out: str, edition: str, made: Sequence[Rendered]) -> str:
    """Write `made` into out/<edition>/ ("" for out itself) and return that folder's path. Files that did not change
    stay as they are. Raises DigestError for a name that would lead elsewhere, EnvironmentFault when it cannot write.
    """
    folder = Path(out, edition)
    names = [one.name for one in made]
    for name in names:
        if not _fit(name):
            raise DigestError(f"{name!r} cannot be the name of a file in an archive.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _listed(folder)
        listing = Rendered(_LIST, "application/json", (json.dumps(sorted(names), indent=1) + "\n").encode())
        for one in (*made, listing):
            _put(folder / one.name, one.body)
        for name in sorted(before - set(names)):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise EnvironmentFault(f"{folder}: the archive cannot be written: {reason}.") from error
    return str(folder)


def _fit(name: str) -> bool:
    folder, slash, leaf = name.rpartition("/")
    return bool(NAME.fullmatch(leaf) or leaf == ".nojekyll") and (not slash or bool(NAME.fullmatch(folder)))


def _listed(folder: Path) -> set[str]:
    """The files that the last call wrote; none where that cannot be known."""
    try:
        found = json.loads((folder / _LIST).read_bytes())
    except (OSError, ValueError):
        return set()
    return {name for name in found if isinstance(name, str) and _fit(name)} if isinstance(found, list) else set()


def _put(path: Path, body: bytes) -> None:
    """Replace one file as a whole, unless it is the same."""
    if path.is_file() and path.read_bytes() == body:
        return
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
