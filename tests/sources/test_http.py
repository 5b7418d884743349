"""One feed over HTTP: what is asked, and what comes out of an answer."""

from __future__ import annotations

import pytest

from digest.models import Fetched, Unchanged, Validators, Wishes
from digest.sources.http import HttpSource, Patience, Web
from digest.sources.media import body_hash
from tests.builders import NOW
from tests.sources.asking import FEED, failure, fetch
from tests.sources.site import Site, Visit


def test_a_feed_is_fetched_whole(site: Site, web: Web) -> None:
    url = site.page(
        "/feed", FEED, Content_Type='Text/XML; Charset="ISO-8859-1"', ETag='"1"', Last_Modified="Mon, 02 Jun 2025"
    )
    kept = Validators('"1"', "Mon, 02 Jun 2025", body_hash(FEED))
    assert fetch(url, web) == Fetched("Wire", url, FEED, "application/rss+xml", "iso-8859-1", NOW, kept)


def test_what_we_tell_the_server(site: Site, web: Web) -> None:
    fetch(site.page("/feed", FEED), web)
    ((_, headers),) = site.requests
    assert headers["User-Agent"] == "digest/0.1 (+editor@digest.example)"
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert "application/atom+xml" in headers["Accept"]
    assert not {"Authorization", "Cookie", "If-None-Match", "If-Modified-Since", "Referer"} & set(headers)


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("", "digest/0.1"), ("https://a.example", "digest/0.1 (+https://a.example)"), ("a\r\nX: y", "digest/0.1"),
     ("ä@b.example", "digest/0.1")],
)  # fmt: skip
def test_the_user_agent_carries_a_contact_that_fits_into_it(contact: str, agent: str) -> None:
    assert Web(NOW, contact=contact).agent == agent


class TestAskingAgain:
    """Conditional requests."""

    def test_the_validators_are_sent_and_304_is_unchanged(self, site: Site, web: Web) -> None:
        url = site.page("/feed", status=304)
        known = {url: Validators('W/"7"', "Mon, 02 Jun 2025 07:00:00 GMT", "aa")}
        assert fetch(url, web, known) == Unchanged("Wire", url, NOW)
        ((_, headers),) = site.requests
        assert headers["If-None-Match"] == 'W/"7"'
        assert headers["If-Modified-Since"] == "Mon, 02 Jun 2025 07:00:00 GMT"

    def test_the_same_bytes_are_unchanged(self, site: Site, web: Web) -> None:
        url = site.page("/feed", FEED)
        assert fetch(url, web, {url: Validators(body_hash=body_hash(FEED))}) == Unchanged("Wire", url, NOW)
        assert isinstance(fetch(url, web, {url: Validators(body_hash=body_hash(b"old"))}), Fetched)

    def test_validators_of_the_address_after_redirects_are_sent_there(self, site: Site, web: Web) -> None:
        new = site.page("/new", status=304)
        old = site.page("/old", status=301, Location="/new")
        assert fetch(old, web, {new: Validators('"7"')}) == Unchanged("Wire", new, NOW, Wishes(moved_to=new))
        assert "If-None-Match" not in site.requests[0][1]
        assert site.requests[1][1]["If-None-Match"] == '"7"'

    def test_304_though_nothing_is_kept_is_a_failure(self, site: Site, web: Web) -> None:
        url = site.page("/feed", status=304)
        assert failure(url, web).what == "the server says 304 Not Modified"

    @pytest.mark.parametrize("etag", ["é", "x" * 1001, "\x07"], ids=["not ASCII", "long", "control"])
    def test_a_validator_that_cannot_be_sent_back_is_not_kept(self, site: Site, web: Web, etag: str) -> None:
        outcome = fetch(site.page("/feed", FEED, ETag=etag), web)
        assert isinstance(outcome, Fetched)
        assert outcome.validators.etag == ""


class TestRedirects:
    """Being sent elsewhere."""

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("to", ["/new?a=1", "new?a=1", "//{host}/new?a=1", "http://{host}/new?a=1#part"])
    def test_a_redirect_is_followed(self, site: Site, web: Web, status: int, to: str) -> None:
        host = site.url.removeprefix("http://")
        site.page("/new", FEED)
        outcome = fetch(site.page("/old", status=status, Location=to.format(host=host)), web)
        assert isinstance(outcome, Fetched)
        assert outcome.url == f"{site.url}/new?a=1"

    def test_five_redirects_are_followed_and_six_are_not(self, site: Site, web: Web) -> None:
        for step in range(6):
            site.page(f"/{step}", status=302, Location=f"/{step + 1}")
        site.page("/6", FEED)
        assert isinstance(fetch(site.url + "/1", web), Fetched)
        assert failure(site.url + "/0", web).what == "redirects more than 5 times"

    def test_a_circle_is_named(self, site: Site, web: Web) -> None:
        a = site.page("/a", status=302, Location="/b")
        b = site.page("/b", status=302, Location="/a")
        assert failure(a, web).what == f"redirects in a circle: {a} → {b} → {a}"

    @pytest.mark.parametrize(
        "to",
        [
            "ftp://feeds.example/x",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://a b/",
            "http://a:b:c/",
            "http://[::1/",
        ],
    )
    def test_only_the_web_is_gone_to(self, site: Site, web: Web, to: str) -> None:
        what = failure(site.page("/old", status=302, Location=to), web).what
        assert "which is no http or https address" in what

    def test_a_redirect_without_a_place_is_a_failure(self, site: Site, web: Web) -> None:
        assert failure(site.page("/old", status=302), web).what == "the server says 302 Found"


@pytest.mark.parametrize(
    "address", ["", "feeds.example", "ftp://feeds.example/", "http://", "https:///x", "http://a b/"]
)
def test_what_is_no_web_address_is_a_failure(web: Web, address: str) -> None:
    assert failure(address, web).what == "is no http or https address"


def test_a_connection_that_the_server_hung_up_meanwhile_is_made_again(site: Site, web: Web) -> None:
    def once(visit: Visit) -> None:
        visit.send(FEED)
        visit.close_connection = True

    site.pages["/feed"] = once
    with HttpSource("Wire", site.url, web).lease():
        assert [type(fetch(site.url + "/feed", web)) for _ in range(3)] == [Fetched] * 3


def test_the_defaults_are_those_that_are_promised() -> None:
    assert Patience() == Patience(connect=5, read=10, total=15, body=10_000_000, redirects=5)
