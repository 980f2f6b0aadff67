"""Which generation of webhook sends such a payload is seen from what it says."""

from __future__ import annotations

import pytest

from openphone_crm.codec import generation_of
from openphone_crm.testing import events, render


@pytest.mark.parametrize("generation", ["legacy-app", "legacy-api", "2026-03-30"])
def test_a_payload_tells_its_generation(generation: str) -> None:
    """It is named as on the command line."""
    payload = render(events.message_received(), generation)

    found = generation_of(payload)

    assert found == generation
