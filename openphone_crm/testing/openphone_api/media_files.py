"""Small files that players and viewers accept, written by hand: a silence of any length, a grey picture."""

from __future__ import annotations

from typing import Final

_FRAME_MS: Final = 24
# MPEG-1 layer III without a checksum, 32 kbit/s at 48 kHz, one channel: 96 bytes for 1,152 samples.
_FRAME_HEADER: Final = bytes.fromhex("fffb14c4")
_FRAME_BYTES: Final = 96
# Side information and main data of zeros: no coefficient is other than zero, and that is silence.
_SILENT_FRAME: Final = _FRAME_HEADER.ljust(_FRAME_BYTES, b"\0")

_SIDE: Final = 64
_BLOCKS: Final = (_SIDE // 8) ** 2
_BITS_A_BLOCK: Final = 2


def silent_mp3(seconds: float) -> bytes:
    """
    Return an MP3 in which nothing is heard for so long.

    >>> len(silent_mp3(60)) // 4000
    60
    """
    return _SILENT_FRAME * max(round(seconds * 1000 / _FRAME_MS), 1)


def grey_jpeg() -> bytes:
    """
    Return a JPEG of a square that is grey all over.

    >>> grey_jpeg()[:4].hex(), grey_jpeg()[-2:].hex()
    ('ffd8ffe0', 'ffd9')
    """
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _segment(0xDB, b"\0" + b"\x01" * 64),
            _segment(0xC0, b"\x08" + _SIDE.to_bytes(2) * 2 + b"\x01\x01\x11\0"),
            # Each table has one code of one bit: "no difference", and "nothing more in this block".
            _segment(0xC4, b"\0\x01" + b"\0" * 15 + b"\0"),
            _segment(0xC4, b"\x10\x01" + b"\0" * 15 + b"\0"),
            _segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\0" * (_BLOCKS * _BITS_A_BLOCK // 8),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content
