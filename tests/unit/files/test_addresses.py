"""Which addresses are public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.files.addresses import address_in, is_public

NETWORKS_OF_OUR_OWN = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.19.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.0", "2606:4700::1", "2a00:1450::1"]


@pytest.mark.parametrize("text", NETWORKS_OF_OUR_OWN)
def test_what_leads_back_is_not_public(text: str) -> None:
    """Loopback, private, link-local, shared, reserved and multicast addresses are not public."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_what_leads_out_is_public(text: str) -> None:
    """Addresses of the internet are public, also next to those that are not."""
    assert is_public(ip_address(text))


@given(st.ip_addresses())
def test_whatever_python_calls_private_is_not_public(address: IPv4Address | IPv6Address) -> None:
    """Nothing that Python knows to be special is taken for public."""
    is_special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )

    assert not (is_public(address) and is_special)


@given(st.ip_addresses(v=4))
def test_ipv4_in_other_clothes_is_not_public(address: IPv4Address) -> None:
    """An IPv4 address is public as itself, or not at all."""
    number = int(address)
    clothes = [0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]

    assert [is_public(IPv6Address(each)) for each in clothes] == [False] * 4


@given(st.ip_addresses(v=4))
def test_only_the_proper_spelling_is_an_address(address: IPv4Address) -> None:
    """Decimal, octal, hexadecimal and short spellings are names of nobody, and never an address."""
    number, parts = int(address), address.packed
    spellings = [
        str(number),
        hex(number),
        ".".join(f"{part:#x}" for part in parts),
        ".".join(f"{part:04o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
    ]

    assert [address_in(each) for each in spellings] == [None] * 6
