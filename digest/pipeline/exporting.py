"""feeds.toml's feeds as OPML 2.0, for other readers and for `digest opml import`. The same feeds, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from digest.config.schema import Config, SourceTable
from digest.config.variables import redact
from digest.models.lists import Refused
from digest.normalise.visible import visible
from digest.pipeline.subscribing import public


def as_opml(config: Config, written: Sequence[str]) -> tuple[str, tuple[Refused, ...]]:
    """The OPML, and the sources that are not in it, or not wholly, with the reason as a clause.

    `written` are the sources' addresses as the file has them: what refers to the environment is left out. Regions
    are folders, in the order of feeds.toml; topics are categories.
    """
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = _clean(config.digest.title, config)
    body = ET.SubElement(root, "body")
    rows = [(source, public(raw)) for source, raw in zip(config.sources, written, strict=True)]
    for source, url in rows:
        if url and not source.region:
            body.append(_outline(source, url, config))
    for region in dict.fromkeys(one.region for one, url in rows if url and one.region):
        folder = ET.SubElement(body, "outline", text=_clean(region, config), title=_clean(region, config))
        folder.extend(_outline(one, url, config) for one, url in rows if url and one.region == region)
    ET.indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
    return text, tuple(_left_out(rows))


def _outline(source: SourceTable, url: str, config: Config) -> ET.Element:
    name = _clean(source.name, config)
    said = {"type": "rss", "text": name, "title": name, "xmlUrl": url}
    if source.language:
        said["language"] = source.language
    if source.topics:
        said["category"] = ",".join(f"/{_clean(topic, config)}" for topic in source.topics)
    return ET.Element("outline", said)


def _clean(text: str, config: Config) -> str:
    return visible(redact(text, config.secrets))


def _left_out(rows: Sequence[tuple[SourceTable, str]]) -> Iterator[Refused]:
    for source, url in rows:
        if source.files or not source.url.startswith(("http://", "https://")):
            yield Refused(source.name, "is read from files of this machine")
        elif not url:
            yield Refused(source.name, "has a secret in its address, and nothing would be left of it")
        elif url != source.url.strip():
            yield Refused(source.name, "is written without the secret in its address")
        elif source.headers:
            yield Refused(source.name, "is written without its request headers")
