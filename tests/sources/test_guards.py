"""Whom we talk to and whom not: private addresses, proxies, certificates, passwords."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from ipaddress import ip_address

import httpx2
import pytest

from digest.errors import ConfigError
from digest.models import Failure, Fetched
from digest.sources.addresses import Address, allowed
from digest.sources.http import Web
from digest.sources.urls import shown, trusted
from tests.builders import NOW
from tests.sources.asking import FEED, failure, fetch
from tests.sources.conftest import QUICK
from tests.sources.site import CERTIFICATE, Site, mute_port, open_site


class TestSecrets:
    """A name and password in the address."""

    def test_they_are_sent_to_their_own_host_and_never_shown(self, site: Site, web: Web) -> None:
        site.page("/feed", FEED)
        outcome = fetch(f"http://us%20er:p%40ss@{site.host}:{site.port}/feed", web)
        assert isinstance(outcome, Fetched)
        assert outcome.url == site.url + "/feed"
        assert site.requests[0][1]["Authorization"] == "Basic dXMgZXI6cEBzcw=="

    def test_they_are_not_sent_on(self, site: Site, web: Web) -> None:
        with open_site() as other:
            other.page("/feed", FEED)
            site.page("/near", status=302, Location="/far")
            site.page("/far", status=302, Location=other.url + "/feed")
            fetch(f"http://user:secret@{site.host}:{site.port}/near", web)
            assert ["Authorization" in headers for _, headers in site.requests] == [True, True]
            assert "Authorization" not in other.requests[0][1]

    @pytest.mark.parametrize(
        "address",
        ["http://user:secret@{host}/404", "http://user:secret@127.0.0.1:1/", "http://user:secret@10.0.0.1/",
         "http://user:secret@[::bad/", "http://user:secret@/feed", "http://user:secret@{host}:secret/"],
    )  # fmt: skip
    def test_no_failure_shows_them(self, site: Site, web: Web, address: str) -> None:
        told = failure(address.format(host=site.url.removeprefix("http://")), web)
        assert "secret@" not in repr(told)
        assert "user" not in told.where

    def test_a_long_address_is_cut(self) -> None:
        assert len(shown("http://a.example/" + "x" * 1000)) == 300


class TestTls:
    """Certificates."""

    def trusting(self) -> Web:
        return Web(
            NOW,
            allowed=allowed(["127.0.0.0/8"]),
            patience=QUICK,
            look_up=_to("127.0.0.1"),
            tls=lambda: ssl.create_default_context(cafile=str(CERTIFICATE)),
        )

    def test_a_feed_under_a_trusted_certificate(self) -> None:
        with open_site(tls=True) as site:
            site.page("/feed", FEED)
            assert isinstance(fetch(site.url + "/feed", self.trusting()), Fetched)
            assert isinstance(fetch(f"https://feeds.example:{site.port}/feed", self.trusting()), Fetched)

    def test_the_name_must_be_the_certificates_even_if_the_address_is(self) -> None:
        with open_site(tls=True) as site:
            told = failure(f"https://other.example:{site.port}/feed", self.trusting())
            assert told.what.startswith("the certificate of other.example is not valid: Hostname mismatch")
            assert site.requests == []

    def test_a_certificate_that_nobody_trusts(self, web: Web) -> None:
        with open_site(tls=True) as site:
            told = failure(site.url + "/feed", web)
            assert told.what.startswith("the certificate of 127.0.0.1 is not valid: self")

    def test_a_server_that_never_shakes_hands(self, web: Web) -> None:
        with mute_port() as port:
            told = failure(f"https://127.0.0.1:{port}/", web)
            assert told.what == "127.0.0.1 did not set up a secure connection within 0.5 s"

    def test_a_secure_site_through_a_proxy_is_not_read_without_a_tunnel(self) -> None:
        with open_site() as proxy:
            web = Web(NOW, proxies={"https": proxy.url}, patience=QUICK)
            assert isinstance(fetch("https://feeds.example/", web), Failure)

    def test_a_password_follows_to_the_secure_address_of_its_host_only(self) -> None:
        assert [
            trusted(httpx2.URL(to), httpx2.URL("http://a.example/"))
            for to in (
                "http://a.example/x",
                "https://a.example/",
                "https://a.example:444/",
                "http://a.example:81/",
                "https://b.example/",
                "https://www.a.example/",
            )
        ] == [True, True, False, False, False, False]


def test_a_server_without_tls_behind_https(site: Site, web: Web) -> None:
    told = failure(site.url.replace("http:", "https:") + "/feed", web)
    assert told.what.startswith("no secure connection to 127.0.0.1: ")


class TestPrivateAddresses:
    """What only this machine or its network may see is not fetched."""

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "[fe80::1%25lo]"]
    )
    def test_written_out(self, host: str) -> None:
        told = failure(f"http://{host}/", Web(NOW, patience=QUICK))
        assert told.what.endswith(": not fetched")
        assert "allow_hosts" in told.advice

    @pytest.mark.parametrize("host", ["localhost", "0x7f.1", "2130706433", "127.1", "0177.1"])
    def test_in_disguise(self, host: str) -> None:
        told = failure(f"http://{host}/", Web(NOW, patience=QUICK))
        assert told.what.endswith(", this machine itself: not fetched")

    def test_behind_a_name(self, site: Site) -> None:
        web = Web(NOW, look_up=_to("127.0.0.1"), patience=QUICK)
        told = failure(f"http://feeds.example:{site.port}/", web)
        assert told.what == "feeds.example leads to 127.0.0.1, this machine itself: not fetched"
        assert told.advice == 'If that is meant, add "feeds.example" to allow_hosts in feeds.toml.'
        assert site.requests == []

    def test_behind_a_redirect(self, site: Site, web: Web) -> None:
        with open_site("127.0.0.2") as inner:
            inner.page("/secret", FEED)
            url = site.page("/feed", status=302, Location=inner.url + "/secret")
            assert "127.0.0.2, this machine itself" in failure(url, web).what
            assert inner.requests == []

    def test_a_name_that_changes_its_mind_is_asked_once_per_connection(self, site: Site) -> None:
        answers = iter(["127.0.0.1", "10.0.0.1"])
        web = Web(NOW, allowed=allowed(["127.0.0.1"]), look_up=lambda *_: (ip_address(next(answers)),), patience=QUICK)
        site.page("/feed", FEED)
        assert isinstance(fetch(f"http://feeds.example:{site.port}/feed", web), Fetched)
        assert "10.0.0.1" in failure(f"http://feeds.example:{site.port}/feed", web).what

    def test_only_the_permitted_ones_of_several_addresses_are_tried(self, site: Site) -> None:
        site.page("/feed", FEED)
        web = Web(NOW, allowed=allowed(["127.0.0.1"]), look_up=_to("10.0.0.1", "127.0.0.1"), patience=QUICK)
        assert isinstance(fetch(f"http://feeds.example:{site.port}/feed", web), Fetched)

    @pytest.mark.parametrize("entry", ["feeds.example", "feeds.example:{port}", "127.0.0.0/8"])
    def test_allow_hosts(self, site: Site, entry: str) -> None:
        site.page("/feed", FEED)
        web = Web(NOW, allowed=allowed([entry.format(port=site.port)]), look_up=_to("127.0.0.1"), patience=QUICK)
        assert isinstance(fetch(f"http://feeds.example:{site.port}/feed", web), Fetched)

    def test_the_next_address_is_tried_when_one_fails(self, site: Site) -> None:
        site.page("/feed", FEED)
        web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), look_up=_to("127.0.0.9", "127.0.0.1"), patience=QUICK)
        assert isinstance(fetch(f"http://feeds.example:{site.port}/feed", web), Fetched)


class TestProxy:
    """The way through a proxy, as the caller found it in the environment."""

    def test_requests_go_through_it(self, site: Site) -> None:
        site.pages["http://feeds.example/feed"] = lambda visit: visit.send(FEED)
        web = Web(NOW, proxies={"http": site.url.replace("//", "//us:pw@")}, patience=QUICK)
        outcome = fetch("http://feeds.example/feed", web)
        assert isinstance(outcome, Fetched)
        assert outcome.url == "http://feeds.example/feed"
        assert site.requests[0][1]["Proxy-Authorization"] == "Basic dXM6cHc="

    def test_exceptions_go_directly(self, site: Site) -> None:
        site.page("/feed", FEED)
        web = Web(
            NOW,
            proxies={"all": "http://127.0.0.1:1", "no": "127.0.0.1"},
            allowed=allowed(["127.0.0.1"]),
            patience=QUICK,
        )
        assert isinstance(fetch(site.url + "/feed", web), Fetched)

    def test_a_private_address_is_not_asked_of_it_either(self, site: Site) -> None:
        web = Web(NOW, proxies={"http": site.url}, patience=QUICK)
        assert failure("http://10.0.0.1/", web).what == "10.0.0.1, a private address: not fetched"
        assert site.requests == []

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://", "http://[::1", "://"])
    def test_one_that_cannot_be_used_stops_the_run(self, proxy: str) -> None:
        with pytest.raises(ConfigError, match="http_proxy: is not an http or https address"):
            Web(NOW, proxies={"http": proxy})

    def test_one_written_without_a_scheme(self, site: Site) -> None:
        site.pages["http://feeds.example/feed"] = lambda visit: visit.send(FEED)
        web = Web(NOW, proxies={"http": f"{site.host}:{site.port}"}, patience=QUICK)
        assert isinstance(fetch("http://feeds.example/feed", web), Fetched)

    def test_one_that_refuses(self, site: Site) -> None:
        web = Web(NOW, proxies={"https": site.url}, patience=QUICK)
        assert failure("https://feeds.example/", web).what.startswith("the proxy refuses the way to feeds.example: ")


def _to(*addresses: str) -> Callable[[str, float], tuple[Address, ...]]:
    return lambda host, seconds: tuple(ip_address(address) for address in addresses)
