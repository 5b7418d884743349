"""Every key of feeds.toml: its meaning, its default, its range. These docstrings and descriptions are the manual.

What a key's value must *be* is held here; what it must *mean* (a time zone that exists, a region that is listed) is
held in `meaning`. An example is what an error message tells the reader to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SkipValidation

from digest.config.brand import BrandTable
from digest.config.delivery import DeliveryTable
from digest.config.model import ModelTable
from digest.config.published import EditionTable, LimitsTable, MemoryTable
from digest.config.tables import Country, Language, Minutes, Seconds, Table, Weight
from digest.config.values import number
from digest.models import FullText, Learned

__all__ = [
    "NOT_KEYS",
    "BrandTable",
    "Config",
    "DeliveryTable",
    "DigestTable",
    "EditionTable",
    "GatherTable",
    "LimitsTable",
    "MemoryTable",
    "ModelTable",
    "RegionTable",
    "SiteTable",
    "SourceTable",
    "TopicTable",
]


class DigestTable(Table):
    """What holds for everything."""

    title: str = Field(
        "Digest",
        min_length=1,
        description="The publication's name, unless an edition has its own.",
        examples=["The Weekly Brief"],
    )
    language: Language = Field(
        "en",
        min_length=1,
        description="BCP 47 language of the labels and dates, unless an edition has its own.",
        examples=["en"],
    )
    timezone: str = Field(
        "UTC",
        min_length=1,
        description="IANA zone of schedules and printed dates, unless an edition has its own.",
        examples=["Europe/Istanbul"],
    )
    database: str = Field(
        "digest.sqlite3",
        min_length=1,
        description="A path beside feeds.toml (never inside `out`), or a SQLAlchemy URL (`postgresql+psycopg://...`).",
        examples=["digest.sqlite3"],
    )
    templates: str = Field(
        "",
        description="A folder whose files override the shipped templates one by one.",
        examples=["templates"],
    )
    out: str = Field("out", min_length=1, description="The folder that issues are written to.", examples=["out"])
    allow_hosts: tuple[str, ...] = Field(
        (),
        description="Private addresses (host, host:port or CIDR) that may be fetched all the same.",
        examples=[["intranet.example.org", "10.0.0.0/8"]],
    )
    logo: str = Field("", description="An SVG or PNG for the masthead.", examples=["logo.svg"])


class GatherTable(Table):
    """How feeds and pages are asked for. The defaults are polite: change them for your own servers only."""

    at_once: Annotated[int, Field(ge=1, le=200)] = Field(
        50, description="Hosts asked at a time; each of them has one connection.", examples=[50]
    )
    pause: Seconds = Field(
        1.0,
        description="Seconds between two requests to one host.",
        examples=[1.0],
    )
    shortest: Minutes = Field(
        15,
        description="Minutes that `gather --due` leaves a feed alone at least, however often it changes.",
        examples=[15],
    )
    longest: Minutes = Field(
        1440,
        description="Minutes after which `gather --due` asks a feed again at the latest.",
        examples=[1440],
    )
    first: Annotated[int, Field(ge=0)] | Literal["all"] = Field(
        10,
        description='Newest items taken from a feed that is read for the first time, or "all"; the others are held '
        "until `digest release`.",
        examples=[10],
    )
    storm: Annotated[float, Field(ge=0), BeforeValidator(number)] = Field(
        3.0,
        description="A feed with more new items at once than this many times its usual number is held until "
        "`digest release`; 0 holds none.",
        examples=[3.0],
    )
    full_text: FullText = Field(
        "auto",
        description="Whether articles are read from their pages: when the feed gives only a teaser, always, or never.",
        examples=["auto"],
    )
    pictures: bool = Field(
        True,
        description="Whether the lead pictures of what is printed are fetched.",
        examples=[True],
    )


class SourceTable(Table):
    """One feed (`url`) or one set of files (`files`); a source has exactly one of the two."""

    name: str = Field(
        min_length=1,
        description="Shown in the colophon and by `digest status`; unique.",
        examples=["BBC World"],
    )
    url: str = Field(
        "",
        description="A feed's http(s) address, the path of a feed file, or a mail folder: "
        "`imaps://${USER}:${PASSWORD}@host/INBOX/News` (`imap://` begins TLS by STARTTLS); mails are only read.",
        examples=["https://feeds.bbci.co.uk/news/world/rss.xml"],
    )
    files: tuple[str, ...] = Field(
        (),
        description="Globs relative to feeds.toml, or folders: articles, documents, archives, mails (.eml), mailboxes "
        "(mbox), Maildir folders.",
        examples=[["inbox/*"]],
    )
    publisher: str = Field(
        "",
        description="Publisher family: editions of one newsroom share it and count once. Files and mails that name "
        "their own publisher keep it.",
        examples=["BBC"],
    )
    language: Language = Field(
        "",
        description="BCP 47, when the source does not say or says wrong.",
        examples=["ar"],
    )
    weight: Weight = Field(
        1.0,
        description="How much it counts in ranking, 0 to 10.",
        examples=[1.5],
    )
    excerpt: Annotated[int, Field(ge=1)] | Literal["full"] | None = Field(
        None,
        description='Words printed of one article, or "full"; default: 80 for feeds, "full" for files.',
        examples=[80],
    )
    max_age: Annotated[int, Field(ge=1)] | Literal["none"] | None = Field(
        None,
        description='Days from publication after which an item is left out, or "none"; '
        'default: 30 for feeds, "none" for files.',
        examples=[30],
    )
    region: str = Field(
        "",
        description="The region it usually tells of: used where the text itself names none.",
        examples=["Europe"],
    )
    topics: tuple[str, ...] = Field(
        (),
        description="The topics it usually tells of: hints, as a publisher's own categories are.",
        examples=[["Elections"]],
    )
    headers: dict[str, str] = Field(
        {},
        description="Request headers that the server wants, sent to its own host only.",
        examples=[{"Authorization": "Bearer ${FEED_TOKEN}"}],
    )
    interval: Minutes | None = Field(
        None,
        description="Minutes between two polls by `gather --due`; default: as often as the feed changes.",
        examples=[60],
    )
    first: Annotated[int, Field(ge=0)] | Literal["all"] | None = Field(
        None,
        description="As in `[gather]`, for this source; files are always taken whole.",
        examples=[10],
    )
    full_text: FullText | None = Field(
        None,
        description="As in `[gather]`, for this source.",
        examples=["auto"],
    )
    pictures: bool | None = Field(
        None,
        description="As in `[gather]`, for this source.",
        examples=[True],
    )


class SiteTable(Table):
    """Where the article stands on the pages of one site, for sites whose pages are read wrongly."""

    host: str = Field(
        min_length=1,
        description="The site's host; its subdomains are meant too; unique.",
        examples=["example.org"],
    )
    article: str = Field(
        "",
        description="CSS selector of the part that holds the article.",
        examples=["div.story-body"],
    )
    remove: tuple[str, ...] = Field(
        (),
        description="CSS selectors of what is taken out of it first.",
        examples=[["aside", ".newsletter-box"]],
    )


class RegionTable(Table):
    """A part of the world. Names, demonyms, capitals and spellings of its countries come from the gazetteer."""

    name: str = Field(min_length=1, description="As printed; unique.", examples=["Europe"])
    countries: tuple[Country, ...] = Field(
        (),
        description="ISO 3166-1 alpha-2 codes (and XK for Kosovo).",
        examples=[["FR", "DE"]],
    )
    words: tuple[str, ...] = Field(
        (),
        description='Extra words that mean this region, e.g. "Sahel".',
        examples=[["Sahel"]],
    )
    names: dict[Language, str] = Field(
        {},
        description="As printed in editions of other languages; those of usual regions are known.",
        examples=[{"tr": "Avrupa"}],
    )


class TopicTable(Table):
    """What a passage can be about. A passage that meets several rules goes to the strongest, ties by order."""

    name: str = Field(min_length=1, description="As printed; unique.", examples=["Russia-Ukraine talks"])
    region: str = Field(
        "Global",
        min_length=1,
        description='The region it is printed under, or "Global".',
        examples=["Europe"],
    )
    rule: str = Field(
        description='Boolean rule: words and "phrases" joined by AND, OR, NOT, NEAR/5, 2 OF (a, b, c) and brackets; '
        "`talk~` for a word's forms, `talk*` for beginnings; a word of `[aliases]` finds all its spellings; `*` alone "
        "matches everything. See Rules below.",
        examples=["(Russia OR Moscow) NEAR/10 (talk~ OR ceasefire)"],
    )
    about: str = Field("", description="One sentence for the reader.", examples=["Negotiations between the two."])
    names: dict[Language, str] = Field(
        {},
        description="As printed in editions of other languages.",
        examples=[{"tr": "Rusya-Ukrayna görüşmeleri"}],
    )
    learned: str = Field(
        "",
        description="A file that `digest learn` made of labelled texts: what was learned of the topic.",
        examples=["learned/elections.json"],
    )
    learned_mode: Literal["widen", "narrow"] = Field(
        "widen",
        description='What `learned` does: "widen" also takes passages that the rule misses, "narrow" takes only '
        "those on which both agree.",
        examples=["widen"],
    )


class Config(Table):
    """feeds.toml, whole and checked."""

    digest: DigestTable = Field(DigestTable(), description="What holds for everything.")
    gather: GatherTable = Field(GatherTable(), description="How feeds and pages are asked for.")
    aliases: dict[str, tuple[str, ...]] = Field(
        {},
        description="One notion, many spellings: a rule that names one finds all.",
        examples=[{"Daesh": ["ISIS", "ISIL", "Islamic State"]}],
    )
    sources: tuple[SourceTable, ...] = Field((), description="What is read.")
    sites: tuple[SiteTable, ...] = Field((), description="How the pages of some sites are read.")
    regions: tuple[RegionTable, ...] = Field((), description="The parts of the world.")
    topics: tuple[TopicTable, ...] = Field((), description="What passages can be about.")
    editions: tuple[EditionTable, ...] = Field((), description="What is published.")
    brand: BrandTable = Field(BrandTable(), description="How it looks, in mail, on the web and in print.")
    model: ModelTable = Field(ModelTable(), description="A language model, if one may write.")
    delivery: DeliveryTable = Field(DeliveryTable(), description="Who sends, and where readers find the web pages.")
    base: PurePosixPath = Field(
        PurePosixPath(),
        exclude=True,
        description="Not a key of feeds.toml: the folder that it lies in.",
    )
    learned: Mapping[str, SkipValidation[Learned]] = Field(
        {},
        exclude=True,
        repr=False,
        description="Not a key of feeds.toml: what was learned, by topic, read from the files that topics name.",
    )
    secrets: tuple[str, ...] = Field(
        (),
        exclude=True,
        repr=False,
        description="Not a key of feeds.toml: values that came from ${VAR}, redacted wherever text leaves.",
    )


NOT_KEYS = ("base", "learned", "secrets")
"""Fields of `Config` that a file must not set."""
