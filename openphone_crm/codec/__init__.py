"""The one place that knows OpenPhone's three generations of JSON."""

from __future__ import annotations

from openphone_crm.codec.classification import Classified, classify
from openphone_crm.codec.decoding import decode, generation_of
from openphone_crm.codec.fetched import classify_fetched, decode_fetched, is_unfinished, payload_of
from openphone_crm.codec.types import openphone_type

__all__ = [
    "Classified",
    "classify",
    "classify_fetched",
    "decode",
    "decode_fetched",
    "generation_of",
    "is_unfinished",
    "openphone_type",
    "payload_of",
]
