"""The HTTP shell of the fake OpenPhone's API and of the host of its media, for the demo and the tests."""

from __future__ import annotations

from .server import OpenPhoneServer

__all__ = ["OpenPhoneServer"]
