"""Which addresses lead out to the internet, and not back into somebody's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

# IANA's registries of special-purpose addresses, spelled out: `is_global` says something else in every
# version of Python, and takes multicast for global.
_SPECIAL_IPV4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # a carrier's own (CGNAT)
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local, and the metadata of cloud machines
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
# What lies elsewhere is loopback, link-local, private, multicast, or IPv4 in other clothes.
_UNICAST_IPV6: Final = IPv6Network("2000::/3")
_SPECIAL_IPV6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, and Teredo, which holds an IPv4 address
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which holds an IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)


def address_in(text: str) -> Address | None:
    """
    The address that is spelled out, in its one proper spelling; nothing for a name.

    >>> address_in("127.0.0.1")
    IPv4Address('127.0.0.1')
    >>> address_in("0x7f.1") is None
    True
    """
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """
    Tell whether it is one machine's on the public internet.

    >>> is_public(ip_address("8.8.8.8"))
    True
    >>> is_public(ip_address("::ffff:8.8.8.8"))
    False
    """
    match address:
        case IPv4Address():
            return not any(address in network for network in _SPECIAL_IPV4)
        case IPv6Address():
            return address in _UNICAST_IPV6 and not any(address in network for network in _SPECIAL_IPV6)
