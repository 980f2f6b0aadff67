"""
What an embedder's tests, the demo and our own tests share: a fake OpenPhone and builders of what it sends.

`events` says what happens, `payloads` how a generation of webhook tells it, `deliveries` signs it, and
`fake_openphone` plays a whole shop; `openphone_api` is asked about all of it, as OpenPhone's own API is.
"""

from __future__ import annotations

from openphone_crm.testing.deliveries import SignedDelivery, sign
from openphone_crm.testing.fake_openphone import FakeOpenPhone
from openphone_crm.testing.payloads import REMOVED, Generation, changed, render
from openphone_crm.testing.subscriptions import Subscription, subscriptions

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
