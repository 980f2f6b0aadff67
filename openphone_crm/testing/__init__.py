"""
What an embedder's tests, the demo and our own tests share: a fake OpenPhone and builders of what it sends.

`events` says what happens, `payloads` how a generation of webhook tells it, `deliveries` signs it, and
`fake_openphone` plays a whole shop.
"""

from __future__ import annotations

from openphone_crm.testing.deliveries import SignedDelivery, sign
from openphone_crm.testing.fake_openphone import FakeOpenPhone, Subscription, subscriptions
from openphone_crm.testing.payloads import REMOVED, Generation, changed, render

__all__ = [
    "REMOVED",
    "FakeOpenPhone",
    "Generation",
    "SignedDelivery",
    "Subscription",
    "changed",
    "render",
    "sign",
    "subscriptions",
]
