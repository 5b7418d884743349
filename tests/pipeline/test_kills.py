"""kill -9 while gathering from servers that say "unchanged" (row F1): no item lost, none twice, no ETag ahead of its items."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from digest.store import open_store
from tests.pipeline.killed import gather_on
from tests.sources.site import Visit, open_site
from tests.store.workers import Worker

FEEDS = 3
AT_A_TIME = 2  # articles that a feed gets with each version


@dataclass
class Press:
    """A server of feeds that grow: an ETag names the version, and who shows the newest one is told "unchanged"."""

    versions: list[int] = field(default_factory=lambda: [1] * FEEDS)
    answers: Counter[int] = field(default_factory=Counter)

    def page(self, number: int, visit: Visit) -> None:
        """Answer for one feed."""
        version = self.versions[number]
        etag = f'"{version}"'
        same = visit.headers["If-None-Match"] == etag
        self.answers[304 if same else 200] += 1
        if same:
            visit.send(status=304, ETag=etag)
            return
        articles = "".join(self.article(number, nth) for nth in reversed(range(version * AT_A_TIME)))
        body = f"<rss version='2.0'><channel><title>Feed {number}</title>{articles}</channel></rss>"
        visit.send(body.encode(), ETag=etag, Content_Type="application/rss+xml")

    @staticmethod
    def article(number: int, nth: int) -> str:
        """One article in RSS."""
        title = f"Feed {number}, article {nth}"
        link = f"https://feed{number}.example/{nth}"
        return f"<item><guid>{number}.{nth}</guid><link>{link}</link><title>{title}</title><description>Words of {title}.</description></item>"


@pytest.fixture(name="press")
def _press(tmp_path: Path) -> Iterator[Press]:
    """The server, and a feeds.toml of its feeds in `tmp_path`."""
    press = Press()
    with open_site("127.0.0.9") as site:
        text = '[digest]\nallow_hosts = ["127.0.0.0/8"]\n\n[gather]\npause = 0\nfirst = "all"\nstorm = 0\nfull_text = "never"\n\n'
        for number in range(FEEDS):
            site.pages[f"/{number}"] = partial(press.page, number)
            text += f'[[sources]]\nname = "Feed {number}"\nurl = "{site.url}/{number}"\n\n'
        (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
        yield press


def check(folder: Path, press: Press) -> list[int]:
    """What must hold at any time; the version of each feed that the store has the ETag of."""
    with open_store(str(folder / "digest.sqlite3")) as store:
        held = store.validators()
        found = Counter(one.title for one in store.find_items("article", 1_000_000))
        assert not [title for title, count in found.items() if count > 1], "an item is there twice"
        versions = []
        for number in range(FEEDS):
            etag = next((one.etag for one in held.get(f"Feed {number}", {}).values()), '"0"')
            versions.append(int(etag.strip('"')))
            mine = {title for title in found if title.startswith(f"Feed {number},")}
            due = {f"Feed {number}, article {nth}" for nth in range(versions[-1] * AT_A_TIME)}
            assert mine == due, f"feed {number}: items and ETag {etag} were not kept together"
        return versions


@pytest.mark.parametrize("stride", [9, pytest.param(1, marks=pytest.mark.campaign)])
def test_killed_at_each_step(tmp_path: Path, press: Press, stride: int) -> None:
    """Between any two statements of the store; each feed has something new each time."""
    feeds = str(tmp_path / "feeds.toml")
    seen = []
    for step in range(1, 1_000, stride):
        press.versions = [one + 1 for one in press.versions]
        said = Worker(gather_on, feeds, 1, step).join()
        seen.append(tuple(check(tmp_path, press)))
        if any(one.startswith("steps") for one in said):
            break
    assert step > 20 * FEEDS, "the steps were met"
    assert len(set(seen)) > FEEDS, "it was killed between two feeds"
    assert check(tmp_path, press) == press.versions


@pytest.mark.parametrize("kills", [15, pytest.param(500, marks=pytest.mark.campaign)])
def test_killed_at_any_moment(tmp_path: Path, press: Press, kills: int) -> None:
    """At a random moment, or before a random statement, while some feeds have something new."""
    chance = random.Random(20250609)
    feeds = str(tmp_path / "feeds.toml")
    torn = 0
    for _ in range(kills):
        press.versions[chance.randrange(FEEDS)] += 1
        press.versions[chance.randrange(FEEDS)] += 1
        step = chance.choice((0, chance.randrange(1, 75)))
        worker = Worker(gather_on, feeds, 1_000, step)
        if step:
            assert set(worker.join()) == {"gather"}
        else:
            assert worker.hear() == "gather"
            time.sleep(chance.uniform(0, 0.06))
            worker.kill()
        torn += check(tmp_path, press) != press.versions
    assert torn > kills / 4, "the kills came too late to test anything"
    assert "failed" not in "".join(Worker(gather_on, feeds, 1, 0).join())
    assert check(tmp_path, press) == press.versions
    assert press.answers[304] > 0
