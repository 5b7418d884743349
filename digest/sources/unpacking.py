"""Bodies unpacked piece by piece, so that a small one cannot grow without end: every layer has a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from digest.errors import SourceTrouble

_PIECE = 256 * 1024  # bytes unpacked at a time
_LAYERS = 2  # packings one inside the other: two are a mistake that is seen, more are an attack
_GZIP = b"\x1f\x8b"
_FRAME = 2  # bytes by which deflate with its frame is told from deflate without

Unpack = Callable[[bytes], Iterator[bytes]]


class TooMuch(SourceTrouble):
    """More than is put up with came, packed or unpacked."""

    def __init__(self, cap: int) -> None:
        """`cap` in bytes."""
        super().__init__(f"the server sent more than {cap / 1e6:.3g} MB", "That is no feed, or a broken one.")


class BadPacking(Exception):
    """The bytes are not what they are said to be packed as."""


def unpackers(header: str) -> list[Unpack]:
    """What undoes a Content-Encoding header, the outermost packing first. Raises SourceTrouble for unknown ones."""
    codings = [coding for part in header.split(",") if (coding := part.strip().lower()) not in {"", "identity"}]
    strange = [coding for coding in codings if coding not in _MAKERS]
    if strange:
        raise SourceTrouble(
            f"the body is packed in an unknown way ({strange[0][:40]})", "The server is set up wrongly."
        )
    if len(codings) > _LAYERS:
        raise SourceTrouble(f"the body is packed {len(codings)} times over", "The server is set up wrongly.")
    return [_MAKERS[coding]() for coding in reversed(codings)]


def unpacked(chunks: Iterable[bytes], layers: Iterable[Unpack], cap: int) -> bytes:
    """The body behind `chunks`. Raises TooMuch as soon as any layer is longer than `cap` bytes, and BadPacking."""
    parts = _limited(chunks, cap)
    for layer in layers:
        parts = _limited(_through(parts, layer), cap)
    return b"".join(parts)


def _through(chunks: Iterable[bytes], layer: Unpack) -> Iterator[bytes]:
    for chunk in chunks:
        yield from layer(chunk)


def _limited(chunks: Iterable[bytes], cap: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > cap:
            raise TooMuch(cap)
        yield chunk


class _Gzip:
    """gzip, several members after one another too; what follows the last one is no part of it."""

    def __init__(self) -> None:
        self._zip = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def __call__(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._zip.eof:
                if not data.startswith(_GZIP[: len(data)]):
                    return
                self._zip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflated(self._zip, data)
            data = self._zip.unused_data


class _Deflate:
    """deflate, with its frame as the standard says, or without it as some servers send it."""

    def __init__(self) -> None:
        self._zip = zlib.decompressobj()
        self._first = b""
        self._sure = False

    def __call__(self, data: bytes) -> Iterator[bytes]:
        if self._sure:
            yield from _inflated(self._zip, data)
            return
        self._first += data
        if len(self._first) < _FRAME:
            return
        self._sure = True
        try:
            yield from _inflated(self._zip, self._first)
        except BadPacking:
            self._zip = zlib.decompressobj(-zlib.MAX_WBITS)
            yield from _inflated(self._zip, self._first)


def _inflated(unzip: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        while data or unzip.unconsumed_tail:
            piece = unzip.decompress(data, _PIECE)
            if not piece:
                return
            yield piece
            data = unzip.unconsumed_tail
    except zlib.error as error:
        raise BadPacking(str(error)) from error


class _Brotli:
    """Never asked for, but sent by some servers all the same."""

    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]  # it comes with the fonts' library, and is seldom needed

        self._error = brotli.error
        self._unpack: Callable[..., bytes] = brotli.Decompressor().process

    def __call__(self, data: bytes) -> Iterator[bytes]:
        try:
            while piece := self._unpack(data, output_buffer_limit=_PIECE):
                yield piece
                data = b""
        except self._error as error:
            raise BadPacking(str(error)) from error


_MAKERS: Mapping[str, Callable[[], Unpack]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
}
