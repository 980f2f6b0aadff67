"""What OpenPhone's API promises about webhooks."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from openphone_crm.errors import InvalidInputError, NotFoundError
from openphone_crm.remote import Registration, Surface
from openphone_crm.testing.contracts.asserting import raising
from openphone_crm.testing.contracts.openphone_exchange import Exchange, OpenPhone
from openphone_crm.testing.happenings import NOON

URL: Final = "https://crm.example/webhooks/openphone"
MESSAGES: Final = frozenset({"message.received", "message.delivered"})


class OpenPhoneWebhooksContract:
    """What is registered is listed, and its key is shown when it is made."""

    def test_a_webhook_comes_with_its_key(self, exchange: Exchange) -> None:
        """It is enabled, and reports what it was made for."""
        for surface in (Surface.V1, Surface.DATED):
            made = _make(exchange.openphone, surface)

            assert (made.surface, made.url, made.events) == (surface, URL, MESSAGES)
            assert (made.is_enabled, made.label) == (True, "crm")
            assert (made.key or "").startswith("whsec_") is (surface is Surface.DATED)
            assert len(made.key or "") > 40

    def test_a_key_is_not_part_of_any_text(self, exchange: Exchange) -> None:
        """Whoever prints a registration prints no key."""
        made = _make(exchange.openphone)

        assert (made.key or "none") not in repr(made)

    def test_each_api_lists_its_own(self, exchange: Exchange) -> None:
        """The older one shows keys again, the newer one never."""
        made = {surface: _make(exchange.openphone, surface) for surface in (Surface.V1, Surface.DATED)}

        [old] = exchange.openphone.registrations(Surface.V1)
        [new] = exchange.openphone.registrations(Surface.DATED)

        assert (old.id, old.key) == (made[Surface.V1].id, made[Surface.V1].key)
        assert (new.id, new.key, new.url, new.events) == (made[Surface.DATED].id, None, URL, MESSAGES)

    def test_the_older_api_wants_one_kind_of_event(self, exchange: Exchange) -> None:
        """What would need two webhooks, or is not reported at all, is refused before it is asked for."""
        for events in (["message.received", "call.completed"], ["call.voicemail.completed"], []):
            with raising(InvalidInputError):
                exchange.openphone.create(Surface.V1, url=URL, events=events, label="crm")

        assert list(exchange.openphone.registrations(Surface.V1)) == []

    def test_a_webhook_can_report_more(self, exchange: Exchange) -> None:
        """What it reports is replaced."""
        made = _make(exchange.openphone)

        changed = exchange.openphone.update(made, events=["call.missed"])

        assert changed.events == {"call.missed"}
        assert (changed.id, changed.is_enabled) == (made.id, True)
        assert [each.events for each in exchange.openphone.registrations(Surface.DATED)] == [{"call.missed"}]

    def test_a_webhook_gets_a_new_key(self, exchange: Exchange) -> None:
        """It stays what it is, under another key."""
        made = _make(exchange.openphone)

        rotated = exchange.openphone.rotate(made)

        assert (rotated.id, rotated.url) == (made.id, made.url)
        assert rotated.key not in (None, made.key)

    def test_a_webhook_that_is_gone_is_an_error(self, exchange: Exchange) -> None:
        """Nothing can be done to it."""
        gone = Registration(id="999", surface=Surface.DATED, url=URL, events=MESSAGES, is_enabled=True)

        for act in (exchange.openphone.rotate, exchange.openphone.send_test_event):
            with raising(NotFoundError):
                act(gone)
        with raising(NotFoundError):
            exchange.openphone.update(gone, events=MESSAGES)

    def test_a_test_event_is_in_the_log(self, exchange: Exchange) -> None:
        """Each has a delivery id of its own, and is about nothing that has happened."""
        made = _make(exchange.openphone)

        ids = [exchange.openphone.send_test_event(made) for _ in range(2)]

        logged = exchange.openphone.deliveries(made, since=NOON - timedelta(days=1)).items
        assert {each.id for each in logged} == set(ids)
        assert len(logged) == 2
        assert [each.resource_id for each in logged] == [None, None]

    def test_what_the_log_does_not_have_is_an_error(self, exchange: Exchange) -> None:
        """A delivery that there never was holds nothing."""
        made = _make(exchange.openphone)

        with raising(NotFoundError):
            exchange.openphone.payload(made, "msg_gone")

        assert exchange.openphone.deliveries(made, since=NOON).items == ()


def _make(openphone: OpenPhone, surface: Surface = Surface.DATED) -> Registration:
    return openphone.create(surface, url=URL, events=sorted(MESSAGES), label="crm")
