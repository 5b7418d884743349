"""A newsroom on loopback with a feed and its articles, and a desk that gathers from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path

from digest import wiring
from digest.cli.watching import Looker
from digest.config import Config, load
from digest.engine.serial import SerialEngine
from digest.models import Item
from digest.pipeline.gather import gather
from digest.pipeline.pages import PagesRead, read_pages
from digest.protocols import Engine
from digest.store import Store, open_store
from tests.builders import NOW
from tests.sources.site import Site, open_site

TITLE = "Black Sea grain corridor opens under the Istanbul agreement"
LEAD = "The first ship with grain from Odesa passed the Bosporus after inspection, the coordination centre said."
BODY = (
    "The bulk carrier left the port of Odesa on 1 August 2022 with 26,000 tonnes of maize on board, the first such "
    "voyage since February of that year.",
    "Russia, Ukraine, Türkiye and the United Nations had signed the agreement in Istanbul on 22 July 2022. It opened "
    "three Ukrainian ports for exports of food through the Black Sea.",
    "Inspectors of all four parties checked each ship north of the Bosporus, on its way out and on its way back, so "
    "that no weapons came in with it.",
    "In its first year about 33 million tonnes of grain and other food left the ports under the agreement, more than "
    "half of them maize and more than a quarter wheat.",
)


FULL = "".join(f"<p>{one}</p>" for one in BODY)


def article(*paragraphs: str, title: str = TITLE, head: str = "", more: str = "") -> bytes:
    """A page as news sites have it: navigation, article, other stories, foot."""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Wire</title>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/world">World</a></nav>'
        f"<main><article><h1>{title}</h1>{text}</article>{more}</main>"
        "<aside><h2>Most read</h2><ul><li><a href='/x'>A bridge opens over the river</a></li></ul></aside>"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


@dataclass
class Newsroom:
    """The site, its feed, and the desk's store. `feed` puts up the feed's entries, `gather` gathers once."""

    site: Site
    store: Store
    settings: str = ""  # of the source
    tables: str = ""  # more of feeds.toml
    entries: list[str] = field(default_factory=list)

    @property
    def config(self) -> Config:
        """A desk with this feed as its only source."""
        quick = "" if "[gather]" in self.settings else "[gather]\npause = 0\n"
        text = (
            f'[digest]\nallow_hosts = ["127.0.0.1"]\n{quick}[[sources]]\nname = "Wire"\nurl = "{self.site.url}/feed"\n'
            f"{self.settings}\n{self.tables}"
        )
        return load(text, "feeds.toml", ".", {}, lambda name: Path(name).exists())

    def entry(self, path: str = "/grain", title: str = TITLE, text: str = LEAD, dated: str = "2025-06-05") -> None:
        """Add an entry to the feed."""
        date = f"<updated>{dated}T09:00:00Z</updated>" if dated else ""
        self.entries.append(
            f'<entry><id>urn:{path}</id><title>{title}</title><link href="{self.site.url}{path}"/>{date}'
            f'<content type="html">{escape(text)}</content></entry>'
        )
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>{"".join(self.entries)}</feed>'
        self.site.page("/feed", feed.encode(), Content_Type="application/atom+xml")

    def html(self, path: str, body: bytes, status: int = 200) -> None:
        """Put up a web page."""
        self.site.page(path, body, status, Content_Type="text/html; charset=utf-8")

    def gather_feeds(self, at: datetime = NOW) -> None:
        """The first stage alone."""
        fetch = wiring.fetch(self.config, Path(), at, wiring.web(self.config, at, {}))
        gather(fetch, wiring.facts(self.config), self.store, SerialEngine(), at, Looker())

    def read_pages(self, at: datetime = NOW, engine: Engine | None = None, **limits: int) -> PagesRead:
        """The second stage alone."""
        fetch = wiring.fetch_pages(wiring.web(self.config, at, {}))
        facts = wiring.facts(self.config)
        return read_pages(fetch, self.config, facts, self.store, engine or SerialEngine(), at, Looker(), **limits)

    def gather(self, at: datetime = NOW) -> PagesRead:
        """Both stages."""
        self.gather_feeds(at)
        return self.read_pages(at)

    def item(self, words: str = TITLE) -> Item:
        """The only item whose title has these words."""
        (found,) = self.store.find_items(words)
        return found

    def asked(self, path: str = "/grain") -> int:
        """How often a path was asked for."""
        return sum(one == path for one, _ in self.site.requests)


def text_of(item: Item) -> tuple[str, ...]:
    """The item's paragraphs."""
    return tuple(passage.text for passage in item.passages)


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    """A newsroom with an empty feed, and an empty store in memory."""
    with open_site() as site, open_store("sqlite://") as store:
        yield Newsroom(site, store)
