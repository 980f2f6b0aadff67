"""What every page of the console is, so that none forgets to ask who is there."""

from __future__ import annotations

from typing import ClassVar

import attrs

from openphone_crm.access import Role

from .pages import Pages


@attrs.frozen
class Page:
    """
    A resource that only people who are signed in see: the door looks after that, before any method runs.

    `sees` is the role that may look, `acts` the one that may do something. What is unsafe has carried the
    session's CSRF token by the time a method runs, and `form_of(request)` is what was sent.
    """

    pages: Pages

    sees: ClassVar[Role] = Role.VIEWER
    acts: ClassVar[Role] = Role.OPERATOR
