"""The plain text of a mail as lines: paragraphs, and what is set like a heading without any markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from digest.parse.mail.lines import Kind, Line
from digest.parse.mail.reader import Reader

_RULE = re.compile(r"\s*(?:[-=_*~#+•·─━═—]\s*){3,}\s*")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|─{3,})\s*")
_MARKED = re.compile(
    r"\s*(?:(?P<hash>#{1,4})\s+|(?P<sign>[▸►▶■◆●★☆➤➜»▪◼🔹🔸])\s*|(?P<number>\(?\d{1,2}[.)/]\)?|\[\d{1,2}\](?!\()|№\s*\d+)\s+"
    r"|\*(?P<star>[^*\n]{3,100})\*\s*$)"
)
_ITEM = re.compile(r"\s*(?:[-*+•‣·]\s+)(?=\S)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'])>?")
_BARE = re.compile(r"\s*(?:\W{0,3}(?:[\w'’ ]{2,40}\s*[:→>-]*\s*))?[<(\[]?https?://\S+[>)\]]?\s*")
_QUOTED = re.compile(r"\s*>")
_LONGEST = 110  # characters of a heading
_WORDS = 16
_CAPITALS = 0.9  # of the letters


def lines_of(text: str, reader: Reader) -> list[Line]:
    """The lines of a plain text. An address that stands alone, or behind "Read more", is a line of its own."""
    out: list[Line] = []
    ruled = False
    for block in _blocks(text):
        if all(_RULE.fullmatch(row) for row in block):
            ruled = True
            continue
        for line in _read(block, reader):
            if line.text:
                out.append(replace(line, ruled=ruled))
                ruled = False
    return out


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of rows between blank rows; a rule that does not underline a title is a run of its own."""
    block: list[str] = []
    for row in [*text.split("\n"), ""]:
        rule = _RULE.fullmatch(row)
        if rule and len(block) == 1 and _UNDERLINE.fullmatch(row) and len(block[0].strip()) <= _LONGEST:
            yield [*block, row]
            block = []
        elif rule or not row.strip():
            if block:
                yield block
            if rule:
                yield [row]
            block = []
        else:
            block.append(row.rstrip())


def _read(block: list[str], reader: Reader) -> Iterator[Line]:
    """The lines of a run: a heading at its top, its paragraph or items, its addresses."""
    rows = [row for row in block if not reader.greets(row)]
    if len(rows) == 2 and _UNDERLINE.fullmatch(rows[1]) and rows[0].strip():
        yield _line([rows[0]], reader, rank=2.0 if rows[1].strip()[0] == "=" else 2.2)
        return
    if rows and (rank := _rank(rows[0], alone=len(rows) == 1 or bool(_BARE.fullmatch(rows[1])))):
        yield _line(rows[:1], reader, rank=rank)
        rows = rows[1:]
    part: list[str] = []
    for row in rows:
        if _BARE.fullmatch(row):
            if part:
                yield _line(part, reader)
            part = []
            yield _linked(row, reader)
        elif part and _ITEM.match(row):
            yield _line(part, reader)
            part = [row]
        else:
            part.append(row)
    if part:
        yield _line(part, reader)


def _line(rows: list[str], reader: Reader, rank: float = 0) -> Line:
    text = "\n".join(rows)
    kind: Kind = "item" if _ITEM.match(text) and not rank else "quote" if _QUOTED.match(text) else "text"
    bare = _ITEM.sub("", text, count=1) if kind == "item" else text
    if kind == "quote":
        bare = re.sub(r"^\s*(?:>\s*)+", "", bare, flags=re.MULTILINE)
    if rank:
        found = _MARKED.match(bare)
        bare = (found["star"] or bare[found.end() :]) if found else bare
        bare = bare.strip(" #*\t")
    links = _links(text, reader)
    clean = _ADDRESS.sub(lambda found: reader.link("", found[1]), bare)
    return Line(reader.struck(clean).strip("\n"), kind, rank, links=links)


def _linked(row: str, reader: Reader) -> Line:
    """A row that is an address, perhaps behind a few words: those, or itself, as a link."""
    links = _links(row, reader)
    text = _ADDRESS.sub("", row).strip(" \t:→>-<()[]*") or next((address for address, _ in links), "")
    return Line(text, linked=1.0, links=tuple((text, address) for _, address in links))


def _links(text: str, reader: Reader) -> tuple[tuple[str, str], ...]:
    found = (reader.link("", address) for address in _ADDRESS.findall(text))
    return tuple((address, address) for address in found if address)


def _rank(row: str, *, alone: bool) -> float:
    """How a row is set as a heading; 0 for none. One that only stands alone is no heading: it may be a paragraph."""
    text = row.strip()
    if len(text) > _LONGEST or len(text.split()) > _WORDS or _QUOTED.match(row) or _BARE.fullmatch(row):
        return 0
    found = _MARKED.match(row)
    if found and found["hash"]:
        return len(found["hash"])
    letters = [char for char in text if char.isalpha()]
    cased = [char for char in letters if char.upper() != char.lower()]
    if len(cased) >= 4 and sum(map(str.isupper, cased)) >= _CAPITALS * len(cased) and len(cased) * 2 > len(letters):
        return 3.0
    if found and (found["sign"] or found["star"]):
        return 4.0
    if found and found["number"] and (alone or text.endswith(("?", "!")) or not text.endswith(".")):
        return 4.2 if alone else 0
    return 0
