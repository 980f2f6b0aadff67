"""What keeping tokens promises."""

from __future__ import annotations

from functools import partial

import attrs

from openphone_crm.access import Role
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.store import Store


class TokensContract:
    """A name in use opens the API by one secret; a revoked one never again."""

    def test_a_token_is_found_by_its_digest(self, store: Store) -> None:
        """Every field of a token comes back, for each role."""
        tokens = [make.token(role.value, role=role, created_at=make.later(0.000_001)) for role in Role]

        added = [store.tokens.add(token) for token in tokens]

        assert added == [True] * 3
        assert [store.tokens.find(token.digest) for token in tokens] == tokens

    def test_what_nobody_has_is_not_found(self, store: Store) -> None:
        """A digest that is nobody's opens nothing, nor does a part of one."""
        token = make.token()
        store.tokens.add(token)

        found = [
            store.tokens.find(each) for each in ("", token.digest[:-1], token.digest.upper(), "%", "\u2603")
        ]

        assert found == [None] * 5

    def test_a_name_is_in_use_once(self, store: Store) -> None:
        """A second token of one name is not kept."""
        first, second = make.token("a"), make.token("b", name="a")
        store.tokens.add(first)

        added = store.tokens.add(second)

        assert added is False
        assert store.tokens.find(second.digest) is None
        assert store.tokens.list() == [first]

    def test_of_many_at_once_one_is_kept(self, store: Store) -> None:
        """When several tokens of one name are added at once, one of them is kept."""
        tokens = [make.token(f"{number}", name="a") for number in range(6)]

        added = at_once(*(partial(store.tokens.add, token) for token in tokens))

        assert added.count(True) == 1
        assert store.tokens.list() == [token for token, kept in zip(tokens, added, strict=True) if kept]

    def test_a_revoked_token_opens_nothing(self, store: Store) -> None:
        """A revoked token is not found, but still listed, with when it was revoked."""
        token = make.token("a")
        store.tokens.add(token)

        revoked = store.tokens.revoke("a", make.later(5.5))

        assert revoked is True
        assert store.tokens.find(token.digest) is None
        assert store.tokens.list() == [attrs.evolve(token, revoked_at=make.later(5.5))]

    def test_only_a_token_in_use_is_revoked(self, store: Store) -> None:
        """A name that is not in use cannot be revoked, nor one twice."""
        store.tokens.add(make.token("a"))
        store.tokens.revoke("a", make.NOON)

        answers = [store.tokens.revoke(name, make.later(9)) for name in ("a", "b", "%")]

        assert answers == [False] * 3
        assert [token.revoked_at for token in store.tokens.list()] == [make.NOON]

    def test_a_name_is_free_after_it_was_revoked(self, store: Store) -> None:
        """A new token may have a revoked one's name, and is another token."""
        old, new = make.token("old", name="a"), make.token("new", name="a", created_at=make.later(1))
        store.tokens.add(old)
        store.tokens.revoke("a", make.NOON)

        added = store.tokens.add(new)

        assert added is True
        assert [store.tokens.find(token.digest) for token in (old, new)] == [None, new]
        assert [token.digest for token in store.tokens.list()] == [old.digest, new.digest]

    def test_tokens_are_listed_oldest_first(self, store: Store) -> None:
        """Whatever the order in which they were added."""
        tokens = [
            make.token(name, created_at=make.later(age)) for name, age in (("b", 2), ("a", 3), ("c", 1))
        ]
        for token in tokens:
            store.tokens.add(token)

        names = [token.name for token in store.tokens.list()]

        assert names == ["c", "b", "a"]

    def test_odd_names_are_kept(self, store: Store) -> None:
        """A name may have any printable character."""
        names = ["Dana's \U0001f469 %_\\", "caf\u00e9", "x" * 100]

        for name in names:
            store.tokens.add(make.token(name))

        assert {token.name for token in store.tokens.list()} == set(names)
