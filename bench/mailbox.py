"""What becomes of mails: `python -m bench.mailbox FOLDER...` prints a table, a line for each mail and article.

Takes files and folders; a bare HTML page is read as the body of a newsletter. `--text` prints what is kept of each
article, to be read by eye; `--total` only counts.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from digest.errors import SourceTrouble
from digest.models import Entry, Fetched, Ignored, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from digest.sources.mailbox import is_mbox, read_mbox

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CAP = 20_000_000


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("paths", nargs="+", type=Path)
    words.add_argument("--text", action="store_true")
    words.add_argument("--total", action="store_true")
    given = words.parse_args()
    fates: Counter[str] = Counter()
    for path in _files(given.paths):
        for mail in _mails(path):
            fate, lines = _fate(mail, text=given.text)
            fates[fate.partition(":")[0]] += 1
            if not given.total:
                print("\n".join([f"{mail.url.removeprefix('file:')}: {fate}", *(f"    {line}" for line in lines)]))
    print(", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())))


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _mails(path: Path) -> Iterator[Fetched]:
    if is_mbox(path):
        yield from (one for one in read_mbox("Bench", path, f"file:{path}", NOW, CAP, {}) if isinstance(one, Fetched))
        return
    body = path.read_bytes()
    if path.suffix == ".html":
        page = EmailMessage()
        page["From"], page["Message-ID"] = "Bench <bench@example.org>", f"<{path.name}@example.org>"
        page.set_content(body.decode("utf-8", "replace"), subtype="html")
        body = page.as_bytes()
    yield Fetched("Bench", f"file:{path}", body, "message/rfc822", "", NOW)


def _fate(mail: Fetched, *, text: bool) -> tuple[str, list[str]]:
    """What became of a mail, and a line for each of its articles."""
    try:
        found = parse(mail)
    except SourceTrouble as trouble:
        return f"failure: {trouble.what}", []
    ignored = [one.why for one in found if isinstance(one, Ignored)]
    lines: list[str] = []
    articles = 0
    for one in found:
        if isinstance(one, Entry):
            lines += _article(one, text=text)
            articles += not lines[-1].startswith("failure")
    if not articles:
        return (f"ignored: {ignored[0]}" if ignored else "failure: nothing is left"), lines
    return ("one article" if articles == 1 else f"a round-up: {articles} articles"), lines


def _article(entry: Entry, *, text: bool) -> list[str]:
    try:
        item = normalise(entry, SourceFacts("Bench"), NOW).item
    except SourceTrouble as trouble:
        return [f"failure: {entry.title}: {trouble.what}"]
    size = sum(len(passage.text.split()) for passage in item.passages)
    head = f"{item.title or '(no title)'} | {size} words | {item.publisher} | {item.url or '-'}"
    return [*([f"  {passage.kind}: {passage.text}" for passage in item.passages] if text else []), head]


if __name__ == "__main__":
    main()
