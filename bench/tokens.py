"""What a reader's own words cost: one issue's mail, taken apart once, put together for many readers.

    python -m bench.tokens --readers 20000

CPU milliseconds a reader, the median of blocks of a hundred, with and without a PDF of 200 KB in the mail.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from digest.models import Issue, Rendered
from digest.render.eml import EmlRenderer
from digest.render.mail import MailRenderer
from digest.render.personal import Reader, Template, personalised, template
from digest.render.text import TextRenderer
from tests.render import samples

BLOCK = 100


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--readers", type=int, default=5000)
    given = words.parse_args()
    readers = [_reader(number) for number in range(given.readers)]
    for name, plan in (("twelve stories", samples.world()), ("sixty", samples.large()), ("Arabic", samples.arabic())):
        for pdf in (0, 200_000):
            message = _message(_greeted(plan), pdf)
            begun = time.process_time()
            mould = template(message, _greeted(plan))
            split = 1000 * (time.process_time() - begun)
            each = _cost(mould, readers)
            size = f"{len(message) / 1000:.0f} KB"
            print(
                f"{name}, {'with PDF' if pdf else 'no PDF'}: {size:>7}, apart in {split:.1f} ms, {each:.4f} ms a reader"
            )


def _cost(mould: Template, readers: Sequence[Reader]) -> float:
    costs = []
    for at in range(0, len(readers), BLOCK):
        block = readers[at : at + BLOCK]
        begun = time.process_time()
        for reader in block:
            personalised(mould, reader)
        costs.append(1000 * (time.process_time() - begun) / len(block))
    return median(costs)


def _message(plan: Issue, pdf: int) -> bytes:
    body = random.Random(1).randbytes(pdf)
    made = {"issue.pdf": Rendered("issue.pdf", "application/pdf", body)} if pdf else {}
    for one in (TextRenderer(), MailRenderer(), EmlRenderer()):
        made[one.name] = one.render(plan, made, frozenset())
    return made["mail.eml"].body


def _greeted(plan: Issue) -> Issue:
    page = "https://digest.example/preferences"
    said = replace(plan.imprint, greeting="Good morning, {name}.", greeting_all="Good morning.", preferences=page)
    return replace(plan, imprint=said)


def _reader(number: int) -> Reader:
    token = f"{number:032x}"
    names = ("Ada", "Zoë Müller", "Ольга", "عائشة")
    base = "https://digest.example"
    return Reader(
        f"r{number}@readers.example", names[number % 4], f"{base}/u/{token}", f"{base}/p/{token}", f"<{token}@x>"
    )


if __name__ == "__main__":
    main()
