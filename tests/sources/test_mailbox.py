"""Mailboxes on this machine: .eml files, mbox files and Maildir folders, by name and by content."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Outcome, Unchanged, Validators
from digest.sources.files import FilesSource
from digest.sources.mailbox import is_mbox, read_mbox
from digest.sources.media import sniffed
from tests.builders import NOW
from tests.sources.dovecot import mail

LINE = b"From wire@example.com Mon Jun  1 08:00:00 2026\n"


def fetch(base: Path, *globs: str, known: dict[str, Validators] | None = None, cap: int = 1_000_000) -> list[Outcome]:
    return list(FilesSource("Post", globs, base, NOW, cap).fetch(known or {}))


def mbox(*mails: bytes) -> bytes:
    return b"".join(LINE + one.rstrip(b"\n") + b"\n\n" for one in mails)


def bodies(outcomes: list[Outcome]) -> list[bytes]:
    return [one.body for one in outcomes if isinstance(one, Fetched)]


def kept(outcomes: list[Outcome]) -> dict[str, Validators]:
    return {one.url: one.validators for one in outcomes if isinstance(one, Fetched)}


def test_eml_files(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(mail(1))
    (tmp_path / "two.EML").write_bytes(b"GIF8\x00" + mail(2))
    one, two = fetch(tmp_path, "*.eml", "*.EML")
    assert isinstance(one, Fetched)
    assert isinstance(two, Fetched)
    assert (one.media_type, two.media_type, one.url) == ("message/rfc822", "message/rfc822", "file:one.eml")
    assert isinstance(fetch(tmp_path, "one.eml", known=kept([one]))[0], Unchanged)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"Received: by mx\r\nMessage-ID: <1@a>\r\nFrom: a@b\r\n\r\nText", "message/rfc822"),
        (b"Return-Path: <a@b>\nFrom: a@b\nSubject: long\n\tfolded\nMIME-Version: 1.0\n\nText", "message/rfc822"),
        (b"From: a@b\nTo: c@d\nSubject: a note\n\nText", ""),
        (b"Title: River\nDate: 1 June 2026\nAuthor: Board\n\nText", ""),
        (b"The river rose.\nReceived: much\nMIME-Version: 1.0\n", ""),
    ],
)
def test_a_mail_is_told_by_its_head(body: bytes, told: str) -> None:
    assert sniffed(body) == told


def test_a_mail_without_a_name_for_one(tmp_path: Path) -> None:
    (tmp_path / "saved.txt").write_bytes(b"Received: by mx.example; Mon, 1 Jun 2026 08:00:00 +0000\n" + mail(1))
    assert [one.media_type for one in fetch(tmp_path, "saved.txt") if isinstance(one, Fetched)] == ["message/rfc822"]


@pytest.mark.parametrize("name", ["archive.mbox", "archive", "Sent.txt"])
def test_each_mail_of_an_mbox(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(mbox(mail(1), mail(2), mail(3)))
    found = fetch(tmp_path, name)
    assert bodies(found) == [mail(1), mail(2), mail(3)]
    assert all(url.startswith(f"file:{name}#") for url in kept(found))


def test_a_mail_that_comes_to_an_mbox_is_the_only_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(mbox(mail(1), mail(2)))
    known = kept(fetch(tmp_path, "a.mbox"))
    assert fetch(tmp_path, "a.mbox", known=known) == [Unchanged("Post", "file:a.mbox", NOW)]
    path.write_bytes(mbox(mail(2), mail(3)))
    assert bodies(fetch(tmp_path, "a.mbox", known=known)) == [mail(3)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            b"From the hills the river came.\n\nFrom Monday 8:00 on it rose.\n",
            1,
        ),  # no separator without a blank line ...
        (b"It rose.\n\nFrom the hills it came.\n", 1),  # ... or a time
        (b"It rose.\n\n>From wire@example.com Mon Jun  1 08:00:00 2026\n", 1),
        (b"It rose.\n", 1),
    ],
)
def test_lines_that_begin_like_a_separator(tmp_path: Path, text: bytes, count: int) -> None:
    head, _, _ = mail(1).partition(b"\n\n")
    (tmp_path / "a.mbox").write_bytes(
        mbox(head + b"\n\n" + text.replace(b"\n\nFrom Monday", b"\nFrom Monday"), mail(2))
    )
    found = bodies(fetch(tmp_path, "a.mbox"))
    assert len(found) == count + 1
    assert found[-1] == mail(2)
    assert b">From wire" not in found[0]


def test_an_mbox_may_be_larger_than_a_file_and_a_mail_in_it_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mbox(mail(1) + b"x\n" * 3_000, *(mail(n) for n in range(2, 9))))
    found = bodies(fetch(tmp_path, "a.mbox", cap=2_000))
    assert len(found) == 8
    assert found[0].startswith(mail(1)[:300])
    assert max(map(len, found)) <= 2_001


@pytest.mark.parametrize("body", [b"", b"\n\n", LINE])
def test_an_mbox_without_mails_is_told(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.mbox").write_bytes(body)
    (told,) = fetch(tmp_path, "a.mbox")
    assert isinstance(told, Failure)
    assert told.what == "there is no mail in the file"


def test_a_pipe_is_no_mailbox(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mbox")
    (told,) = fetch(tmp_path, "a.mbox")
    assert isinstance(told, Failure)
    assert told.what == "it is no ordinary file"
    os.mkfifo(tmp_path / "b")
    assert not is_mbox(tmp_path / "b")
    with pytest.raises(SourceTrouble):
        list(read_mbox("Post", tmp_path / "gone", "file:gone", NOW, 9, {}))


@pytest.fixture(name="maildir")
def _maildir(tmp_path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return tmp_path / "Maildir"


def test_each_mail_of_a_maildir_whatever_its_flags(maildir: Path) -> None:
    (maildir / "cur/1.M1.host:2,S").write_bytes(mail(1))
    (maildir / "new/2.M2.host").write_bytes(mail(2))
    (maildir / "tmp/3.M3.host").write_bytes(mail(3))  # still being delivered
    (maildir / "new/.hidden").write_bytes(b"x")
    stamp = datetime(2026, 6, 1, tzinfo=UTC)
    os.utime(maildir / "new/2.M2.host", (stamp.timestamp(), stamp.timestamp()))
    found = fetch(maildir.parent, "Maildir")
    assert bodies(found) == [mail(1), mail(2)]
    assert list(kept(found)) == ["file:Maildir/1.M1.host", "file:Maildir/2.M2.host"]
    assert isinstance(found[1], Fetched)
    assert found[1].modified == stamp
    (maildir / "new/2.M2.host").rename(maildir / "cur/2.M2.host:2,RS")
    again = fetch(maildir.parent, "Maildir", known=kept(found))
    assert again == [Unchanged("Post", url, NOW) for url in kept(found)]


def test_a_maildir_without_mails_is_no_trouble(maildir: Path) -> None:
    assert fetch(maildir.parent, "Maildir") == [Unchanged("Post", "file:Maildir", NOW)]


def test_a_mail_of_a_maildir_that_cannot_be_read_is_told_and_the_others_are_read(maildir: Path) -> None:
    (maildir / "new/1.a").write_bytes(mail(1) * 50)
    (maildir / "new/2.a").write_bytes(mail(2))
    os.mkfifo(maildir / "new/3.a")
    large, fine, pipe = fetch(maildir.parent, "Maildir", cap=1_000)
    assert isinstance(large, Failure)
    assert (large.where, isinstance(fine, Fetched), isinstance(pipe, Failure)) == ("Maildir/1.a", True, True)


def test_a_thousand_mails_are_read_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mbox(*(mail(n) for n in range(1_000))))
    outcomes = FilesSource("Post", ("a.mbox",), tmp_path, NOW).fetch({})
    first = next(iter(outcomes))
    assert isinstance(first, Fetched)
    assert sum(1 for _ in outcomes) == 999
