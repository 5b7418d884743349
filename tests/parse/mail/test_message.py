"""Mails as programs write them, and as they break them: headers, parts, encodings."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import SourceTrouble
from digest.models import Entry, Ignored
from tests.parse.mail.post import entries, letter, read, reading, why, words

SENTENCE = "The water board measured two metres at the old bridge on Monday morning."


def raw(*lines: str | bytes) -> bytes:
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)


def test_a_plain_mail_becomes_an_article() -> None:
    (entry,) = entries(letter(text=SENTENCE))
    assert (entry.title, entry.publisher) == ("The week on the river", "The Weekly Wire")
    assert entry.guid == "42@wire.example.com"
    assert entry.published == datetime(2026, 6, 1, 6, tzinfo=UTC)
    assert entry.dated_from == ""
    assert words(entry) == SENTENCE


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?=C3=9Cber_den_Fluss?=", "Über den Fluss"),
        ("=?UTF-8?B?0J3QvtCy0L7RgdGC0Lg=?=", "Новости"),
        ("=?utf-8?b?0J3QvtA=?= =?utf-8?b?stC+0YHRgtC4?=", "Новости"),  # a letter parted between two words
        ("=?iso-8859-9?Q?G=FCnl=FCk_=F6zet?=", "Günlük özet"),
        ("=?windows-1256?B?x+HUw+E=?=", "الشأل"),
        ("=?nonsense?q?River?= news", "River news"),
        ("=?utf-8?b?!!!?= news", "news"),
        ("=?utf-8*en?q?River?=", "River"),
        ("Fwd: RE: AW: The river", "The river"),
        ("Über den Fluss".encode(), "Über den Fluss"),
        ("Über den Fluss".encode("latin-1"), "Über den Fluss"),
        ("=?utf-8?q?The=0D=0ABcc:_all@example.org=0D=0A=0D=0A?= river", "The Bcc: all@example.org river"),
        ("The\r\n\triver", "The river"),
    ],
)
def test_subjects(subject: str | bytes, title: str) -> None:
    head = b"Subject: " + (subject.encode() if isinstance(subject, str) else subject)
    (entry,) = entries(raw("From: Wire <w@example.com>", head, "", SENTENCE))
    assert reading(entry).item.title == title


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ('"The Wire" <wire@example.com>', "The Wire"),
        ("=?utf-8?q?L=27=C3=89cho?= <wire@example.com>", "L'Écho"),
        ('"The Wire @ River" <wire@example.com>', "The Wire @ River"),
        ("wire@mail.example.com", "example.com"),
        ('"wire@example.com" <wire@example.com>', "example.com"),
        ("a@example.com, b@example.com", "example.com"),
        ("broken <<>>", "broken"),
        ("", ""),
        ('"The\x00Wire" <w@example.com>', "TheWire"),
    ],
)
def test_publishers(sender: str, publisher: str) -> None:
    (entry,) = entries(raw(f"From: {sender}", "Subject: The river", "To: a@example.org", "", SENTENCE))
    assert reading(entry).item.publisher == (publisher or "Post")


@pytest.mark.parametrize(
    ("lines", "day", "stands"),
    [
        (["Date: Mon, 01 Jun 2026 08:00:00 +0200"], 1, ""),
        (["Date: 1 Jun 2026"], 1, ""),
        (["Date: Montag, 1. Juni 2026"], 1, ""),
        (["Date: nonsense", "Received: by mx.example; Tue, 2 Jun 2026 08:00:00 +0000"], 2, "the header “Received”"),
        (["Received: by mx.example; yesterday", "Received: by mx; Wed, 3 Jun 2026 08:00:00 +0000"], 3,
         "the header “Received”"),
        (["Delivery-Date: Thu, 4 Jun 2026 08:00:00 +0000"], 4, "the header “Delivery-Date”"),
        (["Date: Mon, 99 Jun 2026 99:99:99 +9999"], 0, ""),
    ],
)  # fmt: skip
def test_dates(lines: list[str], day: int, stands: str) -> None:
    (entry,) = entries(raw("Subject: The river", "From: w@example.com", *lines, "", SENTENCE))
    assert (entry.published.day if entry.published else 0) == day
    assert entry.dated_from == stands


def test_html_is_preferred_unless_it_says_nothing() -> None:
    assert words(entries(letter(html=f"<p>{SENTENCE}</p>", text="Look at the HTML."))[0]) == SENTENCE
    assert words(entries(letter(html="<img src='https://a.example/1.png'>", text=f"{SENTENCE} " * 3))[0]).startswith(
        SENTENCE
    )


def test_flowed_text_is_joined_and_quotations_stay() -> None:
    text = "The water board measured two \r\nmetres at the old bridge.\r\n\r\n> It rose \r\n> by night.\r\n-- \r\nThe board"
    body = raw("Subject: S", "From: w@e.example", "Content-Type: text/plain; format=flowed", "", text)
    assert words(entries(body)[0]).splitlines()[:2] == [
        "The water board measured two metres at the old bridge.",
        "It rose by night.",
    ]


def test_what_is_attached_is_no_text() -> None:
    body = raw(
        "Subject: S", "From: w@e.example", 'Content-Type: multipart/mixed; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", SENTENCE,
        "--b", "Content-Type: text/plain; name=minutes.txt", "", "Minutes of the board.",
        "--b", "Content-Type: text/html", "Content-Disposition: attachment; filename=a.html", "", "<p>Attached.</p>",
        "--b", "Content-Type: application/pdf", "Content-Transfer-Encoding: base64", "", "JVBERi0=", "--b--",
    )  # fmt: skip
    assert words(entries(body)[0]) == SENTENCE


def test_encoded_files_within_a_text_and_the_frame_of_a_signature_are_taken_out() -> None:
    uu = "begin 644 cat.txt\n#0V%T\n`\nend"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{SENTENCE}\n\n- -- more\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    assert words(entries(letter(text=text))[0]).splitlines()[0] == SENTENCE
    assert "abc" not in words(entries(letter(text=text))[0])
    assert "0V%T" not in words(entries(letter(text=f"{SENTENCE}\n\n{uu}\n"))[0])


def forwarded(remark: str) -> bytes:
    inner = letter(text=SENTENCE, Subject="The inner river", From="Inner Wire <i@example.com>", Message_ID="<7@inner>")
    return raw(
        "Subject: Fwd: look", "From: Bob <bob@example.org>", 'Content-Type: multipart/mixed; boundary="b"', "",
        "--b", "", remark, "--b", "Content-Type: message/rfc822", "", inner, "--b--",
    )  # fmt: skip


def test_a_mail_that_is_passed_on_stands_for_itself_unless_more_is_said() -> None:
    (entry,) = entries(forwarded("Have a look"))
    assert (entry.title, entry.publisher, entry.guid) == ("The inner river", "Inner Wire", "7@inner")
    (entry,) = entries(forwarded(f"{SENTENCE} " * 6))
    assert (entry.title, entry.publisher) == ("look", "Bob")


@pytest.mark.parametrize(
    ("opening", "sender", "subject", "date"),
    [
        ("---------- Forwarded message ---------", "From", "Subject", "Date"),
        ("Anfang der weitergeleiteten Nachricht:", "Von", "Betreff", "Datum"),
        ("Début du message transféré :", "De", "Objet", "Date"),
        ("-------- Пересылаемое сообщение --------", "От", "Тема", "Дата"),
    ],
)
@pytest.mark.parametrize("html", [True, False])
def test_a_mail_passed_on_within_the_text(opening: str, sender: str, subject: str, date: str, *, html: bool) -> None:
    rows = [opening, f"{sender}: The Inner Wire <i@example.com>", f"{date}: 3 Jun 2026", f"{subject}: The inner river"]
    page = f"<div>FYI</div><div>{'<br>'.join(row.replace('<', '&lt;') for row in rows)}</div><p>{SENTENCE}</p>"
    text = "\n".join(["FYI", "", *rows, "", SENTENCE])
    (entry,) = entries(letter(html=page if html else "", text="" if html else text, Subject="WG: The inner river"))
    assert (entry.title, entry.publisher) == ("The inner river", "The Inner Wire")
    assert entry.published is not None
    assert entry.published.day == 3
    assert words(entry) == SENTENCE


def test_a_digest_of_mails_becomes_its_mails() -> None:
    mails = [letter(text=SENTENCE, Subject=f"River {n}", Message_ID=f"<{n}@d>") for n in range(3)]
    parts = [part for mail in mails for part in ("--b", "Content-Type: message/rfc822", "", mail)]
    body = raw(
        "Subject: Digest", 'Content-Type: multipart/digest; boundary="b"', "From: l@e.example", "", *parts, "--b--"
    )
    assert [entry.title for entry in entries(body)] == ["River 0", "River 1", "River 2"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Content-Type: text/plain; charset=klingon"], SENTENCE),
        (["Content-Type: text/plain; charset=", "Content-Transfer-Encoding: 8-bit"], SENTENCE),
        (["Content-Type: multipart/alternative; boundary=none"], SENTENCE),
        (["Content-Type: multipart/mixed"], SENTENCE),
        (['Content-Type: multipart/mixed; boundary="b"'], f"--b\r\n\r\n{SENTENCE}"),
        (["Content-Type: text/plain; charset=utf-8; charset=latin-1", "Content-Type: text/plain"], SENTENCE),
        (["Content-Transfer-Encoding: quoted-printable"], SENTENCE.replace("bridge", "bri=\r\ndge=20=ZZ").replace("=ZZ", "")),
        (["Content-Transfer-Encoding: base64"], "VGhlIHdhdGVyIGJvYXJkIG1lYXN1cmVkIHR3byBtZXRyZXMgYXQgdGhlIG9sZCBicmlkZ2Ugb24g\r\n"
         "!!junk!!TW9uZGF5IG1vcm5pbmcu"),
        (["Content-Disposition: inline; filename*0*=''%FF; filename*1=x"], SENTENCE),
        (["To: <>, undisclosed-recipients:;, \"a\" <b@@c>, ((("], SENTENCE),
        (["Message-ID: ", "Date: ", "Received: "], SENTENCE),
        (["X-Long: " + "y" * 100_000], SENTENCE),
    ],
)  # fmt: skip
def test_broken_mails_are_read_all_the_same(headers: list[str], body: str) -> None:
    (entry,) = entries(raw("From: Wire <w@example.com>", "Subject: The river", *headers, "", body))
    assert "measured two" in words(entry)
    assert entry.guid


def test_a_mail_without_a_message_id_is_told_by_what_it_says() -> None:
    one, again, other = (letter(text=text, Message_ID="") for text in (SENTENCE, SENTENCE, SENTENCE + " And more."))
    assert entries(one)[0].guid == entries(again)[0].guid != entries(other)[0].guid


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02", b"Once upon a time there was a river.\n", b"a: b\n\nc"])
def test_what_is_no_mail_is_told(body: bytes) -> None:
    with pytest.raises(SourceTrouble, match="no mail"):
        read(body)


def test_a_mail_nested_beyond_reason_is_told_or_read_but_never_crashes() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    with pytest.raises(SourceTrouble, match="nested too deep"):
        read(b"Subject: S\r\nFrom: a@b.example\r\n" + deep)


@given(st.data())
def test_no_damage_to_a_mail_raises_anything_else(data: st.DataObject) -> None:
    body = bytearray(forwarded("Look") + letter(html=f"<h1>River</h1><p>{SENTENCE}</p>", text=SENTENCE))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    try:
        found = read(bytes(body))
    except SourceTrouble:
        return
    assert all(isinstance(one, Entry | Ignored) for one in found)


CORPUS = ("mail-flanker", "mail-mimekit", "mail-parser", "mail-python", "mail-ruby", "mail-thebatch", "mail-tiro")


def test_every_mail_of_the_corpus_becomes_something(shared: Path) -> None:
    paths = [path for folder in CORPUS for path in (shared / "corpora/mail" / folder).rglob("*.*") if path.is_file()]
    assert len(paths) > 100
    fates = {"article": 0, "ignored": 0, "trouble": 0}
    for path in paths:
        try:
            found = read(path.read_bytes())
        except SourceTrouble:
            fates["trouble"] += 1
            continue
        assert found
        fates["ignored" if isinstance(found[0], Ignored) else "article"] += 1
    assert fates["article"] >= 80
    assert fates["trouble"] <= 2


def test_damaged_mails_of_the_corpus_never_crash(shared: Path) -> None:
    chance = random.Random(1)
    fates: Counter[bool] = Counter()
    for path in sorted((shared / "corpora/mail").rglob("*.eml")):
        body = bytearray(path.read_bytes()[:20_000])
        for _ in range(20):
            at = chance.randrange(len(body))
            body[at : at + chance.randrange(8)] = chance.randbytes(chance.randrange(4))
        try:
            fates[bool(read(bytes(body)))] += 1
        except SourceTrouble:
            continue
    assert set(fates) == {True}


def test_why_is_said_of_a_mail_without_text() -> None:
    assert why(letter(html="<img src='https://a.example/offer.png' width=600>")).startswith("it has no text of its own")
