"""One article or a round-up of several: the rule, on mails as senders of many kinds write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.models import Entry, Ignored
from tests.parse.mail.post import entries, letter, read, reading, words

RIVER = (
    "The water board measured two metres at the old bridge on Monday morning. It expects the river to fall again by "
    "Thursday, as no rain is forecast in the hills. Two roads stay closed."
)
RAIL = (
    "The railway reopened the line through the valley after nine months of work. Trains run every hour until midnight, "
    "and tickets cost what they did before the flood."
)
PORT = (
    "The port handled a third more grain than in the same month of last year. Most of it went to Egypt and Tunisia, the "
    "harbour office said in its report on Friday."
)
STORIES = (
    ("River rises to two metres", RIVER),
    ("Valley line open again", RAIL),
    ("More grain through the port", PORT),
)
SUBJECT = "River rises, valley line open, more grain"
FOOT = """<p>You are receiving this email because you signed up at our website.</p>
  <p><a href="https://news.example.com/u">Unsubscribe</a> | <a href="https://news.example.com/p">Manage preferences</a></p>
  <p>The Weekly Wire, 1 Bridge Street, Riverton</p><img src="https://news.example.com/o.gif" width="1" height="1">"""


def titles(body: bytes) -> list[str]:
    return [entry.title for entry in entries(body)]


def made(heading: str, *, subject: str = SUBJECT, before: str = "", between: str = "<hr>", link: bool = False) -> bytes:
    """A mail whose stories stand under headings that `heading` makes of "{}"; or links to them."""
    parts = []
    for number, (title, text) in enumerate(STORIES):
        shown = f'<a href="https://paper.example/{number}">{title}</a>' if link else title
        parts.append(f"{between}{heading.format(shown)}<p>{text}</p>")
    return letter(html=f"<html><body>{before}{''.join(parts)}{FOOT}</body></html>", Subject=subject)


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>{}</h1>", "<h2>{}</h2>", "<h3><span>{}</span></h3>", "<p><b>{}</b></p>", "<p><strong>{}</strong></p>",
        '<p style="font-size:22px">{}</p>', '<div style="font-size: 1.6em">{}</div>', '<font size="5">{}</font>',
        '<table><tr><td style="font-size:20px">{}</td></tr></table>', '<p style="font-weight:700">{}</p>',
        '<td><span style="font-size:18pt">{}</span></td>',
    ],
)  # fmt: skip
def test_headings_of_all_kinds_part_a_round_up(heading: str) -> None:
    body = made(heading)
    assert titles(body) == [title for title, _ in STORIES]
    assert [words(entry) for entry in entries(body)] == [text for _, text in STORIES]


@pytest.mark.parametrize(
    ("subject", "settings"),
    [
        ("The week", {"link": True, "between": ""}),
        (SUBJECT, {"between": ""}),
        ("The week", {"between": "", "before": "<p>In this issue:</p><ul><li>River rises</li><li>The valley line</li></ul>"}),
        ("The week", {"between": '<img src="https://a.example/x.jpg" width="600"><hr>',
                      "before": "<p>This week: river levels, the valley line, grain</p><p>The valley line</p>"}),
    ],
)  # fmt: skip
def test_what_speaks_for_a_round_up(subject: str, settings: dict[str, object]) -> None:
    assert titles(made("<h2>{}</h2>", subject=subject, **settings)) == [title for title, _ in STORIES]  # type: ignore[arg-type]


def test_the_same_line_under_each_part_speaks_for_a_round_up_and_is_not_printed() -> None:
    parts = "".join(
        f"<h2>{title}</h2><p>{text}</p><p><a href='https://a.example/s'>Share on</a></p>" for title, text in STORIES
    )
    found = entries(letter(html=parts, Subject="The week"))
    assert [words(entry) for entry in found] == [text for _, text in STORIES]


@pytest.mark.parametrize(
    ("subject", "html"),
    [
        ("How the river shaped the town", "<p>No. 12</p><h1><a href='https://paper.example/p/river'>How the river shaped the town</a></h1>"
         "<h3>A long look back</h3>" + "".join(f"<h2>{t}</h2><p>{x}</p><hr>" for t, x in STORIES)),
        ("The river and us", "".join(f"<h2>{t}</h2><p>{x}</p>" for t, x in STORIES)),
        ("The river and us", "".join(f"<p><b>{t}</b></p><p>{x}</p>" for t, x in (*STORIES, ("Conclusion", RIVER + RAIL)))),
        ("The river and us", "".join(f"<h2>Step {n}</h2><p>{x}</p><hr>" for n, (_, x) in enumerate(STORIES))),
        ("Nine ways down the river",
         "<p>Issue 9</p>" + "".join(f"<hr><h2>{n}. {t}</h2><p>{x}</p>" for n, (t, x) in enumerate(STORIES, 1))),
        ("The river", "".join(f"<p>{x}</p>" for _, x in STORIES)),
    ],
    ids=["titled", "sub-headings", "conclusion", "steps", "list", "no headings"],
)  # fmt: skip
def test_an_essay_stays_one_article(subject: str, html: str) -> None:
    (entry,) = entries(letter(html=html + FOOT, Subject=subject))
    assert entry.title == subject
    assert all(sentence in words(entry) for sentence in (RIVER, RAIL, PORT))
    assert "Unsubscribe" not in words(entry)
    assert "Bridge Street" not in words(entry)


def test_the_article_of_a_titled_mail_leads_to_its_page() -> None:
    html = (
        f"<h1><a href='https://paper.example/p/river?r=1abc&utm_source=x'>The week on the river</a></h1><p>{RIVER}</p>"
    )
    assert entries(letter(html=html))[0].url == "https://paper.example/p/river?utm_source=x"
    html = f"<p><a href='https://paper.example/v/7'>View in browser</a></p><p>{RIVER}</p>"
    assert entries(letter(html=html))[0].url == "https://paper.example/v/7"
    html = (
        f"<p><a href='https://view.example/?qs=0a1b2c3d4e5f60718293a4b5c6d7e8f9'>View in browser</a></p><p>{RIVER}</p>"
    )
    assert reading(entries(letter(html=html))[0]).item.url == ""


def test_a_part_leads_to_its_heading_its_closing_link_or_its_only_one() -> None:
    html = f"""<h2><a href="https://a.example/1">River</a></h2><p>{RIVER}</p>
      <h2>Rail</h2><p>{RAIL} <a href="https://b.example/x">Ministry</a></p><p><a href="https://a.example/2">Read more</a></p>
      <h2>Port</h2><p>{PORT} <a href="https://a.example/3">Report</a></p>"""
    found = entries(letter(html=html, Subject="River, rail, port"))
    assert [entry.url for entry in found] == ["https://a.example/1", "https://a.example/2", "https://a.example/3"]


def test_links_that_begin_paragraphs_part_a_list_under_its_categories() -> None:
    def item(number: int, title: str, text: str, by: str = "") -> str:
        return f"<p><a href='https://a.example/{number}' style='font-size:18px'>{title}</a> — {text}</p><p>{by}</p>"

    html = (
        f"<h2>Water</h2>{item(1, *STORIES[0], by='Water board')}{item(4, 'Better pumps for everyone', PORT, 'Acme (sponsor)')}"
        f"<h2>Traffic</h2>{item(2, *STORIES[1])}{item(3, *STORIES[2])}<h2>Jobs</h2>{item(5, 'Engineer wanted', RAIL)}"
    )
    found = entries(letter(html=html, Subject="Issue 7"))
    assert [(entry.title, entry.url, entry.tags) for entry in found] == [
        ("River rises to two metres", "https://a.example/1", ("Water",)),
        ("Valley line open again", "https://a.example/2", ("Traffic",)),
        ("More grain through the port", "https://a.example/3", ("Traffic",)),
    ]


@pytest.mark.parametrize(
    "block",
    [
        "<h2>Sponsored by Acme</h2><p>{}</p>", "<h2>Pumps for all</h2><p>Sponsored</p><p>{}</p>",
        "<p>En partenariat avec Acme</p><h2>Pumps for all</h2><p>{}</p>", "<h2>Anzeige</h2><p>{}</p>",
        "<h2>Share The Weekly Wire</h2><p>{}</p>", "<h2>Follow us</h2><p>{}</p>", "<h2>На правах рекламы</h2><p>{}</p>",
        "<h2>إعلان</h2><p>{}</p>",
    ],
)  # fmt: skip
def test_parts_that_are_paid_for_or_about_the_newsletter_are_dropped(block: str) -> None:
    advert = "Acme makes pumps that never fail, and sells them with a discount to the readers of this letter only."
    (first, *rest) = (f"<h2>{title}</h2><p>{text}</p>" for title, text in STORIES)
    found = entries(letter(html=first + block.format(advert) + "".join(rest), Subject=SUBJECT))
    assert "Acme" not in " ".join(words(entry) for entry in found)
    assert [entry.title for entry in found] == [title for title, _ in STORIES]


@pytest.mark.parametrize(
    "block",
    [
        "Say hello to Acme. Get 15% with code RIVER15.", "Take $20 off your first pump: use code “WIRE20” at the till.",
        "Acme baut Pumpen. Mit dem Code FLUSS10 gibt es 10 % Rabatt.", "Acme : -20 % avec le code FLEUVE20.",
        "Acme ile %25 indirim: NEHIR25 koduyla.", "Скидка 300 ₽ по промокоду REKA300.", "Promo code AC4ME, and free shipping.",
        "Acme sells pumps, and <a href='https://acme.example/?utm_medium=sponsorship&amp;utm_source=wire'>more pumps</a>.",
        "Pumps: <a href='https://www.awin1.com/cread.php?id=7'>see them</a>, or <a href='https://ad.doubleclick.net/x'>try one</a>.",
    ],
)  # fmt: skip
def test_offers_that_are_not_marked_are_dropped_where_they_are_certain(block: str) -> None:
    (first, *rest) = (f"<h2>{title}</h2><p>{text}</p>" for title, text in STORIES)
    advert = f"<h2>Pumps for all</h2><p>Acme makes pumps that never fail, small and large ones alike. {block}</p>"
    found = entries(letter(html=first + advert + "".join(rest), Subject=SUBJECT))
    assert [entry.title for entry in found] == [title for title, _ in STORIES]


@pytest.mark.parametrize(
    "block",
    [
        "The state sends the code RIVER15 to the pumps by radio; 15% did not answer.",
        "Prices of pumps rose by 15% in May, says the building code of 2024.",
        "They use code written in 2009, and 40% of it is lost.",
        "A study of pumps: <a href='https://a.example/x?utm_medium=email'>read it</a>.",
        "Two studies: <a href='https://a.example/?utm_medium=sponsor'>one is paid for</a>, <a href='https://b.example/'>one is not</a>.",
        "Get 15% with code RIVER15, said the note. " + "That was one line of a long report on pumps and prices. " * 14,
    ],
)
def test_news_that_speak_of_codes_and_prices_stay(block: str) -> None:
    (first, *rest) = (f"<h2>{title}</h2><p>{text}</p>" for title, text in STORIES)
    story = f"<h2>Pumps for all</h2><p>Acme makes pumps that never fail, small and large ones alike. {block}</p>"
    found = entries(letter(html=first + story + "".join(rest), Subject=SUBJECT))
    assert "Pumps for all" in [entry.title for entry in found]


@pytest.mark.parametrize(
    "hidden",
    ['style="display:none"', 'style="font-size:1px;line-height:1px;color:#fff"', 'style="max-height:0;overflow:hidden"',
     'style="visibility: hidden"', "hidden", 'style="mso-hide:all"', 'style="opacity:0"', 'class="preheader"'],
)  # fmt: skip
def test_what_is_hidden_is_not_read(hidden: str) -> None:
    sheet = "<head><style>.preheader { display: none !important } @media (max-width: 9px) { .x { display: none } }</style></head>"
    html = (
        f"<html>{sheet}<body><div {hidden}>A word before the letter begins</div><p class='x'>{RIVER}</p></body></html>"
    )
    assert words(entries(letter(html=html))[0]) == RIVER


@pytest.mark.parametrize(
    "line",
    ["View this email in your browser", "Having trouble reading this? View online", "Im Browser ansehen", "Se désabonner",
     "Darse de baja", "Abonelikten çık", "Отписаться от рассылки", "إلغاء الاشتراك", "© 2026 The Weekly Wire",
     "This email was sent to anna.reader@example.org", "Forward to a friend", "Share", "Follow us on Facebook", "退订"],
)  # fmt: skip
@pytest.mark.parametrize("html", [True, False])
def test_lines_about_the_mail_are_dropped(line: str, *, html: bool) -> None:
    rows = [line, RIVER, RAIL, line]
    body = letter(html="".join(f"<p>{row}</p>" for row in rows) if html else "", text="" if html else "\n\n".join(rows))
    assert words(entries(body)[0]).split("\n") == [RIVER, RAIL]


@pytest.mark.parametrize(
    ("head", "link"),
    [("RIVER RISES TO TWO METRES\n{}", True), ("RIVER RISES\n===========\n{}", True), ("▸ River rises\n\n{}", True),
     ("1. River rises\n\n{}", True), ("## River rises\n\n{}", False), ("*River rises*\n\n{}", True),
     ("----------\n\n■ River rises\n\n{}", False)],
)  # fmt: skip
def test_plain_text_is_parted_at_what_is_set_as_headings(head: str, link: bool) -> None:
    names = (("River rises", "RIVER RISES"), ("Valley line open", "VALLEY LINE OPEN"), ("More grain", "MORE GRAIN"))
    parts = []
    for number, (name, (_, text)) in enumerate(zip(names, STORIES, strict=True)):
        shown = head.format(text).replace("1.", f"{number + 1}.").replace("RIVER RISES TO TWO METRES", name[1])
        shown = shown.replace("RIVER RISES", name[1]).replace("River rises", name[0])
        parts.append(shown + (f"\nhttps://a.example/{number}" if link else ""))
    found = entries(letter(text="\n\n".join(parts) + "\n\n-- \nUnsubscribe: https://a.example/u\n", Subject=SUBJECT))
    assert [entry.title.casefold() for entry in found] == [name[0].casefold() for name in names]
    assert [words(entry) for entry in found] == [text for _, text in STORIES]
    assert [entry.url for entry in found] == [f"https://a.example/{n}" for n in range(3)] or not link


def test_a_plain_essay_stays_one_article() -> None:
    (entry,) = entries(letter(text=f"Dear Anna,\n\n{RIVER}\n\nWHAT NOW\n\n{RAIL}\n\nCONCLUSION\n\n{PORT}"))
    assert "Anna" not in words(entry)
    assert entry.title == "The week on the river"


# -- identity -------------------------------------------------------------------------------------------------------


def test_parts_have_identities_of_their_own_that_stay_when_the_mail_is_read_again() -> None:
    body = made("<h2>{}</h2>", link=True)
    guids = [entry.guid for entry in entries(body)]
    assert len(set(guids)) == 3
    assert all(guid.startswith("42@wire.example.com#") for guid in guids)
    for_bob = body.replace(b"Anna Reader <anna.reader@example.org>", b"Bob <bob@example.org>").replace(b"\n", b"\r\n")
    assert [entry.guid for entry in entries(b"Delivered-To: bob@example.org\r\n" + for_bob)] == guids


def test_two_parts_with_the_same_words_are_two() -> None:
    html = "".join(f"<h2>{title}</h2><p>{text}</p>" for title, text in (*STORIES, STORIES[0]))
    assert len({entry.guid for entry in entries(letter(html=html, Subject=SUBJECT))}) == 4


# -- real newsletters -----------------------------------------------------------------------------------------------


def shape(path: Path) -> tuple[int, list[str]]:
    body = path.read_bytes()
    found = read(letter(html=body.decode(), Subject="") if path.suffix == ".html" else body)
    return len(found), [one.title for one in found if isinstance(one, Entry)]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("mail-thebatch/the_batch_2025-12-26.eml", 6, 8), ("mail-tiro/newsletter.eml", 1, 1),
        ("mail-parser/mail_test_13.eml", 1, 1), ("mail-parser/mail_test_5.eml", 1, 1),
        ("newsletter-html/beehiiv-newsletter.html", 4, 5), ("newsletter-html/convertkit-newsletter.html", 4, 6),
        ("newsletter-html/hey-world-newsletter.html", 1, 1), ("newsletter-html/milkroad-newsletter.html", 3, 5),
        ("newsletter-html/node-weekly-newsletter.html", 10, 16), ("newsletter-html/tomasz-tunguz-newsletter.html", 1, 1),
        ("newsletter-html/ttso-newsletter.html", 5, 8), ("newsletter-html/prepared/substack-newsletter-new.html", 1, 1),
    ],
)  # fmt: skip
def test_real_newsletters_are_parted_as_their_readers_would(shared: Path, name: str, least: int, most: int) -> None:
    count, found = shape(shared / "corpora/mail" / name)
    assert least <= count <= most, found


def test_nothing_about_the_mails_themselves_is_left_in_real_newsletters(shared: Path) -> None:
    for path in sorted((shared / "corpora/mail/newsletter-html").rglob("*.html")):
        for one in read(letter(html=path.read_text(encoding="utf-8"), Subject="News")):
            said = words(one).casefold() if isinstance(one, Entry) else ""
            assert not [
                word for word in ("unsubscribe", "view in browser", "read online", "sponsor") if word in said
            ], path


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["<h1>", "<h2>a</h2>", "<p>", "<b>x y</b>", "<table><tr><td>", "<a href='https://a.example/b'>",
                                 "</td>", "<li>", "<br>", RIVER, "<hr>", "<img src='https://a.example/c' width=90>", "&#8203;"]),
                max_size=40))  # fmt: skip
def test_no_markup_crashes_it(pieces: list[str]) -> None:
    assert all(isinstance(one, Entry | Ignored) for one in read(letter(html=" ".join(pieces))))


def test_tables_nested_beyond_reason_are_read_as_text() -> None:
    (entry,) = entries(letter(html="<table><tr><td>" * 3_000 + RIVER))
    assert RIVER in words(entry)


def test_a_log_of_thousands_of_lines_is_no_round_up() -> None:
    assert len(read(letter(html="<h2>River</h2><p>It rose by one metre.</p>" * 2_000))) == 1
