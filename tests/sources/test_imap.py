"""Mail folders on a real Dovecot: read only, by number, over TLS; killed runs, removed mails, folders numbered anew."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from digest.cli import execute
from digest.config.mailfolders import mail_folder
from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.addresses import allowed
from digest.sources.imap import ImapSource
from digest.store import open_store
from tests.builders import NOW
from tests.sources.dovecot import PASSWORD, PROGRAM, USER, Dovecot, mail, running
from tests.sources.site import CERTIFICATE

pytestmark = pytest.mark.skipif(not Path(PROGRAM).exists(), reason="needs Dovecot: apt-get install dovecot-imapd")

ROOT = Path(__file__).parents[2]
LOGIN = f"{quote(USER)}:{quote(PASSWORD, safe='')}"
Outcome = Fetched | Unchanged | Failure


@pytest.fixture(scope="module", name="server")
def _server() -> Iterator[Dovecot]:
    with running() as started:
        yield started


@pytest.fixture(autouse=True)
def _emptied(server: Dovecot) -> None:
    server.empty()


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def address(server: Dovecot, folder: str = "", scheme: str = "imaps", login: str = LOGIN) -> str:
    port = server.secure if scheme == "imaps" else server.plain
    return f"{scheme}://{login}@127.0.0.1:{port}/{folder}"


def fetch(url: str, known: dict[str, Validators] | None = None, first: int = 10, **settings: object) -> list[Outcome]:
    asked = {"allowed": allowed(["127.0.0.1"]), "tls": trusting, **settings}
    source = ImapSource("Post", mail_folder(url), NOW, first=first, **asked)  # type: ignore[arg-type]
    return list(source.fetch(known or {}))


def subjects(outcomes: list[Outcome]) -> list[str]:
    assert all(isinstance(one, Fetched) for one in outcomes), outcomes
    lines = [line for one in outcomes if isinstance(one, Fetched) for line in one.body.decode().splitlines()]
    return [line.removeprefix("Subject: ") for line in lines if line.startswith("Subject: ")]


def kept(outcomes: list[Outcome]) -> dict[str, Validators]:
    return {one.url: one.validators for one in outcomes if isinstance(one, Fetched)}


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_a_folder_is_read_over_tls_from_the_start_and_by_starttls(server: Dovecot, scheme: str) -> None:
    server.post(mail(1), "1.a")
    (got,) = fetch(address(server, scheme=scheme))
    assert isinstance(got, Fetched)
    assert got.body.replace(b"\r\n", b"\n") == mail(1)
    assert (got.media_type, got.source, got.at) == ("message/rfc822", "Post", NOW)
    assert got.url.startswith(f"{scheme}://127.0.0.1:")
    assert got.url.endswith("/;UID=1")
    assert USER not in got.url
    assert PASSWORD not in repr(got)


def test_only_what_is_new_is_fetched_and_nothing_is_marked(server: Dovecot) -> None:
    for number in (1, 2):
        server.post(mail(number), f"{number}.a")
    first = fetch(address(server))
    assert subjects(first) == ["Report 1 from the river", "Report 2 from the river"]
    (nothing,) = fetch(address(server), kept(first))
    assert nothing == Unchanged("Post", mail_folder(address(server)).url, NOW)
    server.post(mail(3), "3.a")
    assert subjects(fetch(address(server), kept(first))) == ["Report 3 from the river"]
    flags = {path.name.partition(":2,")[2] for path in server.maildir.glob("*/*.a*")}
    assert flags <= {""}, "a mail was marked as seen"


def test_the_first_run_takes_the_newest_and_later_ones_leave_the_old_alone(server: Dovecot) -> None:
    for number in range(30):
        server.post(mail(number), f"{number:03}.a")
    first = fetch(address(server), first=5)
    assert subjects(first) == [f"Report {number} from the river" for number in range(25, 30)]
    assert isinstance(fetch(address(server), kept(first), first=5)[0], Unchanged)
    server.post(mail(30), "030.a")
    assert subjects(fetch(address(server), kept(first), first=5)) == ["Report 30 from the river"]
    assert len(fetch(address(server), first="all")) == 31  # type: ignore[arg-type]


def test_what_was_not_kept_is_asked_for_again(server: Dovecot) -> None:
    for number in range(6):
        server.post(mail(number), f"{number}.a")
    known = kept(fetch(address(server)))
    missing = sorted(known)[3]
    del known[missing]
    (again,) = fetch(address(server), known)
    assert isinstance(again, Fetched)
    assert again.url == missing


def test_a_folder_that_is_numbered_anew_is_read_again_since_its_oldest_known_mail(server: Dovecot) -> None:
    for number in range(4):
        server.post(mail(number), f"{number}.a")
    known = kept(fetch(address(server)))
    server.number_anew(4711)
    server.post(mail(9), "9.a")
    again = fetch(address(server), known, first=1)
    assert subjects(again)[-1] == "Report 9 from the river"
    assert len(again) == 5
    assert all(";UIDVALIDITY=4711/;UID=" in url for url in kept(again))
    assert isinstance(fetch(address(server), {**known, **kept(again)}, first=1)[0], Unchanged)


def test_mails_that_are_deleted_are_no_trouble(server: Dovecot) -> None:
    for number in range(5):
        server.post(mail(number), f"{number}.a")
    known = kept(fetch(address(server)))
    for number in (0, 4):
        for path in server.maildir.glob(f"*/{number}.a*"):
            path.unlink()
    assert isinstance(fetch(address(server), known)[0], Unchanged)
    server.post(mail(6), "6.a")
    assert subjects(fetch(address(server), known)) == ["Report 6 from the river"]


def test_a_mail_that_goes_while_it_is_asked_for_is_left_out(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.sources.imap import _Visit

    for number in range(3):
        server.post(mail(number), f"{number}.a")
    search = _Visit.wanted
    monkeypatch.setattr(_Visit, "wanted", lambda self, *given: [*search(self, *given), 99])
    assert len(fetch(address(server))) == 3


@pytest.mark.parametrize(
    ("folder", "on_disk"),
    [("News", ".News"), ("News/Rivers", ".News.Rivers"), ("Nachrichten/%C3%9Cber%20uns", ".Nachrichten.&ANw-ber uns"),
     ("R%26D", ".R&-D"), ("%E6%96%B0%E8%81%9E", ".&ZbCAXg-")],
)  # fmt: skip
def test_folders_by_their_names_in_the_address(server: Dovecot, folder: str, on_disk: str) -> None:
    server.post(mail(1), "1.a", on_disk)
    assert subjects(fetch(address(server, folder))) == ["Report 1 from the river"]


def test_a_folder_that_is_not_there_is_told_with_those_that_are(server: Dovecot) -> None:
    server.post(mail(1), "1.a", ".News.&ANw-ber")
    (told,) = fetch(address(server, "Nwes"))
    assert isinstance(told, Failure)
    assert told.what == 'there is no folder "Nwes" that can be read'
    assert "News/Über" in told.advice


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_a_wrong_password_is_told_and_not_shown(server: Dovecot, scheme: str) -> None:
    (told,) = fetch(address(server, scheme=scheme, login="reader%40example.org:hunter22"))
    assert isinstance(told, Failure)
    assert told.what.startswith("127.0.0.1 does not take the name and password")
    assert "hunter22" not in repr(told)
    assert "reader@" not in repr(told)


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_a_certificate_that_nobody_vouches_for_is_refused(server: Dovecot, scheme: str) -> None:
    server.post(mail(1), "1.a")
    (told,) = fetch(address(server, scheme=scheme), tls=ssl.create_default_context)
    assert isinstance(told, Failure)
    assert told.what.startswith("the certificate of 127.0.0.1 is not valid")
    assert "Login" not in (server.base / "log").read_text().splitlines()[-1]


def test_the_address_must_be_allowed(server: Dovecot) -> None:
    (told,) = fetch(address(server), allowed=allowed([]))
    assert isinstance(told, Failure)
    assert told.what == "127.0.0.1, this machine itself: not fetched"


def test_a_large_mail_is_cut_behind_its_text(server: Dovecot) -> None:
    server.post(mail(1) + b"x" * 300_000, "1.a")
    server.post(mail(2), "2.a")
    first, second = fetch(address(server), cap=50_000)
    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert len(first.body) == 50_000
    assert first.body.replace(b"\r\n", b"\n").startswith(mail(1)[:200])
    assert second.body.replace(b"\r\n", b"\n") == mail(2)


# -- through the whole command --------------------------------------------------------------------------------------


@pytest.fixture(name="feeds")
def _feeds(server: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A feeds.toml with the folder as its only source; its certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    path = tmp_path / "feeds.toml"
    path.write_text(
        f'[digest]\nallow_hosts = ["127.0.0.1"]\n[[sources]]\nname = "Post"\nurl = {json.dumps(address(server))}\n'
        'first = "all"\n[[editions]]\nname = "weekly"\noutputs = ["mail"]\n',
        encoding="utf-8",
    )
    return path


def gather(feeds: Path) -> None:
    assert execute(["--config", str(feeds), "--now", "2026-06-30T08:00:00+00:00", "--quiet", "gather"]) == 0


def stored(feeds: Path) -> list[str]:
    """The titles of the items in the store, sorted; each as often as it is there."""
    with open_store(str(feeds.parent / "digest.sqlite3")) as store:
        return sorted(item.title for item in store.find_items("Report", 1000))


def test_a_run_that_is_killed_between_fetching_and_keeping_loses_nothing(server: Dovecot, feeds: Path) -> None:
    numbers = range(10, 18)
    for number in numbers:
        server.post(mail(number), f"{number}.a")
    titles = [f"Report {number} from the river" for number in numbers]
    survived = 0
    for step in (6, 11):
        child = [sys.executable, "-m", "tests.crash_child", str(feeds), "2026-06-30T08:00:00+00:00", str(step)]
        done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == -signal.SIGKILL, done.stderr
        survived += len(stored(feeds)) < len(titles)
    assert survived, "no run was killed before everything was kept"
    gather(feeds)
    assert stored(feeds) == titles
    gather(feeds)
    assert stored(feeds) == titles


def test_a_folder_numbered_anew_and_the_same_mails_as_files_give_no_second_items(server: Dovecot, feeds: Path) -> None:
    for number in (1, 2, 3):
        server.post(mail(number), f"{number}.a")
    gather(feeds)
    server.number_anew(815)
    gather(feeds)
    assert len(stored(feeds)) == 3
    folder = feeds.parent / "saved"
    folder.mkdir()
    (folder / "two.eml").write_bytes(mail(2))
    text = feeds.read_text(encoding="utf-8")
    lines = ['files = ["saved/*.eml"]' if line.startswith("url =") else line for line in text.splitlines()]
    feeds.write_text("\n".join(lines), encoding="utf-8")
    gather(feeds)
    assert len(stored(feeds)) == 3
