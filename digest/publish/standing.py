"""Whether an issue's folder already is what rendering its plan would make: then nothing has to be rendered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


def standing(folder: Path, plan: bytes, names: Iterable[str], templates: str, code: str) -> bool:
    """Whether `folder` holds the outputs `names`, and nothing else, whole, made of this plan by these templates and
    this program. What cannot be read does not stand.
    """
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        outputs = {one["name"]: one["sha256"] for one in said["outputs"]}
        same = (said["plan"]["sha256"], said["templates"], said["program"]["sha256"]) == (_hash(plan), templates, code)
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        return (
            same
            and set(outputs) == set(names)
            and there == {*outputs, MANIFEST}
            and all(_hash((folder / name).read_bytes()) == told for name, told in outputs.items())
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _hash(body: bytes) -> str:
    return sha256(body).hexdigest()
