"""A list of feeds against feeds.toml: what of it is new, under which names, and what cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from digest.config.additions import NewSource
from digest.config.addresses import wrong_feed
from digest.config.hints import Meanings
from digest.config.languages import canonical_language, wrong_language
from digest.config.schema import Config
from digest.models.lists import FeedList, Refused, Subscription
from digest.normalise.address import canonical
from digest.normalise.visible import fold, visible

_LONGEST = 120  # characters of a source's name
_REFERENCE = re.compile(r"(?<!\$)\$\{")
_SECRETS = re.compile(
    r"(?:(?:access|private|auth|feed|rss|user|api)?[_-]?(?:token|key)|auth|secret|pass(?:word|wd)?|pwd|sig(?:nature)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    added: tuple[NewSource, ...]
    known: tuple[str, ...]  # names in feeds.toml of what is there already, in the list's order
    refused: tuple[Refused, ...]
    folders: tuple[str, ...]  # names of folders and categories that mean nothing in feeds.toml


def plan(listed: FeedList, config: Config, written: Sequence[str]) -> Plan:
    """What of `listed` is to be added. `written` are the addresses of feeds.toml's sources as the file has them."""
    meanings = Meanings(config)
    mine: dict[str, str] = {}
    for source, raw in zip(config.sources, written, strict=True):
        for address in (source.url, public(raw)):
            mine.setdefault(identity(address), source.name)
    mine.pop("", None)
    taken = {source.name.strip().casefold() for source in config.sources}
    added: list[NewSource] = []
    known: list[str] = []
    refused = list(listed.refused)
    folders: dict[str, None] = {}
    for one in _merged(listed.feeds):
        if trouble := _trouble(one.url):
            refused.append(Refused(one.title or one.url or "a feed without a name", trouble))
        elif name := mine.get(identity(one.url)):
            known.append(name)
        else:
            hints = meanings.read(one.folders, one.categories)
            folders.update(dict.fromkeys(hints.unknown))
            name = _name(one, taken)
            taken.add(name.casefold())
            added.append(NewSource(name, _address(one.url), _language(one.language), hints.region, hints.topics))
    return Plan(tuple(added), tuple(known), tuple(refused), tuple(folders))


def identity(url: str) -> str:
    """What makes two addresses one feed, "" for no address.

    It leaves out what does not: http or https, a name and password, a slash at the end, parameters that only track.
    """
    whole = canonical(_address(url))
    if not whole:
        return ""
    parts = urlsplit(whole)
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}"


def public(raw: str) -> str:
    """An address of feeds.toml, as it is written there, without what is secret; "" where nothing is left to show.

    Secret are a name and password, `${VAR}`, and parameters that are named as keys are.
    """
    try:
        parts = urlsplit(raw.strip())
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme.lower() not in {"http", "https"} or not host or _refers(host) or _refers(parts.path):
        return ""
    kept = [part for part in parts.query.split("&") if not _refers(part) and not _SECRETS.fullmatch(_key(part))]
    if (host, "&".join(kept)) == (parts.netloc, parts.query) and not _refers(parts.fragment):
        return raw.strip().replace("$${", "${")  # to the letter: nothing had to be taken out
    return parts._replace(netloc=host, query="&".join(kept), fragment="").geturl().replace("$${", "${")


def _refers(text: str) -> bool:
    return bool(_REFERENCE.search(text))


def _key(parameter: str) -> str:
    return parameter.partition("=")[0]


# -- one feed of the list ------------------------------------------------------------------------------------------


def _merged(feeds: Iterable[Subscription]) -> list[Subscription]:
    """Each feed once, with all the folders that it lies in; the first title counts."""
    found: dict[str, Subscription] = {}
    for number, one in enumerate(feeds):
        key = identity(one.url) or f"{number}"
        if key in found:
            old = found[key]
            folders = (*old.folders, *(name for name in one.folders if name not in old.folders))
            categories = tuple(dict.fromkeys((*old.categories, *one.categories)))
            found[key] = replace(old, title=old.title or one.title, folders=folders, categories=categories)
        else:
            found[key] = one
    return list(found.values())


def _address(url: str) -> str:
    """The http(s) address; `feed:https://...` and `feed://...` are what they stand for."""
    text = url.strip()
    if text.lower().startswith("feed:"):
        text = text[5:]
        return "http:" + text if text.startswith("//") else text
    return text


def _trouble(url: str) -> str:
    """Why it cannot be a source's address, as a clause; "" when it can."""
    address = _address(url)
    if not re.match(r"https?://", address, re.IGNORECASE):
        return f"{address[:80] or 'nothing'} is no http or https address"
    if not address.isprintable() or " " in address or not canonical(address) or wrong_feed(address, lambda _: False):
        return f"{address[:80]} is no address that can be asked"
    return ""


def _name(one: Subscription, taken: set[str]) -> str:
    """The title, or the host where there is none; with the host, or a number, behind it where the name is taken."""
    host = (urlsplit(canonical(_address(one.url))).hostname or "").removeprefix("www.")
    name = fold(visible(one.title))[:_LONGEST].strip() or host
    choices = [name, f"{name} ({host})", *(f"{name} ({number})" for number in range(2, len(taken) + 3))]
    return next(choice for choice in choices if choice.casefold() not in taken)


def _language(tag: str) -> str:
    """The tag in its usual case; "" for what is none."""
    made = canonical_language(tag.replace("_", "-"))
    return "" if not made or wrong_language(made) else made
