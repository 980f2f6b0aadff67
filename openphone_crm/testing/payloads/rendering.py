"""Render a happening as the JSON object that a subscription of some generation gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.payloads.dated import dated_payload
from openphone_crm.testing.payloads.generations import Generation, NotSentError, is_sent_by
from openphone_crm.testing.payloads.legacy_api import api_payload
from openphone_crm.testing.payloads.legacy_app import app_payload
from openphone_crm.testing.payloads.overriding import changed


def render(
    happening: Happening, generation: Generation | str, changes: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """
    Return the payload, with some of its fields changed or removed by their dotted paths.

    Raises:
        NotSentError: When that generation never sends this type of event.
    """
    generation = Generation.named(generation)
    if not is_sent_by(happening, generation):
        raise NotSentError(generation, happening.type)
    payload = _payload(happening, generation)
    return changed(payload, changes) if changes else payload


def resource_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a payload is about, wherever its generation puts it; empty when it has none."""
    data = payload.get("data")
    if not isinstance(data, dict):
        return {}
    resource = data.get("object", data.get("resource"))
    return resource if isinstance(resource, dict) else {}


def _payload(happening: Happening, generation: Generation) -> dict[str, Any]:
    match generation:
        case Generation.DATED:
            return dated_payload(happening)
        case Generation.API_V4:
            return api_payload(happening)
        case Generation.APP_V3:
            return app_payload(happening, version="v3")
        case Generation.APP_V2:
            return app_payload(happening, version="v2")
