"""What editors accepted, as labels: to learn from, and to keep beside feeds.toml as a labelled file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from digest.config.schema import Config, EditionTable
from digest.language.identify import identify
from digest.learn import Label
from digest.pipeline.build import edition_router
from digest.pipeline.weeks import Weeks, places
from digest.route import Router, router
from digest.route.reading import read_title
from digest.route.topics import body, claims


def accepted(weeks: Weeks, config: Config, edition: EditionTable, topic: str) -> tuple[Label, ...]:
    """Labels of a topic: passages printed under it, against those printed elsewhere and those that no rule put there.

    What its rule takes and no issue had room for is neither. Of a text that stands in several items one is kept.
    """
    router = edition_router(config, edition)
    labels: dict[str, Label] = {}
    for _, item in weeks.items(_all):
        put = places(item, router).places
        for number in body(item.passages):
            passage = item.passages[number]
            told = weeks.printed.get(item.id, {}).get(passage.key)
            wanted = told is not None and told.place[1] == topic
            if told is None and put[passage.key][1] == topic:
                continue
            if wanted or passage.key not in labels:
                labels[passage.key] = Label(passage.text, wanted, item.id, item.language)
    return tuple(labels.values())


def ruled(labels: Iterable[Label], config: Config, topic: str) -> list[Label]:
    """The labels, and whether the topic's rule holds in each text or a paragraph of it."""
    rules = router(config.regions, config.topics, config.aliases)
    return [replace(one, ruled=_holds(one, topic, rules)) for one in labels]


def _holds(label: Label, topic: str, rules: Router) -> bool:
    language = label.language or identify(label.text)
    texts = (read_title(part, language, rules) for part in label.text.split("\n\n"))
    return any(claim.topic.name == topic for found in texts for claim in claims(found, rules, 0))


def golden(weeks: Weeks, config: Config, edition: EditionTable) -> Iterator[dict[str, object]]:
    """The rows of a labelled file: every item of the weeks with where it goes now, or where the editor put it."""
    router = edition_router(config, edition)
    for _, item in weeks.items(_all):
        put = {}
        for key, place in places(item, router).places.items():
            told = weeks.printed.get(item.id, {}).get(key)
            put[key] = told.place if told and told.pinned else place
        yield {
            "id": item.id,
            "title": item.title,
            "text": "\n\n".join(passage.text for passage in item.passages),
            "language": item.language,
            "date": item.published.date().isoformat(),
            **({"place": item.place} if item.place else {}),
            "topics": list(dict.fromkeys(topic for _, topic in put.values() if topic)),
            "regions": list(dict.fromkeys(region for region, _ in put.values() if region)),
        }


def _all(_first_seen: datetime, _name: str) -> bool:
    return True
