"""A person is found in what was received, however the number is written, and nobody else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.traces import Traces

ANN = "+12065550147"
TRACES = Traces(frozenset({ANN}), frozenset({"ACx1", "VMx-2_b", "odd id \u2603", "66a1f0c2d9b87e5a4c3d2e1f"}))

WRITTEN = [
    "+12065550147",
    "12065550147",
    "2065550147",
    "+1 206-555-0147",
    "(206) 555-0147",
    "206.555.0147",
    "1 (206) 555 0147",
    "001 206 555 0147",
    "tel:+1-206-555-0147",
    "206\u2011555\u20110147",
    "206\u00a0555\u00a00147",
    "Ring 206/555/0147, please",
]
OTHERS = [
    "+12065550148",
    "+120655501470",
    "9206555014733",
    "AC12065550147",
    "[206, 555, 147]",
    "2065550, 147",
    "at 20:65 on 55 0147",
    "",
]


def found(text: str, traces: Traces = TRACES, *, escaped: bool = False) -> bool:
    """Look into a payload with this text."""
    return traces.found_in(json.dumps({"text": text}, ensure_ascii=escaped).encode())


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_found_as_people_write_it(text: str) -> None:
    """With or without its country code, and with whatever stands between its digits."""
    assert found(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_found_in_escapes(text: str) -> None:
    """JSON may write any sign by its code."""
    payload = json.dumps({"text": text}, ensure_ascii=True).replace("+", "\\u002b")

    assert TRACES.found_in(payload.encode())


@pytest.mark.parametrize("text", OTHERS)
def test_another_number_is_not_found(text: str) -> None:
    """Not a longer one, not digits that belong to several values, not a part of an id."""
    assert not found(text)


@pytest.mark.parametrize(
    "body",
    [
        b'{"id":"ACx1"}',
        b'{"link":"https://my.quo.com/inbox/PN1/c/CN1?at=ACx1"}',
        b'{"id":"VMx-2_b"}',
        '{"id":"odd id \u2603"}'.encode(),
        b'{"id":"odd id \\u2603"}',
        b'{"contactIds":["66a1f0c2d9b87e5a4c3d2e1f"]}',
        b'{"id":"CT66a1f0c2d9b87e5a4c3d2e1f"}',
    ],
)
def test_an_id_is_found(body: bytes) -> None:
    """Wherever it stands; a contact's with the prefix that some webhooks put before it, or without."""
    assert TRACES.found_in(body)


@pytest.mark.parametrize(
    "body", [b'{"id":"ACx12"}', b'{"id":"xACx1"}', b"", b"\xff\xfe\\u", b'{"id":"odd id"}']
)
def test_another_id_is_not_found(body: bytes) -> None:
    """An id is a whole word; what is no JSON is looked at as it is."""
    assert not TRACES.found_in(body)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+4915123456789", "0151 / 234 567-89"),
        ("+4915123456789", "+49 (0)151 23456789"),
        ("+442079460958", "020 7946 0958"),
        ("+390612345678", "06 1234 5678"),
    ],
)
def test_numbers_of_other_countries_are_found(number: str, text: str) -> None:
    """With the zero that is dialled within a country, and with the one that belongs to the number."""
    assert found(text, Traces(frozenset({number}), frozenset()))


def test_a_short_number_is_found_with_its_country_code_only() -> None:
    """Too much else is written like so few digits."""
    traces = Traces(frozenset({"+2908123"}), frozenset())

    assert found("+290 8123", traces)
    assert not found("room 8123", traces)


@given(st.text('+0123456789 ()-.,:"\\[]{}aCT\u2011', max_size=60))
def test_whatever_is_written_around_a_number_it_is_found(around: str) -> None:
    """Anything may stand before and after, as long as it is no digit or letter that touches it."""
    assert found(f"{around} | {ANN} | {around}")


@given(st.binary(max_size=200))
def test_any_bytes_can_be_looked_through(body: bytes) -> None:
    """What is no JSON, and no UTF-8, raises nothing."""
    assert TRACES.found_in(body) in (True, False)


def test_no_traces_are_false() -> None:
    """Whether there is anything to look for can be asked."""
    assert not Traces(frozenset(), frozenset())
    assert TRACES
