"""Config -> the real parts. The only file that names concrete classes.

Each part is imported where it is made: a command pays only for what it uses.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.models import Caution, Fetched, Issue, SourceFacts

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable, SourceTable
    from digest.engine.processes import ProcessEngine
    from digest.pipeline.gather import Fetch
    from digest.pipeline.printing import Press
    from digest.protocols import Engine, Renderer, Source
    from digest.sources.http import Web
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
    return {one.name: _facts(one) for one in config.sources}


def cautions(config: Config) -> dict[str, Caution]:
    """How much of each feed is let in at once. What lies on this machine is taken whole: somebody put it there."""
    return {one.name: _caution(one, config) for one in config.sources if one.url.startswith(_NETWORK)}


def _caution(one: SourceTable, config: Config) -> Caution:
    first = config.gather.first if one.first is None else one.first
    return Caution(None if first == "all" else first, config.gather.storm)


def _facts(one: SourceTable) -> SourceFacts:
    """A feed is its publisher's; files keep the publisher that they name, and are the source's where they name none."""
    said = SourceFacts(one.name, language=one.language, place=one.region, tags=one.topics)
    return replace(said, publisher=one.publisher) if one.url else replace(said, house=one.publisher)


def press(config: Config, edition: EditionTable, works: Engine, base: Path) -> Press:
    """The renderers of an edition's outputs, publishing into the out folder."""
    from digest.render.eml import EmlRenderer
    from digest.render.mail import MailRenderer
    from digest.render.text import TextRenderer
    from digest.render.web import WebRenderer

    templates, logo = _override(config, base), _logo(config, base)
    renderers: list[Renderer] = []
    if "pdf" in edition.outputs:
        from digest.render.pdf import PdfRenderer

        renderers.append(PdfRenderer(works, templates, logo))
    if "mail" in edition.outputs:
        renderers += [TextRenderer(templates), MailRenderer(templates)]
    if "web" in edition.outputs:
        renderers.append(WebRenderer(templates))
    if "mail" in edition.outputs:
        renderers.append(EmlRenderer())
    return _press(tuple(renderers), templates, logo, base / config.digest.out, _hidden(config, edition))


def brief_press(config: Config, works: Engine, base: Path) -> Press:
    """A press that prints a PDF and nothing else."""
    from digest.render.pdf import PdfRenderer

    templates = _override(config, base)
    logo = _logo(config, base)
    renderers = (PdfRenderer(works, templates, logo),)
    return _press(renderers, templates, logo, base / config.digest.out, config.secrets)


def fetch(config: Config, base: Path, at: datetime, environment: Mapping[str, str]) -> Fetch:
    """All sources of feeds.toml: feeds in parallel, files between them."""
    web = _web(config, at, environment)
    return _together([_source(one, base, at, web) for one in config.sources])


def fetch_loose(what: Sequence[str], config: Config, base: Path, at: datetime, environment: Mapping[str, str]) -> Fetch:
    """Addresses and files given on the command line; each is a source named after its host or file."""
    web = _web(config, at, environment)
    fetched = _together([_loose(one, base, at, web) for one in what])
    return lambda known: (replace(one, by_hand=True) if isinstance(one, Fetched) else one for one in fetched(known))


def write(path: Path, body: bytes) -> Path:
    """Put one file where it was asked for, whole or not at all."""
    from digest.publish.single import write_file

    write_file(path, body)
    return path


def _together(sources: Sequence[Source]) -> Fetch:
    from digest.sources.fetching import fetch_all

    return lambda known: fetch_all(sources, known)


def _hidden(config: Config, edition: EditionTable) -> tuple[str, ...]:
    """The secrets that no output may show: what the imprint prints on purpose is none, even from the environment."""
    shown = "\n".join((edition.title, edition.sender, *map(str, config.delivery.model_dump().values())))
    return tuple(one for one in config.secrets if one not in shown)


def _source(one: SourceTable, base: Path, at: datetime, web: Web) -> Source:
    from digest.sources.files import FilesSource
    from digest.sources.http import HttpSource

    if one.url.startswith(_NETWORK):
        return HttpSource(one.name, one.url, web)
    return FilesSource(one.name, (one.url,) if one.url else one.files, base, at)


def _loose(what: str, base: Path, at: datetime, web: Web) -> Source:
    from digest.sources.files import FilesSource
    from digest.sources.http import HttpSource

    if what.startswith(_NETWORK):
        return HttpSource(urlsplit(what).hostname or what, what, web)
    path = base / what
    return FilesSource(path.name, (f"{what}/*" if path.is_dir() else what,), base, at)


def _web(config: Config, at: datetime, environment: Mapping[str, str]) -> Web:
    from digest.sources.addresses import allowed
    from digest.sources.http import Web

    return Web(
        at,
        contact=config.delivery.contact,
        allowed=allowed(config.digest.allow_hosts),
        proxies=_proxies(environment),
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


def _press(renderers: tuple[Renderer, ...], templates: str, logo: str, out: Path, hidden: tuple[str, ...]) -> Press:
    from digest.config import redact
    from digest.pipeline.printing import PLAN, Press
    from digest.publish.folder import publish
    from digest.publish.standing import standing
    from digest.render import plan_json
    from digest.render.completeness import missing
    from digest.render.environment import templates_hash
    from digest.render.manifest import code_hash, manifest

    def dump(issue: Issue) -> bytes:
        return redact(plan_json.dump(issue).decode(), hidden).encode()

    def stands(issue: Issue) -> str:
        folder = out / issue.id
        names = (PLAN, *(one.name for one in renderers))
        plan = dump(plan_json.load(dump(issue)))
        return str(folder) if standing(folder, plan, names, templates_hash(templates, logo), code_hash()) else ""

    return Press(
        renderers=renderers,
        missing=missing,
        manifest=lambda issue, made: manifest(issue, made, templates_hash(templates, logo)),
        dump=dump,
        load=plan_json.load,
        publish=lambda issue, files, incomplete: publish(str(out), issue, files, incomplete),
        standing=stands,
    )
