"""Identity: which item a reading is. Pure; every rule stands here, and each has its case in the tests.

Feeds change their ids, use one id twice, give none, move to https, track their readers and print a story again. Within
one source a reading is the known item with which it agrees most. What is compared: its *name* (the publisher's guid,
or the id that was made of it), its *page* (the address without scheme and closing slash; a site's front page is
none), its *title* (in lower case) and its *text* (letters and figures of its paragraphs, as the source itself gave
them). In this order, each reading and each item once:

1. Name, page and text agree: nothing happened.
2. Name and text, or page and text: the address or the guid changed.
3. Name and page, name and title, page and title: an edited item.
4. The name alone (of a file: its place), if the page does not say otherwise, or half of the shorter text's paragraphs
   are the same: edited and moved. Where page, title and text are all different the guid was used again: another
   article, a new item.
5. The page alone, where neither names itself: an item of a feed without guids, rewritten.
6. Title and text, if that is long, or of the same date, or the pages differ by "www." only: issued again under a new
   guid and address. A short text ("Photos of the week") says nothing by itself.

Entries of one reading of a feed are compared with each other too, but more strictly, since a feed seldom lists one
article twice: the page makes them one only together with the text, or half of it. Of entries that are one the later
is kept.

Dates never tell items apart: a re-dated item is an edited one. An item that left its feed is still known. Sources are
never mixed: a story in five feeds is five items, and clustering prints it once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from digest.models import Item, Reading

_LONG = 120  # characters, some 20 words
_HALF = 0.5  # of the shorter text's paragraphs
_LOOKS = 8  # items of one key that are looked at: a guid that a thousand entries share names nothing

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What tells items apart, of a reading or of a known item."""

    source: str
    id: str
    guid: str
    page: str  # see `page_of`
    title: str  # see `title_of`
    text: str  # see `text_of`
    dated: datetime | None  # by its publisher
    length: int = 0  # characters of its passages; of a reading
    keys: frozenset[str] = frozenset()  # of its passages; of a known item only where they are asked for
    filed: bool = False  # without any address on the web: a file's id was made of its place

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called by: its id, and its publisher's guid."""
        return (f"id {self.id}", f"guid {self.guid}") if self.guid else (f"id {self.id}",)


class _Way(NamedTuple):
    """One way to be the same: a key in common, and a condition on the two."""

    keys: Callable[[Sighting], Iterable[Key]]
    agree: Callable[[Sighting, Sighting], bool]


def identify(readings: Sequence[Sighting], known: Sequence[Sighting]) -> list[str]:
    """The id of each reading's item, in their order: a known item's, or a new one that no known item has.

    `known` must hold all items that share an id, a guid, a page or a text with a reading; see `spellings`. Readings
    that are one item get the same id.
    """
    found = _recognised(readings, known)
    taken = {one.id for one in known}
    homes = _groups(readings)
    items = {homes[number]: item for number, item in sorted(found.items(), reverse=True)}  # by group: its first known
    for number, reading in enumerate(readings):
        if number not in found:
            if (item := items.get(homes[number])) is None:
                item = items[homes[number]] = _new(reading, taken)
                taken.add(item)
            found[number] = item
    return [found[number] for number in range(len(readings))]


def distinct(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of one feed of which nothing is known, each item once: the later of those that are one."""
    ids = identify([sighting(one) for one in readings], [])
    latest = {name: under(name, one) for name, one in zip(ids, readings, strict=True)}
    return list(latest.values())


def under(name: str, reading: Reading) -> Reading:
    """The reading as one of the item of that id."""
    return reading if reading.item.id == name else replace(reading, item=replace(reading.item, id=name))


def in_doubt(readings: Sequence[Sighting], known: Sequence[Sighting]) -> set[str]:
    """Ids of known items of which `identify` must know the passages: they share nothing with a reading but the name."""
    having = _by_key(known, lambda one: [(one.source, name) for name in one.names])
    return {
        item.id
        for reading in readings
        for name in reading.names
        for item in having.get((reading.source, name), [])[:_LOOKS]
        if _elsewhere(reading, item) and reading.title != item.title and reading.text != item.text
    }


def sighting(reading: Reading) -> Sighting:
    """What tells a reading's item from others."""
    item = reading.item
    return Sighting(
        source=item.source,
        id=item.id,
        guid=item.guid,
        page=page_of(item.url),
        title=title_of(item.title),
        text=text_of(item),
        dated=_dated(item),
        length=sum(len(one.text) for one in item.passages),
        keys=frozenset(one.key for one in item.passages),
        filed=not item.url,
    )


def text_of(item: Item) -> str:
    """A hash of an item's paragraphs, without their punctuation and spaces; 16 bytes, hex."""
    return text_key([one.key for one in item.passages])


def text_key(keys: Iterable[str]) -> str:
    """The same, of the passages' keys in reading order."""
    return blake2b(" ".join(keys).encode(), digest_size=16).hexdigest()


def title_of(title: str) -> str:
    """A title as it is compared."""
    return " ".join(title.casefold().split())


def _dated(item: Item) -> datetime | None:
    """The publisher's date."""
    return item.published if item.dated_by == "publisher" else None


def page_of(url: str) -> str:
    """A canonical address without scheme and closing slash; "" for a site's front page, which is no article's."""
    rest = url.partition("://")[2]
    path, _, query = rest.partition("?")
    path = path.rstrip("/")
    return "" if "/" not in path and not query else f"{path}?{query}"


def spellings(url: str) -> tuple[str, ...]:
    """All addresses of the page of a canonical `url`: http and https, with and without a closing slash."""
    if not page_of(url):
        return ()
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    paths = dict.fromkeys((path or "/", f"{path}/"))
    pages = [(parts.netloc, one, parts.query, "") for one in paths]
    return tuple(urlunsplit((scheme, *page)) for scheme in ("http", "https") for page in pages)


# -- finding -------------------------------------------------------------------------------------------------------


def _recognised(readings: Sequence[Sighting], known: Sequence[Sighting]) -> dict[int, str]:
    """The readings that are known, by number, and their items' ids: the strongest way first, each item once."""
    found: dict[int, str] = {}
    free = {one.id: one for one in known}
    for way in _ACROSS:
        having = _by_key(free.values(), way.keys)
        for number, reading in enumerate(readings):
            if number in found or not having:
                continue
            likely = (one for one in _having(having, way.keys(reading)) if one.id in free)
            if (item := next((one for one in likely if way.agree(reading, one)), None)) is not None:
                found[number] = item.id
                del free[item.id]
    return found


def _groups(readings: Sequence[Sighting]) -> list[int]:
    """Of each reading the number of the first one of its group: those of a batch that are one, also by a third."""
    first = list(range(len(readings)))

    def home(number: int) -> int:
        while first[number] != number:
            first[number] = number = first[first[number]]
        return number

    for way in _WITHIN:
        having: dict[Key, list[int]] = defaultdict(list)
        for number, reading in enumerate(readings):
            for key in way.keys(reading):
                for other in having[key][:_LOOKS]:
                    if way.agree(reading, readings[other]):
                        one, two = sorted((home(number), home(other)))
                        first[two] = one
                        break
                having[key].append(number)
    return [home(number) for number in range(len(readings))]


def _by_key(items: Iterable[Sighting], keys: Callable[[Sighting], Iterable[Key]]) -> dict[Key, list[Sighting]]:
    having: dict[Key, list[Sighting]] = defaultdict(list)
    for one in items:
        for key in keys(one):
            having[key].append(one)
    return having


def _having(having: Mapping[Key, Sequence[Sighting]], keys: Iterable[Key]) -> Iterator[Sighting]:
    """At most some of each key's."""
    for key in keys:
        yield from having.get(key, ())[:_LOOKS]


def _new(reading: Sighting, taken: Collection[str]) -> str:
    """An id of its own. One whose name another item has is called by its address and text besides."""
    if reading.id not in taken:
        return reading.id
    whole = f"{reading.id}\n{reading.page}\n{reading.text}"
    return blake2b(whole.encode("utf-8", "replace"), digest_size=8).hexdigest()


# -- the ways ------------------------------------------------------------------------------------------------------


def _keyed(*parts: str) -> Callable[[Sighting], list[Key]]:
    """Keys of the named parts together; none where one of them is not said."""

    def keys(one: Sighting) -> list[Key]:
        values = [getattr(one, part) for part in parts if part != "name"]
        if not all(values):
            return []
        if "name" not in parts:
            return [(one.source, *values)]
        return [(one.source, name, *values) for name in one.names]

    return keys


def _always(reading: Sighting, other: Sighting) -> bool:
    return True


def _not_elsewhere(reading: Sighting, other: Sighting) -> bool:
    """Whether what bears the same name may be the same: the page agrees or is not said, or the texts share half."""
    return not _elsewhere(reading, other) or _akin(reading, other)


def _akin(reading: Sighting, other: Sighting) -> bool:
    """Whether the texts share half of the paragraphs of the shorter one."""
    fewer = min(len(reading.keys), len(other.keys))
    return fewer > 0 and len(reading.keys & other.keys) >= fewer * _HALF


def _elsewhere(reading: Sighting, other: Sighting) -> bool:
    return bool(reading.page and other.page) and reading.page != other.page


def _nameless(reading: Sighting, other: Sighting) -> bool:
    return not reading.guid and not other.guid


def _named(reading: Sighting, other: Sighting) -> bool:
    """Whether the name says more than the page: an id that was made of the address does not, but for a file's."""
    return not _nameless(reading, other) or reading.page != other.page or (reading.filed and other.filed)


def _named_and_not_elsewhere(reading: Sighting, other: Sighting) -> bool:
    return _named(reading, other) and _not_elsewhere(reading, other)


def _surely(reading: Sighting, other: Sighting) -> bool:
    """Whether the same title and text are enough."""
    if reading.length >= _LONG or (reading.dated is not None and reading.dated == other.dated):
        return True
    return bool(reading.page) and reading.page.removeprefix("www.") == other.page.removeprefix("www.")


_ACROSS = (
    _Way(_keyed("name", "page", "text"), _always),
    _Way(_keyed("name", "text"), _always),
    _Way(_keyed("page", "text"), _always),
    _Way(_keyed("name", "page"), _named),
    _Way(_keyed("name", "title"), _always),
    _Way(_keyed("page", "title"), _always),
    _Way(_keyed("name"), _named_and_not_elsewhere),
    _Way(_keyed("page"), _nameless),
    _Way(_keyed("title", "text"), _surely),
)
_WITHIN = (
    _Way(_keyed("name", "text"), _always),
    _Way(_keyed("page", "text"), _always),
    _Way(_keyed("name", "page"), _named),
    _Way(_keyed("name", "title"), _named),
    _Way(_keyed("page", "title"), _akin),
    _Way(_keyed("name"), _named_and_not_elsewhere),
    _Way(_keyed("title", "text"), _surely),
)
