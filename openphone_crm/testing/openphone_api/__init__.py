"""
OpenPhone's own API without a socket: both surfaces, real error bodies, webhooks, media, and faults on demand.

The `Workspace` knows what has happened, told or not; `FakeOpenPhoneApi` is asked about it.
"""

from __future__ import annotations

from openphone_crm.testing.openphone_api.exchange import ApiRequest, ApiResponse, SeenRequest
from openphone_crm.testing.openphone_api.fake import FakeOpenPhoneApi
from openphone_crm.testing.openphone_api.faults import Fault, MediaFault
from openphone_crm.testing.openphone_api.losses import Losses
from openphone_crm.testing.openphone_api.media_host import MediaResponse
from openphone_crm.testing.openphone_api.webhooks import Outgoing
from openphone_crm.testing.openphone_api.workspace import Workspace

__all__ = [
    "ApiRequest",
    "ApiResponse",
    "FakeOpenPhoneApi",
    "Fault",
    "Losses",
    "MediaFault",
    "MediaResponse",
    "Outgoing",
    "SeenRequest",
    "Workspace",
]
