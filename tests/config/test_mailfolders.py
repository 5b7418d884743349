"""Addresses of mail folders: what they say, and how a wrong one is told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load
from digest.config.mailfolders import mail_folder, names_mail_folder
from digest.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "password", "folder"),
    [
        ("imaps://anna:pw@imap.example.org/INBOX/News", "imap.example.org", 993, "anna", "pw", "INBOX/News"),
        ("imap://anna:pw@imap.example.org", "imap.example.org", 143, "anna", "pw", "INBOX"),
        ("imaps://anna:pw@IMAP.example.org:1993/", "imap.example.org", 1993, "anna", "pw", "INBOX"),
        ("imaps://anna@example.org:pw@imap.example.org/a", "imap.example.org", 993, "anna@example.org", "pw", "a"),
        ("imaps://anna%40example.org:p%2Fw%40@h.example/a", "h.example", 993, "anna@example.org", "p/w@", "a"),
        ("imaps://anna:p/w@x:y?#@h.example/a", "h.example", 993, "anna", "p/w@x:y?#", "a"),
        ("imaps://anna:100%@h.example/a", "h.example", 993, "anna", "100%", "a"),
        ("imaps://anna:pw@h.example/%C3%9Cber%20uns/R&D", "h.example", 993, "anna", "pw", "Über uns/R&D"),
        ("imaps://anna:pw@[::1]:99/a", "::1", 99, "anna", "pw", "a"),
        ("IMAPS://anna:pw@10.0.0.1/a", "10.0.0.1", 993, "anna", "pw", "a"),
    ],
)  # fmt: skip
def test_what_an_address_says(text: str, host: str, port: int, user: str, password: str, folder: str) -> None:
    found = mail_folder(text)
    assert (found.host, found.port, found.user, found.password, found.folder) == (host, port, user, password, folder)
    assert found.secure is text.lower().startswith("imaps")
    assert "anna" not in found.url
    assert password not in repr(found)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("imaps://a:b@h.example/INBOX/News", "imaps://h.example/INBOX/News"),
        ("imaps://a:b@h.example:993/", "imaps://h.example/INBOX"),
        ("imap://a:b@h.example:1143/%C3%9Cber", "imap://h.example:1143/%C3%9Cber"),
        ("imaps://a:b@[::1]/x", "imaps://[::1]/x"),
    ],
)
def test_how_it_is_kept_and_shown(text: str, url: str) -> None:
    assert mail_folder(text).url == url


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("imaps://imap.example.org/INBOX", "names no user and password; write"),
        ("imaps://anna@imap.example.org/INBOX", "names no user and password; write"),
        ("imaps://anna:@imap.example.org/INBOX", "names no user and password; write"),
        ("imaps://anna:pw@/INBOX", "is not the address of a mail folder; write"),
        ("imaps:anna", "is not the address of a mail folder; write"),
        ("imaps://anna:pw@h.example:99999/a", "names no host; write"),
        ("imaps://anna:pw@h.example/a?b=c", "is not the address of a mail folder; write"),
        ("imaps://anna:p%0D%0Aw@h.example/a", "holds a control character; write"),
        ("imaps://anna:pw@h.example/a%00b", "holds a control character; write"),
        ("imaps://anna:pw@-x-/a", "names no host; write"),
    ],
)
def test_what_is_no_mail_folder_is_told_with_its_line_and_without_its_password(text: str, told: str) -> None:
    toml = f'[[sources]]\nname = "Post"\nurl = "{text}"\n'
    with pytest.raises(ConfigError) as caught:
        load(toml, "feeds.toml", "/", {}, lambda _: False)
    (problem,) = caught.value.problems
    assert problem.startswith(f"feeds.toml:3: sources[1].url: {told}")
    assert "pw" not in problem
    assert "anna:" not in problem


def test_name_and_password_come_from_the_environment() -> None:
    toml = '[[sources]]\nname = "Post"\nurl = "imaps://${U}:${P}@h.example/News"\n'
    config = load(toml, "feeds.toml", "/", {"U": "anna@example.org", "P": "s3cret/@:%"}, lambda _: False)
    found = mail_folder(config.sources[0].url)
    assert (found.user, found.password, found.host, found.folder) == (
        "anna@example.org",
        "s3cret/@:%",
        "h.example",
        "News",
    )
    assert "s3cret/@:%" in config.secrets


@given(st.text(max_size=40))
def test_no_text_crashes_it(text: str) -> None:
    assert names_mail_folder("imap:" + text)
    with suppress(ValueError):
        assert mail_folder("imaps://a:b@" + text).host
