"""Tests of the names that events get at intake."""

from __future__ import annotations

import pytest

from openphone_crm.codec import Classified, classify

KNOWN = [
    "message.received",
    "message.delivered",
    "message.failed",
    "message.undelivered",
    "call.ringing",
    "call.answered",
    "call.completed",
    "call.missed",
    "call.forwarded",
    "call.menu.selected",
    "contact.updated",
    "contact.deleted",
    "task.assigned",
    "task.due_date_changed",
    "task.whatever.comes",
    "integration.created",
]


@pytest.mark.parametrize("sent", KNOWN)
def test_a_known_type_keeps_its_name(sent: str) -> None:
    """What OpenPhone documents is called as it was sent."""
    found = classify({"type": sent})

    assert found == Classified(sent, sent, is_known=True)


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("call.transcript.completed", "transcript.ready"),
        ("callTranscript", "transcript.ready"),
        ("call.summary.completed", "summary.ready"),
        ("callSummary", "summary.ready"),
        ("call.recording.completed", "recording.ready"),
        ("call.voicemail.completed", "voicemail.received"),
    ],
)
def test_the_customer_has_names_of_their_own(sent: str, named: str) -> None:
    """Some types have the customer's name, and the type as sent beside it."""
    found = classify({"type": sent})

    assert found == Classified(named, sent, is_known=True)


@pytest.mark.parametrize(
    "sent", ["message.read", "Message.Received", "message.received ", "call.exploded", "tasks"]
)
def test_any_other_type_is_kept_and_not_known(sent: str) -> None:
    """Types are compared exactly; what nobody documents is called as it was sent."""
    found = classify({"type": sent})

    assert found == Classified(sent, sent, is_known=False)


@pytest.mark.parametrize("payload", [{}, {"type": None}, {"type": 7}, {"type": ["message.received"]}])
def test_a_type_that_is_no_text_is_unknown(payload: dict[str, object]) -> None:
    """A missing type, or one that is not a text, makes the event unknown."""
    found = classify(payload)

    assert found == Classified("unknown", None, is_known=False)


def test_an_empty_type_is_unknown_and_kept() -> None:
    """A text that says nothing is shown as it was sent."""
    assert classify({"type": ""}) == Classified("unknown", "", is_known=False)


def test_an_overlong_type_is_unknown_and_kept() -> None:
    """A type of more than 50 characters makes the event unknown; it is shown as it was sent."""
    found = classify({"type": "task." + "x" * 46})

    assert found == Classified("unknown", "task." + "x" * 46, is_known=False)


def test_a_type_of_50_characters_is_not_overlong() -> None:
    """Exactly 50 characters are allowed."""
    found = classify({"type": "task." + "x" * 45})

    assert found == Classified("task." + "x" * 45, "task." + "x" * 45, is_known=True)


def test_a_type_is_made_storable() -> None:
    """NUL and lone surrogates in a type are replaced, so that every database takes it."""
    found = classify({"type": "a\x00b\ud800"})

    assert found == Classified("a\ufffdb\ufffd", "a\ufffdb\ufffd", is_known=False)
