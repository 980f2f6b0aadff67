"""
A fake Gemini without a socket: what it would answer to a request, and every way in which it can fail.

What it finds is told by a function, so that an embedder's tests, the demo and our own can have their own.
"""

from __future__ import annotations

from openphone_crm.testing.fake_gemini.fake import Call, FakeGemini
from openphone_crm.testing.fake_gemini.faults import Fault
from openphone_crm.testing.fake_gemini.messages import GeminiRequest, GeminiResponse
from openphone_crm.testing.fake_gemini.reading import Reader, canned, wished_for

__all__ = [
    "Call",
    "FakeGemini",
    "Fault",
    "GeminiRequest",
    "GeminiResponse",
    "Reader",
    "canned",
    "wished_for",
]
