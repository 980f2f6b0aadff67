"""Writing to people, and calling them."""

from __future__ import annotations

import attrs
import falcon
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.polls import Polls
from adapters.falcon_http.repeats import HEADER, Repeats
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.click_to_call import CallDesk
from openphone_crm.crm import ItemKind
from openphone_crm.errors import InvalidInputError
from openphone_crm.ids import ContactId, ConversationId, ItemId, derived_id
from openphone_crm.texting.desk import TextDesk
from openphone_crm.views import TimelineItem

from .documents import Document
from .edits import object_of, read_json_body, read_optional_json_body, see_that_nothing_is_asked
from .item_documents import item_document

TEXT = "text"


@attrs.frozen
class Texts:
    """Texts that are to be sent into a conversation."""

    text_desk: TextDesk
    polls: Polls
    repeats: Repeats

    async def on_post(self, request: Request, response: Response, conversation_id: ConversationId) -> None:
        """Take one; without its own key a request that is sent again would send it again."""
        no_parameters(request)
        if request.get_header(HEADER) is None:
            reason = "is required here, so that no text is sent twice; any new text of your own will do"
            raise InvalidInputError(HEADER, reason)
        body = await read_json_body(request)

        async def write() -> None:
            await self._write(request, response, conversation_id, body)

        await self.repeats.once(request, response, body=body, act=write)

    async def _write(
        self, request: Request, response: Response, conversation_id: ConversationId, body: bytes
    ) -> None:
        caller = caller_of(request)
        # The same request is the same text, also when nobody could keep what was answered to it.
        key = request.get_header(HEADER) or ""
        text_id = ItemId(derived_id("text", caller.id, request.path, key))
        message = await self.polls.threads.run(
            self.text_desk.write, conversation_id, _words(body), by=caller.name, text_id=text_id
        )
        self.polls.freshness.forget()
        item = TimelineItem(message.id, ItemKind.MESSAGE, message.occurred_at, message)
        response.status = falcon.HTTP_202
        response.data = orjson.dumps(item_document(item))


@attrs.frozen
class ContactCall:
    """A call to a contact, which a person starts by one of the links."""

    call_desk: CallDesk
    acts: Acts

    async def on_post(self, request: Request, response: Response, contact_id: ContactId) -> None:
        """Answer with the links."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by = caller_of(request).name

        def act() -> Document:
            return attrs.asdict(self.call_desk.call(contact_id, by=by))

        await self.acts.do(request, response, body=body, act=act)


def _words(body: bytes) -> str:
    """
    Read the text out of a body.

    Raises:
        InvalidInputError: When there is none, or anything else.
    """
    document = object_of(body)
    for name in document.keys() - {TEXT}:
        raise InvalidInputError(name[:100], f"is not known here; give {TEXT}")
    words = document.get(TEXT)
    if not isinstance(words, str):
        raise InvalidInputError(TEXT, "is required, and must be a text")
    return words
