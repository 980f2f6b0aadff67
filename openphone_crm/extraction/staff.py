"""Who works here: people whose names are read in many texts, and are no customer's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import attrs

from openphone_crm.extraction.grounding import Candidate
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.spelling import words
from openphone_crm.remote import WorkspaceUser


@attrs.frozen
class Staff:
    """
    Our own people, by the words of their names.

    >>> dana = Staff.of([WorkspaceUser(id="USx1", first_name="Dana", last_name="Ortiz")])
    >>> dana.has("Ortiz, Dana"), dana.has("Dana"), dana.may_have("dana"), dana.may_have("Dana Lee")
    (True, False, True, False)
    """

    names: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, users: Iterable[WorkspaceUser]) -> Self:
        """These people, as far as they have names."""
        names = (frozenset(words(f"{user.first_name or ''} {user.last_name or ''}")) for user in users)
        return cls(frozenset(filter(None, names)))

    def has(self, name: str) -> bool:
        """Whether it is the whole name of one of us, with whatever else; a single word may be anybody's."""
        said = frozenset(words(name))
        return any(len(ours) > 1 and ours <= said for ours in self.names)

    def may_have(self, name: str) -> bool:
        """Whether it is no more than what one of us is called: a customer may be called so too."""
        said = frozenset(words(name))
        return any(said <= ours for ours in self.names)

    def includes(self, candidate: Candidate) -> bool:
        """Whether one of us was read, and not a customer."""
        return candidate.topic is Topic.NAME and self.has(candidate.value)

    def may_include(self, candidate: Candidate) -> bool:
        """Whether it may be one of us who was read, which a person can tell."""
        return candidate.topic is Topic.NAME and self.may_have(candidate.value)
