"""That a change of a contact is taken back."""

from __future__ import annotations

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.acts import Acts
from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.ids import ChangeId, ContactId

from .contacts import is_expected
from .documents import Document, change_document
from .edits import read_optional_json_body, see_that_nothing_is_asked


@attrs.frozen
class Undo:
    """The undo of an entry of a contact's history."""

    approval_desk: ApprovalDesk
    acts: Acts

    async def on_post(
        self, request: Request, response: Response, contact_id: ContactId, change_id: ChangeId
    ) -> None:
        """Take it back, if the contact still is what `If-Match` says, and answer with the entry of that."""
        no_parameters(request)
        body = await read_optional_json_body(request)
        see_that_nothing_is_asked(body)
        by, tags = caller_of(request).name, request.if_match

        def act() -> Document:
            entry = self.approval_desk.undo(
                contact_id, change_id, by=by, is_expected=lambda contact: is_expected(tags, contact)
            )
            return change_document(entry)

        await self.acts.do(request, response, body=body, act=act)
