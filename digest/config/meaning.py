"""What feeds.toml means: names that are listed, rules that parse, files that are there.

Everything here reads the document as TOML gave it and skips what has the wrong kind, so that a mistake in one place
hides no mistake in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from posixpath import normpath

from digest.config import addresses
from digest.config.brand import bad_brand
from digest.config.document import ANY, Document, at, tables, texts
from digest.config.findings import Finding
from digest.config.languages import wrong_language
from digest.config.locator import Path
from digest.config.mailfolders import names_mail_folder, wrong_mail_folder
from digest.config.names import bad_names, bad_references
from digest.config.relays import wrong_outbox, wrong_relay
from digest.config.sites import bad_sites
from digest.config.times import wrong_schedule, wrong_zone
from digest.config.values import wrong_line
from digest.config.vocabulary import RuleChecker, bad_aliases, bad_places, bad_rules


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the meaning depends on and the file does not hold."""

    exists: Callable[[str], bool]  # whether a path relative to the file's folder exists
    is_file: Callable[[str], bool]  # whether it is a file, and no folder
    rule_trouble: RuleChecker
    countries: Callable[[], frozenset[str]]  # ISO codes that the gazetteer knows


def misread(document: Document, around: Surroundings) -> Iterator[Finding]:
    """Every value of the right kind that means nothing, or nothing possible."""
    yield from _single_values(document)
    yield from _files(document, around)
    yield from _sources(document, around)
    yield from bad_sites(document)
    yield from bad_places(document, around.countries)
    yield from bad_aliases(document)
    yield from bad_rules(document, around.rule_trouble)
    yield from bad_names(document)
    yield from bad_references(document)
    yield from bad_brand(document)
    yield from _model(document)
    yield from _mails(document)
    yield from _delivery(document)


# -- one value at a time ------------------------------------------------------------------------------------------

_GREETING = 70  # characters without the name: with most names still one line of the text part
_GREETINGS = (("greeting", "greeting_all", "Dear reader,"), ("greeting_all", "greeting", "Dear {name},"))


def _wrong_greeting(text: str) -> str:
    """Check a greeting: one line with one place for the name."""
    if trouble := wrong_line(text):
        return trouble
    rest = text.replace("{name}", "", 1)
    if rest == text or "{" in rest or "}" in rest or len(rest) > _GREETING:
        return f'"{text}" has no place for the name, or is too long; write e.g. "Dear {{name}},"'
    return ""


_SINGLE: tuple[tuple[Path, Callable[[str], str]], ...] = (
    (("digest", "title"), wrong_line),
    (("digest", "language"), wrong_language),
    (("digest", "timezone"), wrong_zone),
    (("digest", "database"), addresses.wrong_database),
    (("digest", "allow_hosts", ANY), addresses.wrong_host),
    (("sources", ANY, "language"), wrong_language),
    (("sources", ANY, "publisher"), wrong_line),
    (("editions", ANY, "title"), wrong_line),
    (("editions", ANY, "language"), wrong_language),
    (("editions", ANY, "timezone"), wrong_zone),
    (("editions", ANY, "schedule"), wrong_schedule),
    (("editions", ANY, "sender"), addresses.wrong_mailbox),
    (("delivery", "public_url"), addresses.wrong_public_url),
    (("delivery", "list_id"), addresses.wrong_list_id),
    (("delivery", "from"), addresses.wrong_mailbox),
    (("delivery", "contact"), addresses.wrong_contact),
    (("delivery", "preferences"), addresses.wrong_public_url),
    (("editions", ANY, "greeting"), _wrong_greeting),
    (("editions", ANY, "greeting_all"), wrong_line),
    (("delivery", "bounces"), addresses.wrong_mailbox),
    (("delivery", "smtp"), wrong_relay),
    (("delivery", "outbox"), wrong_outbox),
)


def _single_values(document: Document) -> Iterator[Finding]:
    for pattern, wrong in _SINGLE:
        for path, text in texts(document, pattern):
            if text and (trouble := wrong(text)):
                yield Finding(path, trouble)


def _model(document: Document) -> Iterator[Finding]:
    """An edition that wants a model where none is described."""
    for path, table in tables(document, "editions"):
        for key, example in (("url", "http://localhost:11434/v1"), ("name", "qwen3:8b")):
            if table.get("model") and not at(document, ("model", key)):
                yield Finding((*path, "model"), f'[model] has no {key}; write e.g. {key} = "{example}" there')


def _mails(document: Document) -> Iterator[Finding]:
    """Mails that would show pictures from nowhere, or greet only some of their readers."""
    for path, table in tables(document, "editions"):
        if table.get("pictures") == "hosted" and not at(document, ("delivery", "public_url")):
            yield Finding((*path, "pictures"), '[delivery] has no public_url to show them from; write "attached"')
        for one, other, example in _GREETINGS:
            if table.get(one) and not table.get(other):
                yield Finding((*path, one), f'{other} is not set; write e.g. {other} = "{example}" beside it')


def _delivery(document: Document) -> Iterator[Finding]:
    """Two ways out where one is needed, and half of a signature."""
    smtp, outbox, selector, key = (at(document, ("delivery", name)) for name in ("smtp", "outbox", "dkim", "dkim_key"))
    if smtp and outbox:
        yield Finding(("delivery", "outbox"), "smtp and outbox are both set; keep one")
    if bool(selector) != bool(key):
        given, missing = ("dkim", "dkim_key") if selector else ("dkim_key", "dkim")
        yield Finding(("delivery", given), f"there is no {missing}; a signature needs both")


# -- files and sources --------------------------------------------------------------------------------------------


def _files(document: Document, around: Surroundings) -> Iterator[Finding]:
    for pattern, what in (
        (("digest", "templates"), "folder"),
        (("digest", "logo"), "picture"),
        (("brand", "logo"), "picture"),
        (("brand", "mail_logo"), "picture"),
        (("editions", ANY, "recipients"), "CSV file"),
        (("delivery", "dkim_key"), "PEM file"),
    ):
        for path, text in texts(document, pattern):
            if text and not around.exists(text):
                yield Finding(path, f'"{text}" is not there; write the path of a {what}, relative to this file')
            elif what == "picture" and text and not text.lower().endswith((".svg", ".png")):
                yield Finding(path, f'"{text}" is no SVG or PNG; write the path of one')
    for key in ("out", "templates"):
        for path, text in texts(document, ("digest", key)):
            if file := _file_within(text, around):
                yield Finding(path, f'"{file}" is a file; write the path of a folder, e.g. "{key}"')
    for path, text in texts(document, ("digest", "database")):
        out = at(document, ("digest", "out"))
        if "://" not in text and _inside(text, out if isinstance(out, str) else "out"):
            yield Finding(path, f'"{text}" lies inside out, which is published; write e.g. "digest.sqlite3"')


def _file_within(path: str, around: Surroundings) -> str:
    """The path, or the part of it from the beginning, that is a file where only folders can be; "" for none."""
    parts = path.rstrip("/").split("/")
    begun = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    return next((one for one in begun if one and around.is_file(one)), "")


def _inside(path: str, folder: str) -> bool:
    inner, outer = normpath(path).split("/"), normpath(folder).split("/")
    return not normpath(path).startswith(("/", "..")) and (outer == ["."] or inner[: len(outer)] == outer)


def _wrong_source(text: str, around: Surroundings) -> str:
    return wrong_mail_folder(text) if names_mail_folder(text) else addresses.wrong_feed(text, around.exists)


def _sources(document: Document, around: Surroundings) -> Iterator[Finding]:
    for path, table in tables(document, "sources"):
        given = [key for key in ("url", "files") if table.get(key)]
        if len(given) == 2:
            yield Finding((*path, "files"), "url and files are both set; keep one, and make the other its own source")
        elif not given:
            yield Finding(path, 'neither url nor files is set; write url = "https://..." or files = ["inbox/*"]')
    for path, text in texts(document, ("sources", ANY, "url")):
        if text and (trouble := _wrong_source(text, around)):
            yield Finding(path, trouble)
    for path, text in texts(document, ("sources", ANY, "files", ANY)):
        if not text.strip():
            yield Finding(path, 'is blank; write a glob, e.g. "inbox/*.md"')
