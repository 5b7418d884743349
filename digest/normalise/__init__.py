"""normalise: Entry -> Reading. One address, date and language, clean passages, and the snapshot they point into."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from digest.errors import SourceTrouble
from digest.language.captions import is_caption
from digest.language.clauses import clause_end
from digest.language.dates import utc
from digest.language.identify import UNDETERMINED, identify
from digest.language.mojibake import repaired
from digest.language.scripts import script, written_in
from digest.language.sentences import sentences
from digest.language.tags import tag
from digest.models import FIRST_WORDS, DatedBy, Entry, Item, Passage, Reading, Snapshot, SourceFacts
from digest.normalise.address import canonical
from digest.normalise.blocks import Block, blocks_of_html, blocks_of_text
from digest.normalise.boilerplate import settle
from digest.normalise.lead_picture import lead_picture
from digest.normalise.pieces import Piece, laid_out, says_something
from digest.normalise.visible import fold, visible

__all__ = ["normalise"]

_LONGEST_TITLE = 300  # characters
_MADE_TITLE = 100  # characters of a title that is made from the first words
_EARLY = timedelta(hours=48)  # an embargoed article may be dated tomorrow; what lies further ahead is a mistake
_FIRST_YEAR = 1900
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_TAGS = 30
_LONGEST_PASSAGE = 50_000  # characters, about 15 pages: 420,000 took a minute to print, seven million never ended
_NAME = 200  # characters of an author, agency, place or tag


def normalise(entry: Entry, facts: SourceFacts, at: datetime) -> Reading:
    """Make an item of what a publisher wrote.

    An entry without a title has its first words for one; of one without a body the title is the only passage. `at` is
    when it was fetched, aware: the date of what is not dated, or dated impossibly (`_dated`). Raises SourceTrouble
    when no text is left.
    """
    if not entry.title.strip() and not entry.body.strip():
        raise SourceTrouble("The entry has neither a title nor a text.")
    entry = _put_right(entry)
    title = _title(entry)
    blocks = blocks_of_html(entry.body) if entry.body_format == "html" else blocks_of_text(entry.body)
    language = _language(entry, facts, title, blocks)
    snapshot, passages, byline = _read(entry, title, blocks, language)
    published, dated_by = _dated(entry, at)
    url = canonical(entry.url)
    item = Item(
        id=_id(entry, facts, url),
        source=facts.name,
        publisher=facts.publisher or _name(entry.publisher) or facts.house or facts.name,
        url=url,
        title=_shortened(title) or _first_words(passages, language),
        snapshot=snapshot.hash,
        passages=passages,
        published=published,
        dated_by=dated_by,
        language=language,
        author=_name(entry.author) or byline,
        agency=_name(entry.agency),
        place=_name(entry.place) or facts.place,
        kind=_name(entry.kind),
        tags=tuple(dict.fromkeys(filter(None, map(_name, (*entry.tags, *facts.tags)))))[:_TAGS],
        guid=entry.guid.strip(),
        picture=lead_picture(entry),
        enclosures=entry.enclosures,
        titled_from=entry.titled_from if title else FIRST_WORDS,
        dated_from=entry.dated_from if dated_by == "publisher" else "",
    )
    return Reading(item, snapshot)


def _put_right(entry: Entry) -> Entry:
    """The entry with its letters put right that were encoded twice and hidden by escapes as the bytes were decoded."""
    return replace(entry, title=repaired(entry.title), body=repaired(entry.body), author=repaired(entry.author))


def _read(entry: Entry, title: str, blocks: list[Block], language: str) -> tuple[Snapshot, tuple[Passage, ...], str]:
    """The snapshot, the passages, and the author that a byline in the text names."""
    snapshot, pieces = laid_out(title, blocks)
    said = (title, entry.title, entry.author, entry.publisher, entry.agency)
    settled, byline = settle(pieces, said, language, heals=entry.body_format == "text")
    if not settled and says_something(title):
        settled = [Piece("paragraph", title, ((0, len(title)),))]
    if not settled:
        raise SourceTrouble("No text is left of it: pictures or scripts only, perhaps.", "Look at it in a browser.")
    if (longest := max(len(piece.text) for piece in settled)) > _LONGEST_PASSAGE:
        what = f"One paragraph has {longest:,} characters: that is no prose, or its line breaks are lost."
        raise SourceTrouble(what, "Part it into paragraphs.")
    return snapshot, tuple(piece.passage() for piece in settled), byline


def _title(entry: Entry) -> str:
    """The title in one line, without the publisher's name behind it where the entry names the publisher itself."""
    title = fold(visible(entry.title))
    name = _name(entry.publisher)
    for mark in (" - ", " – ", " — ", " | "):
        if name and title.endswith(mark + name):
            return title.removesuffix(mark + name)
    return title


def _language(entry: Entry, facts: SourceFacts, title: str, blocks: list[Block]) -> str:
    """What feeds.toml says; else what is declared, unless the text is in another script; else what it looks like."""
    if facts.language:
        return facts.language
    text = "\n".join([title, *(block.words for block in blocks)])
    declared = tag(entry.language)
    if declared and written_in(declared, script(text)):
        return declared
    found = identify(text)
    return found if found != UNDETERMINED else declared or UNDETERMINED


def _dated(entry: Entry, at: datetime) -> tuple[datetime, DatedBy]:
    """When it was published, and by whom it is dated.

    The date of publication counts, and without one that of the last change. A date says nothing, and the next one is
    asked, when it lies more than 48 hours after the fetch (a mistake, or an appointment), before 1900, or at the first
    second of 1970, which is what programs write for no date. A back-dated item stays as it is dated. Where no date
    says anything, it is that of the fetch, "fetch".
    """
    now = at.astimezone(UTC)
    for stamp in (entry.published, entry.updated):
        try:
            moment = utc(stamp) if stamp else None
        except OverflowError:
            continue
        if moment and moment.year >= _FIRST_YEAR and moment != _NO_DATE and moment - now <= _EARLY:
            return moment, "publisher"
    return now, "fetch"


def _id(entry: Entry, facts: SourceFacts, url: str) -> str:
    identity = entry.guid.strip() or url or entry.url.strip() or fold(entry.title)
    return blake2b(f"{facts.name}\n{identity}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def _name(text: str) -> str:
    return fold(visible(text))[:_NAME].rstrip()


def _first_words(passages: tuple[Passage, ...], language: str) -> str:
    """A title for what has none: its heading, or the beginning of its first sentence up to a clause, verbatim."""
    first = next((one for one in passages if not is_caption(one)), passages[0])
    if passages[0].kind == "heading" and len(passages[0].text) <= _MADE_TITLE:
        return passages[0].text
    start, end = sentences(first.text, language)[0]
    return first.text[start : clause_end(first.text, start, end, _MADE_TITLE)]


def _shortened(title: str) -> str:
    """The title up to 300 characters, cut between words: a beginning of the one in the snapshot."""
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE + 1].rpartition(" ")[0].rstrip() or title[:_LONGEST_TITLE]
