"""Webhook bodies in the shapes of all three generations, made from one description of what happened."""

from __future__ import annotations

from openphone_crm.testing.payloads.generations import SENT_BY, Generation, NotSentError, is_sent_by
from openphone_crm.testing.payloads.overriding import REMOVED, changed
from openphone_crm.testing.payloads.rendering import render, resource_of

__all__ = [
    "REMOVED",
    "SENT_BY",
    "Generation",
    "NotSentError",
    "changed",
    "is_sent_by",
    "render",
    "resource_of",
]
