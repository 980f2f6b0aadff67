"""Change any field of a payload, or take it away: for hostile, thin and future payloads."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

REMOVED: Final = object()
"""Given as the new value of a field, takes the field away."""


def changed(payload: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    """
    Return a copy of the payload in which the fields at dotted paths are new, other or gone.

    >>> changed({"data": {"object": {"to": "+1"}}, "id": "EV1"}, {"data.object.to": [], "id": REMOVED})
    {'data': {'object': {'to': []}}}
    """
    copy = deepcopy(dict(payload))
    for path, value in changes.items():
        _change(copy, path.split("."), value)
    return copy


def _change(payload: Any, path: list[str], value: object) -> None:  # noqa: ANN401 - foreign JSON
    *parents, last = path
    for name in parents:
        payload = payload[int(name)] if isinstance(payload, list) else payload.setdefault(name, {})
    key = int(last) if isinstance(payload, list) else last
    if value is REMOVED:
        del payload[key]
    else:
        payload[key] = value
