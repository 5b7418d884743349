"""What ships: feeds.toml is right and teaches right, its rules send real sentences home, the inbox makes an issue."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from digest.config import Config, edition, excerpt, load, max_age
from digest.language.gazetteer import countries
from digest.models import Entry, Fetched, Item, Routed, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from digest.route import Router, route, router
from tests.builders import candidate
from tests.builders import item as made_item

ROOT = Path(__file__).parents[1]
INBOX = sorted((ROOT / "inbox").iterdir())
SAMPLE = ROOT.parent / "shared" / "samples" / "rki-news-snippet.txt"
READ_AT = datetime(2026, 11, 22, tzinfo=UTC)
MEDIA_TYPES = {".md": "text/markdown", ".txt": "text/plain", ".html": "text/html"}


@cache
def shipped() -> Config:
    """Read feeds.toml as a fresh clone has it: nothing set, nothing added."""
    return load(
        (ROOT / "feeds.toml").read_text("utf-8"), "feeds.toml", str(ROOT), {}, lambda path: (ROOT / path).exists()
    )


@cache
def shipped_router() -> Router:
    """The shipped rules, ready."""
    return router(shipped().regions, shipped().topics, shipped().aliases, shipped().editions[0].exclude)


def read(path: Path) -> Item:
    """One file of the inbox as gathering makes it."""
    file = Fetched("Inbox", f"file:inbox/{path.name}", path.read_bytes(), MEDIA_TYPES[path.suffix], "", READ_AT)
    (entry,) = parse(file)
    assert isinstance(entry, Entry)
    return normalise(entry, SourceFacts("Inbox"), READ_AT).item


@cache
def routed(path: Path) -> Routed:
    """Where the shipped rules send a file's paragraphs."""
    return route(candidate(read(path)), shipped_router())


def sections(found: Routed) -> dict[str, int]:
    """How many passages went to each topic, or to a region's other news (`Europe: other`)."""
    return {place.topic or f"{place.region}: other": len(place.passages) for place in found.placed}


# -- feeds.toml ---------------------------------------------------------------------------------------------------


def test_every_country_is_in_one_region() -> None:
    counted = Counter(code for region in shipped().regions for code in region.countries)
    assert set(counted) == countries()
    assert {code for code, times in counted.items() if times > 1} == set()


def test_a_dozen_feeds_and_more_in_many_languages_with_their_publishers() -> None:
    feeds = [source for source in shipped().sources if source.url]
    assert len(feeds) >= 12
    assert all(feed.url.startswith("https://") and feed.publisher and feed.language for feed in feeds)
    assert {"ar", "en", "fr", "ru", "tr"} <= {feed.language for feed in feeds}
    assert len({feed.url for feed in feeds}) == len(feeds)
    assert len({feed.publisher for feed in feeds}) < len(feeds)  # editions of one newsroom count once


def test_the_inbox_is_read_whole_and_never_too_old() -> None:
    (inbox,) = [source for source in shipped().sources if source.files]
    assert (inbox.files, excerpt(inbox), max_age(inbox)) == (("inbox/*",), None, None)


def test_the_weekly_edition() -> None:
    weekly = edition(shipped())
    assert (weekly.name, weekly.title, weekly.schedule, weekly.attach) == (
        "weekly",
        "The Weekly Brief",
        "0 7 * * 1",
        ("pdf",),
    )
    assert weekly.regions == ("Global", *(region.name for region in shipped().regions))
    assert weekly.topics == tuple(topic.name for topic in shipped().topics)
    assert weekly.sender


def test_every_topic_tells_the_reader_what_it_is_about() -> None:
    names = [topic.name for topic in shipped().topics]
    assert {"Russia-Ukraine talks", "anti-Daesh coordination"} <= set(names)
    assert len(names) >= 10
    assert [topic.name for topic in shipped().topics if not topic.about.endswith(".")] == []


def test_what_is_commented_out_works_when_it_is_not() -> None:
    """The manual by example: each `# key = value` and the second edition are taken in, and all is still right."""
    text = (ROOT / "feeds.toml").read_text("utf-8")
    live = re.sub(r"^# (?=\[\[\w|\w+ = )", "", text, flags=re.MULTILINE)
    config = load(live, "feeds.toml", ".", {"DIGEST_PASSWORD": "hunter22"}, lambda _: True)
    assert live.count("\n# ") < text.count("\n# ") - 10
    assert [one.name for one in config.editions] == ["weekly", "ankara-daily"]
    assert config.editions[0].recipients == "readers.csv"
    assert config.secrets == ("hunter22",)


# -- rules --------------------------------------------------------------------------------------------------------

SENTENCES = [
    ("Russia-Ukraine talks", "Russian and Ukrainian negotiators will meet again next week to talk about a ceasefire."),
    ("Russia-Ukraine talks", "Kyiv sent its reply to the American peace plan on Thursday."),
    ("Russia-Ukraine talks", "The Black Sea Grain Initiative was extended for the third time."),
    ("Russia-Ukraine talks", "Putin and Zelenskiy could meet if the teams in Doha make progress, mediators said."),
    ("Russia-Ukraine talks", "Россия и Украина договорились об обмене пленными после переговоров в Стамбуле."),
    ("Russia-Ukraine talks", "Rusya ile Ukrayna heyetleri arasındaki görüşmeler İstanbul'da yapılacak."),
    ("Russia-Ukraine talks", "انتهت جولة جديدة من المفاوضات بين روسيا وأوكرانيا من دون وقف لإطلاق النار."),
    ("Russia-Ukraine talks", "Moscou et Kiev ont repris les pourparlers sur un échange de prisonniers."),
    ("War in Ukraine", "Russian drones struck a power station near Kharkiv overnight, killing two workers."),
    ("War in Ukraine", "При ударе по Одессе ракетой повреждён порт, сообщили украинские власти."),
    ("War in Ukraine", "The European Union adopted new sanctions over the war in Ukraine."),
    ("anti-Daesh coordination", "Iraqi and coalition aircraft hit an ISIS cell in the hills north of Kirkuk."),
    (
        "anti-Daesh coordination",
        "Ministers of five states will coordinate their fight against Daesh from a joint cell.",
    ),
    ("anti-Daesh coordination", "IŞİD'e yönelik ortak operasyonda on iki şüpheli gözaltına alındı."),
    ("anti-Daesh coordination", "Участники коалиции обсудили борьбу с ИГИЛ."),
    ("anti-Daesh coordination", "بحث الوزراء تنسيق الحرب على تنظيم داعش في العراق."),
    ("anti-Daesh coordination", "L'État islamique a revendiqué l'attaque contre la caserne."),
    ("Syria", "The government in Damascus signed an agreement with Kurdish-led forces in the north-east."),
    ("Gaza", "Trucks with flour entered the Gaza Strip for the first time in a month."),
    ("Iran's nuclear programme", "Inspectors of the IAEA asked Tehran for access to the enrichment plant at Fordow."),
    ("Israel, Iran and Lebanon", "An Israeli airstrike hit a Hezbollah depot in the Bekaa valley."),
    ("Yemen and the Red Sea", "A tanker was hit by a missile in the Red Sea; the Houthis claimed the attack."),
    ("Sudan and South Sudan", "The Rapid Support Forces shelled the market of El Fasher."),
    ("Congo and the Great Lakes", "M23 rebels advanced towards Uvira while Rwanda denied any part in it."),
    ("Armenia and Azerbaijan", "Yerevan and Baku published the text of their treaty."),
    ("India and Pakistan", "India suspended the Indus Waters Treaty after the attack in Kashmir."),
    ("Myanmar", "The junta in Naypyidaw extended emergency rule."),
    ("North Korea", "Pyongyang tested a missile with a solid-fuel engine."),
    ("China and Taiwan", "Chinese warships held drills around Taiwan for two days."),
    ("Elections", "Voters in Bolivia go to the polls on Sunday."),
    ("Elections", "Cumhurbaşkanlığı seçiminin ilk turu pazar günü yapılacak."),
    ("Climate", "Delegates at COP30 argued over fossil fuels until the last night."),
    ("Earthquakes", "A strong aftershock shook the coast of Chile on Friday."),
    ("Floods, storms and fires", "The hurricane made landfall with winds of 220 kilometres an hour."),
    ("Epidemics and global health", "Health workers began to vaccinate contacts after an outbreak of Ebola."),
    ("COVID-19 pandemic", "The region reported 300 new cases, most of them of the Omicron variant."),
    ("International courts", "Judges at the International Criminal Court issued a warrant."),
    ("Trade and tariffs", "The tariffs on steel will rise to fifty per cent."),
    ("Migration and refugees", "Another boat with migrants reached Lampedusa."),
    ("Space", "The lander touched down on the Moon an hour late, NASA said."),
    ("", "The museum opens its new wing on Saturday."),
    ("", "The committee held talks with the unions about pensions in Portugal."),
    ("", "A Russian chess player won the tournament in Wijk aan Zee."),
    ("", "The central bank of Niger published its figures."),
    ("", "Uncle Sam's coalition of grocers fights over shelf space."),
]


@pytest.mark.parametrize(("topic", "sentence"), SENTENCES, ids=[sentence[:50] for _, sentence in SENTENCES])
def test_a_sentence_goes_to_its_topic(topic: str, sentence: str) -> None:
    found = route(candidate(replace(made_item("", sentence), title="", language="und")), shipped_router())
    assert [place.topic for place in found.placed if place.topic] == [topic] * bool(topic)


def test_the_sample_article_goes_to_its_two_topics() -> None:
    if not SAMPLE.exists():
        pytest.skip("needs ../shared/samples")
    found = routed(SAMPLE)
    assert sections(found) == {"Russia-Ukraine talks": 3, "anti-Daesh coordination": 1}
    assert found.placed[1].passages[0].text.startswith("Fidan also discussed the launch of a joint anti-Daesh")
    assert found.unmatched == ()


# -- the inbox ----------------------------------------------------------------------------------------------------

ITEMS = {
    "2023-07-18-zernovaya-initsiativa.txt": ("ru", {"Russia-Ukraine talks": 3}),
    "2023-09-05-chandrayaan-3.md": ("en", {"Space": 3}),
    "2024-02-06-depremlerin-birinci-yili.txt": ("tr", {"Earthquakes": 3}),
    "2024-03-12-sweden-nato.md": ("en", {"Europe: other": 3}),
    "2024-06-11-baltimore-channel.md": ("en", {"North America: other": 3}),
    "2024-06-11-qarar-2735.txt": ("ar", {"Gaza": 3}),
    "2024-08-29-falepili-union.txt": ("en", {"Oceania: other": 3}),
    "2024-10-02-sheinbaum.md": ("es", {"Elections": 3}),
    "2025-04-01-granitsa.md": ("ru", {"Central Asia & Caucasus: other": 3}),
    "2025-05-21-pandemic-agreement.md": ("en", {"Epidemics and global health": 3}),
    "2025-06-03-second-round-in-istanbul.md": ("en", {"Russia-Ukraine talks": 4}),
    "2025-06-28-rdc-rwanda.md": ("fr", {"Congo and the Great Lakes": 3}),
    "caucasus-declaration.txt": ("en", {"Armenia and Azerbaijan": 3}),
    "cop28-dubai.html": ("fr", {"Climate": 3}),
    "iraq-coalition-timetable.txt": ("en", {"anti-Daesh coordination": 3}),
    "majaa-zamzam.html": ("ar", {"Sudan and South Sudan": 3}),
    "south-korea-votes.html": ("en", {"Elections": 3}),
    "syria-and-the-coalition.txt": ("en", {"Syria": 2, "anti-Daesh coordination": 1}),
    "timor-leste-asean.html": ("en", {"South-East Asia: other": 3}),
}


def test_the_table_has_every_file() -> None:
    assert sorted(ITEMS) == [path.name for path in INBOX]


@pytest.mark.parametrize("path", INBOX, ids=lambda path: path.name)
def test_an_item_of_the_inbox(path: Path) -> None:
    language, expected = ITEMS[path.name]
    item = read(path)
    assert (item.language, item.publisher, item.dated_by) == (language, "The Weekly Brief", "publisher")
    assert 2 <= len(item.passages) <= 5
    assert all(passage.kind == "paragraph" and passage.text.endswith(".") for passage in item.passages)
    assert sections(routed(path)) == expected


def test_the_inbox_shows_what_can_be_read() -> None:
    assert {path.suffix for path in INBOX} == {".md", ".txt", ".html"}
    assert len({language for language, _ in ITEMS.values()}) >= 6
    assert len({place.region for path in INBOX for place in routed(path).placed} - {"Global"}) >= 6


def test_a_saved_article_with_a_page_break_in_a_sentence() -> None:
    item = read(ROOT / "inbox" / "syria-and-the-coalition.txt")
    assert [len(passage.spans) for passage in item.passages] == [1, 2, 2]
    assert "had fallen in December 2024" in item.passages[1].text
    assert (item.agency, item.place, item.kind, item.published.date().isoformat()) == (
        "United Nations",
        "Middle East",
        "Snippets",
        "2025-11-12",
    )
