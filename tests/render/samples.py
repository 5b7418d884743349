"""Sample issues that look like real ones: public facts in plain words, several scripts, several sources."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from digest.models import (
    Colophon,
    Direction,
    Failure,
    Headline,
    Issue,
    Line,
    Paragraph,
    Piece,
    Section,
    Sentence,
    SourceCount,
    SourceRef,
    TopicSection,
)
from tests.builders import issue, key, piece, printing, update

Maker = Callable[..., Issue]
PUBLISHERS = ("The Courier", "Northern Wire", "Harbour Post", "Meridian News", "Valley Gazette")


@dataclass(frozen=True)
class Told:
    """One story as a sample tells it."""

    headline: str
    day: date
    text: Sequence[Sequence[str]]  # paragraphs of sentences
    publisher: str = "The Courier"
    agency: str = ""
    language: str = "en"
    others: int = 0  # further sources
    from_title: str = ""
    note: str = ""
    update_of: str = ""
    shortened: bool = False


def _stories() -> dict[str, tuple[Told, ...]]:
    tables = tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))
    return {name: tuple(Told(**story) for story in stories) for name, stories in tables.items()}


_TOLD = _stories()
TALKS, EUROPE, DAESH, ASIA, WORLD = (_TOLD[name] for name in ("talks", "europe", "daesh", "asia", "world"))
ARABIC = _TOLD["arabic"]


def told(story: Told, score: float = 0.5) -> Piece:
    """A story as a piece of the plan."""
    side: Direction = "rtl" if story.language in ("ar", "ur", "fa", "he") else "ltr"
    refs = tuple(_source(story, number) for number in range(story.others + 1))
    origin: Literal["title", "sentence"] = "sentence" if story.from_title else "title"
    return replace(
        piece(story.headline),
        headline=Headline(story.headline, origin, "item1", "shot1", ((0, len(story.headline)),), story.from_title),
        language=story.language,
        direction=side,
        published=refs[0].published,
        paragraphs=tuple(_paragraph(text, number, story.language, side) for number, text in enumerate(story.text, 1)),
        shortened=story.shortened,
        sources=refs,
        publishers=len(refs),
        update_of=story.update_of,
        update=update(first=printing(story.update_of, "An earlier report")) if story.update_of else None,
        note=story.note,
        score=score,
    )


def _source(story: Told, number: int) -> SourceRef:
    names = (story.publisher, *(name for name in PUBLISHERS if name != story.publisher))
    slug = key(story.headline)
    return SourceRef(
        item=f"item{number + 1}",
        publisher=names[number],
        agency=story.agency if number == 0 else "",
        title=story.from_title or story.headline,
        url=f"https://{'www.' if number else ''}news{number + 1}.example/{story.day:%Y/%m}/{slug}",
        published=datetime.combine(story.day, time(9, 30), UTC),
        dated_by="publisher",
        language=story.language if number == 0 else "en",
    )


def _paragraph(text: Sequence[str], number: int, language: str, side: Direction) -> Paragraph:
    sentences = tuple(
        Sentence(sentence, "item1", "shot1", ((at * 100, at * 100 + len(sentence)),), number)
        for at, sentence in enumerate(text)
    )
    return Paragraph("paragraph", language, side, 0, sentences, key(" ".join(text)))


def topic(name: str, *stories: Told, held_back: int = 0) -> TopicSection:
    """A topic whose first story scores best."""
    made = tuple(told(story, round(0.9 - 0.05 * place, 2)) for place, story in enumerate(stories))
    return TopicSection("t-" + key(name + made[0].id)[:6], name, "", made, held_back)


def region(name: str, *topics: TopicSection) -> Section:
    """A region."""
    return Section("r-" + key(name)[:6], name, topics)


def world() -> Issue:
    """Twelve stories in five regions and four languages, with two dead feeds."""
    return published(
        region("Europe", topic("Russia-Ukraine talks", *TALKS), topic("", *EUROPE, held_back=3)),
        region("Middle East", topic("Anti-Daesh coordination", *DAESH)),
        region("Asia", topic("", *ASIA)),
        region("Global", topic("Health and climate", *WORLD)),
    )


def small() -> Issue:
    """One story."""
    return published(region("Europe", topic("Russia-Ukraine talks", TALKS[0])))


def large(stories: int = 60) -> Issue:
    """Many stories: the same facts again and again under numbered headlines."""
    facts = (*TALKS, *EUROPE, *DAESH, *ASIA, *WORLD)
    every = [
        replace(facts[n % len(facts)], headline=f"{facts[n % len(facts)].headline} ({n + 1})") for n in range(stories)
    ]
    names = ("Europe", "Middle East", "Asia", "Africa", "Americas", "Global")
    share = -(-stories // len(names))
    parts = [region(name, topic("", *every[at * share : (at + 1) * share])) for at, name in enumerate(names)]
    return published(*(part for part in parts if part.topics[0].pieces))


def arabic() -> Issue:
    """An Arabic edition with an English and an Urdu piece."""
    made = published(
        region("أوروبا", topic("محادثات روسيا وأوكرانيا", ARABIC[0]), topic("", ARABIC[1], EUROPE[0])),
        region("العالم", topic("الصحة والاقتصاد", ARABIC[2], ASIA[1], held_back=2)),
    )
    imprint = replace(made.imprint, sender_name="الموجز الأسبوعي")
    return replace(made, title="الموجز الأسبوعي", language="ar", direction="rtl", imprint=imprint)


def monstrous() -> Issue:
    """Titles, words, names and addresses of absurd length."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
    stories = [
        replace(TALKS[0], headline=f"A headline with {word} in it", publisher=f"Publisher {word}"),
        replace(TALKS[1], headline="A headline that does not end, " * 9 + "or so it seems"),
        replace(EUROPE[0], text=((f"A paragraph with {word} and no end.",), ("长" * 200,))),
    ]
    made = published(region("A region " * 12, topic("A topic " * 20, *stories)))
    lengthy = "https://news.example/" + "a-very-long-path/" * 60 + "?q=" + "x" * 400
    first = made.sections[0].topics[0].pieces[0]
    swapped = replace(first, sources=(replace(first.sources[0], url=lengthy), *first.sources[1:]))
    rest = made.sections[0].topics[0].pieces[1:]
    section = replace(made.sections[0], topics=(replace(made.sections[0].topics[0], pieces=(swapped, *rest)),))
    return replace(made, title="A publication whose name goes on and on and on " * 3, sections=(section,))


def published(*sections: Section) -> Issue:
    """An issue of these sections with its opening lines and a colophon that names two troubles."""
    every = [one for section in sections for part in section.topics for one in part.pieces]
    best = sorted(every, key=lambda one: (-one.score, one.id))[:5]
    return issue(
        *sections,
        lines=tuple(Line(one.paragraphs[0].sentences[0].text, one.id) for one in best),
        colophon=Colophon(
            sources=tuple(SourceCount(name, name, "https://news.example/feed", 24, 3) for name in PUBLISHERS),
            failures=(
                Failure("Coastal Radio", "https://radio.example/feed", "fetch", "the server did not answer in 10 s"),
                Failure("Old Gazette", "https://gazette.example/rss", "fetch", "the server did not answer in 10 s"),
                Failure("Notes", "inbox/broken.html:12", "parse", "no article found in the file", "check the file"),
            ),
            items=124,
            unmatched=9,
            held_back=3,
            rules="0123456789abcdef",
            program="digest 0.1.0",
        ),
    )
