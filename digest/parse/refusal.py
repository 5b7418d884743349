"""Pages that are no article: they ask for consent, for money or for a name, check for robots, or say "not found"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.language.likeness import shared
from digest.language.pagewords import page_line, page_title, page_words

CONSENT = "the page asks for consent"
PAYWALL = "the page shows its article to subscribers only"
LOGIN = "the page asks for a login"
CHECK = "the page asks whether a person is reading"
MISSING = "the page says that the article is not there"
OTHER = "the page holds another article"
EMPTY = "no article was found on the page"

_NOTICE = 400  # characters of a paragraph that is a notice; longer ones tell of notices
_LAST = 6  # blocks of the page's main part, from the end of the article's text, in which a paywall shows
_PART = 3_000  # characters: a longer text is an article with a notice in it
_WALL = 2_500  # characters of a page that asks for consent
_ASKED = 3  # different phrases of consent: an article on cookies has one or two in its first 2,500 characters
_LITTLE = 600  # characters: the whole text of a page that only checks, or says that there is nothing
_TITLE = 0.34  # of the entry's title that its own page has in common with it at least ...
_TEXT = 0.25  # ... or of all that the feed says: of 661 pages that were not the entry's 19 in 20 have less of both
_CONSENT_HOST = re.compile(
    r"https?://(?:consent|cmp|guce|privacy|cookies?)\.|/(?:consent|collectconsent|privacy-gate)(?:[/?#]|$)"
)


def refusal(article: str, lines: Sequence[str], titles: Sequence[str], url: str, *, free: bool, password: bool) -> str:
    """Why the page is no article, as a clause; "" when it looks like one.

    `article` is what was extracted, `lines` all paragraphs of the page's main part, `titles` the page's names for
    itself, `url` where it was found in the end. `free` is False where the page says that its article is not for all;
    `password` says whether it has a field for one.
    """
    named = [title for title in titles if title.strip()][:3]
    if _asks_for_consent(article, named, url):
        return CONSENT
    if len(article) < _WALL and (any(map(page_title("checks").fullmatch, named)) or _checks(article, lines)):
        return CHECK
    if len(article) < _LITTLE and any(map(page_title("missing").fullmatch, named)):
        return MISSING
    if len(article) < _LITTLE and (password or any(map(page_title("login").fullmatch, named))):
        return LOGIN
    if _is_walled(article, lines, free=free):
        return PAYWALL
    return "" if article else EMPTY


def is_another(title: str, said: str, titles: Sequence[str], article: str) -> bool:
    """Whether a page has nothing in common with the entry that links to it: neither its title nor what it says."""
    page = "\n".join([*titles, article])
    return shared(title, page) < _TITLE and shared(f"{title}\n{said}", page) < _TEXT


def _asks_for_consent(article: str, titles: Sequence[str], url: str) -> bool:
    if _CONSENT_HOST.search(url) or (len(article) < _WALL and any(map(page_title("consent").fullmatch, titles))):
        return True
    return len(article) < _WALL and len(_phrases("consent", article)) >= _ASKED


def _phrases(table: str, text: str) -> set[str]:
    return {" ".join(found.casefold().split()) for found in page_words(table).findall(text)}


def _checks(article: str, lines: Sequence[str]) -> bool:
    whole = "\n".join(lines)
    return len(article) < _LITTLE and len(whole) < 2 * _LITTLE and page_words("checks").search(whole) is not None


def _is_walled(article: str, lines: Sequence[str], *, free: bool) -> bool:
    """Whether a notice for those who have not paid follows the article's text, or stands in its place."""
    if len(article) >= _PART:
        return False
    if not free and len(article) < _PART / 2:
        return True
    told = [at for at, line in enumerate(lines) if len(line) > _NOTICE / 4 and line in article]
    last = told[-1] if told else 0
    near = [line for line in lines[max(0, last - 1) : last + _LAST] if len(line) <= _NOTICE]
    comments = next((at for at, line in enumerate(near) if page_line("comments").fullmatch(line)), len(near))
    return any(page_words("paywall").search(line) for line in near[:comments])
