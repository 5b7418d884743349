"""A mail server that takes mails: smtplib, with the end of a message parted from its body."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from digest.config.relays import Relay
from digest.errors import ConfigError, EnvironmentFault
from digest.models import Answer, Parcel

PATIENCE = 60.0  # seconds that a server may take for an answer, and for the connection
END_PATIENCE = 600.0  # the same for the last one: RFC 5321 asks for ten minutes, as the mail may just be stored
_WAITS = (1.0, 4.0)  # seconds before a server that cannot be reached is tried again
_END = b"\r\n.\r\n"
_CLOSING = 421
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")
_BROKEN = (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException)


@dataclass
class SmtpCourier:
    """One connection, opened when there is something to send, and again after it broke.

    `hello` is the name that we give the server. `pause` waits between tries to reach it: seconds.
    """

    relay: Relay
    hello: str
    pause: Callable[[float], object]
    context: ssl.SSLContext | None = None  # by default the system's authorities are trusted, and names checked
    patience: float = PATIENCE
    end_patience: float = END_PATIENCE
    _line: smtplib.SMTP | None = field(default=None, init=False)

    def offer(self, parcel: Parcel) -> Answer | None:
        """See `protocols.Courier`."""
        if not _ADDRESS.fullmatch(parcel.address):
            return Answer("never", "the address holds what no address may hold")
        line = self._line or self._open()
        try:
            return self._offer(line, parcel)
        except _BROKEN as error:
            self.withdraw()
            return Answer("lost", _trouble(error))

    def _offer(self, line: smtplib.SMTP, parcel: Parcel) -> Answer | None:
        options, missing = _options(line, parcel)
        if missing:
            return Answer("never", missing)
        code, text = line.mail(parcel.sender, options)
        if code == 250:
            code, text = line.rcpt(parcel.address)
            if code not in {250, 251}:
                return self._refused(code, text, of_letter=False)
            code, text = _begin(line, parcel.body)
            if code == 354:
                return None
        return self._refused(code, text, of_letter=True)

    def _refused(self, code: int, text: bytes, *, of_letter: bool) -> Answer:
        """What a refusal before the dot means; afterwards the line is as new, or gone."""
        if code == _CLOSING or not 400 <= code < 600:
            self.withdraw()
            return Answer("lost", _said(code, text))
        if self._line:
            try:
                self._line.rset()
            except _BROKEN:
                self.withdraw()
        return Answer("later" if code < 500 else "never", _said(code, text), of_letter)

    def finish(self) -> Answer:
        """See `protocols.Courier`."""
        line = self._line
        if line is None:
            return Answer("lost", "the connection was closed before the end of the mail was given")
        try:
            if line.sock:
                line.sock.settimeout(self.end_patience)
            code, text = _end(line)
            if line.sock:
                line.sock.settimeout(self.patience)
        except _BROKEN as error:
            self.withdraw()
            return Answer("unknown", f"no answer after the end of the mail: {_trouble(error)}")
        if code == _CLOSING:
            self.withdraw()
        if 200 <= code < 300:
            return Answer("sent", _said(code, text))
        if 400 <= code < 600:
            return Answer("later" if code < 500 else "never", _said(code, text), of_letter=code >= 500)
        return Answer("unknown", f"an answer that means nothing here: {_said(code, text)}")

    def withdraw(self) -> None:
        """See `protocols.Courier`. The connection is cut: a server takes no mail without its end."""
        line, self._line = self._line, None
        if line is not None and line.sock:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)
            line.close()

    def close(self) -> None:
        """See `protocols.Courier`."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(*_BROKEN):
                line.quit()
            line.close()

    # -- opening ---------------------------------------------------------------------------------------------------

    def _open(self) -> smtplib.SMTP:
        """A connection that is encrypted and signed in as the address asks."""
        for wait in (*_WAITS, None):
            try:
                self._line = self._enter(self._connect())
                return self._line
            except ssl.SSLError as error:
                raise EnvironmentFault(
                    f"{self._name}: its certificate or TLS is not right ({error.reason or error}); nothing was sent"
                ) from None
            except smtplib.SMTPNotSupportedError as error:
                raise EnvironmentFault(f"{self._name}: {error}; nothing is sent in the clear") from None
            except smtplib.SMTPAuthenticationError as error:
                raise ConfigError(
                    f"delivery.smtp: {self._name} refuses the user or the password ({error.smtp_code})"
                ) from None
            except _BROKEN as error:
                if wait is None:
                    raise EnvironmentFault(
                        f"{self._name}: the mail server cannot be reached ({_trouble(error)}); what waits is kept: "
                        "run `digest send` again later"
                    ) from None
                self.pause(wait)
        raise AssertionError("the last try returns or raises")

    @property
    def _name(self) -> str:
        return f"{self.relay.host}:{self.relay.port}"

    def _connect(self) -> smtplib.SMTP:
        host, port = self.relay.host, self.relay.port
        if self.relay.tls == "implicit":
            return smtplib.SMTP_SSL(host, port, self.hello, timeout=self.patience, context=self._trust())
        return smtplib.SMTP(host, port, self.hello, timeout=self.patience)

    def _trust(self) -> ssl.SSLContext:
        self.context = self.context or ssl.create_default_context()
        return self.context

    def _enter(self, line: smtplib.SMTP) -> smtplib.SMTP:
        try:
            line.ehlo_or_helo_if_needed()
            if self.relay.tls == "starttls":
                _encrypt(line, self._trust())
            if self.relay.user:
                line.login(self.relay.user, self.relay.password)
        except BaseException:
            line.close()
            raise
        return line


def _encrypt(line: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """STARTTLS; a server without it, or one that somebody in between robbed of it, gets nothing."""
    if not line.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError("it offers no STARTTLS")
    code, text = line.starttls(context=context)
    if code != 220:
        raise smtplib.SMTPNotSupportedError(f"it refuses STARTTLS ({_said(code, text)})")
    line.ehlo_or_helo_if_needed()


def _begin(line: smtplib.SMTP, body: bytes) -> tuple[int, bytes]:
    """DATA and the body, without the end of its last line and the dot; 354 when all of it was sent.

    smtplib's own `data` sends body and dot in one call: after it nothing can be written down in between.
    """
    code, text = line.docmd("DATA")
    if code == 354:
        line.send(_stuffed(body))
    return code, text


def _end(line: smtplib.SMTP) -> tuple[int, bytes]:
    """The end of the last line and the dot; the server's answer decides."""
    line.send(_END)
    return line.getreply()


def _options(line: smtplib.SMTP, parcel: Parcel) -> tuple[list[str], str]:
    """The options of MAIL FROM, and what the server lacks for this mail; "" for nothing."""
    options = [f"SIZE={len(parcel.body)}"] if line.has_extn("size") else []
    if not parcel.body.isascii():
        if not line.has_extn("8bitmime"):
            return [], "the server takes no mail with 8-bit characters (8BITMIME)"
        options.append("BODY=8BITMIME")
    if not parcel.address.isascii() or not parcel.sender.isascii():
        if not line.has_extn("smtputf8"):
            return [], "the server takes no address with letters beyond ASCII (SMTPUTF8)"
        options.append("SMTPUTF8")
        line.command_encoding = "utf-8"
    else:
        line.command_encoding = "ascii"
    return options, ""


def _stuffed(body: bytes) -> bytes:
    """The body as it goes over the wire, without the end of its last line: a dot at a line's beginning is doubled."""
    stuffed = body.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _said(code: int, text: bytes) -> str:
    """A server's answer in one line without control characters."""
    words = " ".join(text.decode("utf-8", "replace").split())
    return "".join(one for one in f"{code} {words}"[:300] if one.isprintable())


def _trouble(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return _said(error.smtp_code, text if isinstance(text, bytes) else str(text).encode())
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return " ".join(str(error).split())[:200] or type(error).__name__
