"""Which stories get a picture, what is fetched for it, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.cli.watching import Looker
from digest.config.schema import Config, GatherTable, SourceTable
from digest.engine.serial import SerialEngine
from digest.models import Failure, Fetched, Illustration, Issue, Picture, Section, TopicSection
from digest.pipeline.album import MemoryAlbum
from digest.pipeline.illustrating import FRESH, RETRY, Darkroom, Illustrated, illustrate, permitted, wanted
from digest.protocols import Album
from digest.store import open_store
from tests.builders import NOW, issue, piece, source_ref
from tests.pictures import photograph

A, B, C, D = (photograph(320, 200, seed) for seed in range(4))


class Site:
    """Serves bodies by address, and counts what is asked. None: it does not answer in time."""

    def __init__(self, **bodies: bytes | str | None) -> None:
        self.bodies = {f"https://site.example/{name}.jpg": body for name, body in bodies.items()}
        self.asked: list[list[str]] = []
        self.down = False

    def __call__(self, urls: Sequence[str]) -> Iterator[Fetched | Failure]:
        self.asked.append(list(urls))
        for url in urls:
            body = self.bodies.get(url, "the server says 404 Not Found")
            if isinstance(body, bytes):
                yield Fetched(url, url, body, "image/jpeg", "", NOW)
            elif body is not None:
                yield Failure(url, url, "fetch", body)


def picture(name: str) -> Picture:
    return Picture(f"https://site.example/{name}.jpg", f"Of {name}", "AFP")


def story(name: str) -> object:
    return piece(name, sources=(source_ref(item=name),))


def region(name: str, *topics: Sequence[str]) -> Section:
    """A section whose topics hold stories of these items."""
    made = tuple(
        TopicSection(f"t{name}{n}", f"Topic {n}", "", tuple(story(one) for one in stories), 0)  # type: ignore[misc]
        for n, stories in enumerate(topics)
    )
    return Section(f"r{name}", name, made)


PLAN = issue(region("Europe", ["a", "x"], ["b"]), region("Asia", ["c"]), region("Global", ["d"], ["e"], ["f"]))
NAMES = {name: picture(name) for name in "abcdefx"}


def run(
    site: Site,
    plan: Issue = PLAN,
    pictures: Mapping[str, Picture] = NAMES,
    album: Album | None = None,
    now: datetime = NOW,
) -> Illustrated:
    room = Darkroom(site, SerialEngine(), MemoryAlbum() if album is None else album)
    return illustrate(plan, pictures, room, now, Looker())


def shown(made: Illustrated) -> dict[str, Illustration]:
    pieces = (one for section in made.issue.sections for topic in section.topics for one in topic.pieces)
    return {one.illustration.item: one.illustration for one in pieces if one.illustration}


def test_each_region_s_lead_story_gets_its_picture() -> None:
    site = Site(a=A, b=B, c=C, d=D)
    made = run(site)
    assert list(shown(made)) == ["a", "c", "d"]
    assert (shown(made)["a"].alt, shown(made)["a"].credit) == ("Of a", "AFP")
    assert (made.pictures, made.failures) == (3, ())
    assert site.asked == [[picture(name).url for name in "acd"]]  # nothing is fetched that is not printed


def test_where_the_first_has_none_the_next_topic_s_lead_story_may_have_one() -> None:
    site = Site(a="gone", b=B, c=C, e=b"no picture", f=D)
    made = run(site)
    assert list(shown(made)) == ["b", "c", "f"]
    assert [failure.what for failure in made.failures] == [
        "gone",
        "the server says 404 Not Found",
        "It is no JPEG, PNG, GIF, WebP or AVIF picture.",
    ]
    assert len(site.asked) == 3


def test_items_without_a_picture_ask_nobody() -> None:
    site = Site()
    made = run(site, pictures={})
    assert made.issue == PLAN
    assert site.asked == []


def test_no_picture_is_printed_twice() -> None:
    made = run(Site(a=A, b=B, c=A, d=D))
    assert list(shown(made)) == ["a", "d"]


def test_the_same_address_in_two_regions_is_fetched_once() -> None:
    site = Site(a=A, b=B, d=D)
    made = run(site, pictures={**NAMES, "c": picture("a")})
    assert site.asked[0] == [picture("a").url, picture("d").url]
    assert list(shown(made)) == ["a", "d"]


def test_what_is_late_is_left_out_and_tried_the_next_time() -> None:
    album = MemoryAlbum()
    made = run(Site(a=None, c=None, d=None, b=None, e=None, f=None), album=album)
    assert made.pictures == 0
    assert {failure.what for failure in made.failures} == {"It was not there in time."}
    site = Site(a=A, c=C, d=D)
    assert run(site, album=album).pictures == 3


@pytest.fixture(params=["memory", "store"])
def album(request: pytest.FixtureRequest) -> Iterator[Album]:
    if request.param == "memory":
        yield MemoryAlbum()
        return
    with open_store("sqlite://") as store:
        yield store


def test_what_was_fetched_is_not_fetched_again(album: Album) -> None:
    first = run(Site(a=A, c=C, d=D), album=album)
    site = Site()
    again = run(site, album=album, now=NOW + FRESH - timedelta(seconds=1))
    assert again.issue == first.issue
    assert site.asked == []
    past = run(site, album=album, now=NOW - timedelta(days=400))  # --now: what is known is not of the future
    assert (past.issue, site.asked) == (first.issue, [])
    bodies = album.picture_bodies([one.full.hash for one in shown(first).values()])
    assert all(body[:3] == b"\xff\xd8\xff" for body in bodies.values())
    assert len(bodies) == 3


def test_after_a_month_it_is_asked_for_again_and_kept_when_it_is_gone(album: Album) -> None:
    first = run(Site(a=A, c=C, d=D), album=album)
    site = Site(c=B)
    made = run(site, album=album, now=NOW + FRESH)
    assert len(site.asked[0]) == 3
    assert shown(made)["a"] == shown(first)["a"]  # it is gone, and is printed as it was
    assert shown(made)["c"] != shown(first)["c"]


def test_what_could_not_be_had_is_left_alone_for_a_day(album: Album) -> None:
    plan = issue(region("Europe", ["a"]))
    run(Site(a="gone"), plan, album=album)
    site = Site(a=A)
    made = run(site, plan, album=album, now=NOW + RETRY - timedelta(seconds=1))
    assert (made.pictures, [one.what for one in made.failures], site.asked) == (0, ["gone"], [])
    assert run(site, plan, album=album, now=NOW + RETRY).pictures == 1


def test_the_same_bytes_elsewhere_are_not_prepared_again(album: Album) -> None:
    plan = issue(region("Europe", ["a"]))
    run(Site(a=A), plan, album=album)

    class Idle:
        """Fails whoever gives it work."""

        def run(self, fn: object, values: Iterable[object], *rest: object) -> Iterator[Any]:
            assert list(values) == []
            return iter(())

    idle: Any = Idle()
    room = Darkroom(Site(copy=A), idle, album)
    made = illustrate(plan, {"a": picture("copy")}, room, NOW, Looker())
    assert made.pictures == 1
    assert picture("copy").url in album.picture_records([picture("copy").url])


def test_without_a_network_nothing_is_remembered_and_nothing_asked_twice(album: Album) -> None:
    site = Site(**dict.fromkeys("abcdef", "does not answer"))
    site.down = True
    made = run(site, album=album)
    assert (made.pictures, len(site.asked)) == (0, 0)
    assert not album.picture_records([picture(name).url for name in "abcdef"])


def test_a_network_that_fails_at_once_is_asked_one_round_only(album: Album) -> None:
    class Unplugged(Site):
        """Down from the first question on."""

        def __call__(self, urls: Sequence[str]) -> Iterator[Fetched | Failure]:
            self.down = True
            return super().__call__(urls)

    site = Unplugged(**dict.fromkeys("abcdef", "does not answer"))
    made = run(site, album=album)
    assert len(site.asked) == 1
    assert not album.picture_records([picture(name).url for name in "abcdef"])
    assert "does not answer" in {one.what for one in made.failures}


def test_a_source_may_have_its_pictures_left_out() -> None:
    sources = (
        SourceTable(name="On", url="https://a.example/"),
        SourceTable(name="Off", url="https://b.example/", pictures=False),
    )
    found = {"1": ("On", picture("a")), "2": ("Off", picture("b")), "3": ("Loose", picture("c"))}
    assert set(permitted(Config(sources=sources), found)) == {"1", "3"}
    off = Config(
        gather=GatherTable(pictures=False),
        sources=(*sources, SourceTable(name="Own", url="https://c.example/", pictures=True)),
    )
    assert set(permitted(off, {**found, "4": ("Own", picture("d"))})) == {"4"}


def test_only_the_items_that_may_be_shown_are_asked_about() -> None:
    assert wanted(PLAN) == ["a", "b", "c", "d", "e", "f"]
    assert wanted(replace(PLAN, sections=())) == []
