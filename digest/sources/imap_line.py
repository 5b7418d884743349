"""One connection to an IMAP server, through the same door as all others: permitted addresses, TLS always, limits.

The standard library speaks the protocol. Its transport (open, read, readline, send, shutdown) is made to be replaced,
which is how the address that is connected to gets checked, a dripping server ended, and a literal of ten gigabytes
refused before it is read; a client library on top of it would have to be taken apart for that.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import httpcore2

from digest.config.mailfolders import MailFolder
from digest.errors import SourceTrouble
from digest.sources.door import Door
from digest.sources.web import Patience

if TYPE_CHECKING:
    from typing_extensions import Buffer

_CHUNK = 65_536
_LINE = 10_000_000  # bytes that one command may bring beside the bodies it asks for: a list of a million numbers
_CERTIFICATE = "Tell the mail server's owner; nothing was read."
_LATER = "The next run tries again."
_REFUSED = re.compile(
    r"\[(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED)\]|auth|credential|password|login|sign", re.IGNORECASE
)
_LONGEST = 200  # characters of a server's words that are told


class ImapLine(imaplib.IMAP4):
    """An IMAP connection that can only read. Logged in when it is made; TLS from the first byte or by STARTTLS.

    Raises SourceTrouble for everything that goes wrong, with no name or password in it.
    """

    def __init__(self, at: MailFolder, door: Door, patience: Patience, tls: Callable[[], ssl.SSLContext]) -> None:
        """Connect and log in within `patience.total` seconds."""
        self._at = at
        self._door = door
        self._patience = patience
        self._tls = tls
        self._stream: httpcore2.NetworkStream | None = None
        self._unread = b""
        self._budget = _LINE
        try:
            with self.command(patience.total):
                super().__init__(at.host, at.port)
                if not at.secure:
                    self._start_tls()
                self._log_in()
        except BaseException:
            self.shutdown()
            raise

    # -- the transport that the library calls --------------------------------------------------------------------

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Connect to a permitted address; with imaps, TLS at once."""
        self.host, self.port = host, port
        self._stream = self._door.connect_tcp(host, port, timeout=self._patience.connect)
        if self._at.secure:
            self._secure()

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises SourceTrouble when that is more than the command may bring."""
        self._spend(size)
        parts, missing = [self._unread[:size]], size - len(self._unread)
        self._unread = self._unread[size:]
        while missing > 0:
            got = self._more()
            parts.append(got[:missing])
            self._unread = got[missing:]
            missing -= len(got)
        return b"".join(parts)

    def readline(self) -> bytes:
        """One line with its end."""
        parts = [self._unread]
        while b"\n" not in parts[-1]:
            parts.append(self._more())
            self._spend(len(parts[-1]))
        line, end, self._unread = b"".join(parts).partition(b"\n")
        return line + end

    def send(self, data: Buffer) -> None:
        """Write all of `data`."""
        self._wire().write(bytes(data), self._patience.read)

    def shutdown(self) -> None:
        """Hang up."""
        if self._stream is not None:
            self._stream.close()

    def _more(self) -> bytes:
        got = self._wire().read(_CHUNK, self._patience.read)
        if not got:
            raise self.abort("the server hung up")
        return got

    def _wire(self) -> httpcore2.NetworkStream:
        if self._stream is None:
            raise self.abort("not connected")
        return self._stream

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise SourceTrouble(
                f"{self._at.host} sends more than was asked for", "That is no mail server, or a broken one."
            )

    # -- steps -----------------------------------------------------------------------------------------------------

    def command(self, seconds: float, bodies: int = 0) -> _Command:
        """A block in which one command may take `seconds` and bring `bodies` bytes; trouble becomes SourceTrouble."""
        self._budget = _LINE + bodies
        self._door.until = time.monotonic() + seconds
        return _Command(self._at, seconds)

    def hang_up(self) -> None:
        """Say goodbye, if there is time, and close the connection."""
        with suppress(imaplib.IMAP4.error, OSError, httpcore2.NetworkError, httpcore2.TimeoutException, SourceTrouble):
            self._door.until = time.monotonic() + 2
            self.logout()
        self.shutdown()

    def _secure(self) -> None:
        self._stream = self._wire().start_tls(self._tls(), self._at.host, self._patience.connect)

    def _start_tls(self) -> None:
        """Begin TLS. Without it, or where the server says that we are logged in already, nothing more is said."""
        if self.state != "NONAUTH" or "STARTTLS" not in self.capabilities:
            raise SourceTrouble(
                f"{self._at.host} offers no secure connection (STARTTLS) at port {self.port}",
                "Write imaps:// if it has one at another port; a password is never sent in the clear.",
            )
        kind, _ = self.xatom("STARTTLS")
        if kind != "OK" or self._unread:  # what came before TLS began could come from anybody
            raise SourceTrouble(f"{self._at.host} does not begin a secure connection", _CERTIFICATE)
        self._secure()
        self.untagged_responses = {}
        _, said = self.capability()
        self.capabilities = tuple(said[-1].decode("ascii", "replace").upper().split())

    def _log_in(self) -> None:
        """Send name and password: as PLAIN, which takes all characters, where the server has it."""
        if self.state != "NONAUTH":
            return
        try:
            if "AUTH=PLAIN" in self.capabilities:
                words = f"\0{self._at.user}\0{self._at.password}".encode()
                self.authenticate("PLAIN", lambda _: words)
            elif "LOGINDISABLED" in self.capabilities or not (self._at.user + self._at.password).isascii():
                raise SourceTrouble(
                    f"{self._at.host} takes no password", "Ask its owner for an app password, or for another way in."
                )
            else:
                self.login(self._at.user, self._at.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            said = words_of(error, self._at)
            if not _REFUSED.search(said):
                raise
            what = f"{self._at.host} does not take the name and password"
            raise SourceTrouble(
                f"{what}: {said}", "Correct them in the environment; many servers want an app password."
            ) from None


class _Command:
    """Turns what goes wrong in a block into SourceTrouble."""

    def __init__(self, at: MailFolder, seconds: float) -> None:
        self._at = at
        self._seconds = seconds

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        known = (imaplib.IMAP4.error, httpcore2.TimeoutException, httpcore2.NetworkError, OSError, UnicodeError)
        if isinstance(error, known):
            raise _trouble(error, self._at, self._seconds) from None


def words_of(error: BaseException, at: MailFolder) -> str:
    """A server's words in one line, without the name and password that it may repeat."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    secret = (at.password, b64encode(f"\0{at.user}\0{at.password}".encode()).decode(), at.user)
    for word in secret:
        text = text.replace(word, "***")
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:_LONGEST]


def _trouble(error: BaseException, at: MailFolder, seconds: float) -> SourceTrouble:
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return SourceTrouble(
            f"the certificate of {at.host} is not valid: {cause.verify_message or 'not trusted'}", _CERTIFICATE
        )
    if isinstance(cause, ssl.SSLError):
        reason = (cause.reason or "handshake failed").replace("_", " ").lower()
        hint = "imaps:// is for port 993, imap:// with STARTTLS for 143."
        return SourceTrouble(f"no secure connection to {at.host}: {reason}", hint)
    if isinstance(error, httpcore2.TimeoutException):
        return SourceTrouble(f"{at.host} did not answer within {seconds:.3g} s", _LATER)
    if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
        return SourceTrouble(f"{at.host} says: {words_of(error, at)}", _LATER)
    return SourceTrouble(f"the connection to {at.host} broke: {words_of(error, at) or type(error).__name__}", _LATER)
