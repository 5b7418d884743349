"""A local server of the corpus: one loopback address per feed, a latency per request, ETag and 304.

Each feed has an address of its own (127.1.x.y), so that politeness per host is the same as on the real network.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from hashlib import blake2b

from bench.corpus import feed

PORT = 8899


@dataclass
class Corpus:
    """What the server answers, made once: the latency is the network's, not the generator's."""

    feeds: int
    items: int
    seed: int = 1
    latency: float = 0.2  # seconds before each answer
    port: int = PORT
    bodies: list[tuple[bytes, str, str]] = field(default_factory=list)  # gzipped body, media type, ETag
    asked: int = 0
    unchanged: int = 0

    def __post_init__(self) -> None:
        """Make every feed."""
        self.bodies = [self._made(number, 0) for number in range(self.feeds)]

    def change(self, numbers: range, fresh: int = 1) -> None:
        """Put fresh articles on top of some feeds."""
        for number in numbers:
            self.bodies[number] = self._made(number, fresh)

    def address(self, number: int) -> str:
        """The host of a feed."""
        return f"127.1.{number // 250}.{number % 250 + 1}"

    def urls(self) -> list[str]:
        """Every feed's address."""
        return [f"http://{self.address(number)}:{self.port}/feed/{number}" for number in range(self.feeds)]

    def _made(self, number: int, fresh: int) -> tuple[bytes, str, str]:
        body, media_type = feed(self.seed, number, self.items, fresh)
        return gzip.compress(body, 6, mtime=0), media_type, f'"{blake2b(body, digest_size=8).hexdigest()}"'


async def _answer(corpus: Corpus, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode("latin-1").split("\r\n")
            number = int(lines[0].split(" ")[1].rsplit("/", 1)[1])
            wanted = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in lines[1:] if ":" in line}
            await asyncio.sleep(corpus.latency)
            body, media_type, etag = corpus.bodies[number]
            corpus.asked += 1
            if wanted.get("if-none-match") == etag:
                corpus.unchanged += 1
                writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
            else:
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Encoding: gzip\r\nETag: {etag}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        pass  # the client has what it came for, or the server ends
    finally:
        writer.close()


def _run(loop: asyncio.AbstractEventLoop, work: Callable[[], Coroutine[None, None, None]]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(work())


def serve(corpus: Corpus) -> Callable[[], None]:
    """Serve the corpus from a thread of its own, each feed on its loopback address; returns what stops it."""
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    over = asyncio.Event()

    async def run() -> None:
        hosts = [corpus.address(number) for number in range(corpus.feeds)]
        await asyncio.start_server(lambda r, w: _answer(corpus, r, w), hosts, corpus.port, backlog=64)
        ready.set()
        await over.wait()

    # The runner ends every connection that is still open, in order.
    thread = threading.Thread(target=lambda: _run(loop, run), daemon=True)
    thread.start()
    ready.wait(10)

    def stop() -> None:
        loop.call_soon_threadsafe(over.set)
        thread.join(5)

    return stop
