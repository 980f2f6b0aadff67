"""What needs no token of the API: OpenPhone's deliveries, the probes, the figures and this document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import OPEN

from .operations import METRICS, Paths, at, conditional, openly
from .requests import IF_NONE_MATCH, header, json_body, shown
from .responses import answered, headers, problem
from .values import ID, TEXT, Schema, by_name, constant, named, one_of, record

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Acknowledgement": record({"status": one_of(("queued", "duplicate")), "id": ID}),
    "Well": record({"status": constant("ok")}),
    "Readiness": record({"status": constant("ready")}, additionalProperties=TEXT),
}

_SIGNATURES: Final = tuple(
    header(name, TEXT, about)
    for name, about in (
        ("openphone-signature", "How deliveries were signed before 2026-03-30."),
        ("webhook-id", "Of a delivery as of 2026-03-30: its name, also when it is repeated."),
        ("webhook-timestamp", "When it was signed, in seconds."),
        ("webhook-signature", "Its signatures (Standard Webhooks)."),
    )
)

_FIGURES: Final[Schema] = {"text/plain": {}, "application/openmetrics-text": {}}

PATHS: Final[Paths] = {
    "/webhooks/openphone": at(
        get=openly("See that the address is right.", {"200": answered("It is.", named("Well"))}),
        post=openly(
            "Deliver a webhook; its signature is its token.",
            {"200": answered("It is stored.", named("Acknowledgement"))},
            errors=(400, 408, 413, 503),
            parameters=list(_SIGNATURES),
            requestBody=json_body({"type": "object"}),
        ),
    ),
    "/healthz": at(get=openly("Whether the process runs.", {"200": answered("It does.", named("Well"))})),
    "/readyz": at(
        get=openly(
            "Whether it can serve, and how its parts are.",
            {
                "200": answered("It can.", named("Readiness")),
                "503": problem(503, of="UnreadyProblem"),
            },
        )
    ),
    "/metrics": at(
        get={
            **openly(
                "How everything is, for Prometheus.",
                {"200": {"description": "The figures.", "headers": headers(), "content": _FIGURES}},
                errors=(401, 403),
            ),
            "security": [{}, {METRICS: []}],
        }
    ),
    OPEN: at(
        get=openly(
            "This document.",
            conditional(answered("It.", by_name({}), "ETag", "X-Poll-Interval")),
            errors=(400,),
            parameters=[shown(IF_NONE_MATCH)],
        )
    ),
}
