"""Mail servers that lie, stall, send too much, or would take a password in the clear."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from digest.config.mailfolders import mail_folder
from digest.models import Failure, Fetched, Unchanged
from digest.sources.addresses import allowed
from digest.sources.imap import ImapSource, _decoded, encoded
from digest.sources.web import Patience
from tests.builders import NOW
from tests.sources.site import CERTIFICATE

QUICK = Patience(connect=1.0, read=0.4, total=2.0)
MAIL = b"Subject: One\r\nMessage-ID: <1@a.example>\r\n\r\nThe river rose.\r\n"


GOOD = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n",
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n",
    "SEARCH": b"* SEARCH 1\r\n",
    "SIZE": b'* 1 FETCH (UID 1 RFC822.SIZE 63 INTERNALDATE "01-Jun-2026 08:00:00 +0000")\r\n',
    "BODY": b"* 1 FETCH (UID 1 BODY[]<0> {%d}\r\n" % len(MAIL) + MAIL + b")\r\n",
}
"""What a good server with one mail says to each command before its "OK"."""


class Server:
    """An IMAP server by script; `heard` is all that was said to it, `clear` what of that came without TLS."""

    def __init__(self, port: int, said: Mapping[str, bytes], greeting: bytes, pause: float) -> None:
        self.port = port
        self.heard: list[str] = []
        self.clear: list[str] = []
        self._said = said
        self._greeting = greeting
        self._pause = pause

    def talk(self, link: socket.socket) -> None:
        """Serve one connection to its end."""
        link.sendall(self._greeting)
        secured: ssl.SSLSocket | None = None
        try:
            while row := _row(secured or link):
                self.heard.append(row)
                self.clear += [] if secured else [row]
                time.sleep(self._pause)
                self._answer(row, secured or link)
                if row.upper().endswith(" STARTTLS") and "STARTTLS" not in self._said:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(CERTIFICATE)
                    secured = context.wrap_socket(link, server_side=True)
        finally:
            if secured is not None:
                secured.close()

    def _answer(self, row: str, link: socket.socket) -> None:
        tag, _, command = row.upper().partition(" ")
        name = next((one for one in ("BODY", "SIZE", "SEARCH", *self._said, *GOOD) if one in command), "")
        said = self._said.get(name, GOOD.get(name, b""))
        if name == "" and command.startswith("AUTHENTICATE"):
            link.sendall(b"+ \r\n")
            _row(link)
        if said.startswith(b"T "):  # the whole answer, its tag to be filled in
            link.sendall(said.replace(b"T ", f"{tag} ".encode(), 1))
        else:
            link.sendall(said + f"{tag} OK done\r\n".encode())


@contextmanager
def scripted(
    said: Mapping[str, bytes] | None = None, greeting: bytes = b"* OK ready\r\n", pause: float = 0
) -> Iterator[Server]:
    """A server that says what a good one does, but for `said` by command; one beginning with "T " is the whole answer."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = Server(door.getsockname()[1], said or {}, greeting, pause)

        def serve() -> None:
            while True:
                try:
                    link, _ = door.accept()
                except OSError:
                    return
                with suppress(OSError), link:
                    server.talk(link)

        runner = Thread(target=serve, daemon=True)
        runner.start()
        yield server
        door.shutdown(socket.SHUT_RDWR)
        runner.join(5)


def _row(link: socket.socket) -> str:
    read = b""
    while not read.endswith(b"\n"):
        got = link.recv(1)
        if not got:
            return ""
        read += got
    return read.decode("latin-1").strip()


def fetch(server: Server, scheme: str = "imap", **settings: object) -> list[Fetched | Unchanged | Failure]:
    place = mail_folder(f"{scheme}://anna:secret99@127.0.0.1:{server.port}/")
    asked = {
        "allowed": allowed(["127.0.0.1"]),
        "tls": lambda: ssl.create_default_context(cafile=str(CERTIFICATE)),
        "patience": QUICK,
        **settings,
    }
    return list(ImapSource("Post", place, NOW, **asked).fetch({}))  # type: ignore[arg-type]


def failure(server: Server, **settings: object) -> Failure:
    (*_, told) = fetch(server, **settings)  # type: ignore[arg-type]
    assert isinstance(told, Failure)
    assert "secret99" not in repr(told)
    assert "anna" not in repr(told)
    return told


def test_the_script_itself_is_a_mail_server() -> None:
    with scripted() as server:
        (got,) = fetch(server)
        assert isinstance(got, Fetched)
        assert got.body == MAIL
        asked = " ".join(server.heard)
        assert "EXAMINE" in asked
        assert "BODY.PEEK[]" in asked
        assert not any(word in asked for word in ("SELECT", "STORE", "COPY", "EXPUNGE", "CLOSE", "APPEND"))


@pytest.mark.parametrize(
    ("capability", "greeting"),
    [
        (b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", b"* OK ready\r\n"),
        (b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n", b"* PREAUTH welcome\r\n"),
    ],
    ids=["no STARTTLS", "logged in before TLS"],
)
def test_no_password_is_sent_in_the_clear(capability: bytes, greeting: bytes) -> None:
    with scripted({"CAPABILITY": capability}, greeting) as server:
        assert "offers no secure connection" in failure(server).what
        assert [row.partition(" ")[2] for row in server.clear] == ["CAPABILITY"]


@pytest.mark.parametrize(
    "answer",
    [b"T NO not today\r\n", b"T OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"],
    ids=["refused", "smuggled"],
)
def test_starttls_that_does_not_begin_or_brings_more_along_is_refused(answer: bytes) -> None:
    with scripted({"STARTTLS": answer}) as server:
        assert "secure connection" in failure(server).what
        assert not any("AUTH" in row or "LOGIN" in row for row in server.heard)


@pytest.mark.parametrize(
    "said",
    [
        {"BODY": b"* 1 FETCH (UID 1 BODY[]<0> {999999999999}\r\n"},
        {"SIZE": b"* 1 FETCH (UID 1 RFC822.SIZE {99999999}\r\n"},
        {"SEARCH": b"* SEARCH " + b"1 " * 6_000_000},
    ],
    ids=["body", "size", "line"],
)
def test_a_server_that_sends_more_than_was_asked_for_is_left(said: dict[str, bytes]) -> None:
    with scripted(said) as server:
        start = time.monotonic()
        assert "more than was asked for" in failure(server, patience=Patience(total=20)).what
        assert time.monotonic() - start < 15


def test_a_mail_of_another_number_is_not_taken_for_the_one_asked_for() -> None:
    stray = b"* 5 FETCH (UID 5 BODY[]<0> {4}\r\nevil)\r\n* 1 FETCH (FLAGS (\\Seen))\r\n"
    with scripted({"BODY": stray}) as server:
        assert fetch(server) == []


@pytest.mark.parametrize(
    "said", [b"", b"* O", b"* NO go away\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\xfe\r\n"]
)
def test_what_is_no_mail_server_is_told(said: bytes) -> None:
    with scripted(greeting=said) as server:
        start = time.monotonic()
        assert failure(server).advice
        assert time.monotonic() - start < 4


def test_words_of_a_server_that_repeat_the_password_are_struck() -> None:
    loud = b"T NO [ALERT] user anna with secret99 may not\r\n"
    with scripted({"SEARCH": loud}) as server:
        assert failure(server).stage == "fetch"
    with scripted({"AUTHENTICATE": loud.replace(b"may not", b"has no login here")}) as server:
        assert "***" in failure(server).what


def test_a_server_that_answers_slowly_has_used_up_its_time() -> None:
    with scripted(pause=0.15) as server:
        assert "were not enough for all mails" in failure(server, total=0.3).what


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", "INBOX"),
        ("Über uns", "&ANw-ber uns"),
        ("R&D", "R&-D"),
        ("新聞", "&ZbCAXg-"),
        ("a\U0001f600b", "a&2D3eAA-b"),
    ],
)
def test_names_of_folders_in_modified_utf_7(name: str, written: str) -> None:
    assert encoded(name) == written
    assert _decoded(written) == name
