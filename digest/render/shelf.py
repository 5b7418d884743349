"""An edition's archive: the list of its issues, a page for each topic, a feed of issues, and an index to search in.

All of it is a folder that any server can hand out: links are relative, nothing comes from elsewhere, and it works
without a script; with one, the headlines can be searched. It is made from closed plans alone, newest first.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b, sha256
from itertools import groupby
from typing import Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from markupsafe import Markup

from digest.models import Issue, Rendered, ShelfLine, Shelved
from digest.render.addresses import href, issue_url
from digest.render.brand import PLAIN, Brand
from digest.render.environment import environment, fill, page
from digest.render.facts import in_window
from digest.render.labels import Labels, labels

RECENT = 20  # issues that the feed carries in full: half a year of a weekly, and under a megabyte
_SLUG = 60  # characters
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


class ShelfRenderer:
    """Makes the archive of one edition. `override` as for every renderer."""

    def __init__(self, override: str = "", brand: Brand = PLAIN) -> None:
        self._environment = environment(override, brand)
        self._style = "".join(fill(self._environment, name, {}) for name in ("tokens.css", "web/web.css"))

    def edition(self, shelved: Sequence[Shelved], recent: Sequence[Issue]) -> tuple[Rendered, ...]:
        """Render the archive of an edition. Both come newest first; `recent` are the plans that its feed holds.

        Names are relative to the edition's folder. Without a public address there is no feed: its links would lead
        nowhere.
        """
        newest = shelved[0]
        topics = _topics(shelved)
        made = [
            self._page("index.html", "web/archive.html", newest, {"issues": shelved, "years": _years(shelved)}, topics),
            *(self._topic(newest, name, topics, shelved) for name in topics),
            Rendered("search.json", "application/json", _index(shelved)),
            Rendered("search.js", "text/javascript", fill(self._environment, "web/search.js", {}).encode()),
        ]
        if href(newest.public_url):
            made += [self._atom(newest, recent), self._json(newest, recent)]
        return tuple(made)

    def front(self, newest: Sequence[Shelved]) -> tuple[Rendered, ...]:
        """Render the front page over all editions, and what tells GitHub Pages to serve files as they are."""
        seen = {"editions": newest}
        first = self._page("index.html", "web/front.html", newest[0], seen, {})
        return first, Rendered(".nojekyll", "text/plain", b"")

    def _page(
        self, name: str, template: str, of: Shelved, seen: Mapping[str, Any], topics: Mapping[str, Any]
    ) -> Rendered:
        label = labels(of.language)
        common = {
            "shelf": of,
            "issue": of,
            "label": label,
            "style": Markup(self._style),  # noqa: S704 -- our own style sheet, on which the policy puts its hash
            "style_hash": "sha256-" + b64encode(sha256(self._style.encode()).digest()).decode(),
            "slugs": slugs(topics),
            "topics": topics,
            "feeds": bool(href(of.public_url)),
            "base": "../" * name.count("/"),
            "window": lambda one: in_window(one, label, short=False),
            "short_window": lambda one: in_window(one, label, short=True),
            "href_of": lambda one: one.id.rpartition("/")[2] + "/",
        }
        return Rendered(name, "text/html", fill(self._environment, template, {**common, **seen}).encode())

    def _topic(
        self, of: Shelved, topic: str, topics: Mapping[str, Sequence[ShelfLine]], shelved: Sequence[Shelved]
    ) -> Rendered:
        by_issue = {one.id: one for one in shelved}
        lines = topics[topic]
        runs = [(by_issue[issue], tuple(rows)) for issue, rows in groupby(lines, key=lambda line: line.issue)]
        seen = {"topic": topic, "runs": runs, "count": len(lines)}
        return self._page(f"topics/{slugs(topics)[topic]}.html", "web/topic.html", of, seen, topics)

    def _atom(self, of: Shelved, recent: Sequence[Issue]) -> Rendered:
        entries = [self._entry(issue) for issue in recent]
        seen = {"shelf": of, "entries": entries, "home": _home(of), "feed": f"{_home(of)}feed.xml", "tag": _tag}
        text = _NO_XML.sub("", fill(self._environment, "web/feed.xml", seen))
        return Rendered("feed.xml", "application/atom+xml", text.encode())

    def _json(self, of: Shelved, recent: Sequence[Issue]) -> Rendered:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": of.title,
            "home_page_url": _home(of),
            "feed_url": f"{_home(of)}feed.json",
            "language": of.language,
            "items": [
                {
                    "id": entry["id"],
                    "url": entry["url"],
                    "title": entry["title"],
                    "content_html": entry["html"],
                    "summary": entry["summary"],
                    "date_published": entry["published"],
                    "language": entry["language"],
                }
                for entry in map(self._entry, recent)
            ],
        }
        return Rendered("feed.json", "application/feed+json", _json_bytes(feed))

    def _entry(self, issue: Issue) -> dict[str, str]:
        label = labels(issue.language)
        when = issue.until.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
        number = label.say("number", n=label.number(issue.number))
        return {
            "id": _tag(issue),
            "url": issue_url(issue),
            "title": f"{issue.title} {number}{label['comma']}{in_window(issue, label, short=True)}",
            "html": fill(self._environment, "web/entry.html", page(issue)),
            "summary": " ".join(line.text for line in issue.lines),
            "published": when,
            "language": issue.language,
        }


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A file's name for each topic: its Latin letters and digits, and a mark where these say too little or say it of
    several."""
    plain = {name: _plain(name) for name in names}
    shared = Counter(plain.values())
    return {
        name: word if word and shared[word] == 1 else f"{word}-{_mark(name)}".strip("-") for name, word in plain.items()
    }


def _plain(name: str) -> str:
    """The Latin letters and digits of a name, words joined by hyphens; "" where letters are lost."""
    folded = "".join(letter for letter in normalize("NFKD", name).lower() if not combining(letter))
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in folded).split())
    return words[:_SLUG].strip("-") if words.isascii() else ""


def _mark(name: str) -> str:
    return blake2b(name.encode(), digest_size=4).hexdigest()


def _years(shelved: Sequence[Shelved]) -> list[tuple[int, tuple[Shelved, ...]]]:
    """The issues by the local year of their end, newest first."""
    runs = groupby(shelved, key=lambda one: one.until.astimezone(ZoneInfo(one.timezone)).year)
    return [(year, tuple(some)) for year, some in runs]


def _topics(shelved: Sequence[Shelved]) -> dict[str, tuple[ShelfLine, ...]]:
    """Every topic's headlines, newest issue first, topics by name; a region's other news has no page."""
    found: dict[str, list[ShelfLine]] = {}
    for one in shelved:
        for line in one.headlines:
            if line.topic:
                found.setdefault(line.topic, []).append(line)
    return {topic: tuple(found[topic]) for topic in sorted(found)}


def _index(shelved: Sequence[Shelved]) -> bytes:
    """What the script searches: issues by number, and [issue, headline, topic, region, piece] of every headline."""
    issues = [{"href": one.id.rpartition("/")[2] + "/", "name": _name(one, labels(one.language))} for one in shelved]
    rows = [
        [number, line.headline, line.topic, line.region, line.piece]
        for number, one in enumerate(shelved)
        for line in one.headlines
    ]
    return _json_bytes({"issues": issues, "headlines": rows})


def _name(one: Shelved, label: Labels) -> str:
    return f"{label.say('number', n=label.number(one.number))}{label['comma']}{in_window(one, label, short=True)}"


def _home(of: Shelved) -> str:
    return f"{href(of.public_url).rstrip('/')}/{of.edition}/"


def _tag(issue: Issue) -> str:
    """A name that never changes, wherever the folder is served from (RFC 4151)."""
    authority = issue.imprint.list_id or "digest.invalid"
    return f"tag:{authority},{issue.slot.astimezone(ZoneInfo('UTC')):%Y-%m-%d}:{issue.id}"


def _json_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
