"""Lists of feeds in whatever form another reader keeps them: OPML, an INI file, addresses line by line."""

from __future__ import annotations

import configparser
import re

from digest.errors import SourceTrouble
from digest.models.lists import FeedList, Refused, Subscription
from digest.parse.decoding import decode
from digest.parse.looks import look, looks_like
from digest.parse.opml import is_outline, read_opml

_ADDRESS = re.compile(r"(?:https?|feed):\S+", re.IGNORECASE)
_SECTION = re.compile(r"^\[([^\]\n]+)\]\s*$", re.MULTILINE)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_EXPORT = "Export the subscriptions as OPML from the program that has them, and give that file."


def read_list(body: bytes) -> FeedList:
    """The feeds that a file lists, in its order. Raises SourceTrouble for what is no list, or lists nothing."""
    text = decode(body).replace("\ufeff", "")
    if not text.strip():
        raise SourceTrouble("the file is empty", _EXPORT)
    if is_outline(text):
        listed = read_opml(text)
    elif _SECTION.match(text.lstrip()):
        listed = _ini(text)
    elif look(text) in {"feed", "html", "json", "xml"}:
        noun = {"feed": "a feed, not a list of feeds"}.get(look(text), looks_like(text))
        advice = "Write its address into feeds.toml." if look(text) == "feed" else _EXPORT
        raise SourceTrouble(f"it is no OPML: it looks like {noun}", advice)
    elif _SECTION.search(text):
        listed = _ini(text)
    else:
        listed = _lines(text)
    if not listed.feeds and not listed.refused:
        if listed.kind == "OPML":
            raise SourceTrouble(" ".join(("it is OPML, but names no feed.", *listed.notices)).rstrip("."), _EXPORT)
        raise SourceTrouble("it lists no feeds", _EXPORT)
    return listed


def _ini(text: str) -> FeedList:
    """Planet's configuration, whose sections are addresses; those of rss2email and Pluto have a key for it."""
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, comment_prefixes=("#", ";"))
    unindented = re.sub(r"(?m)^[ \t]+(?=[\w-]+[ \t]*[=:])", "", text)  # an indented key is no continuation
    try:
        parser.read_string(unindented)
    except configparser.Error as error:
        raise SourceTrouble(f"it looks like an INI file, but cannot be read: {error.message.splitlines()[0]}") from None
    feeds = []
    for section in parser.sections():
        keys = {name: (value or "").strip() for name, value in parser.items(section)}
        url = section.strip() if _ADDRESS.fullmatch(section.strip()) else ""
        url = url or next((keys[name] for name in ("feed", "url", "feedurl", "feed_url") if keys.get(name)), "")
        if url:
            title = keys.get("name") or keys.get("title") or section.removeprefix("feed.")
            feeds.append(Subscription(url, "" if title == url else title, keys.get("link", "")))
    return FeedList("an INI file", tuple(feeds))


def _lines(text: str) -> FeedList:
    """An address a line; behind it, as Newsboat has it, tags, and a title that begins with a tilde."""
    feeds: list[Subscription] = []
    refused: list[Refused] = []
    prose = 0
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith(("#", "//")):
            continue
        first, *others = [(quoted or bare) for quoted, bare in _WORD.findall(line)] or [""]
        if _ADDRESS.fullmatch(first):
            title = next((word[1:] for word in others if word.startswith("~")), "")
            feeds.append(Subscription(first, title, folders=tuple(word for word in others if word[:1] not in "~!")))
        elif re.match(r"(?:exec|filter|query|file|ftp|gopher|gemini):", first):
            refused.append(Refused(first, "is no http or https address"))
        else:
            prose += 1
    if prose > len(feeds):
        raise SourceTrouble("it is no list of feeds: most of its lines are no addresses", _EXPORT)
    notices = (f"{prose} lines that are no addresses were passed over.",) if prose else ()
    return FeedList("a list of addresses", tuple(feeds), tuple(refused), notices)
