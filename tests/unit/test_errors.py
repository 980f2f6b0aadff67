"""What the errors say."""

from __future__ import annotations

import pytest

from openphone_crm import errors


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (errors.BodyError("truncated", 3, "ab"), "not a JSON object: truncated (3 bytes, sha256 ab)"),
        (errors.UnavailableError("database", OSError("gone")), "database is unavailable: gone"),
        (errors.LeaseLostError("w1"), "the lease of worker w1 ran out and its events were taken over"),
        (errors.PayloadError("no id", "call.completed"), "unreadable call.completed: no id"),
        (errors.UnstorableError("out of range"), "the store refuses the payload: out of range"),
        (errors.StoreError("division by zero"), "the store failed: division by zero"),
        (errors.ForbiddenHostError("10.0.0.1", "no"), "nothing is fetched from '10.0.0.1': no"),
        (errors.TooLargeError(5), "the file is larger than 5 bytes"),
        (errors.MediaGoneError("share.quo.com", 403), "share.quo.com gives no file: it answers 403"),
        (errors.UnexpectedTypeError("text/html"), "a file of the type 'text/html' is not kept"),
        (errors.UnansweredError("Gemini", "late"), "Gemini was asked twice and did not answer: late"),
        (errors.NotFoundError("contact", "7"), "there is no contact 7"),
        (errors.ConflictError("it is processed"), "it is processed"),
        (errors.PreconditionError(), "it was changed since it was read"),
        (errors.InvalidInputError("limit", "not a number"), "limit: not a number"),
        (errors.SettingsError("CRM_REDIS_URL", "missing"), "CRM_REDIS_URL: missing"),
    ],
)
def test_every_error_builds_its_sentence(error: errors.CrmError, text: str) -> None:
    """An error carries data and says it in a sentence."""
    assert str(error) == text


def test_errors_can_be_raised_annotated_and_chained() -> None:
    """Frozen values though they are, errors take a cause, a note and a traceback like any other."""
    with pytest.raises(errors.UnavailableError) as caught:  # noqa: PT012 - the note is added on the way
        try:
            raise errors.UnavailableError("queue", "timeout") from OSError()
        except errors.CrmError as error:
            error.add_note("while ringing")
            raise

    assert caught.value.__notes__ == ["while ringing"]
    assert isinstance(caught.value.__cause__, OSError)
