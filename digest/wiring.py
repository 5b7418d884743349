"""Config -> the real parts. The only file that names concrete classes.

Each part is imported where it is made: a command pays only for what it uses.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from digest.config.mailfolders import mail_folder, names_mail_folder
from digest.errors import ConfigError
from digest.models import Caution, Fetched, FoundFeed, Issue, SourceFacts, Turn

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable, SourceTable
    from digest.engine.processes import ProcessEngine
    from digest.models import Outcome
    from digest.pipeline.finding import Finder, Known
    from digest.pipeline.gather import Fetch
    from digest.pipeline.illustrating import Darkroom
    from digest.pipeline.pages import FetchPages
    from digest.pipeline.printing import Press
    from digest.pipeline.remembering import Drafts
    from digest.pipeline.shelving import Shelf
    from digest.pipeline.writing import Desk
    from digest.protocols import Album, Engine, Renderer, Source
    from digest.sources.http import Web
    from digest.sources.web import Heard
    from digest.store import Store

_NETWORK = ("http://", "https://")
READERS = ("digest.cli", "digest.pipeline.readers")  # loaded once for all workers


def store(config: Config, base: Path) -> Store:
    """The store that feeds.toml names: an address, or a file beside feeds.toml."""
    from digest.store import open_store

    given = config.digest.database
    return open_store(given if "://" in given else str(base / given))


def engine(*, ahead: bool = True) -> ProcessEngine:
    """Child processes, as many as this machine has cores, four at most: feeds are small, memory is not free.

    `ahead` lets them load what readers need while the caller goes on; who may not need them saves a second of CPU.
    """
    from digest.engine.processes import ProcessEngine

    made = ProcessEngine(min(4, os.cpu_count() or 1), READERS)
    if ahead:
        made.warm()
    return made


def facts(config: Config) -> dict[str, SourceFacts]:
    """What reading needs to know of each source, by name."""
    from digest.config import full_text

    return {one.name: replace(_facts(one), full_text=full_text(config, one)) for one in config.sources}


def cautions(config: Config) -> dict[str, Caution]:
    """How much of each feed is let in at once. What lies on this machine is taken whole: somebody put it there."""
    return {one.name: _caution(one, config) for one in config.sources if one.url.startswith(_NETWORK)}


def _caution(one: SourceTable, config: Config) -> Caution:
    first = config.gather.first if one.first is None else one.first
    return Caution(None if first == "all" else first, config.gather.storm)


def _facts(one: SourceTable) -> SourceFacts:
    """A feed is its publisher's; files and mails keep the publisher that they name, and are the source's otherwise."""
    said = SourceFacts(one.name, language=one.language, place=one.region, tags=one.topics)
    whole = one.url and not names_mail_folder(one.url)
    return replace(said, publisher=one.publisher) if whole else replace(said, house=one.publisher)


def press(
    config: Config, edition: EditionTable, works: Engine, base: Path, album: Album, *, anew: bool = False
) -> Press:
    """The renderers of an edition's outputs, with pictures from `album`, publishing into the out folder.

    A PDF that lies there and was made from the same is not made again, unless all is to be made `anew`.
    """
    from digest.render.eml import EmlRenderer
    from digest.render.mail import MailRenderer
    from digest.render.text import TextRenderer
    from digest.render.web import WebRenderer

    templates, logo, out = _override(config, base), _logo(config, base), base / config.digest.out
    renderers: list[Renderer] = []
    if "pdf" in edition.outputs:
        from digest.render.pdf import PdfRenderer

        renderers.append(PdfRenderer(works, templates, logo, edition.profile, None if anew else out))
    if "mail" in edition.outputs:
        renderers += [TextRenderer(templates), MailRenderer(templates)]
    if "web" in edition.outputs:
        renderers.append(WebRenderer(templates))
    if "mail" in edition.outputs:
        renderers.append(EmlRenderer())
    return _press(tuple(renderers), (templates, logo, edition.profile), out, _hidden(config, edition), album)


def shelf(config: Config, base: Path) -> Shelf:
    """What makes the archives, and puts them into the out folder."""
    from digest.config import redact
    from digest.pipeline.shelving import Shelf
    from digest.publish.shelf import shelve
    from digest.render import plan_json
    from digest.render.shelf import RECENT, ShelfRenderer

    out = base / config.digest.out
    renderer = ShelfRenderer(_override(config, base))

    def clean(body: bytes) -> bytes:
        return redact(body.decode(), config.secrets).encode()

    return Shelf(
        edition=renderer.edition,
        front=renderer.front,
        read=lambda body: plan_json.shelved(clean(body)),
        load=lambda body: plan_json.load(clean(body)),
        stands=lambda issue: (out / issue / "index.html").is_file(),
        put=lambda edition, files: shelve(str(out), edition, files),
        recent=RECENT,
    )


def brief_press(config: Config, works: Engine, base: Path, album: Album, profile: str) -> Press:
    """A press that prints a PDF and nothing else."""
    from digest.render.pdf import PdfRenderer

    look = (_override(config, base), _logo(config, base), profile)
    return _press((PdfRenderer(works, *look),), look, base / config.digest.out, config.secrets, album)


def darkroom(works: Engine, album: Album, shared: Callable[[], Web]) -> Darkroom:
    """What fetches and prepares pictures; `shared` gives the way to the network, once there is one to fetch."""
    from digest.pipeline.illustrating import Darkroom
    from digest.sources.pictures import PictureFetcher

    return Darkroom(PictureFetcher(shared), works, album)


def desk(config: Config, edition: EditionTable, memory: Drafts, environment: Mapping[str, str]) -> Desk | None:
    """Who writes for an edition: the model of feeds.toml, remembered in `memory`; None where it wants none."""
    if not edition.model:
        return None
    from digest.language.countries import countries_named
    from digest.pipeline.remembering import RememberingWriter
    from digest.pipeline.writing import Desk
    from digest.sources.model import ChatWriter, Terms, lines_to

    told = config.model
    terms = Terms(told.url, told.name, told.key, told.timeout, told.tries, told.most_tokens)
    writer = ChatWriter(terms, lines_to(told.url, config.digest.allow_hosts, _proxies(environment)))
    return Desk(RememberingWriter(writer, memory), told.words, countries_named)


def album() -> Album:
    """An album for a run that has no store."""
    from digest.pipeline.album import MemoryAlbum

    return MemoryAlbum()


def fetch(
    config: Config,
    base: Path,
    at: datetime,
    shared: Web,
    turns: Mapping[str, Turn] | None = None,
    instead: Mapping[str, str] | None = None,
) -> Fetch:
    """The sources of feeds.toml: feeds in parallel, files between them; those with a turn as it says, if at all.

    `shared` is the run's way to the network. `instead` gives the addresses of feeds that were found by way of their
    sources' pages.
    """
    said, found = turns or {}, instead or {}
    asked = [one for one in config.sources if one.name not in said or not said[one.name].rest]
    # Where a found feed moved to is learnt from its own page again.
    starts = {name: turn.address for name, turn in said.items() if name not in found}
    sources = [
        _source(_at(one, found.get(one.name, "")), base, at, shared, starts.get(one.name, ""), config.gather.first)
        for one in asked
    ]
    return _followed(_together(config, sources), found)


def finder(config: Config, base: Path, at: datetime, shared: Web, remembered: Sequence[FoundFeed] = ()) -> Finder:
    """What follows the pages of feeds.toml to their feeds, through the run's own way to the network."""
    from digest.pipeline.finding import Finder

    by_name = {one.name: one for one in config.sources if one.url.startswith(_NETWORK)}
    pages = pages_of(config)

    def ask(addresses: Mapping[str, str], known: Known) -> Iterator[Outcome]:
        found = {name: "" if url == pages[name] else url for name, url in addresses.items()}
        sources = [_source(_at(by_name[name], url), base, at, shared, "") for name, url in found.items()]
        return _followed(_together(config, sources), addresses)(known)

    return Finder(ask, pages, remembered, at)


def pages_of(config: Config) -> dict[str, str]:
    """The http(s) addresses of feeds.toml by source, as they may be kept and shown: without passwords and secrets."""
    from digest.config import redact

    sources = [one for one in config.sources if one.url.startswith(_NETWORK)]
    return {one.name: redact(_bare(one.url), config.secrets) for one in sources}


def _bare(url: str) -> str:
    scheme, _, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}//{host.rpartition('@')[2]}{slash}{path}"


def fetch_loose(what: Sequence[str], config: Config, base: Path, at: datetime, environment: Mapping[str, str]) -> Fetch:
    """Addresses and files given on the command line; each is a source named after its host or file."""
    shared = web(config, at, environment)
    fetched = _together(config, [_loose(one, base, at, shared) for one in what])
    return lambda known: (replace(one, by_hand=True) if isinstance(one, Fetched) else one for one in fetched(known))


def fetch_pages(shared: Web) -> FetchPages:
    """Web pages by name and address, under the same guard, limits and politeness as feeds."""
    from digest.sources.fetching import fetch_all
    from digest.sources.http import PAGES, HttpSource

    return lambda wanted: fetch_all([HttpSource(name, address, shared, PAGES) for name, address in wanted], {})


def write(path: Path, body: bytes, mode: int | None = None) -> Path:
    """Put one file where it was asked for, whole or not at all; `mode` are its permissions, by default the usual."""
    from digest.publish.single import write_file

    write_file(path, body, mode)
    return path


def _together(config: Config, sources: Sequence[Source]) -> Fetch:
    from digest.sources.fetching import fetch_all

    return lambda known: fetch_all(sources, known, config.gather.at_once)


def _followed(fetch: Fetch, found: Mapping[str, str]) -> Fetch:
    """Mark what comes from addresses that were found: where a feed was promised, another page is no article."""

    def marked(known: Known) -> Iterator[Outcome]:
        for one in fetch(known):
            yield replace(one, followed=True) if isinstance(one, Fetched) and one.source in found else one

    return marked


def _at(one: SourceTable, found: str) -> SourceTable:
    """The source with its feed at the address that was found, "" for none.

    Its password and headers are for its own server: they go along where that is the one that is asked.
    """
    if not found:
        return one
    page, feed = urlsplit(one.url), urlsplit(found)
    host = feed.netloc.rpartition("@")[2]
    if (page.scheme, page.netloc.rpartition("@")[2].lower()) != (feed.scheme, host.lower()):
        return one.model_copy(update={"url": found, "headers": {}})
    login = page.netloc.rpartition("@")[0]
    address = feed._replace(netloc=f"{login}@{host}" if login else host).geturl()
    return one.model_copy(update={"url": address})


def _hidden(config: Config, edition: EditionTable) -> tuple[str, ...]:
    """The secrets that no output may show: what the imprint prints on purpose is none, even from the environment."""
    shown = "\n".join((edition.title, edition.sender, *map(str, config.delivery.model_dump().values())))
    return tuple(one for one in config.secrets if one not in shown)


def _source(
    one: SourceTable, base: Path, at: datetime, web: Web, start: str, first: int | Literal["all"] = "all"
) -> Source:
    from digest.sources.files import FilesSource
    from digest.sources.http import HttpSource

    if names_mail_folder(one.url):
        return _mails(one.name, one.url, at, web, first if one.first is None else one.first)
    if one.url.startswith(_NETWORK):
        return HttpSource(one.name, one.url, web, headers=one.headers, start=start)
    return FilesSource(one.name, (one.url,) if one.url else one.files, base, at)


def _loose(what: str, base: Path, at: datetime, web: Web) -> Source:
    from digest.sources.files import FilesSource
    from digest.sources.http import HttpSource

    if names_mail_folder(what):
        return _mails("", what, at, web, "all")
    if what.startswith(_NETWORK):
        return HttpSource(urlsplit(what).hostname or what, what, web)
    advice = "Correct the path; an address on the web begins with https:// or http://."
    return FilesSource((base / what).name, (what,), base, at, advice=advice)


def _mails(name: str, address: str, at: datetime, web: Web, first: int | Literal["all"]) -> Source:
    """A mail folder; without a name it is called after its host. Raises ConfigError for an address that is none."""
    from digest.sources.imap import ImapSource

    try:
        place = mail_folder(address)
    except ValueError as error:
        raise ConfigError(f"the mail folder: {error}") from None
    return ImapSource(name or place.host, place, at, web.allowed, first, web.patience)


def web(
    config: Config, at: datetime, environment: Mapping[str, str], heard: Callable[[Heard], None] = lambda _: None
) -> Web:
    """The way to the network that a whole run shares: who may be asked, how often, by whom.

    `heard` is told of every answer.
    """
    from digest.sources.addresses import allowed
    from digest.sources.http import Web

    return Web(
        at,
        contact=config.delivery.contact,
        allowed=allowed(config.digest.allow_hosts),
        proxies=_proxies(environment),
        pause=config.gather.pause,
        heard=heard,
    )


def _proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """The proxies that the environment names, by scheme: lower-case names win, as they do for other programs."""
    found: dict[str, str] = {}
    for scheme in ("http", "https", "all", "no"):
        for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper()):
            if environment.get(name):
                found.setdefault(scheme, environment[name])
    return found


def _override(config: Config, base: Path) -> str:
    return str(base / config.digest.templates) if config.digest.templates else ""


def _logo(config: Config, base: Path) -> str:
    return str(base / config.digest.logo) if config.digest.logo else ""


def _press(
    renderers: tuple[Renderer, ...], look: tuple[str, str, str], out: Path, hidden: tuple[str, ...], album: Album
) -> Press:
    from digest.config import redact
    from digest.pipeline.printing import PLAN, Press, renditions
    from digest.publish.folder import publish
    from digest.publish.standing import standing
    from digest.render import plan_json
    from digest.render.completeness import missing
    from digest.render.fonts import looks_hash
    from digest.render.manifest import code_hash, manifest

    def dump(issue: Issue) -> bytes:
        return redact(plan_json.dump(issue).decode(), hidden).encode()

    def stands(issue: Issue) -> str:
        folder = out / issue.id
        names = (PLAN, *(one.name for one in renditions(issue)), *(one.name for one in renderers))
        plan = dump(plan_json.load(dump(issue)))
        return str(folder) if standing(folder, plan, names, looks_hash(*look), code_hash()) else ""

    return Press(
        renderers=renderers,
        missing=missing,
        manifest=lambda issue, made: manifest(issue, made, looks_hash(*look)),
        dump=dump,
        load=plan_json.load,
        publish=lambda issue, files, incomplete: publish(str(out), issue, files, incomplete),
        pictures=album.picture_bodies,
        standing=stands,
    )
