"""Which part of a file a Range header asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.falcon_http.ranges import Part, UnsatisfiableError, part_of

SIZES = st.integers(1, 10**12)
PLACES = st.integers(0, 10**13)


@given(first=PLACES, last=PLACES, size=SIZES)
def test_from_here_to_there(first: int, last: int, size: int) -> None:
    """What is given are the very bytes that a list of all bytes would give."""
    header = f"bytes={first}-{last}"

    if last < first:
        assert part_of(header, size) is None
    elif first >= size:
        with pytest.raises(UnsatisfiableError):
            part_of(header, size)
    else:
        assert part_of(header, size) == Part(first, min(last, size - 1) - first + 1, size)


@given(first=PLACES, size=SIZES)
def test_from_here_on(first: int, size: int) -> None:
    """To the end, whatever it is."""
    header = f"bytes={first}-"

    if first >= size:
        with pytest.raises(UnsatisfiableError):
            part_of(header, size)
    else:
        assert part_of(header, size) == Part(first, size - first, size)


@given(length=PLACES, size=SIZES)
def test_so_many_from_the_end(length: int, size: int) -> None:
    """All where it is shorter; of none nothing can be given."""
    header = f"bytes=-{length}"

    if length == 0:
        with pytest.raises(UnsatisfiableError):
            part_of(header, size)
    else:
        given_length = min(length, size)
        assert part_of(header, size) == Part(size - given_length, given_length, size)


@given(header=st.text(), size=st.integers(0, 10**6))
def test_whatever_is_asked(header: str, size: int) -> None:
    """No header is an error of ours, and every part lies within the file."""
    try:
        part = part_of(header, size)
    except UnsatisfiableError:
        return

    assert part is None or 0 <= part.start < part.start + part.length <= size


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes=0-1,5-6",
        "bytes=²-",
        "bytes=1-0",
    ],
)
def test_what_asks_for_no_part(header: str | None) -> None:
    """It is answered with the whole file."""
    assert part_of(header, 10) is None


def test_a_part_says_which_it_is() -> None:
    """By its first and last byte, and the size of the whole."""
    part = part_of("bytes = 2-4 ", 10)

    assert part is not None
    assert part.content_range == "bytes 2-4/10"
