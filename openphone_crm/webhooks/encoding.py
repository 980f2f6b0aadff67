"""Base64, decoded strictly: a lax decoder hides a wrong key."""

from __future__ import annotations

from base64 import b64decode, b64encode


def strict_base64(text: str) -> bytes | None:
    """Give the bytes, or none unless the text is exactly what an encoder writes for them."""
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        return None
    # Python 3.11 lets surplus padding and stray low bits through.
    return decoded if b64encode(decoded).decode() == text else None
