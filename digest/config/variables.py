"""`${VAR}` in the strings of feeds.toml: resolved from an environment that is handed in, and redacted afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from urllib.parse import quote

from digest.config.findings import Finding
from digest.config.locator import Path
from digest.config.nearby import advise

_REFERENCE = re.compile(r"\$\$\{|\$\{(?P<name>[^{}\n]*)(?P<close>\})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORTH_HIDING = 4
"""Characters: shorter values ("en", "80") would be struck out of half of all words."""


@dataclass(slots=True)
class Resolved:
    """A document whose references are replaced. `secrets` are the values that came in, longest first."""

    document: dict[str, object]
    secrets: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def resolve(document: Mapping[str, object], environment: Mapping[str, str]) -> Resolved:
    """Replace `${VAR}` in every string of a TOML document, `$${` by `${`; keys are left alone.

    A variable that is not set is a finding, and its reference stays as written.
    """
    used: set[str] = set()
    findings: list[Finding] = []

    def replaced(text: str, path: Path) -> str:
        def one(match: re.Match[str]) -> str:
            name = match["name"]
            if name is None:
                return "${"
            if not match["close"] or not _NAME.fullmatch(name):
                findings.append(Finding(path, f'"{match[0]}" is no reference; write "${{NAME}}", or "$${{" for "${{"'))
            elif name not in environment:
                advice = advise(name, sorted(environment), "set it in the environment")
                findings.append(Finding(path, f'the environment variable "{name}" is not set; {advice}'))
            else:
                used.add(environment[name])
                return environment[name]
            return match[0]

        return _REFERENCE.sub(one, text)

    def walk(value: object, path: Path) -> object:
        if isinstance(value, str):
            return replaced(value, path)
        if isinstance(value, dict):
            return {key: walk(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, (*path, index)) for index, inner in enumerate(value)]
        return value

    made = {key: walk(value, (key,)) for key, value in document.items()}
    return Resolved(made, _hidden(used), findings)


def _hidden(used: set[str]) -> tuple[str, ...]:
    long = [value for value in used | {value.strip() for value in used} if len(value) >= _WORTH_HIDING]
    return tuple(sorted(long, key=lambda value: (-len(value), value)))


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """`text` with each of `secrets` replaced by `***`, as written or as a URL, JSON or HTML would write it."""
    return _pattern(secrets).sub("***", text) if secrets else text


@lru_cache(maxsize=8)
def _pattern(secrets: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all: at each character either itself or any of its escaped forms, so that mixtures match too."""
    ordered = sorted(filter(None, secrets), key=len, reverse=True)
    return re.compile("|".join("".join(_either(character) for character in secret) for secret in ordered) or r"(?!)")


def _either(character: str) -> str:
    forms = sorted(set(_forms(character)), key=lambda form: (-len(form), form))
    written = [re.escape(form) if not form.startswith("%") else f"(?i:{form})" for form in forms]
    return f"(?:{'|'.join(written)})" if len(written) > 1 else written[0]


def _forms(character: str) -> Iterator[str]:
    yield character
    yield escape(character)
    yield "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
    yield quote(character, safe="", errors="replace")
    yield json.dumps(character)[1:-1]
    yield ascii(character)[1:-1]
    if character == "/":
        yield "\\/"
    if character == " ":
        yield "+"
    if character == "'":
        yield "&#39;"
