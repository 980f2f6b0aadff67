"""From which hosts files are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import ForbiddenHostError
from openphone_crm.files.addresses import is_public
from openphone_crm.files.hosts import OPENPHONES_HOSTS, AllowedHosts, Target

OUTSIDE = ["142.250.1.1", "2a00:1450::1"]


def target(host: str, *, scheme: str = "https", port: int = 443, has_credentials: bool = False) -> Target:
    """Build where a url leads."""
    return Target(scheme=scheme, host=host, port=port, has_credentials=has_credentials)


def refusal(hosts: Sequence[str], place: Target, addresses: Sequence[str] = OUTSIDE) -> str:
    """Say why nothing is fetched from there; nothing when it may be."""
    allowed = AllowedHosts(hosts)
    try:
        allowed.check(place)
        allowed.check_addresses(place, addresses)
    except ForbiddenHostError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("host", OPENPHONES_HOSTS)
def test_openphones_hosts_are_asked(host: str) -> None:
    """Where OpenPhone has kept files, files are fetched from."""
    assert not refusal(OPENPHONES_HOSTS, target(host))


@pytest.mark.parametrize(
    "host",
    [
        "m.openph.one.",
        "x.m.openph.one",
        "openph.one",
        "m.openph.one.example.com",
        "mxopenph.one",
        "m.openph.one%2f.example.com",
        "",
    ],
)
def test_hosts_that_look_alike_are_not(host: str) -> None:
    """A name is one of the list or it is not: there are no patterns."""
    assert "not among the hosts" in refusal(OPENPHONES_HOSTS, target(host))


def test_a_host_may_be_listed_with_a_port() -> None:
    """A host of the list is asked at any port, unless the list names one."""
    hosts = ["Any.example.com", "one.example.com:8443"]

    refused = [
        bool(refusal(hosts, target(host, port=port)))
        for host, port in [
            ("any.example.com", 443),
            ("any.example.com", 9),
            ("one.example.com", 8443),
            ("one.example.com", 443),
        ]
    ]

    assert refused == [False, False, False, True]


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "", "javascript", "HTTPS "])
def test_only_https_is_used(scheme: str) -> None:
    """A host of the internet is asked by https or not at all."""
    place = target("share.quo.com", scheme=scheme, port=80)

    assert "only https" in refusal(["share.quo.com"], place)
    assert "only https" in refusal(["share.quo.com", "127.0.0.1"], place)


def test_credentials_are_not_passed_on() -> None:
    """A url with a user in it is none of OpenPhone's."""
    assert "a user or a password" in refusal(["share.quo.com"], target("share.quo.com", has_credentials=True))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("listed", "host", "port"),
    [
        ("127.0.0.1", "127.0.0.1", 9000),
        ("127.0.0.1:9000", "127.0.0.1", 9000),
        ("10.0.0.7", "10.0.0.7", 80),
        ("[::1]", "::1", 9000),
        ("[0:0::1]:9000", "::1", 9000),
    ],
)
def test_an_address_of_our_own_may_be_named(listed: str, host: str, port: int, scheme: str) -> None:
    """A loopback or private address that is itself in the list is asked, over http as well."""
    assert not refusal([listed], target(host, scheme=scheme, port=port), [host])


def test_an_address_of_our_own_has_to_be_named() -> None:
    """A name of the list that leads to an address of our own is refused, until the address is in the list."""
    place = target("localhost", port=9000)

    refused = [
        bool(refusal(hosts, place, ["127.0.0.1", "::1"]))
        for hosts in (
            ["localhost"],
            ["localhost", "127.0.0.1"],
            ["localhost", "127.0.0.1", "[::1]:8000"],
            ["localhost", "127.0.0.1", "[::1]"],
        )
    ]

    assert refused == [True, True, True, False]


def test_naming_an_address_allows_no_other() -> None:
    """The list is about hosts: an address in it opens no name, and no neighbour."""
    hosts = ["127.0.0.1", "share.quo.com"]

    assert refusal(hosts, target("127.0.0.2", scheme="http", port=80), ["127.0.0.2"])
    assert refusal(hosts, target("evil.example.com"), ["127.0.0.1"])
    assert refusal(hosts, target("share.quo.com"), ["142.250.1.1", "10.0.0.1"])


def test_a_public_address_in_the_list_takes_https() -> None:
    """An address of the internet is asked by https, like any name."""
    assert not refusal(["8.8.8.8"], target("8.8.8.8"), ["8.8.8.8"])
    assert refusal(["8.8.8.8", "127.0.0.1"], target("8.8.8.8", scheme="http", port=80), ["8.8.8.8"])


@given(st.ip_addresses(), st.sampled_from(OPENPHONES_HOSTS))
def test_a_name_leads_nowhere_but_out(address: IPv4Address | IPv6Address, host: str) -> None:
    """Whatever address a name server gives, it is used only if it is public."""
    refused = bool(refusal(OPENPHONES_HOSTS, target(host), [*OUTSIDE, str(address)]))

    assert refused == (not is_public(address))


@given(st.ip_addresses(v=4))
def test_no_spelling_of_an_address_is_in_the_list(address: IPv4Address) -> None:
    """An address in the list is asked when it is spelled properly: any other spelling is somebody's trick."""
    number = int(address)
    spellings = [str(number), hex(number), f"[{address}]", f"::ffff:{address}", f"{address}."]

    assert all(refusal([str(address)], target(each), [str(address)]) for each in spellings)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_list_and_any_host_has_an_answer(listed: str, host: str) -> None:
    """Whatever stands in a list or in a url, the answer is yes or no."""
    assert refusal([listed], target(host), [host]) is not None


def test_a_refusal_names_the_host() -> None:
    """Whoever reads the log sees which host it was, and what to do."""
    assert refusal(["localhost"], target("localhost"), ["127.0.0.1"]) == (
        "nothing is fetched from 'localhost': "
        "its address 127.0.0.1 is not a public one, and not itself in CRM_MEDIA_HOSTS"
    )
