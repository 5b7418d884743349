"""Markdown, with or without a front matter in YAML, TOML or JSON, as Hugo, Jekyll, Obsidian and Zettlr write them.

A front matter that cannot be read is a failure that names its line: printed as text it would be worse, and read in part
it would be silently wrong. What only looks like one, a rule, some prose and another rule, is text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from digest.errors import SourceTrouble
from digest.language.dates import moment, utc
from digest.language.markup import plain
from digest.models import Entry, Fetched
from digest.parse.head import Head
from digest.parse.labels import field_of

_MATTER = re.compile(
    r"\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<text>.*?)(?:^|\n)(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_OBJECT = re.compile(r'\s*\{\s*"[\w -]+"\s*:')
_OPEN = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*\n\s*(?P<key>[A-Za-z][\w -]*?)\s*[:=][ \t]")
# What a site generator or a note-keeper would replace: short codes, embedded files, links between notes, callouts.
_CODES = re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|!\[\[[^\]\n]*\]\]", re.DOTALL)
_LINKS = re.compile(r"\[\[(?:[^\]|\n]*\|)?([^\]|\n]+)\]\]")
_CALLOUT = re.compile(r"^(\s*>\s*)\[![\w-]+\][+-]?[ \t]*", re.MULTILINE)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
# python-markdown nests one call in another, and needs quadratic time for it.
_QUOTED_DEEP = re.compile(r"^(?:[ \t]*>){20,}", re.MULTILINE)
_INDENTED_DEEP = re.compile(r"^[ \t]{80,}", re.MULTILINE)
_EXTENSIONS = ("fenced_code", "tables", "footnotes", "def_list", "sane_lists")
_FIX = (
    "Write it as `title: ...` and `date: 2025-06-05` between two lines of three hyphens, values with a colon in quotes."
)


def parse_markdown(fetched: Fetched, text: str) -> Entry:
    """The article of a Markdown file. The title is the front matter's, else the first heading of level one.

    Raises SourceTrouble when the front matter cannot be read, or the text is nested too deep.
    """
    said, body = _front_matter(text)
    html = _html(body)
    head = Head()
    # When a note was begun is its date only where it has no other.
    for key, value in sorted(said.items(), key=lambda one: str(one[0]).casefold().startswith("created")):
        _put(head, key, value)
    heading = _HEADING.search(html)
    if heading:
        head.put("title", plain(heading[1]), "heading")
    if not html.strip():
        html = _html(head.said.get("summary", ""))
    head.look_for_date(map(plain, _PARAGRAPH.findall(html)))
    return head.entry(fetched, html, html=True)


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    if text.lstrip().startswith("{"):
        return _json(text)
    found = _MATTER.match(text)
    if not found:
        _check_closed(text)
        return {}, text
    said = _toml(found["text"]) if found["mark"] == "+++" else _yaml(found["text"])
    # A rule, some prose and another rule are no front matter.
    return (said, text[found.end() :]) if isinstance(said, dict) else ({}, text)


def _json(text: str) -> tuple[Mapping[str, Any], str]:
    """The front matter of Hugo's third kind; a text that only begins with a brace is a text."""
    start = len(text) - len(text.lstrip())
    try:
        said, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except RecursionError:
        return {}, text
    except ValueError as wrong:
        if _OBJECT.match(text):
            line = getattr(wrong, "lineno", 1)
            what = f"The front matter is no valid JSON: {getattr(wrong, 'msg', wrong)}."
            raise SourceTrouble(what, 'Write it as {"title": "..."}.', f"line {line}") from None
        return {}, text
    return (said, text[end:]) if isinstance(said, dict) and any(map(field_of, said)) else ({}, text)


def _check_closed(text: str) -> None:
    """Raise SourceTrouble for a front matter that begins and never ends."""
    found = _OPEN.match(text)
    if found and field_of(found["key"]):
        mark = found["mark"]
        raise SourceTrouble("The front matter has no end.", f"Put a line of {mark} behind its last key.", "line 1")


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else ""
        what = f"The front matter is no valid YAML: {getattr(wrong, 'problem', '') or wrong}."
        raise SourceTrouble(what, _FIX, where) from None


def _toml(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        said = str(wrong)
        at = re.search(r"\s*\(at line (\d+), column \d+\)", said)
        where = f"line {int(at[1]) + 1}" if at else ""
        what = f"The front matter is no valid TOML: {said.replace(at[0], '') if at else said}."
        raise SourceTrouble(what, 'Write it as key = "value".', where) from None


def _put(head: Head, key: object, value: object) -> None:
    """Keep one entry of the front matter; what is no text, date or list of texts says nothing to us."""
    name = field_of(str(key))
    if name in {"published", "updated"} and isinstance(value, date):
        stamp = _moment(value)
        head.date.hear(stamp if name == "published" else None, "matter")
        head.updated = head.updated or (stamp if name == "updated" else None)
    elif name:
        text = _words(value)
        if name == "agency" and isinstance(value, str) and "publisher" not in head.said:
            # In a front matter `source` is where the file's text was published.
            name = "publisher" if not text.startswith("http") else "url"
        if text:
            head.put("tags" if name == "category" else name, text, "matter")


def _moment(value: date) -> datetime | None:
    try:
        return utc(value) if isinstance(value, datetime) else moment(value.isoformat())
    except OverflowError:
        return None


def _words(value: object) -> str:
    """A scalar, or the scalars of a list joined: a nested value may be a bomb of aliases, and is no word anyway."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_words(one) for one in value if not isinstance(one, list | tuple))))
    if isinstance(value, dict):
        name = value.get("name")
        return name.strip() if isinstance(name, str) else ""
    return str(value).strip() if isinstance(value, str | int | float | date) and not isinstance(value, bool) else ""


def _html(text: str) -> str:
    import markdown

    said = _CALLOUT.sub(r"\1", _LINKS.sub(r"\1", _CODES.sub("", text)))
    try:
        return str(
            markdown.markdown(_INDENTED_DEEP.sub(" " * 80, _QUOTED_DEEP.sub("> ", said)), extensions=list(_EXTENSIONS))
        )
    except RecursionError:
        raise SourceTrouble(
            "The Markdown is nested too deep to be an article.", "Take out some levels of lists."
        ) from None
