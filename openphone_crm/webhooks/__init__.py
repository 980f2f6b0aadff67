"""Who sent a delivery: signatures verified and made, sans-I/O, for both schemes that OpenPhone uses."""

from __future__ import annotations

from openphone_crm.webhooks.keys import SigningKeys
from openphone_crm.webhooks.signing import sign_legacy, sign_standard
from openphone_crm.webhooks.values import Scheme, Tolerances, Verified
from openphone_crm.webhooks.verification import verify

__all__ = [
    "Scheme",
    "SigningKeys",
    "Tolerances",
    "Verified",
    "sign_legacy",
    "sign_standard",
    "verify",
]
