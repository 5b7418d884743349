"""The picture that stands for an article: the one that its publisher names, else the first real one of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from digest.language.markup import capped, plain
from digest.language.wordlists import wordlist
from digest.models import Entry, Picture
from digest.normalise.visible import fold, visible

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST_ALT, _LONGEST_CREDIT, _LONGEST_URL = 300, 120, 4_096  # characters; what is longer is text, or data
_LOOKED_AT = 40  # pictures of a body; a lead picture stands near its beginning
_BEGINNING = 200_000  # characters of a body that are read for it
_LEAST_WIDTH, _LEAST_HEIGHT = 100, 60  # pixels, as the page sets it: below, it is an icon, however large the file
_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src")  # lazy pages have a blank in `src`
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)|https?://\S+|(?:img|dsc|image)[\W_]*\d+|(?=\S*\d)[\w-]{16,}",
    re.IGNORECASE,
)
_MARKED_CREDIT = '[class*="credit"], [class*="copyright"], cite'
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_NUMBER = re.compile(r"\s*(\d+)")
_SIGNS = re.compile(r"^\s*(?:\(c\)|©|\u2117|\(|\[|[:/|,.–—-])\s*", re.IGNORECASE)


def lead_picture(entry: Entry) -> Picture | None:
    """The picture of `entry`, with an absolute http(s) address and clean words; None when it has none that shows it.

    Pixels that count readers, emoji, faces, logos, buttons and icons are none.
    """
    if entry.picture and _shows(entry.picture.url, ""):
        return _clean(entry.picture)
    if entry.body_format != "html" or "<img" not in entry.body.lower():
        return None
    base = entry.url if entry.url.startswith("http") else ""
    return next((_clean(found) for found in _pictures(entry.body, base)), None)


def _clean(picture: Picture) -> Picture:
    """In clean words. Some name whose it is behind a bar: "Ships in the strait. | dpa"."""
    said, bar, name = picture.alt.rpartition(" | ")
    if bar and not picture.credit.strip() and len(name) <= _LONGEST_CREDIT:
        return Picture(picture.url.strip(), _description(said), _credit(name))
    return Picture(picture.url.strip(), _description(picture.alt), _credit(picture.credit))


def _pictures(body: str, base: str) -> Iterator[Picture]:
    from selectolax.lexbor import LexborHTMLParser

    for image in LexborHTMLParser(capped(body[:_BEGINNING])).css("img")[:_LOOKED_AT]:
        marks = {name: value or "" for name, value in image.attributes.items()}
        url = _address(marks, base)
        if url and _shows(url, " ".join((marks.get("class", ""), marks.get("id", "")))) and _large(marks):
            caption, credit = _caption(image)
            yield Picture(url, _description(marks.get("alt", "")) or _without_credit(caption), credit)


def _caption(image: LexborNode) -> tuple[str, str]:
    """The words under a picture, and those of them that name whose it is."""
    figure: LexborNode | None = image
    while figure is not None and figure.tag != "figure":
        figure = figure.parent
    under = figure.css_first("figcaption") if figure is not None else None
    if under is None:
        return "", ""
    marked = under.css_first(_MARKED_CREDIT)
    credit = fold(marked.text()) if marked is not None else ""
    if marked is not None:
        marked.decompose()
    caption = fold(under.text(separator=" "))
    found = None if credit else _in_caption().search(caption)
    return caption, found[1] if found else credit


def _address(marks: dict[str, str], base: str) -> str:
    """The picture's absolute address; "" for data, other schemes and broken ones."""
    for name in _SOURCES:
        given = marks.get(name, "").strip()
        try:
            url = urljoin(base, given)
            parts = urlsplit(url)
        except ValueError:
            continue
        if given and parts.scheme in {"http", "https"} and parts.hostname and len(url) <= _LONGEST_URL:
            return url
    return ""


def _large(marks: dict[str, str]) -> bool:
    """Whether the page shows the picture, and not as an icon."""
    if _HIDDEN.search(marks.get("style", "")) or "hidden" in marks:
        return False
    width, height = (_NUMBER.match(marks.get(name, "")) for name in ("width", "height"))
    return not (width and int(width[1]) < _LEAST_WIDTH and "%" not in marks["width"]) and not (
        height and int(height[1]) < _LEAST_HEIGHT and "%" not in marks["height"]
    )


def _shows(url: str, names: str) -> bool:
    """Whether a picture may show something of an article, by its address and the names that its page gives it."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not host or len(url) > _LONGEST_URL:
        return False
    if any(host == one or host.endswith("." + one) for one in _hosts()):
        return False
    if unquote(parts.path).lower().endswith((".svg", ".svgz", ".ico")):
        return False
    said = f"{host} {unquote(parts.path)} {names}".lower()
    return not _telling("words").search(said) and not _telling("classes").search(names.lower())


@lru_cache(maxsize=1)
def _hosts() -> tuple[str, ...]:
    return wordlist("pictures", "hosts")


@lru_cache(maxsize=2)
def _telling(name: str) -> re.Pattern[str]:
    """A list's words, each between marks: "logo" is found in "/site-logo.png" and not in "/logonna-beach.jpg"."""
    words = "|".join(re.escape(word) for word in wordlist("pictures", name))
    return re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")


def _description(text: str) -> str:
    """What a picture shows; "" for a file's name, and for words that describe nothing."""
    found = fold(visible(plain(text)))
    bare = re.sub(r"[\W\d_]+$", "", found).casefold()
    if _FILE_NAME.fullmatch(found) or bare in wordlist("pictures", "empty"):
        return ""
    return _cut(found, _LONGEST_ALT)


def _credit(text: str) -> str:
    """Whose a picture is, without "Photo:" and the sign of copyright before the name, since print says so itself."""
    found = fold(visible(plain(text)))
    before = ""
    while found != before:
        before = found
        found = _SIGNS.sub("", _opening().sub("", found, count=1), count=1)
    return _cut(found.strip(" .,;:|)]"), _LONGEST_CREDIT)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_credit_words()})(?:\s+by\b)?\s*(?=[:/|©(–—-]|\bby\b|$)|^by\s+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _in_caption() -> re.Pattern[str]:
    """A credit at the end of a caption: "Ships in the strait. (Photo: Anadolu Agency)"."""
    return re.compile(
        rf"[\s.(\[|–—-]*(?:\b(?:{_credit_words()})(?:\s+by)?\s*[:/]|©)\s*([^.;:()\[\]]{{2,80}})[)\].]*$", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _credit_words() -> str:
    return "|".join(re.escape(word) for word in wordlist("pictures", "credits"))


def _without_credit(caption: str) -> str:
    return _in_caption().sub("", caption)


def _cut(text: str, most: int) -> str:
    """`text` up to `most` characters, cut between words."""
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[: most - 1]).rstrip(" ,;:") + "…"
