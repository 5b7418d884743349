"""manifest.json: what an issue's folder holds and what it was made from, by hash. The same issue, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import digest
from digest.models import Issue, Rendered

NAME = "manifest.json"
SCHEMA = 1  # of manifest.json itself

_CODE = {".py", ".toml", ".tsv"}


def manifest(issue: Issue, made: Iterable[Rendered], templates: str, code: str = "") -> Rendered:
    """Return manifest.json for `issue` and its files `made`, whatever their order.

    `templates` is the hash of the templates in use, `code` that of the program, code_hash() when it is "". The plan's
    hash is that of issue.json as printed; "" when it is not among `made`.
    """
    outputs = sorted((_output(one) for one in made if one.name != NAME), key=lambda output: str(output["name"]))
    plan = next((str(output["sha256"]) for output in outputs if output["name"] == "issue.json"), "")
    content = {
        "schema": SCHEMA,
        "issue": issue.id,
        "edition": issue.edition,
        "number": issue.number,
        "plan": {"schema": issue.schema, "sha256": plan},
        "program": {"name": issue.colophon.program, "sha256": code or code_hash()},
        "templates": templates,
        "outputs": outputs,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Rendered(NAME, "application/json", text.encode("utf-8"))


def whole(folder: Path, name: str) -> bytes:
    """The output `name` of an issue's folder, where it is there as the folder's manifest says; else b""."""
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        body = (folder / name).read_bytes()
        outputs = {one["name"]: one["sha256"] for one in said["outputs"]}
    except (OSError, ValueError, LookupError, TypeError):
        return b""
    return body if outputs.get(name) == sha256(body).hexdigest() else b""


@cache
def code_hash() -> str:
    """Return the sha256, hex, of the program's modules and data: the same in a checkout and in an installed wheel."""
    root = Path(digest.__file__).parent
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.suffix in _CODE}
    total = sha256()
    for name, path in sorted(files.items()):
        # Folders such as _templates are what the wheel carries besides code; templates have a hash of their own.
        if not any(folder.startswith("_") for folder in name.split("/")[:-1]):
            body = path.read_bytes()
            total.update(f"{name}\0{len(body)}\0".encode() + body)
    return total.hexdigest()


def _output(one: Rendered) -> dict[str, object]:
    digest_of = sha256(one.body).hexdigest()
    return {"name": one.name, "media_type": one.media_type, "bytes": len(one.body), "sha256": digest_of}
