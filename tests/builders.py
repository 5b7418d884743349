"""Builders of nouns: every field has a default, so that a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from digest.models import (
    Candidate,
    Colophon,
    Entry,
    Evidence,
    Fetched,
    Headline,
    Imprint,
    Issue,
    Item,
    Line,
    Match,
    Paragraph,
    Passage,
    Piece,
    Placed,
    Printing,
    Section,
    Sentence,
    Snapshot,
    SourceCount,
    SourceRef,
    Story,
    TopicSection,
    Update,
)

NOW = datetime(2025, 6, 9, 7, 0, tzinfo=UTC)


def key(text: str) -> str:
    """Eight bytes of blake2b, hex."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def fetched(body: bytes | str = b"", **changes: Any) -> Fetched:
    """A fetched feed."""
    data = body.encode() if isinstance(body, str) else body
    base = Fetched("Wire", "https://wire.example/feed", data, "application/rss+xml", "", NOW)
    return replace(base, **changes)


def entry(**changes: Any) -> Entry:
    """An entry with a title and one paragraph."""
    base = Entry(
        guid="urn:1",
        url="https://wire.example/1",
        title="Delegations meet in Istanbul",
        body="<p>Delegations of Russia and Ukraine met in Istanbul on Monday.</p>",
        body_format="html",
        published=datetime(2025, 6, 5, 9, 0, tzinfo=UTC),
    )
    return replace(base, **changes)


def snapshot(title: str, *paragraphs: str) -> Snapshot:
    """A snapshot of a title and paragraphs."""
    text = "\n\n".join((title, *paragraphs))
    return Snapshot(blake2b(text.encode(), digest_size=16).hexdigest(), text)


def passages(text: str) -> tuple[Passage, ...]:
    """One passage per block of a snapshot's text after the title."""
    made: list[Passage] = []
    at = 0
    for number, block in enumerate(text.split("\n\n")):
        if number and block:
            made.append(Passage(key(block), "paragraph", block, ((at, at + len(block)),)))
        at += len(block) + 2
    return tuple(made)


def item(title: str = "Delegations meet in Istanbul", *paragraphs: str, **changes: Any) -> Item:
    """An item whose passages are `paragraphs`."""
    blocks = paragraphs or ("Delegations of Russia and Ukraine met in Istanbul on Monday for peace talks.",)
    shot = snapshot(title, *blocks)
    base = Item(
        id=key(title + str(changes.get("source", "Wire"))),
        source="Wire",
        publisher="Wire",
        url=f"https://wire.example/{key(title)}",
        title=title,
        snapshot=shot.hash,
        passages=passages(shot.text),
        published=datetime(2025, 6, 5, 9, 0, tzinfo=UTC),
        dated_by="publisher",
        language="en",
    )
    return replace(base, **changes)


def candidate(of: Item | None = None, **changes: Any) -> Candidate:
    """A candidate with all passages fresh."""
    it = of or item()
    base = Candidate(it, tuple(p.key for p in it.passages), NOW)
    return replace(base, **changes)


def placed(of: Item | None = None, **changes: Any) -> Placed:
    """An item wholly placed in one section."""
    it = of or item()
    base = Placed(it, it.passages, "Europe", "Russia-Ukraine talks", True, (), NOW)
    return replace(base, **changes)


def story(*cuts: Placed, **changes: Any) -> Story:
    """A story of the given cuts."""
    all_cuts = cuts or (placed(),)
    families = tuple(dict.fromkeys(c.item.publisher for c in all_cuts))
    return replace(Story(all_cuts[0].region, all_cuts[0].topic, all_cuts, families), **changes)


def paragraph(text: str, **changes: Any) -> Paragraph:
    """A paragraph of one sentence."""
    made = Sentence(text, "item1", "shot1", ((0, len(text)),), 1)
    return replace(Paragraph("paragraph", "en", "ltr", 0, (made,), key(text)), **changes)


def source_ref(**changes: Any) -> SourceRef:
    """One article behind a piece."""
    base = SourceRef(
        item="item1",
        publisher="rki.news",
        agency="Anadolu Agency",
        title="Delegations meet in Istanbul",
        url="https://rki.example/1",
        published=datetime(2025, 6, 5, tzinfo=UTC),
        dated_by="publisher",
        language="en",
    )
    return replace(base, **changes)


def piece(headline: str = "Delegations meet in Istanbul", *texts: str, **changes: Any) -> Piece:
    """A piece with one paragraph per text."""
    blocks = texts or ("Delegations of Russia and Ukraine met in Istanbul on Monday. Both handed over papers.",)
    base = Piece(
        id="p" + key(headline)[:12],
        headline=Headline(headline, "title", "item1", "shot1", ((0, len(headline)),)),
        language="en",
        direction="ltr",
        published=datetime(2025, 6, 5, 9, 0, tzinfo=UTC),
        paragraphs=tuple(paragraph(t) for t in blocks),
        shortened=False,
        sources=(source_ref(title=headline),),
        publishers=1,
        update_of="",
        note="",
        score=0.5,
        why=("Matched “peace talks”, “Istanbul”.",),
        evidence=(),
    )
    return replace(base, **changes)


def reasoned(**changes: Any) -> Piece:
    """A piece of three publishers with the evidence by which it came into its section."""
    words = (Match("peace talks", "talks", 0, 11), Match("Istanbul", "Istanbul", 20, 28))
    evidence = (Evidence("k", "topic", "Talks", "won", 4.0, "talks", words),)
    return piece(publishers=3, score=0.524, evidence=evidence, **changes)


def section(name: str = "Europe", topic: str = "Russia-Ukraine talks", *pieces: Piece) -> Section:
    """A region with one topic."""
    topics = (TopicSection("t-" + key(name + topic)[:6], topic, "About " + topic, pieces or (piece(),), 0),)
    return Section("r-" + key(name)[:6], name, topics)


def headline_of(title: str, of: str) -> Headline:
    """A headline that is the title of item `of`."""
    return Headline(title, "title", of, "shot1", ((0, len(title)),))


def printing(name: str = "weekly/2025-W22", headline: str = "Delegations agree to meet", **changes: Any) -> Printing:
    """Where a story was printed before."""
    base = Printing(name, 22, datetime(2025, 6, 2, 7, 0, tzinfo=UTC), "p" + key(headline)[:12], headline)
    return replace(base, **changes)


def update(**changes: Any) -> Update:
    """The mark of a story that was printed before, once."""
    first = changes.pop("first", printing())
    return replace(Update(first, first, (), "the same event by its words"), **changes)


def issue(*sections: Section, **changes: Any) -> Issue:
    """An issue of the given sections."""
    parts = sections or (section(),)
    pieces = [p for s in parts for t in s.topics for p in t.pieces]
    base = Issue(
        schema=1,
        id="weekly/2025-W23",
        edition="weekly",
        title="The Weekly Brief",
        number=23,
        language="en",
        direction="ltr",
        timezone="UTC",
        slot=datetime(2025, 6, 9, 7, 0, tzinfo=UTC),
        since=datetime(2025, 6, 2, 7, 0, tzinfo=UTC),
        until=NOW,
        lines=tuple(Line(p.headline.text, p.id) for p in pieces[:5]),
        sections=parts,
        colophon=Colophon(
            sources=(SourceCount("rki.news", "rki.news", "", len(pieces), len(pieces)),),
            failures=(),
            items=len(pieces),
            unmatched=0,
            held_back=0,
            rules="0123456789abcdef",
            program="digest 0.1.0",
        ),
        imprint=Imprint(
            sender_name="The Weekly Brief",
            sender_address="weekly@digest.example",
            list_id="weekly.digest.example",
            public_url="https://digest.example",
            contact="editor@digest.example",
            attach=("pdf",),
        ),
    )
    return replace(base, **changes)
