"""Whether a delivery comes from OpenPhone: the one question asked before anything else is done with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from openphone_crm.errors import SignatureError
from openphone_crm.webhooks.headers import LEGACY_SIGNATURE, STANDARD_HEADERS, Headers, SignatureHeaders
from openphone_crm.webhooks.keys import SigningKeys
from openphone_crm.webhooks.legacy import check_legacy
from openphone_crm.webhooks.standard import check_standard
from openphone_crm.webhooks.values import Scheme, Tolerances, Verified

_DEFAULT_TOLERANCES: Final = Tolerances()


def verify(
    headers: Headers,
    body: bytes,
    *,
    keys: SigningKeys,
    now: datetime,
    tolerances: Tolerances = _DEFAULT_TOLERANCES,
) -> Verified:
    """
    Say who signed a delivery, when, and under which key its repeats are known.

    Each scheme that has a header here is tried with all its keys, Standard Webhooks first; one match accepts.

    Raises:
        SignatureError: When no scheme accepts, whatever the headers are.
    """
    checks = {
        Scheme.STANDARD: partial(check_standard, keys=keys.standard, now=now, tolerance=tolerances.standard),
        Scheme.LEGACY: partial(check_legacy, keys=keys.legacy, now=now, tolerance=tolerances.legacy),
    }
    present = SignatureHeaders.picked(headers)
    refusals: list[str] = []
    for scheme in _claimed(present):
        outcome = checks[scheme](present, body)
        if isinstance(outcome, Verified):
            return outcome
        refusals.append(f"{scheme}: {outcome.reason}")
    raise SignatureError("; ".join(refusals) or "no signature header", present.names)


def _claimed(present: SignatureHeaders) -> list[Scheme]:
    standard = [Scheme.STANDARD] if any(present.of(name) for name in STANDARD_HEADERS) else []
    legacy = [Scheme.LEGACY] if present.of(LEGACY_SIGNATURE) else []
    return standard + legacy
