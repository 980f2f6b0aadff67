"""What OpenPhone's API promises about messages, calls and the workspace."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.errors import (
    GroupCallError,
    InvalidInputError,
    NotFoundError,
    SettingsError,
    UnavailableError,
)
from openphone_crm.remote import FetchedKind, Surface, TextToSend
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, raising
from openphone_crm.testing.contracts.openphone_exchange import MORNING, Exchange, found, whole_history
from openphone_crm.testing.events import (
    call_completed,
    call_recording_completed,
    call_summary_completed,
    call_transcript_completed,
    message_received,
    unanswered,
)
from openphone_crm.testing.happenings import CUSTOMER_NUMBER, NOON, SHOP_LINE, Voicemail
from openphone_crm.testing.identifiers import activity_id

GREETING = TextToSend(from_number=SHOP_LINE.number, to_numbers=(CUSTOMER_NUMBER,), text="We are on our way.")


class OpenPhoneContract:
    """What is asked for is shown as it is, or an error says why it is not."""

    def test_a_message_is_shown(self, exchange: Exchange) -> None:
        """It is shown under its id, in the words of the API."""
        exchange.happen(message_received("Is my order ready?", id="ACx1"))

        shown = exchange.openphone.fetch(FetchedKind.MESSAGE, "ACx1")

        assert (shown.kind, shown.openphone_id) == (FetchedKind.MESSAGE, "ACx1")
        assert (shown.resource["id"], shown.resource["text"]) == ("ACx1", "Is my order ready?")

    def test_a_call_and_its_parts_are_shown(self, exchange: Exchange) -> None:
        """Each is asked for by the id of the call; recordings are a list."""
        call = unanswered(id="ACx1", voicemail=Voicemail(transcript="Call me."))
        exchange.happen(call_completed(call), call_recording_completed(call), call_transcript_completed(call))
        exchange.happen(call_summary_completed(call))

        shown = {
            kind: exchange.openphone.fetch(kind, "ACx1").resource
            for kind in FetchedKind
            if kind is not FetchedKind.MESSAGE
        }

        assert shown[FetchedKind.CALL]["direction"] == "incoming"
        assert shown[FetchedKind.VOICEMAIL]["transcript"] == "Call me."
        assert len(shown[FetchedKind.RECORDINGS]["data"]) == 1
        assert len(shown[FetchedKind.TRANSCRIPT]["dialogue"]) == 2
        assert len(shown[FetchedKind.SUMMARY]["summary"]) == 1

    def test_what_there_is_not_is_an_error(self, exchange: Exchange) -> None:
        """No message, no call, and nothing that hangs on one."""
        for kind in FetchedKind:
            with raising(NotFoundError):
                exchange.openphone.fetch(kind, "ACx9")

    def test_a_part_that_a_call_does_not_have_is_an_error(self, exchange: Exchange) -> None:
        """A call without voicemail, transcript or summary says so."""
        exchange.happen(call_completed(unanswered(id="ACx1")))

        for kind in (FetchedKind.VOICEMAIL, FetchedKind.TRANSCRIPT, FetchedKind.SUMMARY):
            with raising(NotFoundError):
                exchange.openphone.fetch(kind, "ACx1")

    def test_an_id_leads_nowhere_else(self, exchange: Exchange) -> None:
        """What is no id of OpenPhone's is not looked for."""
        for text in ("", "..", "../phone-numbers", "ACx1?maxResults=1", "ACx1#", "ACx1/parts", "\u00e9"):
            with raising(NotFoundError):
                exchange.openphone.fetch(FetchedKind.CALL, text)

    def test_a_call_of_many_is_not_shown(self, exchange: Exchange) -> None:
        """The API shows neither it nor its parts."""
        exchange.happen(call_completed(unanswered(id="ACx1")))
        exchange.join("ACx1", "+12065550111")

        for kind in (FetchedKind.CALL, FetchedKind.VOICEMAIL):
            with raising(GroupCallError):
                exchange.openphone.fetch(kind, "ACx1")

    def test_a_text_is_sent(self, exchange: Exchange) -> None:
        """It is shown as it was taken, and can be asked for by its id."""
        sent = exchange.openphone.send(GREETING)

        again = exchange.openphone.fetch(FetchedKind.MESSAGE, sent.openphone_id)
        assert (sent.kind, sent.resource["text"]) == (FetchedKind.MESSAGE, GREETING.text)
        assert sent.resource["direction"] == again.resource["direction"] == "outgoing"

    def test_a_text_that_was_sent_is_found(self, exchange: Exchange) -> None:
        """Those of the same words and parties are, each of them."""
        first = exchange.openphone.send(GREETING)
        exchange.openphone.send(attrs.evolve(GREETING, text="Somebody else's words"))
        second = exchange.openphone.send(GREETING)

        sent = exchange.openphone.sent(GREETING, since=NOON - timedelta(days=1))

        assert {each.openphone_id for each in sent} == {first.openphone_id, second.openphone_id}

    def test_any_words_can_be_sent_and_found(self, exchange: Exchange) -> None:
        """What people write comes back as it was."""
        texts = [attrs.evolve(GREETING, text=words) for words in ODD_TEXTS[:3]]

        for text in texts:
            exchange.openphone.send(text)

        for text in texts:
            assert len(exchange.openphone.sent(text, since=NOON - timedelta(days=1))) == 1

    def test_nothing_is_found_that_was_not_sent(self, exchange: Exchange) -> None:
        """Neither what somebody wrote to us, nor what was sent from no line of ours."""
        exchange.happen(message_received(GREETING.text))
        elsewhere = attrs.evolve(GREETING, from_number="+12065550199")

        sent = [exchange.openphone.sent(text, since=MORNING.since) for text in (GREETING, elsewhere)]

        assert [list(each) for each in sent] == [[], []]

    def test_a_window_shows_what_was_made_in_it(self, exchange: Exchange) -> None:
        """From its beginning on, and before its end."""
        a_moment = timedelta(milliseconds=1)
        moments = {
            "ACx1": MORNING.since - a_moment,
            "ACx2": MORNING.since,
            "ACx3": MORNING.until - a_moment,
            "ACx4": MORNING.until,
        }
        for id_, moment in moments.items():
            exchange.happen(message_received(id=id_, created_at=moment))
            exchange.happen(call_completed(unanswered(id=f"{id_}c", created_at=moment)))

        messages = found(exchange.openphone, FetchedKind.MESSAGE)
        calls = found(exchange.openphone, FetchedKind.CALL)

        assert {item.openphone_id for item in messages} == {"ACx2", "ACx3"}
        assert {item.openphone_id for item in calls} == {"ACx2c", "ACx3c"}

    def test_all_pages_show_everything(self, exchange: Exchange) -> None:
        """More than one page holds is shown, whatever page it stands on."""
        ids = {activity_id("history", number) for number in range(120)}
        numbers = {id_: f"+1206555012{number % 7}" for number, id_ in enumerate(sorted(ids))}
        exchange.happen(*(message_received(id=id_, sender=sender) for id_, sender in numbers.items()))

        pages = whole_history(exchange.openphone, FetchedKind.MESSAGE)

        assert len(pages) > 1
        assert {item.openphone_id for page in pages for item in page} == ids

    def test_a_call_comes_with_its_parts(self, exchange: Exchange) -> None:
        """Where the newer API is to be had, its voicemail and summary need no request of their own."""
        call = unanswered(id="ACx1", voicemail=Voicemail(transcript="Call me."))
        exchange.happen(call_completed(call), call_summary_completed(call))

        kinds = {item.kind for item in found(exchange.openphone, FetchedKind.CALL)}

        parts = {FetchedKind.VOICEMAIL, FetchedKind.SUMMARY}
        expected = parts if exchange.openphone.surface() is Surface.DATED else set()
        assert kinds == {FetchedKind.CALL, *expected}

    def test_another_list_s_cursor_is_an_error(self, exchange: Exchange) -> None:
        """A cursor that does not come from here is not taken for one."""
        for cursor in ("nonsense", "[]", '{"changed_after": 1}'):
            with raising(InvalidInputError):
                exchange.openphone.page(FetchedKind.MESSAGE, MORNING, cursor)

    def test_the_workspace_is_shown(self, exchange: Exchange) -> None:
        """Its lines have numbers, its people names."""
        lines, users = exchange.openphone.lines(), exchange.openphone.users()

        assert (SHOP_LINE.id, SHOP_LINE.number) in [(line.id, line.number) for line in lines]
        assert len(lines) == 2
        assert [(user.id, user.first_name) for user in users] == [(SHOP_LINE.user_id, "Dana")]

    def test_a_service_that_is_not_well_is_an_error(self, exchange: Exchange) -> None:
        """Whoever asks is told, and gets an answer when it is well again."""
        exchange.break_down()
        with raising(UnavailableError):
            exchange.openphone.lines()
        exchange.recover()

        lines = exchange.openphone.lines()

        assert len(lines) == 2

    def test_a_refused_key_is_a_wrong_setting(self, exchange: Exchange) -> None:
        """Whoever asks is told which setting it is."""
        exchange.refuse_the_key()
        name = ""

        try:
            exchange.openphone.fetch(FetchedKind.MESSAGE, "ACx1")
        except SettingsError as error:
            name = error.name

        assert name == "OPENPHONE_API_KEY"
