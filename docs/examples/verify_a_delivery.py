"""Who sent this? Verification alone, for a web framework of your own."""

from __future__ import annotations

from datetime import UTC, datetime

from openphone_crm.errors import SignatureError
from openphone_crm.webhooks import SigningKeys, sign_standard, verify

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
keys = SigningKeys.parse(KEY)
now = datetime(2026, 4, 13, 12, 0, tzinfo=UTC)
body = b'{"type":"message.received"}'

headers = sign_standard(body, key=KEY, delivery_id="msg_1", at=now)
print("accepted:", verify(headers, body, keys=keys, now=now).delivery_key)

try:
    verify(headers, body + b" ", keys=keys, now=now)
except SignatureError as error:
    print("refused:", error.reason)
