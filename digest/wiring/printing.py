"""The parts that print and publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from digest.models import Issue

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable
    from digest.pipeline.drafting import Drafts
    from digest.pipeline.illustrating import Darkroom
    from digest.pipeline.printing import Press
    from digest.pipeline.shelving import Shelf
    from digest.pipeline.writing import Desk
    from digest.protocols import Album, Engine, Renderer
    from digest.sources.http import Web

from digest.wiring.reading import proxies


def press(config: Config, edition: EditionTable, works: Engine, base: Path, album: Album) -> Press:
    """The renderers of an edition's outputs, with pictures from `album`, publishing into the out folder."""
    from digest.render.eml import EmlRenderer
    from digest.render.mail import MailRenderer
    from digest.render.text import TextRenderer
    from digest.render.web import WebRenderer

    templates, logo = _override(config, base), _logo(config, base)
    renderers: list[Renderer] = []
    if "pdf" in edition.outputs:
        from digest.render.pdf import PdfRenderer

        renderers.append(PdfRenderer(works, templates, logo, why=edition.why))
    if "mail" in edition.outputs:
        renderers += [TextRenderer(templates, why=edition.why), MailRenderer(templates, why=edition.why)]
    if "web" in edition.outputs:
        renderers.append(WebRenderer(templates, why=edition.why))
    if "mail" in edition.outputs:
        renderers.append(EmlRenderer())
    return _press(tuple(renderers), templates, logo, base / config.digest.out, _hidden(config, edition), album)


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


def brief_press(config: Config, works: Engine, base: Path, album: Album) -> Press:
    """A press that prints a PDF and nothing else."""
    from digest.render.pdf import PdfRenderer

    templates = _override(config, base)
    logo = _logo(config, base)
    renderers = (PdfRenderer(works, templates, logo),)
    return _press(renderers, templates, logo, base / config.digest.out, config.secrets, album)


def issue_name(edition: EditionTable) -> Callable[[Issue], str]:
    """How an issue is called in this edition's language: "No. 12, 16 November 2026"."""
    from digest.render.dates import long_day
    from digest.render.labels import labels

    label = labels(edition.language)

    def name(issue: Issue) -> str:
        number = label.say("number", n=label.number(issue.number))
        return f"{number}{label['comma']}{long_day(issue.until, edition.language, edition.timezone)}"

    return name


def desk(config: Config, edition: EditionTable, memory: Drafts, environment: Mapping[str, str]) -> Desk | None:
    """Who writes for an edition: the model of feeds.toml, remembered in `memory`; None where it wants none."""
    if not edition.model:
        return None
    from digest.language.countries import countries_named
    from digest.pipeline.drafting import RememberingWriter
    from digest.pipeline.writing import Desk
    from digest.sources.model import ChatWriter, Terms, lines_to

    told = config.model
    terms = Terms(told.url, told.name, told.key, told.timeout, told.tries, told.most_tokens)
    writer = ChatWriter(terms, lines_to(told.url, config.digest.allow_hosts, proxies(environment)))
    return Desk(RememberingWriter(writer, memory), told.words, countries_named)


def darkroom(works: Engine, album: Album, shared: Callable[[], Web]) -> Darkroom:
    """What fetches and prepares pictures; `shared` gives the way to the network, once there is one to fetch."""
    from digest.pipeline.illustrating import Darkroom
    from digest.sources.pictures import PictureFetcher

    return Darkroom(PictureFetcher(shared), works, album)


def album() -> Album:
    """An album for a run that has no store."""
    from digest.pipeline.album import MemoryAlbum

    return MemoryAlbum()


def read_plan(data: bytes) -> Issue:
    """The issue that a plan's bytes hold. EnvironmentFault when they are damaged, or of another schema."""
    from digest.render import plan_json

    return plan_json.load(data)


def _press(
    renderers: tuple[Renderer, ...], templates: str, logo: str, out: Path, hidden: tuple[str, ...], album: Album
) -> Press:
    from digest.config import redact
    from digest.pipeline.printing import PLAN, Press, renditions
    from digest.publish.folder import publish
    from digest.publish.standing import standing
    from digest.render import plan_json
    from digest.render.charts import files
    from digest.render.completeness import missing
    from digest.render.environment import templates_hash
    from digest.render.manifest import code_hash, manifest

    mail = any(one.name == "mail.html" for one in renderers)

    def dump(issue: Issue) -> bytes:
        return redact(plan_json.dump(issue).decode(), hidden).encode()

    def stands(issue: Issue) -> str:
        folder = out / issue.id
        pictures = (*(one.name for one in renditions(issue)), *files.names(issue, mail=mail))
        names = (PLAN, *pictures, *(one.name for one in renderers))
        plan = dump(plan_json.load(dump(issue)))
        return str(folder) if standing(folder, plan, names, templates_hash(templates, logo), code_hash()) else ""

    return Press(
        renderers=renderers,
        missing=missing,
        manifest=lambda issue, made: manifest(issue, made, templates_hash(templates, logo)),
        dump=dump,
        load=plan_json.load,
        publish=lambda issue, files, incomplete: publish(str(out), issue, files, incomplete),
        pictures=album.picture_bodies,
        charts=lambda issue: files.files(issue, templates, mail=mail),
        standing=stands,
    )


def _hidden(config: Config, edition: EditionTable) -> tuple[str, ...]:
    """The secrets that no output may show: what the imprint prints on purpose is none, even from the environment."""
    shown = "\n".join((edition.title, edition.sender, *map(str, config.delivery.model_dump().values())))
    return tuple(one for one in config.secrets if one not in shown)


def _override(config: Config, base: Path) -> str:
    return str(base / config.digest.templates) if config.digest.templates else ""


def _logo(config: Config, base: Path) -> str:
    return str(base / config.digest.logo) if config.digest.logo else ""
