"""A corpus of feeds for benchmarks: several formats and scripts, dirty HTML, duplicates; the same seed, the same bytes.

python -m bench.corpus FOLDER --feeds 50 --items 20 --seed 1
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from random import Random

NEWEST = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with what its sentences are made of: who, does, what, where."""

    code: str
    who: tuple[str, ...]
    does: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]
    stop: str = "."
    order: tuple[int, ...] = (0, 1, 2, 3)


TONGUES = (
    Tongue(
        "en",
        ("The ministry", "A delegation of Ukraine", "The Russian side", "The coalition", "Parliament", "The bank"),
        ("confirmed", "discussed", "postponed", "presented", "welcomed", "rejected"),
        ("a new round of talks", "the exchange of prisoners", "a report on grain exports", "a ceasefire proposal",
         "the budget for next year", "coordination against Daesh"),
        ("in Istanbul", "in Kyiv", "in Nairobi", "in Paris", "in Jakarta", "in Brasilia"),
    ),
    Tongue(
        "ru",
        ("Министерство", "Делегация Украины", "Парламент", "Центральный банк"),
        ("подтвердило", "обсудила", "отложил", "представил"),
        ("новый раунд переговоров", "обмен пленными", "доклад об экспорте зерна", "бюджет на следующий год"),
        ("в Стамбуле", "в Киеве", "в Москве", "в Париже"),
    ),
    Tongue(
        "tr",
        ("Bakanlık", "Heyet", "Meclis", "Merkez Bankası"),
        ("doğruladı", "görüştü", "erteledi", "açıkladı"),
        ("yeni müzakere turunu", "esir takasını", "tahıl ihracatı raporunu", "gelecek yılın bütçesini"),
        ("İstanbul'da", "Ankara'da", "Kiev'de", "Paris'te"),
        order=(0, 3, 2, 1),
    ),
    Tongue(
        "ar",
        ("الوزارة", "وفد أوكرانيا", "البرلمان", "البنك المركزي"),
        ("أكدت", "ناقش", "أجل", "قدم"),
        ("جولة جديدة من المحادثات", "تبادل الأسرى", "تقريرا عن صادرات الحبوب", "ميزانية العام المقبل"),
        ("في إسطنبول", "في كييف", "في عمان", "في باريس"),
        order=(1, 0, 2, 3),
    ),
    Tongue(
        "hi",
        ("मंत्रालय ने", "प्रतिनिधिमंडल ने", "संसद ने", "केंद्रीय बैंक ने"),
        ("पुष्टि की", "चर्चा की", "स्थगित किया", "प्रस्तुत किया"),
        ("वार्ता के नए दौर को", "कैदियों की अदला-बदली को", "अनाज निर्यात रिपोर्ट को", "अगले वर्ष के बजट को"),
        ("दिल्ली में", "इस्तांबुल में", "कीव में", "पेरिस में"),
        stop="।",
        order=(0, 3, 2, 1),
    ),
    Tongue(
        "zh",
        ("外交部", "乌克兰代表团", "议会", "中央银行"),
        ("确认了", "讨论了", "推迟了", "公布了"),
        ("新一轮会谈", "交换战俘", "粮食出口报告", "明年预算"),
        ("在伊斯坦布尔", "在基辅", "在北京", "在巴黎"),
        stop="。",
        order=(0, 3, 1, 2),
    ),
)  # fmt: skip
SHARES = (0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5)  # six of ten feeds are English


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the corpus."""

    guid: str
    url: str
    title: str
    html: str
    published: datetime | None
    language: str


def stories(seed: int, feed: int, count: int) -> list[Story]:
    """The articles of one feed, newest first. Every tenth is the wire's, the same in every feed of its language."""
    random = Random(f"{seed}/{feed}")
    tongue = TONGUES[SHARES[feed % len(SHARES)]]
    made = []
    for number in range(count):
        own = Random(f"{seed}/wire/{tongue.code}/{number}") if number % 10 == 9 else random
        made.append(_story(own, tongue, feed, number))
    return made


def _story(random: Random, tongue: Tongue, feed: int, number: int) -> Story:
    title = _sentence(random, tongue).rstrip(tongue.stop)
    paragraphs = [
        " ".join(_sentence(random, tongue) for _ in range(random.randint(2, 5))) for _ in range(random.randint(2, 6))
    ]
    published = NEWEST - timedelta(minutes=random.randint(1, 7 * 24 * 60))
    url = f"https://news{feed}.example/{number}-{random.getrandbits(32):08x}?utm_source=rss&id={number}"
    guid = "" if number % 17 == 3 else f"news{feed}-{number}"
    return Story(
        guid, url, title, _dirty(random, paragraphs, url), None if number % 13 == 5 else published, tongue.code
    )


def _sentence(random: Random, tongue: Tongue) -> str:
    parts = [random.choice(words) for words in (tongue.who, tongue.does, tongue.what, tongue.where)]
    number = f" ({random.randint(2, 4000)})" if random.random() < 0.3 else ""
    return " ".join(parts[n] for n in tongue.order) + number + tongue.stop


def _dirty(random: Random, paragraphs: Sequence[str], url: str) -> str:
    """The paragraphs in the kind of HTML that feeds carry: unclosed, styled, scripted, tracked."""
    blocks = []
    for text in paragraphs:
        safe = escape(text, quote=False)
        blocks.append(
            random.choice(
                (
                    f"<p>{safe}</p>",
                    f'<p style="margin:0" class="x">{safe}',
                    f"<div><span>{safe}</span></div>",
                    f"{safe}<br><br/>",
                    f'<p onclick="track()">{safe} <a href="/more?utm_medium=feed">&hellip;</a></p>',
                )
            )
        )
    picture = f'<img src="{url.split("?")[0]}/lead.jpg" width=640 alt="">' if random.random() < 0.5 else ""
    pixel = '<img src="https://count.example/p.gif" width="1" height="1">'
    return picture + "".join(blocks) + "<script>track()</script>" + pixel


def rss2(name: str, found: Sequence[Story]) -> bytes:
    """RSS 2.0 with the article in content:encoded."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{escape(s.url)}</link>"
        + (f'<guid isPermaLink="false">{s.guid}</guid>' if s.guid else "")
        + (f"<pubDate>{format_datetime(s.published)}</pubDate>" if s.published else "")
        + f"<content:encoded><![CDATA[{s.html}]]></content:encoded></item>"
        for s in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{name}</title><link>https://example.org/</link><description>{name}</description>{items}</channel></rss>"
    ).encode()


def atom(name: str, found: Sequence[Story]) -> bytes:
    """Atom 1.0."""
    entries = "".join(
        f'<entry><title type="html">{escape(escape(s.title))}</title><link href="{escape(s.url)}"/>'
        f"<id>{s.guid or escape(s.url)}</id>"
        + (f"<updated>{s.published.isoformat()}</updated>" if s.published else "")
        + f'<content type="html">{escape(s.html)}</content></entry>'
        for s in found
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title>{entries}</feed>'
    ).encode()


def rss1(name: str, found: Sequence[Story]) -> bytes:
    """RSS 1.0 (RDF)."""
    items = "".join(
        f'<item rdf:about="{escape(s.url)}"><title>{escape(s.title)}</title><link>{escape(s.url)}</link>'
        + (f"<dc:date>{s.published.isoformat()}</dc:date>" if s.published else "")
        + f"<description>{escape(s.html)}</description></item>"
        for s in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://example.org/"><title>{name}</title></channel>{items}</rdf:RDF>'
    ).encode()


def json_feed(name: str, found: Sequence[Story]) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {"id": s.guid or s.url, "url": s.url, "title": s.title, "content_html": s.html, "language": s.language}
        | ({"date_published": s.published.isoformat()} if s.published else {})
        for s in found
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items}, ensure_ascii=False
    ).encode()


FORMATS: tuple[tuple[Callable[[str, Sequence[Story]], bytes], str, str], ...] = (
    (rss2, "xml", "application/rss+xml"),
    (atom, "atom", "application/atom+xml"),
    (rss2, "xml", "text/xml; charset=utf-8"),
    (rss1, "rdf", "application/rdf+xml"),
    (json_feed, "json", "application/feed+json"),
)


def feed(seed: int, number: int, items: int, changed: int = 0) -> tuple[bytes, str]:
    """The bytes and media type of one feed; `changed` > 0 puts that many fresh articles on top."""
    make, _, media_type = FORMATS[number % len(FORMATS)]
    fresh = [
        replace(story, guid=f"{story.guid or number}-fresh", url=story.url + "&fresh=1")
        for story in stories(seed + 1000, number, changed)
    ]
    return make(f"Feed {number}", [*fresh, *stories(seed, number, items)]), media_type


def main() -> None:
    """Write the corpus into a folder."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path)
    words.add_argument("--feeds", type=int, default=50)
    words.add_argument("--items", type=int, default=20)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for number in range(given.feeds):
        ending = FORMATS[number % len(FORMATS)][1]
        (given.folder / f"feed-{number:04}.{ending}").write_bytes(feed(given.seed, number, given.items)[0])


if __name__ == "__main__":
    main()
