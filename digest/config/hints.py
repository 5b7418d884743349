"""What the folders of another reader's list mean here: which region, which topics of feeds.toml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from digest.config.names import GLOBAL
from digest.config.schema import Config
from digest.language.folding import plain


@dataclass(frozen=True, slots=True)
class Hints:
    """What some names mean: at most one region, any number of topics, and the names that mean nothing here."""

    region: str = ""
    topics: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Meanings:
    """The names that mean a region or a topic of one configuration."""

    def __init__(self, config: Config) -> None:
        """Regions by their names and words, topics by their names; a spelling of `[aliases]` stands for its alias."""
        self._alias = {
            plain(spelling): plain(name) for name, others in config.aliases.items() for spelling in (name, *others)
        }
        self._topics = {self._folded(one.name): one.name for one in config.topics}
        self._regions = {
            self._folded(word): one.name for one in reversed(config.regions) for word in (*one.words, one.name)
        }
        self._regions[plain(GLOBAL)] = GLOBAL
        self._countries = {code: one.name for one in reversed(config.regions) for code in one.countries}

    def read(self, folders: Iterable[str], categories: Iterable[str] = ()) -> Hints:
        """What they mean together. Where they mean several regions, none of them is a hint."""
        regions: dict[str, None] = {}
        topics: dict[str, None] = {}
        unknown: dict[str, None] = {}
        names = [*folders, *(name for one in categories for name in self._parts(one))]
        for name in filter(str.strip, names):
            topic, region = self._topics.get(self._folded(name), ""), self._region(name)
            if topic:
                topics[topic] = None
            elif region:
                regions[region] = None
            else:
                unknown[name] = None
        region = next(iter(regions)) if len(regions) == 1 else ""
        return Hints(region, tuple(topics), (*unknown, *(regions if not region else ())))

    def _folded(self, name: str) -> str:
        form = plain(name)
        return self._alias.get(form, form)

    def _region(self, name: str) -> str:
        """The region that is called so, or that lists every country that the name may mean."""
        if known := self._regions.get(self._folded(name)):
            return known
        homes = {self._countries.get(code, "") for code in _places().get(plain(name), ())}
        return homes.pop() if len(homes) == 1 else ""

    def _parts(self, category: str) -> Iterator[str]:
        """The names of a category attribute, `/World/Europe,/Talks`; names with commas in them where they are known."""
        parts = category.split(",")
        at = 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                whole = ",".join(parts[at:end]).strip().lstrip("/")
                if end == at + 1 or self._folded(whole) in self._topics or self._folded(whole) in self._regions:
                    break
            known = self._folded(whole) in self._topics or self._folded(whole) in self._regions
            yield from [whole] if known else filter(None, map(str.strip, whole.split("/")))
            at = end


@cache
def _places() -> dict[str, frozenset[str]]:
    """Folded names of countries, peoples, parts and bodies -> all countries that they may mean.

    Towns are left out: a folder "Reading" or "Mobile" is none.
    """
    from digest.language.gazetteer import entries

    found: dict[str, set[str]] = {}
    for spelling, place in entries():
        if place.kind in {"name", "demonym", "part", "body"}:
            found.setdefault(" ".join(spelling.words), set()).update(place.countries)
    return {name: frozenset(codes) for name, codes in found.items()}
