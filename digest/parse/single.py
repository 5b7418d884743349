"""Whether a page is one article rather than a site or a section of one, by its address and its text together.

Of an article's page the usual places of feeds are not tried: what lies beside it is the feed of others.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from digest.parse.fulltext import lines

_LONG = 200  # characters of a paragraph; teasers on the pages of sections are shorter
_FEWEST = 3  # such paragraphs
_WORDS = 3  # of an address's last part that is made from a title: "talks-resume-in-istanbul"
_DATED = re.compile(r"/\d{4}/\d{1,2}/|/\d{4}-\d\d|/\d{8}/")
_NUMBER = re.compile(r"\d{4}")  # in the last part: articles are numbered, sections are not
_FILE = re.compile(r"\.(?:html?|xhtml|shtml|php|aspx?|jsp)$", re.IGNORECASE)
_FRONT = re.compile(r"(?:index|default|home|main|start|welcome)(?:\.\w+)?", re.IGNORECASE)
_SECTION = re.compile(r"/(?:category|categories|tags?|authors?|topics?|labels?|sections?|rubrics?)/", re.IGNORECASE)


def is_single(text: str, url: str) -> bool:
    """Whether the page `text` at `url` is an article: its address is named for one, and its text is one."""
    return _named_for_one(urlsplit(url).path) and sum(len(line) >= _LONG for line in lines(text)) >= _FEWEST


def _named_for_one(path: str) -> bool:
    name = path.rstrip("/").rpartition("/")[2]
    if not name or _FRONT.fullmatch(name) or _SECTION.search(path):
        return False
    words = [word for word in re.split(r"[-_]", _FILE.sub("", name)) if word]
    return len(words) >= _WORDS or bool(_DATED.search(path) or _NUMBER.search(name) or _FILE.search(name))
