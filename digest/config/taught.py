"""What topics were taught: the files that `learned` names, read and checked with feeds.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from digest.config.document import Document, tables
from digest.config.findings import Finding
from digest.models import Learned

FileReader = Callable[[str, int], bytes]
"""(path relative to feeds.toml, most bytes) -> the beginning of the file; raises OSError."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned, by topic, and what is wrong with the files."""

    by_topic: Mapping[str, Learned] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_taught(document: Document, read: FileReader | None) -> Taught:
    """Read the file of every topic that names one; none where nobody reads."""
    made: dict[str, Learned] = {}
    findings: list[Finding] = []
    if read is None:
        return Taught()
    for index, topic, path in _named(document):
        found = _one(topic, path, read)
        if isinstance(found, Learned):
            made[topic] = found
        else:
            findings.append(Finding(("topics", index, "learned"), found))
    return Taught(made, tuple(findings))


def _named(document: Document) -> Iterator[tuple[int, str, str]]:
    for (_, index), table in tables(document, "topics"):
        name, path = table.get("name"), table.get("learned")
        if isinstance(index, int) and isinstance(name, str) and isinstance(path, str) and path:
            yield index, name, path


def _one(topic: str, path: str, read: FileReader) -> Learned | str:
    """What the file holds, or what is wrong with it."""
    from digest.language.learned_file import LARGEST, LearnedError, read_learned

    again = f'`digest learn "{topic}" LABELS.jsonl` makes it'
    try:
        learned = read_learned(read(path, LARGEST + 1))
    except FileNotFoundError:
        return f'"{path}" is not there; {again}'
    except OSError as error:
        return f'"{path}" cannot be read: {error.strerror or error}'
    except LearnedError as error:
        return f'"{path}": {error}; {again} anew'
    if learned.topic != topic:
        return f'"{path}" was learned for the topic "{learned.topic}"; {again}'
    return learned
