"""Every answer says in words, too, what its status is."""

from __future__ import annotations

from pathlib import Path

import httpx2

from entrypoints.belongings import give_token
from entrypoints.bootstrap import bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from tests.integration.processes import answers, entry_point, running
from tests.integration.server_process import free_port

TOKEN = "operators-token"
KEY = "bGVnYWN5LWtleQ=="


def test_a_failed_precondition_is_called_so(tmp_path: Path) -> None:
    """Of the statuses that gunicorn has no words for this is the one that the API gives most."""
    settings = {"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db", "CRM_WEBHOOK_KEYS": KEY}
    parsed = Settings.load(settings)
    migrate(parsed)
    with bootstrap(parsed) as application:
        give_token(application.database.tokens, application.clock, TOKEN)
    address = f"127.0.0.1:{free_port()}"
    headers = {"Authorization": f"Bearer {TOKEN}"}

    with (
        running(entry_point("serve", "--bind", address), settings, ready=lambda: answers(address, "/readyz")),
        httpx2.Client(base_url=f"http://{address}/api/v1", headers=headers, trust_env=False) as client,
    ):
        contact = client.post("contacts", json={"name": "Ann"}).json()
        answer = client.patch(f"contacts/{contact['id']}", json={"name": "Bo"}, headers={"If-Match": '"x"'})

    assert (answer.status_code, answer.reason_phrase) == (412, "Precondition Failed")
