"""RSS 0.9x to 2.0, RSS 1.0, Atom, CDF and their relatives, through feedparser's grammar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.errors import SourceTrouble
from digest.models import Entry, Failure, Fetched
from digest.parse.feed_entry import Reader
from digest.parse.grammar import Fault, Grammar, read_grammar
from digest.parse.looks import looks_like

MOST = 2_000  # entries of one feed; real ones have a few hundred at most
# XML 1.0 forbids them, and one of them makes a whole feed ill-formed.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What stands before the feed: its declaration, and what a server printed before that ("<b>Warning</b>: ..."). A
# declaration within the feed is somebody's example.
_PROLOG = re.compile(
    r"\A(?:(?:(?!<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]).){0,4000}?<\?xml[^>]{0,1000}>\s*|[^<]*)",
    re.DOTALL | re.IGNORECASE,
)


def parse_feed(fetched: Fetched, text: str) -> tuple[Entry | Failure, ...]:
    """The entries of a feed in its order, at most 2,000; what is left over is a Failure.

    Raises SourceTrouble when it is no feed, or one that breaks off before its first entry.
    """
    # The text is decoded already: what the feed says of its encoding may be wrong, and must not be heard again.
    clean = _FORBIDDEN.sub("", text)
    prolog = _PROLOG.match(clean)
    start = prolog.end() if prolog else 0
    made = read_grammar(clean[start:], _base(fetched), fetched.language, MOST)
    if not made.entries:
        _explain(made, text, clean.count("\n", 0, start))
    reader = Reader(fetched, made.feed, made.version)
    entries = [reader.entry(entry) for entry in made.entries]
    return (*_told_apart(entries), *_left_over(fetched, more=made.more))


def _base(fetched: Fetched) -> str:
    base = fetched.base or fetched.url
    return base if base.startswith("http") else ""


def _explain(made: Grammar, text: str, lines_before: int) -> None:
    """Raise what is wrong with a feed that has no entries; return when it is merely empty."""
    line = _line(made.fault, lines_before)
    if not made.version:
        what = looks_like(text)
        raise SourceTrouble(
            f"This is no feed: it looks like {what}.", "Give the address of the site's RSS or Atom feed.", line
        )
    if made.fault:
        what = f"The feed breaks off or is not well-formed before its first entry: {made.fault.what}."
        raise SourceTrouble(what, "Look at it with a feed validator, or try again later.", line)


def _line(fault: Fault | None, lines_before: int) -> str:
    return f"line {fault.line + lines_before}" if fault else ""


def _left_over(fetched: Fetched, *, more: bool) -> Iterator[Failure]:
    if more:
        what = f"The feed has more than {MOST} entries; the first {MOST} were read."
        yield Failure(fetched.source, fetched.url, "parse", what, "Use the publisher's feed of recent entries.")


def _told_apart(made: Sequence[Entry]) -> Iterator[Entry]:
    """The entries, without their ids where two different articles share one."""
    pages = Counter(guid for guid, _ in {(entry.guid, entry.url) for entry in made})
    for entry in made:
        yield replace(entry, guid="") if entry.guid and pages[entry.guid] > 1 and entry.url else entry
