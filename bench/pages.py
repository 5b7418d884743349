"""What a printed page costs: CPU and memory of laying out briefs of several lengths, with and without pictures.

    python -m bench.pages 10 30 100 300 --pictures 40

Each brief is made in a process of its own, by the product's own renderer, tagged and finished. `ms a page` is the CPU
time of the render alone, over its pages; `start` is the CPU time until the layout engine is loaded, paid once.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from random import Random

from bench.corpus import Story, stories
from digest.engine.serial import SerialEngine
from digest.models import (
    Colophon,
    Headline,
    Illustration,
    Imprint,
    Issue,
    Paragraph,
    Piece,
    Rendered,
    Rendition,
    Section,
    Sentence,
    SourceCount,
    SourceRef,
    TopicSection,
)
from digest.render.pdf import PdfRenderer
from digest.render.pdf_page import letters

UNTIL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
_LETTERS_A_PAGE = 1_850  # measured: what fills a page of this corpus, whose stories are long
_WIDTH, _HEIGHT = 803, 535  # pixels: 136 mm at 150 dpi


def main() -> None:
    """Print a row for each length asked for."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("pages", type=int, nargs="*", default=[10, 30, 100, 300])
    words.add_argument(
        "--pictures", type=int, default=40, help="in the second brief of each length, at most one a story"
    )
    words.add_argument("--profile", default="a4")
    words.add_argument("--one", action="store_true", help="measure the first length in this process, print JSON")
    given = words.parse_args()
    if given.one:
        print(json.dumps(measure(given.pages[0], given.pictures, given.profile)))
        return
    print("pages pictures  ms a page  render s  start s  peak MB  file KB")
    for pages in given.pages:
        for pictures in dict.fromkeys((0, min(given.pictures, pages))):
            said = _alone(pages, pictures, given.profile)
            print(
                f"{said['pages']:5.0f} {pictures:8} {1000 * said['cpu'] / said['pages']:10.1f} {said['cpu']:9.2f}"
                f" {said['start']:8.2f} {said['peak']:8.0f} {said['bytes'] / 1024:8.0f}",
                flush=True,
            )


def measure(pages: int, pictures: int, profile: str) -> dict[str, float]:
    """Render a brief of about `pages` pages here; return CPU seconds, peak megabytes and what came out."""
    issue, made = brief(pages, pictures)
    renderer = PdfRenderer(SerialEngine(), profile=profile)
    renderer.render(replace(issue, sections=()), {}, frozenset())  # loads the layout engine and the typefaces
    start = time.process_time()
    printing = renderer.render_with_report(issue, made, frozenset())
    cpu = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(printing.rendered.body)
    return {"pages": printing.pages, "cpu": cpu, "start": start, "peak": peak, "bytes": size}


def brief(pages: int, pictures: int) -> tuple[Issue, dict[str, Rendered]]:
    """A brief that fills about `pages` pages, in English, and the files of its pictures."""
    wanted, found = pages * _LETTERS_A_PAGE, list[Piece]()
    for number, told in enumerate(_endless()):
        if wanted <= 0:
            break
        found.append(_piece(told, number))
        wanted -= letters(found[-1])
    made: dict[str, Rendered] = {}
    for number in range(min(pictures, len(found))):
        place = number * len(found) // pictures
        shown, file = _picture(number)
        found[place] = replace(found[place], illustration=shown)
        made[file.name] = file
    topic = TopicSection("t-all", "Every story", "", tuple(found), 0)
    return _issue((Section("r-all", "Global", (topic,)),)), made


def _endless() -> Iterator[Story]:
    feed = 0
    while True:
        yield from (told for told in stories(1, feed, 20) if told.language == "en")
        feed += 1


def _piece(told: Story, number: int) -> Piece:
    slug = blake2b(f"{number} {told.title}".encode(), digest_size=6).hexdigest()
    ref = SourceRef(slug, "The Courier", "", told.title, f"https://news.example/{slug}", UNTIL, "publisher", "en")
    parts = tuple(
        Paragraph("paragraph", "en", "ltr", 0, (Sentence(text, slug, slug, ((0, len(text)),), at),), f"{slug}{at}")
        for at, text in enumerate(_paragraphs(told), 1)
    )
    head = Headline(told.title, "title", slug, slug, ((0, len(told.title)),))
    return Piece("p" + slug, head, "en", "ltr", UNTIL, parts, False, (ref,), 1, "", "", 0.5, (), ())


def _paragraphs(told: Story) -> list[str]:
    from selectolax.lexbor import LexborHTMLParser

    found = (" ".join(node.text().split()) for node in LexborHTMLParser(told.html).css("p"))
    return [text for text in found if text]


def _picture(number: int) -> tuple[Illustration, Rendered]:
    """A photograph's worth of grain and shades, as the darkroom hands it over."""
    from PIL import Image

    random = Random(number)
    small = Image.new("RGB", (80, 53))
    small.putdata([tuple(random.randrange(256) for _ in range(3)) for _ in range(80 * 53)])
    body = io.BytesIO()
    small.resize((_WIDTH, _HEIGHT)).save(body, "JPEG", quality=80)
    size = Rendition(blake2b(body.getvalue(), digest_size=16).hexdigest(), "image/jpeg", _WIDTH, _HEIGHT)
    shown = Illustration(size, size, "Shades of many colours", "The Courier", "")
    return shown, Rendered(size.name, "image/jpeg", body.getvalue())


def _issue(sections: tuple[Section, ...]) -> Issue:
    counts = (SourceCount("The Courier", "The Courier", "", 1, 1),)
    return Issue(
        schema=1,
        id="brief/benchmark",
        edition="brief",
        title="What a page costs",
        number=0,
        language="en",
        direction="ltr",
        timezone="UTC",
        slot=UNTIL,
        since=None,
        until=UNTIL,
        lines=(),
        sections=sections,
        colophon=Colophon(counts, (), 1, 0, 0, "0" * 16, "digest"),
        imprint=Imprint("The Courier", "", "", "", "", ()),
    )


def _alone(pages: int, pictures: int, profile: str) -> dict[str, float]:
    words = [sys.executable, "-m", "bench.pages", "--one", str(pages), "--pictures", str(pictures)]
    done = subprocess.run([*words, "--profile", profile], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{pages} pages: exit {done.returncode}\n{done.stderr}")
    said: dict[str, float] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    main()
