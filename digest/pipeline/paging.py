"""One web page read for one item: plain values in and out, so that any engine can run it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digest.errors import SourceTrouble
from digest.models import Entry, Failure, Fetched, Item, Reading, SourceFacts, WantedPage

_HALF = 0.5  # of the feed's text: a page that gives less was read wrongly, or is a part of it
_SAME = 0.8  # of the feed's words are the page's: then the feed gives the whole article


@dataclass(frozen=True, slots=True)
class PageJob:
    """A fetched page, the item that wants it, and how its site's pages are read, when feeds.toml says so."""

    fetched: Fetched
    wanted: WantedPage
    facts: SourceFacts
    article: str = ""  # CSS selectors, as of SiteTable
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRead:
    """What came of a page: the item with its text, or the item as it stays, its `text_note` saying why."""

    item: Item
    reading: Reading | None = None


def read_page(job: PageJob) -> PageRead:
    """Read the page for its item. A page that gives less than the feed, or no article, leaves the text as it is."""
    from digest.parse.article import read_article
    from digest.parse.fulltext import Selectors
    from digest.parse.refusal import EMPTY, OTHER, is_another

    wanted = job.wanted
    page = read_article(job.fetched, Selectors(job.article, job.remove))
    if page.refused:
        return PageRead(stays(wanted.item, page.refused))
    if is_another(wanted.title, wanted.said, page.titles, page.article.text):
        return PageRead(stays(wanted.item, OTHER))
    try:
        made = _read(job, page.entry)
    except SourceTrouble:
        return PageRead(stays(wanted.item, EMPTY))
    return _weighed(wanted, made)


def stays(item: Item, why: str) -> Item:
    """The item as it is, with a note of why it has not what its page holds now."""
    text = "the page's earlier text" if item.text_from == "page" else "the feed's own text"
    return replace(item, text_note=f"{why}: {text} stays")


def _read(job: PageJob, page: Entry) -> Reading:
    """The item with the page's text, and with what the feed lacks: author, date, picture, title."""
    from digest.normalise import normalise

    item, title = job.wanted.item, job.wanted.title
    entry = replace(page, guid=item.guid, url=item.url, title=title or page.title, author=item.author or page.author)
    reading = normalise(entry, job.facts, job.fetched.at)
    new = reading.item
    text = replace(
        item,
        title=new.title,
        titled_from=item.titled_from if title else new.titled_from or "the page",
        snapshot=new.snapshot,
        passages=new.passages,
        language=new.language,
        author=item.author or new.author,
        picture=item.picture or page.picture,
        text_from="page",
        text_note="",
    )
    if item.dated_by == "fetch" and new.dated_by == "publisher":
        text = replace(text, published=new.published, dated_by="publisher", dated_from="the page")
    return Reading(text, reading.snapshot)


def _weighed(wanted: WantedPage, made: Reading) -> PageRead:
    """The page's text if there is more of it than the feed gives, else the feed's."""
    from digest.language.likeness import shared

    text = "\n".join(passage.text for passage in made.item.passages)
    if len(text) > wanted.size or wanted.item.text_from == "page":
        return PageRead(made.item, made)
    if len(text) >= _HALF * wanted.size and shared(wanted.said, text) >= _SAME:
        whole = replace(wanted.item, text_from="source")
        return PageRead(stays(whole, "the page gives no more than the feed"))
    return PageRead(stays(wanted.item, "the page gives less than the feed"))


def page_named(job: PageJob) -> Failure:
    """The job's name, as the engine fills it in when reading fails as a whole."""
    return Failure(job.wanted.item.id, job.fetched.url, "parse", "")
