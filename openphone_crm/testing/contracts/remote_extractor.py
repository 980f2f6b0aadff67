"""What an extractor with a service behind it promises, whatever the service does."""

from __future__ import annotations

from typing import Final, Protocol

from openphone_crm.errors import RateLimitedError, SettingsError, UnavailableError, UncertainError
from openphone_crm.extraction.readings import Reading, ReadingOutcome
from openphone_crm.ports.extractor import Extractor
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.extractor import ANOTHER, EXAMPLES, NOTHING, TELLING, asked
from openphone_crm.testing.fake_gemini import Fault


class RemoteExtractor(Protocol):
    """An extractor under test, and the fake service behind it."""

    @property
    def extractor(self) -> Extractor:
        """What reads; it waits for less than a slow service takes."""
        ...

    @property
    def secret(self) -> str:
        """The key that the service is asked with."""
        ...

    def spoil(self, fault: Fault) -> None:
        """Let the service fail once, in that way."""
        ...

    def calls(self) -> int:
        """Count the calls that the service has had."""
        ...

    def with_another_key(self) -> Extractor:
        """Make an extractor whose key the service does not know."""
        ...

    def with_another_model(self) -> Extractor:
        """Make an extractor of a model that the service does not know."""
        ...

    def without_a_service(self) -> Extractor:
        """Make an extractor of a service that is not there."""
        ...


class RemoteExtractorContract:
    """Whatever the service does is an outcome or one of four errors, after one call."""

    def test_a_call_is_counted_and_paid_for(self, remote: RemoteExtractor) -> None:
        """Several texts are one call; its tokens are told, thoughts among them."""
        reading = remote.extractor.read([asked(TELLING, "a"), asked(NOTHING, "b")])

        assert reading.usage is not None
        used = (reading.usage.input_tokens, reading.usage.output_tokens, reading.usage.thought_tokens)
        assert remote.calls() == 1
        assert all(tokens > 0 for tokens in used)

    def test_a_spoiled_answer_is_an_outcome(self, remote: RemoteExtractor) -> None:
        """What cannot be read, was blocked or was cut brings no finding, and is paid for all the same."""
        for fault, outcome in OUTCOMES.items():
            remote.spoil(fault)

            reading = remote.extractor.read([asked(TELLING)])

            assert (fault, reading.outcome, reading.findings) == (fault, outcome, {})
            assert reading.usage is not None
            assert reading.usage.input_tokens > 0

        assert remote.calls() == len(OUTCOMES)

    def test_a_failure_is_an_error(self, remote: RemoteExtractor) -> None:
        """Each is one call, of one kind of error, and never tells the key."""
        for fault, error in ERRORS.items():
            remote.spoil(fault)

            seen = failure(remote.extractor)

            assert (fault, type(seen)) == (fault, error)
            assert remote.secret not in f"{seen!r} {seen}"

        assert remote.calls() == len(ERRORS)

    def test_a_service_that_recovers_is_used(self, remote: RemoteExtractor) -> None:
        """After an error the next reading is as good as ever."""
        remote.spoil(Fault.OVERLOADED)
        with raising(UnavailableError):
            remote.extractor.read([asked(TELLING)])

        reading = remote.extractor.read([asked(TELLING)])

        assert len(reading.findings["a"]) == len(EXAMPLES[TELLING])

    def test_it_is_told_when_to_come_back(self, remote: RemoteExtractor) -> None:
        """The time to wait is taken from a header or from the answer."""
        for fault in (Fault.RATE_LIMITED, Fault.RATE_LIMITED_BY_HEADER):
            remote.spoil(fault)

            error = failure(remote.extractor)

            assert isinstance(error, RateLimitedError)
            assert error.retry_after_s == 17

    def test_a_refused_key_is_the_fault_of_a_setting(self, remote: RemoteExtractor) -> None:
        """Trying again would not help, and nothing shows the key."""
        error = failure(remote.with_another_key())

        assert isinstance(error, SettingsError)
        assert error.name == "GEMINI_API_KEY"
        assert remote.secret not in str(error)

    def test_an_unknown_model_is_the_fault_of_a_setting(self, remote: RemoteExtractor) -> None:
        """Whoever reads it knows which setting to change."""
        error = failure(remote.with_another_model())

        assert isinstance(error, SettingsError)
        assert error.name == "GEMINI_MODEL"

    def test_a_service_that_is_away_is_an_error(self, remote: RemoteExtractor) -> None:
        """Nobody who listens is the same as no answer."""
        with raising(UnavailableError):
            remote.without_a_service().read([asked(TELLING)])

    def test_answers_for_other_texts_are_dropped(self, remote: RemoteExtractor) -> None:
        """What is told of an id that was not asked about is forgotten."""
        remote.spoil(Fault.WRONG_IDS)

        reading = remote.extractor.read([asked(TELLING)])

        assert reading == Reading(outcome=ReadingOutcome.READ, findings={}, usage=reading.usage)

    def test_a_text_may_be_forgotten(self, remote: RemoteExtractor) -> None:
        """A text that is not answered for is missing, and not one in which nothing was found."""
        remote.spoil(Fault.FORGETFUL)

        reading = remote.extractor.read([asked(TELLING, "a"), asked(ANOTHER, "b")])

        assert set(reading.findings) == {"a"}

    def test_other_topics_are_dropped(self, remote: RemoteExtractor) -> None:
        """What nobody asked for is forgotten; what stands beside it is kept."""
        remote.spoil(Fault.OTHER_TOPICS)

        reading = remote.extractor.read([asked(TELLING)])

        assert len(reading.findings["a"]) == len(EXAMPLES[TELLING])


OUTCOMES: Final = {
    Fault.MALFORMED: ReadingOutcome.UNREADABLE,
    Fault.OTHER_FORM: ReadingOutcome.UNREADABLE,
    Fault.EMPTY: ReadingOutcome.UNREADABLE,
    Fault.BLOCKED: ReadingOutcome.BLOCKED,
    Fault.STOPPED: ReadingOutcome.BLOCKED,
    Fault.TRUNCATED: ReadingOutcome.TRUNCATED,
}
ERRORS: Final = {
    Fault.RATE_LIMITED: RateLimitedError,
    Fault.RATE_LIMITED_BY_HEADER: RateLimitedError,
    Fault.FAILING: UnavailableError,
    Fault.OVERLOADED: UnavailableError,
    Fault.SLOW: UncertainError,
    Fault.NOT_ITSELF: UnavailableError,
    Fault.REFUSING_THE_KEY: SettingsError,
    Fault.REFUSING_A_SIGN_IN: SettingsError,
    Fault.REFUSING_THE_REQUEST: SettingsError,
}


def failure(extractor: Extractor) -> Exception | None:
    """Read, and tell the error that it ends in."""
    try:
        extractor.read([asked(TELLING)])
    except (RateLimitedError, UnavailableError, UncertainError, SettingsError) as error:
        return error
    return None
