"""Handing out tokens, and taking them back."""

from __future__ import annotations

import pytest

from openphone_crm.access import Role, digest_of
from openphone_crm.errors import ConflictError, InvalidInputError, NotFoundError
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.token_desk import TokenDesk


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend an empty store."""
    return MemoryCrm()


@pytest.fixture
def desk(crm: MemoryCrm) -> TokenDesk:
    """Lend a desk whose secrets are no secrets."""
    return TokenDesk(tokens=crm.tokens, audit=crm.audit, clock=MemoryClock(), new_secret=lambda: "secret")


def acts(crm: MemoryCrm) -> list[tuple[str, str]]:
    """Give who did what, the latest first."""
    return [(entry.by, entry.action) for entry in crm.audit.find(PageRequest()).items]


def test_a_token_is_made(crm: MemoryCrm, desk: TokenDesk) -> None:
    """Its secret is given once; what is kept is its digest, and who made it."""
    secret = desk.create(" front desk ", Role.OPERATOR, by="Ann")

    [token] = desk.all()
    assert (secret, token.name, token.role, token.digest) == (
        "secret",
        "front desk",
        Role.OPERATOR,
        digest_of("secret"),
    )
    assert acts(crm) == [("Ann", "token created")]


def test_a_name_is_in_use_once(crm: MemoryCrm, desk: TokenDesk) -> None:
    """A second token of a name is refused, and leaves no entry."""
    desk.create("front desk", Role.VIEWER, by="Ann")

    with pytest.raises(ConflictError, match="revoke it, or choose another name"):
        desk.create("front desk", Role.ADMIN, by="Ann")

    assert len(acts(crm)) == 1


def test_a_name_has_to_be_one(desk: TokenDesk) -> None:
    """Nobody is called nothing."""
    with pytest.raises(InvalidInputError, match="printable"):
        desk.create(" ", Role.VIEWER, by="Ann")


def test_a_token_is_revoked_once(crm: MemoryCrm, desk: TokenDesk) -> None:
    """It opens nothing any more; revoked again, it is not found."""
    desk.create("front desk", Role.VIEWER, by="Ann")

    desk.revoke("front desk", by="Ben")

    assert crm.tokens.find(digest_of("secret")) is None
    assert ("Ben", "token revoked") in acts(crm)
    with pytest.raises(NotFoundError):
        desk.revoke("front desk", by="Ben")
