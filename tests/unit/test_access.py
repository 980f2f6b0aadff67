"""Tests of who may use the API."""

from __future__ import annotations

import hashlib

import pytest

from openphone_crm.access import Role, checked_name, digest_of
from openphone_crm.errors import InvalidInputError


@pytest.mark.parametrize(
    ("role", "includes"),
    [
        (Role.VIEWER, [Role.VIEWER]),
        (Role.OPERATOR, [Role.VIEWER, Role.OPERATOR]),
        (Role.ADMIN, [Role.VIEWER, Role.OPERATOR, Role.ADMIN]),
    ],
)
def test_a_role_includes_those_below_it(role: Role, includes: list[Role]) -> None:
    """An operator also reads, an admin also acts."""
    assert [other for other in Role if role.includes(other)] == includes


def test_a_secret_is_kept_as_its_digest() -> None:
    """Whoever reads the database cannot use it."""
    assert digest_of("secret") == hashlib.sha256(b"secret").hexdigest()


def test_any_secret_has_a_digest() -> None:
    """A header may hold anything; it is just not the secret."""
    assert digest_of("\ud800") != digest_of("\ud801")


@pytest.mark.parametrize(
    ("written", "kept"), [(" console ", "console"), ("x" * 100, "x" * 100), ("Anna's", "Anna's")]
)
def test_a_name_is_trimmed(written: str, kept: str) -> None:
    """A token is told apart by a name that a person can read."""
    assert checked_name(written) == kept


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00", "a\ud800"])
def test_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    """Empty, overlong or unprintable names help nobody."""
    with pytest.raises(InvalidInputError, match="name: must be 1 to 100 printable characters"):
        checked_name(name)
