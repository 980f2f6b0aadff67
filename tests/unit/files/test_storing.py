"""Under which keys files are kept, and what is known of them."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import InvalidInputError, TooLargeError
from openphone_crm.files.storing import Measure, StoredFile, checked_key, limited


@given(st.lists(st.binary(max_size=50)))
def test_what_passes_is_measured(chunks: list[bytes]) -> None:
    """Size and digest are those of all chunks together, which pass as they are."""
    content = b"".join(chunks)
    measure = Measure(len(content))

    passed = list(measure.passing(chunks))

    assert passed == chunks
    assert measure.result() == StoredFile(size=len(content), sha256=hashlib.sha256(content).hexdigest())


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1))
def test_nothing_above_the_limit_passes(chunks: list[bytes]) -> None:
    """All pass but the chunk that is too much."""
    limit = sum(map(len, chunks)) - 1
    passed: list[bytes] = []

    with pytest.raises(TooLargeError):
        passed.extend(limited(chunks, limit))

    assert passed == chunks[:-1]


@given(st.text("ab0/._-\\% A\u00e9\n", max_size=12))
def test_a_key_is_a_path_to_nowhere_else(text: str) -> None:
    """What is taken for a key has no part that is empty, hidden, or leads up."""
    try:
        parts = checked_key(text).split("/")
    except InvalidInputError:
        parts = ["fine"]

    assert all(re.fullmatch("[a-z0-9][a-z0-9._-]*", part) for part in parts)
