"""What the product says of several texts in so many words, as JSON lines.

    python -m bench.summarise IN.jsonl OUT.jsonl

A row {id, texts: [...], words, language?} gives {id, sentences: [{text, source, start, end}]}: `source` is the text's
number from 0, [start, end) its characters there, which are `text` but for white space.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:  # `python bench/summarise.py` puts bench/ there instead
    sys.path.insert(0, str(ROOT))

from digest.compose.summary import Central  # noqa: E402
from digest.language.identify import identify  # noqa: E402
from digest.language.sentences import sentences  # noqa: E402
from digest.models import Said, Sentence, Telling  # noqa: E402

WORDS = 80  # where a row names no number
_BLOCK = re.compile(r"(?:(?!\n[ \t\r]*\n).)+", re.DOTALL)
_LINE = re.compile(r"[^\n]+")
_WRAPPED = 100  # characters: a text whose lines are longer has a paragraph on each


def summary(row: dict[str, Any]) -> dict[str, object]:
    """One row's answer. No text leads: the words are for all of them together."""
    texts = [str(text) for text in row["texts"]]
    tongues = tuple(str(row.get("language") or identify(text)) for text in texts)
    said = tuple(one for n, text in enumerate(texts) for one in _said(n, text, tongues[n]))
    room = int(row.get("words") or WORDS)
    telling = Telling("", tongues, said, (None,) * len(texts), room, lead=False)
    chosen = Central().summarise(telling) if texts else ()
    rows = [
        {"text": one.sentence.text, "source": one.source, "start": start, "end": end}
        for one in chosen
        for start, end in one.sentence.spans
    ]
    return {"id": row["id"], "sentences": rows}


def _said(source: int, text: str, language: str) -> Iterator[Said]:
    place = 0
    for number, (start, end) in enumerate(_paragraphs(text), 1):
        block = text[start:end]
        for first, last in sentences(block, language):
            words = " ".join(block[first:last].split())
            sentence = Sentence(words, str(source), "", ((start + first, start + last),), number)
            yield Said(sentence, source, f"{source}.{number}", "paragraph", place, opens=place == 0)
            place += 1


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand: blocks between empty lines; without any, lines, unless they are wrapped short."""
    lines = [found for found in _LINE.finditer(text) if found[0].strip()]
    wrapped = lines and sum(len(found[0]) for found in lines) / len(lines) < _WRAPPED
    parts = _BLOCK if re.search(r"\n[ \t\r]*\n", text) or wrapped else _LINE
    yield from (found.span() for found in parts.finditer(text) if found[0].strip())


def main() -> int:
    """Answer every row of the first file in the second."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("given", type=Path, metavar="IN")
    words.add_argument("made", type=Path, metavar="OUT")
    paths = words.parse_args()
    rows = [json.loads(line) for line in paths.given.read_text(encoding="utf-8").splitlines() if line.strip()]
    answers = (json.dumps(summary(row), ensure_ascii=False) + "\n" for row in rows)
    paths.made.write_text("".join(answers), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
