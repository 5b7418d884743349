"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError
from digest.sources.addresses import Allowed, allowed, literal, trouble_with

INTERNAL = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.31.196.1",
    "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:fffe::a00:1", "100::1", "2001::1",
    "2001:0:7f00:1::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1",
    "2002:c0a8:1::1", "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1", "fec0::1",
    "ff02::1", "ff0e::1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1", "3ffe::1", "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]  # fmt: skip


@pytest.mark.parametrize("address", INTERNAL)
def test_internal_addresses_are_not_public(address: str) -> None:
    assert trouble_with(ip_address(address))
    assert not Allowed().permits("feeds.example", 80, ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert trouble_with(ip_address(address)) == ""
    assert Allowed().permits("feeds.example", 80, ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_means_the_same_inside_ipv6(address: object) -> None:
    plain = ip_address(str(address))
    for wrapped in (f"::ffff:{plain}", f"64:ff9b::{plain}"):
        assert trouble_with(ip_address(wrapped)) == trouble_with(plain)


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_never_public(address: object) -> None:
    one = ip_address(str(address))
    if not one.is_global and one not in {ip_address("192.0.0.9"), ip_address("192.0.0.10")}:
        wrapped = one.version == 6 and str(one).startswith(("::ffff:", "64:ff9b::"))
        assert trouble_with(one) or wrapped


@pytest.mark.parametrize(
    ("entry", "host", "port", "address", "permitted"),
    [
        pytest.param("feeds.lan", "feeds.lan", 80, "10.0.0.1", True, id="host"),
        pytest.param("Feeds.LAN.", "feeds.lan", 80, "10.0.0.1", True, id="host in capitals with a dot"),
        pytest.param("feeds.lan", "other.lan", 80, "10.0.0.1", False, id="another host"),
        pytest.param("feeds.lan", "my.feeds.lan", 80, "10.0.0.1", False, id="a host below it"),
        pytest.param("feeds.lan:8080", "feeds.lan", 8080, "10.0.0.1", True, id="host and port"),
        pytest.param("feeds.lan:8080", "feeds.lan", 80, "10.0.0.1", False, id="host and another port"),
        pytest.param("10.0.0.0/8", "feeds.lan", 80, "10.1.2.3", True, id="network"),
        pytest.param("10.0.0.7/8", "feeds.lan", 80, "10.1.2.3", True, id="network written with a host in it"),
        pytest.param("10.0.0.0/8", "feeds.lan", 80, "192.168.0.1", False, id="another network"),
        pytest.param("10.0.0.0/8", "feeds.lan", 80, "::ffff:10.1.2.3", True, id="network, address inside IPv6"),
        pytest.param("fd00::/8", "feeds.lan", 80, "fd00::1", True, id="IPv6 network"),
        pytest.param("10.0.0.1", "feeds.lan", 80, "10.0.0.1", True, id="address behind a name"),
        pytest.param("10.0.0.1", "10.0.0.1", 80, "10.0.0.1", True, id="address"),
        pytest.param("127.0.0.1", "feeds.lan", 80, "::ffff:127.0.0.1", True, id="address inside IPv6"),
        pytest.param("10.0.0.1:81", "10.0.0.1", 80, "10.0.0.1", False, id="address and another port"),
        pytest.param("[fd00::1]:8080", "fd00::1", 8080, "fd00::1", True, id="IPv6 address and port"),
        pytest.param("[fd00::1]", "fd00::1", 80, "fd00::1", True, id="IPv6 address in brackets"),
        pytest.param("FD00:0::1", "fd00::1", 80, "fd00::1", True, id="IPv6 address written otherwise"),
    ],
)
def test_allow_hosts_lets_through_what_it_names(
    entry: str, host: str, port: int, address: str, permitted: bool
) -> None:
    assert allowed([entry]).permits(host, port, ip_address(address)) is permitted


@pytest.mark.parametrize(
    "entry",
    ["", "http://feeds.lan", "feeds.lan/path", "feeds.lan:0", "feeds.lan:99999", "feeds.lan:http", "10.0.0.0/33", "a b",
     "user@feeds.lan", ":8080", "fd00::zz:1"],
)  # fmt: skip
def test_a_wrong_entry_is_named(entry: str) -> None:
    with pytest.raises(ConfigError, match="allow_hosts") as caught:
        allowed(["feeds.lan", entry, "10.0.0.0/8"])
    assert len(caught.value.problems) == 1
    assert f'"{entry}"' in caught.value.problems[0]


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"), ("feeds.example", None), ("", None),
     ("0x7f.1", None)],
)  # fmt: skip
def test_a_literal_address_is_recognised(host: str, address: str | None) -> None:
    assert literal(host) == (ip_address(address) if address else None)
