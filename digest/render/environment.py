"""The Jinja2 environment that every output is made with: where templates lie and what they see.

The words that they may use beside what `page` gives are in filters.py.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

import digest
from digest.errors import ConfigError
from digest.models import Issue
from digest.render.addresses import contact_url, href, issue_url, unsubscribe_url
from digest.render.brand import PLAIN, Brand
from digest.render.facts import facts, in_words
from digest.render.filters import filters
from digest.render.labels import labels

_PLAIN = (".txt", ".css")
# What a template's own fault raises: wrong syntax, an unknown name, a wrong operand, a file that is not UTF-8.
_TROUBLE = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError)


def shipped_templates() -> Path:
    """The templates that come with the program: inside the wheel, else beside the package in a checkout."""
    package = Path(digest.__file__).parent
    wheel = package / "_templates"
    return wheel if wheel.is_dir() else package.parent / "templates"


def environment(override: str = "", brand: Brand = PLAIN) -> Environment:
    """The environment. `override` is a folder whose files replace the shipped ones one by one, or "".

    A file of it may build on the one that it replaces: `{% extends "shipped/mail/head.html" %}`, and then the blocks
    that it changes. `brand` is what every template sees under that name.

    Sandboxed, since a template may come from another hand than the program: it reads the page and changes nothing.
    """
    folders: list[BaseLoader] = [FileSystemLoader(folder) for folder in _folders(override)]
    loader = ChoiceLoader([*folders, PrefixLoader({"shipped": folders[-1]})])
    made = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=_is_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(filters())
    made.globals["brand"] = brand
    return made


def page(issue: Issue) -> dict[str, Any]:
    """What a template sees: the plan, its facts in words, the labels, and where the issue is published ("" nowhere)."""
    label = labels(issue.language)
    return {
        "issue": in_words(issue, label),
        "label": label,
        "facts": facts(issue, label),
        "online": issue_url(issue),
        "unsubscribe": unsubscribe_url(issue),
        "preferences": href(issue.imprint.preferences),
        "contact": issue.imprint.contact,
        "contact_url": contact_url(issue),
    }


def fill(made_with: Environment, name: str, seen: Mapping[str, Any]) -> str:
    """Template `name`, filled. ConfigError, with the template's line, when it cannot be."""
    try:
        return made_with.get_template(name).render(seen)
    except _TROUBLE as error:
        raise ConfigError(f"{_where(error, name)}: {error!s}; mend the template") from error


def templates_hash(override: str = "", logo: str = "", brand: Brand = PLAIN) -> str:
    """blake2b-128, hex, of every template in use, and of the logo and the brand where there is one: what a manifest
    needs to say that two outputs were made alike.
    """
    total, found = blake2b(digest_size=16), dict[str, Path]()
    for folder in reversed(_folders(override)):
        found.update({path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()})
    for name, path in sorted(found.items()):
        total.update(f"{name}\0".encode() + blake2b(path.read_bytes()).digest())
    if logo:
        total.update(b"logo\0" + blake2b(Path(logo).read_bytes()).digest())
    if brand != PLAIN:
        total.update(f"brand\0{brand!r}".encode())
    return total.hexdigest()


def _folders(override: str) -> tuple[Path, ...]:
    return (Path(override), shipped_templates()) if override else (shipped_templates(),)


def _is_markup(name: str | None) -> bool:
    return name is None or not name.endswith(_PLAIN)


def _where(error: Exception, name: str) -> str:
    """`template:line`, the innermost that the trouble passed through."""
    if isinstance(error, TemplateSyntaxError):
        return f"templates/{error.name or name}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.endswith(".py")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"templates/{name}"
