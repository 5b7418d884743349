"""One feed over HTTP: what is asked, and what comes out of an answer."""

from __future__ import annotations

import pytest

from digest.models import Failure, Fetched, Unchanged, Validators, Wishes
from digest.sources.addresses import Address
from digest.sources.http import ACCEPT, HttpSource, Patience, Web
from digest.sources.media import body_hash
from digest.sources.names import Unreached
from tests.builders import NOW
from tests.sources.asking import FEED, failure, fetch
from tests.sources.site import Site, Visit, open_site


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
    [("", "digest/0.1 (no contact given)"), ("https://a.example", "digest/0.1 (+https://a.example)"),
     ("a\r\nX: y", "digest/0.1 (no contact given)"), ("ä@b.example", "digest/0.1 (no contact given)")],
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
        assert failure(site.page("/old", status=302), web).what == "the server says 302 Found, but not where to"


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


class TestOwnHeaders:
    """Headers that feeds.toml gives a source, and what other users of the network ask for."""

    def source(self, address: str, web: Web, **more: object) -> HttpSource:
        return HttpSource("Wire", address, web, **more)  # type: ignore[arg-type]

    def test_they_are_sent_and_win_over_ours(self, site: Site, web: Web) -> None:
        url = site.page("/feed", FEED).replace("//", "//user:pw@")
        headers = {"X-Token": "canary", "user-agent": "Reader/1", "Authorization": "Bearer canary"}
        list(self.source(url, web, headers=headers).fetch({}))
        ((_, sent),) = site.requests
        assert (sent["X-Token"], sent["user-agent"], sent["Authorization"]) == ("canary", "Reader/1", "Bearer canary")
        assert "User-Agent" not in sent

    def test_they_are_not_sent_on(self, site: Site, web: Web) -> None:
        with open_site() as other:
            other.page("/feed", FEED)
            site.page("/near", status=302, Location="/far")
            site.page("/far", status=307, Location=other.url + "/feed")
            (outcome,) = self.source(site.url + "/near", web, headers={"X-Token": "canary"}).fetch({})
            assert isinstance(outcome, Fetched)
            assert ["X-Token" in headers for _, headers in site.requests] == [True, True]
            assert "canary" not in repr(other.requests)

    def test_they_are_not_sent_to_where_a_feed_has_moved(self, site: Site, web: Web) -> None:
        with open_site() as new:
            url = new.page("/feed", FEED)
            home = site.url.replace("//", "//user:canary@") + "/feed"
            (outcome,) = self.source(home, web, headers={"X-Token": "canary"}, start=url).fetch({})
            assert isinstance(outcome, Fetched)
            assert outcome.url == url
            assert "canary" not in repr(new.requests)
            assert "Authorization" not in repr(new.requests)
        assert site.requests == []

    @pytest.mark.parametrize(
        "headers",
        [{"Host": "canary"}, {"X-Token": "canary\r\nX-More: y"}, {"X Token": "canary"}, {"X-Token": "canarÿ"},
         {"Transfer-Encoding": "canary"}, {"": "canary"}, {"If-None-Match": "canary"}, {"Connection": "canary"}],
        ids=str,
    )  # fmt: skip
    def test_what_cannot_be_sent_is_named_without_its_value(
        self, site: Site, web: Web, headers: dict[str, str]
    ) -> None:
        (told,) = self.source(site.page("/feed", FEED), web, headers=headers).fetch({})
        assert isinstance(told, Failure)
        assert "header" in told.what
        assert "canar" not in repr(told)
        assert site.requests == []

    def test_no_failure_shows_them(self, site: Site, web: Web) -> None:
        site.page("/feed", FEED, status=403)
        (told,) = self.source(site.url + "/feed", web, headers={"X-Token": "canary"}).fetch({})
        assert "canary" not in repr(told)

    def test_other_users_ask_for_what_they_want(self, site: Site, web: Web) -> None:
        list(self.source(site.page("/picture", b"GIF89a"), web, accept="image/*").fetch({}))
        assert site.requests[0][1]["Accept"] == "image/*"

    def test_the_fields_have_safe_defaults(self, web: Web) -> None:
        one, other = self.source("http://a.example/", web), self.source("http://b.example/", web)
        assert (one.accept, one.patience, dict(one.headers), one.start) == (ACCEPT, None, {}, "")
        assert one.headers is not other.headers


class TestWishes:
    """What an answer asks of the polls to come."""

    @pytest.mark.parametrize(
        ("statuses", "moved"),
        [
            ((301,), "/1"),
            ((308,), "/1"),
            ((301, 308), "/2"),
            ((301, 302), "/1"),
            ((302,), ""),
            ((307, 301), ""),
            ((303,), ""),
            ((), ""),
        ],
    )
    def test_only_what_was_for_good_from_the_first_is_a_move(
        self, site: Site, web: Web, statuses: tuple[int, ...], moved: str
    ) -> None:
        for number, status in enumerate(statuses):
            site.page(f"/{number}", status=status, Location=f"/{number + 1}")
        site.page(f"/{len(statuses)}", FEED)
        outcome = fetch(site.url + "/0", web)
        assert isinstance(outcome, Fetched)
        assert outcome.wishes.moved_to == (site.url + moved if moved else "")

    @pytest.mark.parametrize(
        ("status", "absent"), [(404, "missing"), (410, "gone"), (403, ""), (500, ""), (401, ""), (451, "")]
    )
    def test_what_is_not_there(self, site: Site, web: Web, status: int, absent: str) -> None:
        assert failure(site.page("/feed", status=status), web).wishes.absent == absent

    def test_gone_behind_a_temporary_redirect_is_not_gone(self, site: Site, web: Web) -> None:
        site.page("/gone", status=410)
        assert failure(site.page("/a", status=302, Location="/gone"), web).wishes.absent == "missing"
        assert failure(site.page("/b", status=301, Location="/gone"), web).wishes.absent == "gone"

    def test_a_name_that_is_not_known_is_missing_and_a_silent_network_is_not(self) -> None:
        def nowhere(host: str, seconds: float) -> tuple[Address, ...]:
            raise Unreached("no", "", unknown=host == "unknown.example")

        web = Web(NOW, look_up=nowhere)
        told = [failure_of(f"http://{host}.example/", web) for host in ("unknown", "silent", "unknown")]
        assert [one.wishes.absent for one in told] == ["missing", "", "missing"]

    def test_how_fresh_it_is(self, site: Site, web: Web) -> None:
        url = site.page("/feed", FEED.replace(b"<title>", b"<ttl>30</ttl><title>"), Cache_Control="max-age=600")
        assert fetch(url, web).wishes == Wishes(fresh=1800)
        site.page("/feed", status=304, Cache_Control="max-age=600")
        assert fetch(url, web, {url: Validators('"1"')}) == Unchanged("Wire", url, NOW, Wishes(fresh=600))


def failure_of(url: str, web: Web) -> Failure:
    outcome = fetch(url, web)
    assert isinstance(outcome, Failure)
    return outcome


def test_an_address_in_other_letters_is_followed(site: Site, web: Web) -> None:
    site.page("/caf%C3%A9", FEED)
    url = site.page("/old", status=302, Location="/café".encode().decode("latin-1"))
    assert isinstance(fetch(url, web), Fetched)


def test_new_validators_behind_the_same_bytes_are_handed_on(site: Site, web: Web) -> None:
    url = site.page("/feed", FEED, ETag='"2"')
    new = Validators('"2"', "", body_hash(FEED))
    assert fetch(url, web, {url: Validators('"1"', "", body_hash(FEED))}) == Unchanged("Wire", url, NOW, validators=new)
    assert fetch(url, web, {url: new}) == Unchanged("Wire", url, NOW)
