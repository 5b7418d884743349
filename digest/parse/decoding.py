"""Bytes to text: what the transport, the bytes and the document say of their encoding, and what to do when they lie."""

from __future__ import annotations

import codecs
import re

from digest.language.identify import confidence
from digest.language.mojibake import repaired

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Four bytes of two ASCII characters, such as "<?" or "{\n", without a mark.
_BARE = (
    (re.compile(rb"\x00\x00\x00[\x01-\x7f]", re.DOTALL), "utf-32-be"),
    (re.compile(rb"[\x01-\x7f]\x00\x00\x00", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\x00[\x01-\x7f]\x00[\x01-\x7f]", re.DOTALL), "utf-16-be"),
    (re.compile(rb"[\x01-\x7f]\x00[\x01-\x7f]\x00", re.DOTALL), "utf-16-le"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_WIDE = re.compile(r"utf-?_?(?:16|32)|ucs|unicode|iso-10646|csunicode|csucs", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a document must declare its encoding, as browsers have it
# What people declare, and the wider encoding that they mean, as browsers have it.
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "gb_2312-80": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "x-sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "big5": "big5hkscs",
    "x-mac-roman": "mac_roman", "utf8": "utf-8",
}  # fmt: skip
_PARTS = re.compile(rb"[<>\r\n]+")  # no encoding in use writes these bytes inside another character
_ENOUGH = 20_000  # bytes with letters beyond ASCII that a guess is made from
# Encodings that web pages and feeds of our time are found in; Thai left out, as any Cyrillic makes tidy Thai.
_CANDIDATES = (
    "cp1252 cp1251 cp1250 cp1254 cp1256 cp1253 cp1255 cp1257 cp1258 koi8_r gb18030 big5 cp932 euc_jp cp949 iso8859_2"
).split()
# ISO 8859-15 is Windows-1252 but for eight signs and 32 places that it leaves empty: it has "œ" and "€" where that
# has "½" and "¤", of which nobody writes the first between letters, and hardly anybody the second.
_LATIN = frozenset({"cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2"})
_EURO = re.compile(rb"\A[^\x80-\x9f]*(?:\xa4|[a-z][\xa6\xa8\xb4\xb8\xbc\xbd][a-z])[^\x80-\x9f]*\Z", re.IGNORECASE)
_AS_TIDY = 0.02  # of charset-normalizer's measure of mess, in [0, 1]: Japanese read as Korean comes within 0.013
_RIVALS = 4
_TOO_FEW = 4  # bytes beyond ASCII: fewer are somebody's typographic quotes
_ASCII = bytes(range(128))
_MIXED = 0.1  # of the characters beyond ASCII: so many may be broken in a text that is UTF-8 all the same


def decode(body: bytes, charset: str = "") -> str:
    """The text of `body` as `as_written` has it, and as it was before it was encoded twice, where that is certain."""
    return repaired(as_written(body, charset))


def as_written(body: bytes, charset: str = "") -> str:
    """The text of `body`, without a byte order mark. Never fails: what no encoding can read becomes U+FFFD.

    `charset` is what the transport declared, or "". In this order: a byte order mark; UTF-8, where the bytes beyond
    ASCII are valid in it (no other encoding makes that by chance); `charset`; what the document declares; UTF-8 with a
    few foreign bytes in it; a guess from the bytes.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for pattern, encoding in _BARE:
        if pattern.match(body):
            return body.decode(encoding, "replace")
    if body.startswith(_EBCDIC):
        return _of_mainframes(body)
    # Wide encodings were seen above: where they are declared of bytes that are not, any bytes would pass for Chinese.
    named = [name for name in (charset, _declared(body)) if name and not _WIDE.match(name)]
    if body.isascii():
        return _ascii(body, named)
    for encoding in ("utf-8", *named):
        text = _strictly(body, encoding)
        if text is not None:
            return text
    return _mostly_utf8(body) or _guessed(body)


def _of_mainframes(body: bytes) -> str:
    """EBCDIC: the letters of its versions are the same, so that the declaration can be read, which names the one."""
    declared = _declared(body.decode("cp037").encode("ascii", "ignore"))
    return (_strictly(body, declared) if declared else None) or body.decode("cp037")


def _ascii(body: bytes, named: list[str]) -> str:
    """ASCII bytes: themselves, unless an encoding is declared that writes other scripts in seven bits."""
    for name in named:
        if name.lower().startswith(("iso-2022", "hz", "csiso2022")):
            return _strictly(body, name) or body.decode("ascii")
    return body.decode("ascii")


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:_HEAD])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""


def _strictly(body: bytes, name: str) -> str | None:
    encoding = _MEANT.get(name.strip().lower().replace("windows-", "cp"), name.strip())
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _mostly_utf8(body: bytes) -> str:
    """UTF-8 with a few bytes of Windows-1252 pasted into it, or cut in mid-character; "" for anything else."""
    whole = body.decode("utf-8", "ignore")
    wide = sum(1 for char in whole if not char.isascii())
    lost = len(body) - len(whole.encode())  # bytes
    return body.decode("utf-8", "digest-windows") if wide and lost <= max(1, _MIXED * wide) else ""


def _guessed(body: bytes) -> str:
    """The most likely reading of an encoding that nobody declares rightly."""
    from charset_normalizer import from_bytes

    sample = _sample(body)
    if len(sample.translate(None, _ASCII)) < _TOO_FEW:
        return _western(body)
    likely = list(from_bytes(sample, cp_isolation=_CANDIDATES, enable_fallback=False))[:_RIVALS]
    if not likely:
        return _western(body)
    # Readings alike in tidiness differ in sense: that of Windows-1252 as Windows-1250 is words of no language.
    rivals = [match for match in likely if match.chaos <= likely[0].chaos + _AS_TIDY]
    best = max(rivals, key=lambda match: (confidence(str(match)), -_CANDIDATES.index(match.encoding)))
    if (
        best.encoding in _LATIN
        and _EURO.match(body)
        and confidence(sample.decode("iso8859_15")) >= confidence(str(best))
    ):
        return body.decode("iso8859_15")
    return body.decode(best.encoding, "replace")


def _western(body: bytes) -> str:
    return body.decode("iso8859_15" if _EURO.match(body) else "cp1252", "replace")


def _sample(body: bytes) -> bytes:
    """Whole lines and texts with letters beyond ASCII: markup is ASCII and says nothing of the encoding."""
    size = 0
    parts: list[bytes] = []
    for part in _PARTS.split(body[: 50 * _ENOUGH]):
        if size < _ENOUGH and not part.isascii():
            parts.append(part)
            size += len(part)
    return b"\n".join(parts)


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252, where most of them come from."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("digest-windows", _windows)
