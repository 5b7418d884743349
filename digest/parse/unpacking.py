"""Bodies that somebody compressed and nobody declared: feeds saved as feed.xml.gz, and servers that compress twice."""

from __future__ import annotations

import zlib

from digest.errors import SourceTrouble

MOST = 10_000_000  # bytes: as much as a feed may have that comes unpacked
_LAYERS = 2
_GZIP = b"\x1f\x8b\x08"
_ZLIB = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")  # at three levels; a text may begin so, and is none then
_EITHER = 32 + zlib.MAX_WBITS  # zlib finds out which of the two it is


def unpacked(body: bytes) -> bytes:
    """`body` decompressed where it is gzip or zlib, twice at most; what breaks off is read as far as it goes.

    Never makes more than 10 MB. Raises SourceTrouble for more, and for gzip that is broken from the start.
    """
    for _ in range(_LAYERS):
        if not body.startswith((_GZIP, *_ZLIB)):
            break
        made = _once(body)
        if not made and body.startswith(_ZLIB):
            break
        if not made:
            raise SourceTrouble("It is compressed, and cannot be unpacked: it is broken.", "Fetch or save it again.")
        if len(made) > MOST:
            raise SourceTrouble(f"Unpacked it has more than {MOST / 1e6:.3g} MB.", "That is no feed, or a broken one.")
        body = made
    return body


def _once(body: bytes) -> bytes:
    try:
        return zlib.decompressobj(_EITHER).decompress(body, MOST + 1)
    except zlib.error:
        return b""
