"""Single values: languages, zones, schedules, addresses."""

from __future__ import annotations

import pytest

from digest.config import mailbox
from digest.config.addresses import (
    wrong_contact,
    wrong_database,
    wrong_feed,
    wrong_host,
    wrong_list_id,
    wrong_mailbox,
    wrong_public_url,
)
from digest.config.languages import canonical_language, wrong_language
from digest.config.nearby import nearest
from digest.config.times import wrong_schedule, wrong_zone
from digest.config.values import wrong_country, wrong_line


@pytest.mark.parametrize(
    "tag", ["en", "ur", "ckb", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-1996", "ca-valencia", "EN-gb", "ht"]
)
def test_languages_that_exist(tag: str) -> None:
    assert wrong_language(tag) == ""


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("english", 'unknown language "english"'),
        ("xx", 'unknown language "xx"'),
        ("und", 'unknown language "und"'),
        ("en_GB", 'write "en-GB"'),
        ("iw", 'an old code; write "he"'),
        ("eng", 'an old code; write "en"'),
        ("zh-Hanx", 'unknown script "Hanx"'),
        ("en-UK", 'unknown region "UK"'),
        ("en-999", 'unknown region "999"'),
        ("en-GB-x", "is not a language tag"),
        ("en-", "is not a language tag"),
    ],
)
def test_languages_that_do_not(tag: str, told: str) -> None:
    assert told in wrong_language(tag)


@pytest.mark.parametrize(("tag", "usual"), [("EN", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("CA-VALENCIA", "ca-valencia")])
def test_a_tag_in_its_usual_case(tag: str, usual: str) -> None:
    assert canonical_language(tag) == usual


@pytest.mark.parametrize("name", ["UTC", "Europe/Istanbul", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Turkey"])
def test_zones_that_exist(name: str) -> None:
    assert wrong_zone(name) == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("europe/istanbul", 'did you mean "Europe/Istanbul"?'),
        ("New York", 'did you mean "America/New_York"?'),
        ("Europe/Instanbul", 'did you mean "Europe/Istanbul"?'),
        ("Europe", 'unknown time zone "Europe"'),
        ("Factory", 'unknown time zone "Factory"'),
        ("localtime", 'write an IANA name such as "Europe/Istanbul", or "UTC"'),
        ("../UTC", 'unknown time zone "../UTC"'),
        ("+03:00", 'write an IANA name such as "Europe/Istanbul", or "UTC"'),
    ],
)
def test_zones_that_do_not(name: str, told: str) -> None:
    assert told in wrong_zone(name)


@pytest.mark.parametrize(
    "words", ["0 7 * * 1", "*/5 * * * *", "0 9 L * *", "0 0 29 2 *", "0 6 * * mon#1", "0 7 1-7 jan 5"]
)
def test_schedules_that_can_be_read(words: str) -> None:
    assert wrong_schedule(words) == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("@weekly", 'write "0 0 * * 0"'),
        ("7", "1 cron word instead of 5"),
        ("0 0 7 * * 1", "6 cron words instead of 5"),
        ("60 7 * * 1", '"60" is no minute'),
        ("0 7 0 * 1", '"0" is no day-of-month'),
        ("0 7 * 13 1", '"13" is no month'),
        ("0 7 * * monday", '"monday" is no day-of-week'),
        ("0 0 30 2 *", '"30" is no day-of-month'),
        ("0 0 */31 * 1#2", "never comes true"),
        ("monday at seven o'clock please", '"monday" is no minute'),
    ],
)
def test_schedules_that_cannot(words: str, told: str) -> None:
    assert told in wrong_schedule(words)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a@b.example", ("", "a@b.example")),
        ("The Brief <a@b.example>", ("The Brief", "a@b.example")),
        ('"Brief, Weekly" <a+x@b.example>', ("Brief, Weekly", "a+x@b.example")),
        ("Özet <a@bücher.example>", ("Özet", "a@bücher.example")),
        ("<root@localhost>", ("", "root@localhost")),
    ],
)
def test_mailboxes(text: str, parts: tuple[str, str]) -> None:
    assert mailbox(text) == parts
    assert wrong_mailbox(text) == ""


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.example", "a@b", "a b@c.example", "A <a@b.example", "A <a@b.example> B", "a..b@c.example",
     ".a@b.example", "a@-b.example", "A <a@b.example>, B <c@d.example>", "A\r\nBcc: x <a@b.example>\r\n,"],
)  # fmt: skip
def test_what_is_no_mailbox(text: str) -> None:
    with pytest.raises(ValueError, match="is not a mail address"):
        mailbox(text)
    assert "is not a mail address" in wrong_mailbox(text)


@pytest.mark.parametrize("text", ["a@b.example", "https://b.example/contact", "http://b.example"])
def test_contacts(text: str) -> None:
    assert wrong_contact(text) == ""


@pytest.mark.parametrize("text", ["A <a@b.example>", "the editor", "ftp://b.example", "https://"])
def test_what_is_no_contact(text: str) -> None:
    assert wrong_contact(text)


@pytest.mark.parametrize("text", ["https://b.example", "https://b.example:8443/news/", "https://[2001:db8::1]/"])
def test_public_urls(text: str) -> None:
    assert wrong_public_url(text) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://b.example", "is not https"),
        ("b.example", "is not https"),
        ("https://", "names no host"),
        ("https://b.example/?x=1", "holds more than host and path"),
        ("https://a:b@b.example/", "holds more than host and path"),
        ("https://b example", "is not a URL"),
        ("https://[1/", "is not a URL"),
        ("https://b.example:99999", "is not a URL"),
    ],
)
def test_what_is_no_public_url(text: str, told: str) -> None:
    assert told in wrong_public_url(text)


@pytest.mark.parametrize(
    "text",
    ["https://b.example/f", "http://127.0.0.1:8000/f", "f.xml", "feeds/f.xml", "/var/f.xml", "C:\\feeds\\f.xml",
     "../f.xml", "localhost:8000/f", "https://user:pass@b.example/f", "https://münchen.example/f"],
)  # fmt: skip
def test_feeds(text: str) -> None:
    assert wrong_feed(text, lambda _: False) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("feed://b.example/f", "is not http(s)"),
        ("file:///f.xml", "is not http(s)"),
        ("mailto:a@b.example", "is not http(s)"),
        ("https:/b.example/f", "names no host"),
        ("https://b.example/a feed", "is not a URL"),
        ("b.example/f", 'write "https://b.example/f"'),
        ("www.b.example", 'write "https://www.b.example"'),
    ],
)
def test_what_is_no_feed(text: str, told: str) -> None:
    assert told in wrong_feed(text, lambda _: False)


@pytest.mark.parametrize(
    "text", ["localhost", "b.example", "b.example:80", "10.0.0.0/8", "10.0.0.1", "::1", "[::1]:80", "fd00::/8"]
)
def test_hosts(text: str) -> None:
    assert wrong_host(text) == ""


@pytest.mark.parametrize(
    "text", ["http://b.example", "b.example/x", "b.example:0", "b.example:99999", "10.0.0.0/99", "a b", "-a", "x:y:80"]
)
def test_what_is_no_host(text: str) -> None:
    assert "is not a host" in wrong_host(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("digest.sqlite3", ""),
        ("/var/lib/digest.sqlite3", ""),
        ("sqlite:///x.sqlite3", ""),
        ("postgresql+psycopg://u:p@h/d", ""),
        ("postgres://u:p@h/d", 'write "postgresql+psycopg://..." for PostgreSQL'),
        ("postgresql+asyncpg://h/d", 'write "postgresql+psycopg://..." for PostgreSQL'),
        ("mysql://h/d", '"mysql" is not a database that is known here'),
    ],
)
def test_databases(text: str, told: str) -> None:
    assert wrong_database(text).startswith(told)
    assert bool(wrong_database(text)) == bool(told)


@pytest.mark.parametrize(
    ("text", "fine"),
    [("weekly.example.org", True), ("a_b-c.d", True), ("weekly", False), ("<weekly.example.org>", False),
     ("weekly..org", False), ("a b.example", False), ("x." * 200 + "y", False)],
)  # fmt: skip
def test_list_ids(text: str, fine: bool) -> None:
    assert (wrong_list_id(text) == "") is fine


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("TR", ""),
        ("tr", ""),
        ("UK", 'unknown country "UK"; write "GB"'),
        ("TUR", 'unknown country "TUR"; write an ISO'),
        ("", "unknown"),
    ],
)
def test_countries(code: str, told: str) -> None:
    assert wrong_country(code, frozenset({"TR", "GB"})).startswith(told)
    assert bool(wrong_country(code, frozenset({"TR", "GB"}))) == bool(told)


@pytest.mark.parametrize(
    ("text", "fine"), [("a b", True), ("آ", True), (" ", False), ("a\nb", False), ("a\u2028b", False), ("a ", False)]
)
def test_lines(text: str, fine: bool) -> None:
    assert (wrong_line(text) == "") is fine


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("wieght", ["weight", "url"], "weight"),
        ("EUROPE", ["Asia", "Europe"], "Europe"),
        ("xyz", ["weight", "url"], ""),
        ("a", [], ""),
    ],
)
def test_the_nearest_word(word: str, known: list[str], found: str) -> None:
    assert nearest(word, known) == found
