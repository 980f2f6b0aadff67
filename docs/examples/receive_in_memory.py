"""The whole way of a text message in one process, with nothing but the core: no database, no server."""

from __future__ import annotations

from openphone_crm.intake import Intake
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.testing import FakeOpenPhone
from openphone_crm.views import ConversationFilter
from openphone_crm.webhooks import SigningKeys

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

clock = MemoryClock()
crm = MemoryCrm()
intake = Intake(inbox=crm.inbox, clock=clock, keys=lambda: SigningKeys.parse(KEY))
processing = Processing(inbox=crm.inbox, unit_of_work=crm.unit_of_work, clock=clock)

for delivery in FakeOpenPhone(KEY, start=clock.now()).take(20, clock.now()):
    intake.receive(delivery.headers, delivery.body)

for priority in Priority:
    processing.drain(priority, worker="me", should_stop=lambda: False)

for conversation in crm.conversations.find(ConversationFilter(), PageRequest()).items:
    print(conversation.phone_number, "|", conversation.last_item.text)
