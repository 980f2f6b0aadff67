"""Which kinds of file are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import UnexpectedTypeError
from openphone_crm.files.content_types import content_type_of


@pytest.mark.parametrize(
    ("header", "content_type"),
    [
        ("audio/mpeg", "audio/mpeg"),
        (" Audio/X-WAV ; rate=8000", "audio/x-wav"),
        ("image/jpeg", "image/jpeg"),
        ("video/3gpp", "video/3gpp"),
        ("application/pdf", "application/pdf"),
        ("text/vcard;charset=utf-8", "text/vcard"),
        ("text/x-vcard", "text/x-vcard"),
        ("application/octet-stream", "application/octet-stream"),
        ("binary/octet-stream", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("", "application/octet-stream"),
        (None, "application/octet-stream"),
    ],
)
def test_what_people_send_is_kept(header: str | None, content_type: str) -> None:
    """Sound, pictures, films, PDFs, cards and plain bytes are kept under one spelling of their type."""
    assert content_type_of(header) == content_type


@pytest.mark.parametrize(
    "header",
    [
        "text/html",
        "text/plain",
        "application/json",
        "application/javascript",
        "audio",
        "audio/",
        "/mpeg",
        "a/b/c",
        "audio/mpeg, text/html",
        "text/html; audio/mpeg",
        "audio/mpeg\r\nX: 1",
        "multipart/mixed",
    ],
)
def test_what_a_browser_would_run_is_not_kept(header: str) -> None:
    """A page, a program and what is no type at all are refused."""
    with pytest.raises(UnexpectedTypeError):
        content_type_of(header)


@given(st.text(max_size=200))
def test_any_header_has_an_answer(header: str) -> None:
    """Whatever a host says is a type that is safe to repeat, or refused in few words."""
    try:
        shown = content_type_of(header)
    except UnexpectedTypeError as error:
        shown = error.content_type

    assert len(shown) <= 121
