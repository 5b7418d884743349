"""What holds in the end: defaults that depend on another table, filled in."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import blake2b

from digest.config.names import GLOBAL
from digest.config.nearby import advise
from digest.config.schema import Config, EditionTable, RegionTable, SourceTable, TopicTable
from digest.errors import ConfigError
from digest.models import FullText

FEED_EXCERPT = 80
"""Words: what is printed of a feed's article unless its source says otherwise."""
FEED_MAX_AGE = timedelta(days=30)


def excerpt(source: SourceTable) -> int | None:
    """Words printed of one article of `source`; None means all of it."""
    if source.excerpt is None:
        return FEED_EXCERPT if source.url else None
    return None if source.excerpt == "full" else source.excerpt


def max_age(source: SourceTable) -> timedelta | None:
    """Time from publication after which an item of `source` is left out; None means never."""
    if source.max_age is None:
        return FEED_MAX_AGE if source.url else None
    return None if source.max_age == "none" else timedelta(days=source.max_age)


def full_text(config: Config, source: SourceTable) -> FullText | None:
    """Whether articles of `source` are read from their pages; None for files and mail, whose text is all there is."""
    if not source.url.startswith(("http://", "https://")):
        return None
    return source.full_text or config.gather.full_text


def edition(config: Config, name: str = "") -> EditionTable:
    """One edition with every default filled in: title, language, timezone, sender, regions and topics in order.

    `name` "" means the first one; a file without editions has one, "digest", with a schedule by date. Every topic's
    region is among the regions. Raises ConfigError for a name that is not listed.
    """
    chosen = _chosen(config, name)
    regions, topics = _sections(config, chosen)
    return chosen.model_copy(
        update={
            "title": chosen.title or config.digest.title,
            "language": chosen.language or config.digest.language,
            "timezone": chosen.timezone or config.digest.timezone,
            "sender": chosen.sender or config.delivery.sender,
            "regions": regions,
            "topics": topics,
        }
    )


def _chosen(config: Config, name: str) -> EditionTable:
    editions = config.editions or (EditionTable(name="digest"),)
    for one in editions:
        if not name or one.name == name:
            return one
    known = [one.name for one in editions]
    raise ConfigError(f'unknown edition "{name}"; {advise(name, known, "listed: " + ", ".join(known))}')


def _sections(config: Config, chosen: EditionTable) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The edition's regions and topics. Topics that are named bring their region along, at the end."""
    home = {topic.name: topic.region for topic in config.topics}
    regions = chosen.regions or (GLOBAL, *(region.name for region in config.regions))
    if not chosen.topics:
        return regions, tuple(name for name in home if home[name] in regions)
    return tuple(dict.fromkeys((*regions, *(home[name] for name in chosen.topics if name in home)))), chosen.topics


def rules_hash(config: Config) -> str:
    """What routing depends on, as 16 hex digits: regions, topics and aliases as written, in their order, and what
    was learned.

    A key that a later release adds with a default does not change it.
    """
    return blake2b(rules_text(config).encode(), digest_size=8).hexdigest()


def rules_text(config: Config) -> str:
    """What `rules_hash` is the hash of, as JSON; `with_rules` reads it back."""
    parts: dict[str, object] = {
        "aliases": {name: list(spellings) for name, spellings in config.aliases.items()},
        "regions": [region.model_dump(mode="json", exclude_defaults=True) for region in config.regions],
        "topics": [topic.model_dump(mode="json", exclude_defaults=True) for topic in config.topics],
    }
    if config.learned:
        parts["learned"] = {topic: learned.hash for topic, learned in config.learned.items()}
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_rules(config: Config, text: str) -> Config:
    """The configuration with regions, topics and aliases as they were when `rules_text` gave this text.

    What was learned holds where it is the same as then; another file's is left out, for it is not known any more.
    """
    parts = json.loads(text)
    then = parts.get("learned", {})
    return config.model_copy(
        update={
            "aliases": {name: tuple(spellings) for name, spellings in parts["aliases"].items()},
            "regions": tuple(RegionTable.model_validate(one) for one in parts["regions"]),
            "topics": tuple(TopicTable.model_validate(one) for one in parts["topics"]),
            "learned": {name: made for name, made in config.learned.items() if then.get(name) == made.hash},
        }
    )
