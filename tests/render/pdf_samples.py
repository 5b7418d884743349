"""Sample issues for print: public facts in plain words, in several scripts and sizes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pikepdf

from digest.engine.serial import SerialEngine
from digest.models import (
    Evidence,
    Failure,
    Headline,
    Issue,
    Match,
    Paragraph,
    Piece,
    Rendered,
    Section,
    Sentence,
    SourceCount,
    SourceRef,
    TopicSection,
)
from digest.render.completeness import outputs_text
from digest.render.pdf import PdfRenderer, Printing
from tests.builders import issue, key, printing, update

PUBLISHERS = ("Anadolu Agency", "Deutsche Welle", "UN News", "Al Jazeera", "France 24", "ReliefWeb", "Euronews", "NASA")

# Headline, then paragraphs of sentences.
ENGLISH: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "Delegations of Russia and Ukraine meet in Istanbul and agree on an exchange of prisoners",
        (
            (
                "Delegations of Russia and Ukraine met in Istanbul on 2 June 2025 for a second round of direct talks.",
                "Both sides handed over written proposals for a ceasefire.",
                "They agreed to exchange more than 1,000 prisoners, the seriously ill and those under 25 first.",
            ),
            (
                "The first round had been held in the same city on 16 May.",
                "It had ended with an agreement to exchange 1,000 prisoners from each side.",
            ),
        ),
    ),
    (
        "Türkiye offers to host a further round of talks",
        (
            (
                "Türkiye has said that it is ready to host a further round.",
                "Istanbul was also where the Black Sea Grain Initiative was signed in July 2022.",
            ),
        ),
    ),
    (
        "Webb telescope completes its third year of observations",
        (
            (
                "The James Webb Space Telescope was launched on 25 December 2021 from Kourou in French Guiana.",
                "It orbits the Sun near a point 1.5 million kilometres from the Earth.",
                "Its main mirror of 6.5 metres is made of 18 segments of beryllium coated with gold.",
            ),
            (
                "The telescope observes mostly in the infrared and must be kept below minus 220 degrees Celsius.",
                "A sunshield of five layers, as large as a tennis court, keeps the light of Sun, Earth and Moon away.",
            ),
            ("It is a project of the American, European and Canadian space agencies.",),
        ),
    ),
    (
        "High Seas Treaty moves closer to entry into force",
        (
            (
                "The agreement on marine life in areas beyond national jurisdiction was adopted in June 2023.",
                "It enters into force 120 days after the sixtieth ratification.",
                "Areas beyond national jurisdiction cover almost two thirds of the ocean.",
            ),
        ),
    ),
    (
        "Panama Canal raises its limits as the lake fills again",
        (
            (
                "The canal lost much of its water in the drought of 2023 and 2024.",
                "Each passage through the locks takes about 200 million litres of fresh water from Lake Gatún.",
                "The lake is also where half of the country’s people get their drinking water from.",
            ),
            ("Ships with a greater draught pay more and must book ahead.",),
        ),
    ),
    (
        "Five countries share what they know about Daesh",
        (
            (
                "Türkiye, Iraq, Syria, Jordan and Lebanon agreed in 2025 to work together against Daesh.",
                "The group, which calls itself Islamic State, lost its last territory in Syria in March 2019.",
                "The camps of Al-Hol and Roj still held tens of thousands of people from more than 60 countries.",
            ),
            ("Iraq has taken back several thousand of its citizens and asks other states to do the same.",),
        ),
    ),
)

FOREIGN: tuple[tuple[str, str, str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "ar",
        "rtl",
        "الوفدان الروسي والأوكراني يتفقان على تبادل الأسرى في إسطنبول",
        (
            (
                "التقى وفدا روسيا وأوكرانيا في إسطنبول يوم 2 يونيو 2025 في الجولة الثانية من المحادثات المباشرة.",
                "وسلّم كل طرف مقترحات مكتوبة لوقف إطلاق النار.",
            ),
            ("واتفق الجانبان على تبادل أكثر من 1000 أسير، على أن يبدأ التبادل بالمرضى ومن هم دون 25 عاماً.",),
        ),
    ),
    (
        "ur",
        "rtl",
        "استنبول میں روس اور یوکرین کے وفود کی ملاقات",
        (
            (
                "روس اور یوکرین کے وفود نے 2 جون 2025 کو استنبول میں براہِ راست مذاکرات کا دوسرا دور کیا۔",
                "دونوں فریقوں نے ایک ہزار سے زیادہ قیدیوں کے تبادلے پر اتفاق کیا۔",
            ),
        ),
    ),
    (
        "ru",
        "ltr",
        "В Стамбуле прошёл второй раунд прямых переговоров",
        (
            (
                "Делегации России и Украины встретились в Стамбуле 2 июня 2025 года.",
                "Стороны передали друг другу проекты документов о прекращении огня.",
                "Они договорились об обмене более чем тысячей военнопленных.",
            ),
            ("Первый раунд состоялся там же 16 мая.",),
        ),
    ),
    (
        "hi",
        "ltr",
        "चंद्रयान-3 दक्षिणी ध्रुव के पास उतरने वाला पहला यान बना",
        (
            (
                "भारत का चंद्रयान-3 अगस्त 2023 में चंद्रमा के दक्षिणी ध्रुव के पास उतरा।",
                "इस क्षेत्र में उतरने वाला यह पहला यान था और इसका संचालन भारतीय अंतरिक्ष अनुसंधान संगठन ने किया।",
            ),
        ),
    ),
    (
        "tr",
        "ltr",
        "İstanbul Boğazı’ndan her yıl yaklaşık 40 bin gemi geçiyor",
        (
            (
                "Boğazlardan geçiş 1936 tarihli Montrö Sözleşmesi ile düzenlenir.",
                "Sözleşme, ticaret gemilerine barışta geçiş özgürlüğü tanır.",
            ),
        ),
    ),
)

# Country, capital, year of independence or of joining the United Nations, and a fact.
COUNTRIES = (
    ("Ghana", "Accra", 1957, "It was the first colony south of the Sahara to gain independence from Britain."),
    ("Botswana", "Gaborone", 1966, "Its Okavango Delta is one of the largest inland deltas of the world."),
    ("Kenya", "Nairobi", 1963, "Its capital is the seat of the United Nations Environment Programme."),
    ("Namibia", "Windhoek", 1990, "Its desert along the coast is among the oldest of the world."),
    ("Senegal", "Dakar", 1960, "It has had several peaceful changes of government since independence."),
    ("Rwanda", "Kigali", 1962, "More than half of the members of its lower house are women."),
    ("Ethiopia", "Addis Ababa", 1945, "Its capital is the seat of the African Union."),
    ("Morocco", "Rabat", 1956, "Its solar plant near Ouarzazate covers more than 2,500 hectares."),
    ("Viet Nam", "Hanoi", 1977, "It is the second largest exporter of coffee."),
    ("Bangladesh", "Dhaka", 1971, "Its delta of Ganges and Brahmaputra is the largest of the world."),
    ("Nepal", "Kathmandu", 1955, "Eight of the fourteen highest mountains stand on its borders."),
    ("Mongolia", "Ulaanbaatar", 1961, "It is the most sparsely populated of all independent states."),
    ("Japan", "Tokyo", 1956, "Its first high-speed railway opened in October 1964."),
    ("Indonesia", "Jakarta", 1945, "It builds a new capital, Nusantara, on the island of Borneo."),
    ("Iceland", "Reykjavík", 1944, "Almost all of its electricity comes from water and the heat of the ground."),
    ("Estonia", "Tallinn", 1991, "Its citizens were the first to vote in a general election over the internet."),
    ("Slovenia", "Ljubljana", 1991, "Forest covers more than half of its territory."),
    ("Cyprus", "Nicosia", 1960, "Its capital is divided by a buffer zone under the United Nations."),
    ("Malta", "Valletta", 1964, "Its capital is the smallest of the European Union."),
    ("Uruguay", "Montevideo", 1825, "More than nine tenths of its electricity come from renewable sources."),
    ("Costa Rica", "San José", 1821, "It has had no army since 1948."),
    ("Belize", "Belmopan", 1981, "Its barrier reef is the longest of the northern hemisphere."),
    ("Jamaica", "Kingston", 1962, "The International Seabed Authority has its seat in its capital."),
    ("Vanuatu", "Port Vila", 1980, "It asked the International Court of Justice for its opinion on the climate."),
    ("Samoa", "Apia", 1962, "It moved across the date line at the end of 2011."),
    ("Fiji", "Suva", 1970, "It consists of more than 330 islands."),
    ("Kazakhstan", "Astana", 1991, "It is the largest of all landlocked states."),
    ("Jordan", "Amman", 1946, "Water for its capital is pumped up more than a thousand metres."),
    ("Oman", "Muscat", 1971, "Its coast faces three seas."),
    ("Lebanon", "Beirut", 1943, "Its name is found in texts of the third millennium before our era."),
)
MORE = (
    "The country joined the United Nations and has taken part in its peacekeeping missions.",
    "A census is held about every ten years, and the next one is being prepared.",
    "Most of its trade goes by sea through a small number of ports.",
    "The central bank reports its figures every month, the statistical office every quarter.",
    "Floods and droughts have become more frequent, as records of the weather service show.",
    "Schools teach in more than one language, and universities have partners abroad.",
)
TOPICS = ("Russia-Ukraine talks", "Anti-Daesh coordination", "Climate and water", "Trade and transport", "")


def paragraphs(
    told: Sequence[Sequence[str]], item: str, language: str = "en", direction: Any = "ltr"
) -> tuple[Paragraph, ...]:
    """Paragraphs of sentences, all of the first source."""
    return tuple(
        Paragraph(
            kind="paragraph",
            language=language,
            direction=direction,
            source=0,
            sentences=tuple(Sentence(s, item, "shot", ((0, len(s)),), number) for s in sentences),
            passage=key(" ".join(sentences)),
        )
        for number, sentences in enumerate(told, 1)
    )


def source(number: int, title: str, language: str = "en", **changes: Any) -> SourceRef:
    """The article that story `number` is from."""
    base = SourceRef(
        item=key(title),
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
        agency="Reuters" if number % 4 == 1 else "",
        title=title,
        url=f"https://news.example/{2025 - number % 3}/{number:02d}/{key(title)[:8]}",
        published=datetime(2025, 6, 2, 9, 0, tzinfo=UTC) + timedelta(hours=5 * number % 150),
        dated_by="publisher",
        language=language,
    )
    return replace(base, **changes)


def story(
    number: int, title: str, told: Sequence[Sequence[str]], language: str = "en", direction: Any = "ltr", **changes: Any
) -> Piece:
    """One piece."""
    lead = source(number, title, language)
    others = tuple(source(number + n, f"{title} ({n})") for n in range(1, 1 + number % 3))
    word = title.split()[0]
    won = Evidence("k", "topic", "x", "won", 1.0, word, (Match(word, word, 0, len(word)),))
    base = Piece(
        id="p" + key(f"{number}{title}")[:12],
        headline=Headline(title, "title", lead.item, "shot", ((0, len(title)),)),
        language=language,
        direction=direction,
        published=lead.published,
        paragraphs=paragraphs(told, lead.item, language, direction),
        shortened=number % 3 == 0,
        sources=(lead, *others),
        publishers=1 + number % 3,
        update_of="weekly/2025-W22" if number % 7 == 1 else "",
        update=update(first=printing(headline="An earlier report")) if number % 7 == 1 else None,
        note="",
        score=1.0 - number / 100,
        why=(),
        evidence=(won,),
    )
    return replace(base, **changes)


def english(number: int) -> Piece:
    """The English story of that number: no two are alike."""
    if number < len(ENGLISH):
        return story(number, *ENGLISH[number])
    country, capital, year, fact = COUNTRIES[number % len(COUNTRIES)]
    lap = 1 + (number - len(ENGLISH)) // len(COUNTRIES)
    head = f"{country} looks back on {2025 - year} years and ahead to {2025 + 5 * lap}"
    first = (
        f"{country}, with its capital {capital}, has been independent or a member of the United Nations since {year}.",
        fact,
    )
    rest = tuple(MORE[(number + n) % len(MORE)] for n in range(2 + number % 4))
    return story(number, head, (first, rest[:2], rest[2:]) if rest[2:] else (first, rest))


def foreign(number: int) -> Piece:
    """A story in Arabic, Urdu, Russian, Hindi or Turkish."""
    language, direction, title, told = FOREIGN[number % len(FOREIGN)]
    return story(100 + number, title, told, language, direction)


def sections(
    pieces: Sequence[Piece],
    names: Sequence[str] = ("Europe", "Middle East", "Africa", "Asia and the Pacific", "Global"),
) -> tuple[Section, ...]:
    """Regions of up to fifteen stories, topics of up to four."""
    made = []
    regions = [pieces[at : at + 15] for at in range(0, len(pieces), 15)]
    for number, part in enumerate(regions):
        name = names[number % len(names)]
        cut = [part[at : at + 4] for at in range(0, len(part), 4)]
        topics = tuple(
            TopicSection("t-" + key(f"{name}{n}")[:6], TOPICS[n % len(TOPICS)], "", tuple(those), 2 if n == 3 else 0)
            for n, those in enumerate(cut)
        )
        made.append(Section("r-" + key(name)[:6], name, topics))
    return tuple(made)


def sample(pieces: Sequence[Piece], **changes: Any) -> Issue:
    """An issue of `pieces` with a colophon that has something to say."""
    base = issue(*sections(pieces), **changes)
    counts = {name: sum(ref.publisher == name for p in pieces for ref in p.sources) for name in PUBLISHERS}
    colophon = replace(
        base.colophon,
        sources=tuple(
            SourceCount(name, "", f"https://{n}.example/feed", 3 * c, c) for n, (name, c) in enumerate(counts.items())
        ),
        failures=(
            Failure("Example Wire", "https://wire.example/feed", "fetch", "The server did not answer within 20 s."),
        ),
        items=3 * len(pieces),
        unmatched=2,
        held_back=4,
    )
    return replace(base, colophon=colophon)


def english_issue(stories: int) -> Issue:
    """An issue of that many English stories."""
    return sample([english(n) for n in range(stories)])


def mixed_issue(stories: int) -> Issue:
    """An English issue in which every third story is in another language."""
    return sample([foreign(n // 3) if n % 3 == 2 else english(n) for n in range(stories)])


def arabic_issue(stories: int) -> Issue:
    """An Arabic edition: Arabic and Urdu stories, and a few English ones."""
    parts = [english(n) if n % 4 == 3 else replace(foreign(n % 2), id=f"p{n:012d}") for n in range(stories)]
    made = sample(parts, language="ar", direction="rtl", title="الموجز الأسبوعي")
    names = ("أوروبا", "الشرق الأوسط", "أفريقيا", "آسيا", "العالم")
    return replace(made, sections=tuple(replace(s, name=n) for s, n in zip(made.sections, names, strict=False)))


def brief(stories: int) -> Issue:
    """A one-off of that many English stories on one topic."""
    base = sample([english(n) for n in range(stories)], id="brief/0123456789ab", edition="brief", number=0, since=None)
    name = "Anti-Daesh coordination"
    return replace(
        base,
        title=name,
        lines=base.lines if stories > 5 else (),
        sections=(
            Section(
                "r-1",
                "Middle East",
                (
                    TopicSection(
                        "t-1", name, "", tuple(p for s in base.sections for t in s.topics for p in t.pieces), 0
                    ),
                ),
            ),
        ),
    )


@cache
def printed(name: str) -> Printing:
    """A sample, printed in this process: once for all tests that look at it."""
    made = {
        "one": lambda: english_issue(1),
        "mixed": lambda: mixed_issue(12),
        "arabic": lambda: arabic_issue(4),
        "brief": lambda: brief(4),
    }
    return PdfRenderer(SerialEngine()).render_with_report(made[name](), {}, frozenset())


def inflated(pdf: bytes) -> bytes:
    """The PDF with its objects as plain bytes, for what a test looks up by name."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def plain_text(pdf: bytes) -> str:
    """The text of a PDF as a reader copies it, page by page."""
    return outputs_text(Rendered("issue.pdf", "application/pdf", pdf))
