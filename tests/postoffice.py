"""A mail server on this machine that keeps what it takes, and misbehaves by a script."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope

Script = Callable[[str, str], str]
"""(stage, address) -> what is answered instead of yes: "450 why", "drop" to break the line, "silent" to say nothing.

Stages are "MAIL", "RCPT", "DATA", "dot" (before the mail is kept) and "stored" (after it).
"""


@dataclass(frozen=True)
class Taken:
    """One mail that was taken."""

    sender: str
    address: str
    body: bytes
    options: tuple[str, ...]
    encrypted: bool


class _Protocol(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 the name is the library's
        readers = self.envelope.rcpt_tos if self.envelope else []
        said = await self.event_handler.said(self, "DATA", readers[0] if readers else "")
        if said:
            await self.push(said)
        else:
            await super().smtp_DATA(arg)


@dataclass
class PostOffice:
    """`with PostOffice() as office:` listens on 127.0.0.1 at `port`."""

    script: Script = lambda stage, address: ""
    context: ssl.SSLContext | None = None  # for STARTTLS, or with `implicit` from the first byte
    implicit: bool = False
    password: str = ""
    utf8: bool = True
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _ready: Event = field(default_factory=Event)

    def __enter__(self) -> PostOffice:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *trouble: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def addresses(self) -> Counter[str]:
        """How many mails each reader has got."""
        return Counter(one.address for one in self.taken)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        start = self._loop.create_server(
            self._protocol, "127.0.0.1", self.port, ssl=self.context if self.implicit else None
        )
        server = self._loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    def _protocol(self) -> SMTP:
        self.connections += 1
        more: dict[str, Any] = {"tls_context": self.context} if self.context and not self.implicit else {}
        if self.password:
            more |= {"auth_required": True, "auth_require_tls": bool(more), "authenticator": self._authenticate}
        return _Protocol(self, hostname="post.example.org", enable_SMTPUTF8=self.utf8, loop=self._loop, **more)

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == self.password.encode(), handled=False)

    # -- what the protocol asks ------------------------------------------------------------------------------------

    async def said(self, server: Any, stage: str, address: str) -> str:
        """What the script says, done where it is no answer."""
        word = self.script(stage, address)
        if word == "drop":
            server.transport.abort()
            raise asyncio.CancelledError
        if word == "silent":
            await asyncio.sleep(3600)
        return word

    async def handle_MAIL(  # noqa: N802 the names are the library's
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM."""
        said = await self.said(server, "MAIL", address)
        if not said:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """RCPT TO."""
        said = await self.said(server, "RCPT", address)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """The mail, whole."""
        address = envelope.rcpt_tos[0]
        if said := await self.said(server, "dot", address):
            return said
        body = envelope.content
        assert isinstance(body, bytes)
        encrypted = session.ssl is not None or self.implicit
        self.taken.append(Taken(envelope.mail_from or "", address, body, tuple(envelope.mail_options), encrypted))
        return await self.said(server, "stored", address) or "250 kept"
