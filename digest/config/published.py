"""The tables of feeds.toml that say what is published: [[editions]] with their limits and memory, [delivery]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digest.config.tables import Language, Share, Table


class LimitsTable(Table):
    """How much is printed; what is left over waits for the next issue."""

    topic: Annotated[int, Field(ge=1)] = Field(8, description="Stories per topic.", examples=[8])
    other: Annotated[int, Field(ge=0)] = Field(5, description="Stories per region's other news.", examples=[5])
    issue: Annotated[int, Field(ge=1)] = Field(60, description="Stories in all.", examples=[60])
    publisher: Share = Field(
        0.35,
        description="Share of a section, and of the issue, that one publisher leads at most while others wait.",
        examples=[0.35],
    )


class MemoryTable(Table):
    """What an edition knows of its own past issues. An article is never printed twice, whatever stands here."""

    weeks: Annotated[int, Field(ge=0, le=520)] = Field(
        8,
        description="For how many weeks a printed story is remembered: it returns only with something new, as an "
        "update; 0 remembers articles only.",
        examples=[8],
    )
    since_last: bool = Field(
        True,
        description="Whether an issue says in one line what moved since the one before: new, developed, quiet.",
        examples=[True],
    )


class EditionTable(Table):
    """One publication with its own schedule, choice and readers. The first one is the default of `digest build`."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        description="Used in paths and ids: a-z, 0-9 and hyphens; unique.",
        examples=["weekly"],
    )
    title: str = Field("", description="Printed name; default: the digest's title.", examples=["The Weekly Brief"])
    language: Language = Field("", description="Default: the digest's language.", examples=["en"])
    timezone: str = Field("", description="Default: the digest's timezone.", examples=["Europe/Istanbul"])
    schedule: str = Field(
        "",
        description='Five cron words (minute, hour, day, month, weekday), e.g. "0 7 * * 1" for Mondays at 7; '
        "without it there is one issue per local date.",
        examples=["0 7 * * 1"],
    )
    regions: tuple[str, ...] = Field(
        (),
        description='Which regions, in which order; empty: "Global" first, then all as listed. A list that leaves '
        'out "Global" leaves out its topics, unless `topics` names one.',
        examples=[["Europe", "Global"]],
    )
    topics: tuple[str, ...] = Field(
        (),
        description="Which topics, in which order; empty: all topics of the edition's regions, as listed.",
        examples=[["Elections"]],
    )
    other_news: bool = Field(
        True,
        description="Whether passages without a topic are printed under their region.",
        examples=[True],
    )
    exclude: str = Field(
        "",
        description="A rule like a topic's; passages that match are not printed.",
        examples=["horoscope OR football"],
    )
    timeline: bool = Field(
        True,
        description="Whether a topic is headed by its dated events, where its stories tell three or more on two or "
        "more days.",
        examples=[True],
    )
    quotes: bool = Field(
        False,
        description="Whether what somebody said is set beside an excerpt with the speaker's name, one or two a story, "
        "within the source's excerpt.",
        examples=[True],
    )
    outputs: tuple[Literal["mail", "pdf", "web"], ...] = Field(
        ("mail", "pdf", "web"),
        description="What is rendered.",
        examples=[["mail", "pdf", "web"]],
    )
    profile: Literal["a4", "letter", "large", "e-ink"] = Field(
        "a4",
        description="The PDF's page: A4, US Letter, large print (A4, type from 16 points), or a small page in black "
        "for readers with electronic ink.",
        examples=["large"],
    )
    attach: tuple[Literal["pdf"], ...] = Field((), description="What the mail carries.", examples=[["pdf"]])
    pictures: Literal["attached", "hosted", "none"] = Field(
        "attached",
        description="Where mails have their pictures from: carried along, loaded from `public_url` when the reader's "
        "program wants to, or left to web and print.",
        examples=["attached"],
    )
    links: Literal["inline", "numbered"] = Field(
        "inline",
        description="Where the plain text has its addresses: with each story, or numbered at the end.",
        examples=["numbered"],
    )
    greeting: str = Field(
        "", description="A mail's first line, for readers whose name is known.", examples=["Dear {name},"]
    )
    greeting_all: str = Field("", description="The same for readers without a name.", examples=["Dear reader,"])
    model: tuple[Literal["summaries", "glosses"], ...] = Field(
        (),
        description="What the model of `[model]` writes: summaries of stories in their own language, glosses of those "
        "in another than the edition's. Each is marked in print; the source's headline stays.",
        examples=[["summaries", "glosses"]],
    )
    limits: LimitsTable = Field(LimitsTable(), description="How much is printed, see `[editions.limits]`.")
    memory: MemoryTable = Field(MemoryTable(), description="What is remembered, see `[editions.memory]`.")
    recipients: str = Field("", description="A CSV file of readers.", examples=["readers.csv"])
    sender: str = Field(
        "",
        description='"Name <address>"; default: the delivery table\'s `from`.',
        examples=["The Weekly Brief <weekly@example.org>"],
    )
    floor: Share = Field(
        0.25,
        description="Score under which a story is not printed even where there is room: `digest explain` shows scores. "
        "Files need none, and a region that would be empty prints its best if it lacks nothing but further publishers.",
        examples=[0.25],
    )
    why: bool = Field(
        False,
        description="Whether each story says in one quiet line why it is there.",
        examples=[True],
    )
    approval: Literal["none", "required"] = Field(
        "none",
        description="Whether somebody must approve a plan before it is closed.",
        examples=["required"],
    )
