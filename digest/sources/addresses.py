"""Which addresses on the network may be connected to: the public ones, and what `allow_hosts` names.

A feed's address comes from outside (a redirect, a name server): without this, a feed could make the program read what
only this machine or its local network may see. `ipaddress.is_global` is not enough: it lets 13 of 37 internal
addresses pass, so the list is spelt out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from digest.errors import ConfigError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# From the IANA special-purpose registries. Everything else in IPv4 is public.
_NOT_PUBLIC_4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.31.196.0/24", "a reserved address"),
        ("192.52.193.0/24", "a reserved address"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("192.175.48.0/24", "a reserved address"),
        ("198.18.0.0/15", "an address for tests of networks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
# In IPv6 only 2000::/3 is given out to the public at all; these parts of it are not, or carry an IPv4 address within.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("2001::/23", "a reserved address"),  # Teredo, benchmarks, ORCHID
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("2620:4f:8000::/48", "a reserved address"),
        ("3fff::/20", "an address for documentation"),
    )
)
_LOCAL_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::1/128", "this machine itself"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("ff00::/8", "a multicast address"),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")  # a network without IPv4 reaches public IPv4 through it


def trouble_with(address: Address) -> str:
    """Why `address` is not public, as a noun ("a private address"), or "" when it is."""
    if isinstance(address, IPv4Address):
        return next((what for network, what in _NOT_PUBLIC_4 if address in network), "")
    if address in _MAPPED or address in _NAT64:
        return trouble_with(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in _PUBLIC_6:
        return next((what for network, what in _LOCAL_6 if address in network), "a reserved address")
    return next((what for network, what in _NOT_PUBLIC_6 if address in network), "")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The entries of `allow_hosts`, read: hosts with and without a port, and networks."""

    hosts: frozenset[tuple[str, int]] = frozenset()  # lower case; port 0 for any
    networks: tuple[Network, ...] = ()

    def permits(self, host: str, port: int, address: Address) -> bool:
        """Whether a connection to `address`, asked for as `host`:`port`, may be made."""
        if not trouble_with(address):
            return True
        plain = (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
        if any(name in self.hosts for name in ((host, 0), (host, port), (str(plain), 0), (str(plain), port))):
            return True
        return any(plain in network for network in self.networks)


def allowed(entries: Iterable[str]) -> Allowed:
    """Read `allow_hosts`: "host", "host:port", "192.168.1.7", "[fd00::1]:8080" or a network, "10.0.0.0/8".

    Raises ConfigError that lists every entry that is none of these.
    """
    hosts: set[tuple[str, int]] = set()
    networks: list[Network] = []
    problems: list[str] = []
    for entry in entries:
        try:
            if "/" in entry:
                networks.append(ip_network(entry, strict=False))
            else:
                hosts.add(_host_and_port(entry))
        except ValueError:
            problems.append(
                f'digest.allow_hosts: "{entry}" is no host, host:port or network: write "feeds.lan", '
                '"feeds.lan:8080" or "10.0.0.0/8"'
            )
    if problems:
        raise ConfigError(*problems)
    return Allowed(frozenset(hosts), tuple(networks))


def literal(host: str) -> Address | None:
    """The address that `host` spells out, or None when it is a name. Brackets and a zone are taken off."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _host_and_port(entry: str) -> tuple[str, int]:
    text = entry.strip().lower()
    if (address := literal(text)) is not None:
        return str(address), 0
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = text, "0"
    number = int(port)
    if not host or any(char in host for char in " @?#") or not 0 <= number < 65536 or (colon and not number):
        raise ValueError(entry)
    address = literal(host)
    if address is None and ":" in host:
        raise ValueError(entry)
    return str(address) if address is not None else host.rstrip("."), number
