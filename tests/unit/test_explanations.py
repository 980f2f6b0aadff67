"""A shop's owner understands why something failed."""

from __future__ import annotations

import pytest

from openphone_crm import errors
from openphone_crm.codec.types import KNOWN_TYPES, RENAMED
from openphone_crm.explanations import explanation_of, noun_of
from openphone_crm.failures import FailureCause

CAUSES = [
    *sorted(name for name in vars(errors) if name.endswith("Error")),
    "ZeroDivisionError",
    "MemoryError",
]


def cause(error_class: str = "PayloadError", event_type: str = "call.missed") -> FailureCause:
    """A cause, of which the place says nothing to whoever owns a shop."""
    return FailureCause(error_class=error_class, place="openphone_crm.codec.reading", event_type=event_type)


@pytest.mark.parametrize("event_type", sorted((KNOWN_TYPES - RENAMED.keys()) | set(RENAMED.values())))
def test_every_known_type_has_words(event_type: str) -> None:
    """Each type that leads to work is named as a person would name it."""
    noun = noun_of(event_type)

    assert event_type not in noun
    assert "kind" not in noun


@pytest.mark.parametrize(
    ("event_type", "noun"),
    [
        ("call.missed", "a missed call"),
        ("message.received", "a customer's text message"),
        ("task.assigned", "a task in OpenPhone"),
        ("integration.created", "an integration with OpenPhone"),
        ("brand.new", "something of the kind \u201cbrand.new\u201d"),
    ],
)
def test_kinds_are_named(event_type: str, noun: str) -> None:
    """Types of a family share their words, and one that nobody thought of is quoted."""
    assert noun_of(event_type) == noun


@pytest.mark.parametrize("error_class", CAUSES)
def test_an_explanation_says_what_failed_and_what_helps(error_class: str) -> None:
    """Whatever the error, it names the event in words and ends with advice, and nothing technical."""
    text = explanation_of(cause(error_class))

    assert "a missed call" in text
    assert "again" in text
    assert "openphone_crm" not in text
    assert error_class not in text
    assert 2 <= text.count(". ") + text.endswith(".") <= 4


@pytest.mark.parametrize(
    ("error_class", "words"),
    [
        ("PayloadError", "in a form that this product cannot read"),
        ("StoreError", "The database failed"),
        ("WorkerLostError", "died or hung each time"),
        ("ConflictError", "belongs to another contact"),
        ("UnavailableError", "could not be reached"),
        ("ZeroDivisionError", "a mistake in this product"),
    ],
)
def test_each_error_has_an_explanation_of_its_own(error_class: str, words: str) -> None:
    """What a person can do depends on what went wrong."""
    assert words in explanation_of(cause(error_class))


def test_what_could_not_be_kept_names_the_disk() -> None:
    """A file that was not written is fetched again once there is room."""
    text = explanation_of(cause("UnavailableError", "store"))

    assert "CRM_STORAGE_URL" in text
    assert "then try again" in text


def test_what_could_not_be_sent_names_the_settings() -> None:
    """A channel that is away is mended where its address stands."""
    text = explanation_of(cause("UnavailableError", "send"))

    assert "CRM_ALERT_URLS" in text
    assert "try again" in text


@pytest.mark.parametrize(
    ("error_class", "words"),
    [
        ("SettingsError", "GEMINI_API_KEY"),
        ("UnavailableError", "Gemini could not be reached"),
        ("RateLimitedError", "GEMINI_REQUESTS_PER_MINUTE"),
        ("UnansweredError", "asked twice"),
    ],
)
def test_what_could_not_be_read_names_gemini(error_class: str, words: str) -> None:
    """A refused key is no mistake of the product, and whoever reads it knows where to look."""
    text = explanation_of(cause(error_class, "extract"))

    assert words in text
    assert "the reading of a customer's words" in text
    assert "try again" in text
    assert "mistake in this product" not in text
