"""Handing out API tokens, and taking them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from openphone_crm.access import Role, Token, checked_name, digest_of
from openphone_crm.audit import AuditEntry
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import TokenId
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.tokens import Tokens


@attrs.frozen(kw_only=True)
class TokenDesk:
    """Makes and revokes tokens; `by` is who does it, and `new_secret` gives 256 random bits as text."""

    tokens: Tokens
    audit: Audit
    clock: Clock
    new_secret: Callable[[], str]

    def create(self, name: str, role: Role, *, by: str) -> str:
        """
        Make a token.

        Returns:
            Its secret, which is kept nowhere.

        Raises:
            InvalidInputError: When the name cannot be one.
            ConflictError: When a token of that name is in use.
        """
        secret, now = self.new_secret(), self.clock.now()
        token = Token(
            id=TokenId(self.clock.new_id()),
            name=checked_name(name),
            role=role,
            digest=digest_of(secret),
            created_at=now,
        )
        if not self.tokens.add(token):
            reason = f"a token named {token.name} is in use; revoke it, or choose another name"
            raise ConflictError(reason)
        details = {"role": role.value}
        self.audit.record(
            AuditEntry(at=now, by=by, action="token created", subject=token.id, details=details)
        )
        return secret

    def revoke(self, name: str, *, by: str) -> None:
        """
        Take a token back, and with it every session that was begun with it.

        Raises:
            NotFoundError: When none of that name is in use.
        """
        name, now = name.strip(), self.clock.now()
        revoked = next((token for token in self.all() if token.name == name and not token.revoked_at), None)
        if revoked is None or not self.tokens.revoke(name, now):
            raise NotFoundError("token", name)
        self.audit.record(AuditEntry(at=now, by=by, action="token revoked", subject=revoked.id))

    def all(self) -> Sequence[Token]:
        """All tokens, revoked ones too, oldest first."""
        return self.tokens.list()
