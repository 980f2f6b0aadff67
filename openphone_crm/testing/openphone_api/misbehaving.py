"""What is answered when something goes wrong, instead of the answer or with it."""

from __future__ import annotations

from typing import Final

import attrs

from openphone_crm.testing.openphone_api.exchange import ApiRequest, ApiResponse
from openphone_crm.testing.openphone_api.faults import Fault
from openphone_crm.testing.openphone_api.gate import refused

_PAGE: Final = b"<!doctype html><title>Be right back</title>"
_REFUSALS: Final = {
    Fault.RATE_LIMITED: (429, "API rate limit exceeded"),
    Fault.RATE_LIMITED_BY_HEADER: (429, "API rate limit exceeded"),
    Fault.OVERLOADED: (503, "Service unavailable"),
    Fault.REFUSING_THE_KEY: (401, "Invalid API key"),
    Fault.FORBIDDEN: (403, "You are not allowed to do this"),
}


@attrs.frozen
class Manners:
    """How long it is slow, and how long it wants to be left alone."""

    slowness_s: float
    retry_after_s: int

    def instead(self, request: ApiRequest, fault: Fault | None) -> ApiResponse | None:
        """Answer without doing anything, where the fault is of that kind."""
        if fault in _REFUSALS:
            status, message = _REFUSALS[fault]
            header = {"Retry-After": str(self.retry_after_s)}
            response = refused(request, status, message)
            is_told = fault is Fault.RATE_LIMITED_BY_HEADER
            return attrs.evolve(response, headers={**response.headers, **header}) if is_told else response
        if fault is Fault.NOT_JSON:
            return ApiResponse(status=200, body=_PAGE, headers={"Content-Type": "text/html"})
        if fault is Fault.HANGING_UP:
            return ApiResponse(status=0, hangs_up=True)
        return None

    def spoiled(self, response: ApiResponse, fault: Fault | None) -> ApiResponse:
        """Spoil the answer to what was done."""
        match fault:
            case Fault.SLOW | Fault.SENT_THEN_SLOW:
                return attrs.evolve(response, delay_s=self.slowness_s)
            case Fault.CUT:
                return attrs.evolve(response, is_cut=True)
            case Fault.SENT_THEN_HANGING_UP:
                return attrs.evolve(response, status=0, hangs_up=True)
            case _:
                return response
