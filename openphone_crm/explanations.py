"""Why work failed, in words that a shop's owner understands, and what to do about it."""

from __future__ import annotations

from openphone_crm.failures import FailureCause

_NOUNS = {
    "message.received": "a customer's text message",
    "message.delivered": "the news that a text message was delivered",
    "message.read": "the news that a text message was read",
    "message.failed": "the news that a text message could not be sent",
    "message.undelivered": "the news that a text message was not delivered",
    "call.missed": "a missed call",
    "call.completed": "a call that ended",
    "call.ringing": "a call that began to ring",
    "call.answered": "a call that was answered",
    "call.forwarded": "a call that was forwarded",
    "call.menu.selected": "a caller's choice in the phone menu",
    "voicemail.received": "a voicemail",
    "recording.ready": "the recording of a call",
    "transcript.ready": "the transcript of a call",
    "summary.ready": "the summary of a call",
    "contact.updated": "a contact that was edited in OpenPhone",
    "contact.deleted": "a contact that was deleted in OpenPhone",
    "tell": "the note to your people about a missed call or a voicemail",
    "send": "a notification on its way out",
}
_FAMILIES = {"task.": "a task in OpenPhone", "integration.": "an integration with OpenPhone"}

_EXPLANATIONS = {
    "PayloadError": (
        "OpenPhone sent {noun} in a form that this product cannot read. What was sent is kept. Trying again "
        "helps once the product has been updated; ask whoever runs it."
    ),
    "UnstorableError": (
        "OpenPhone sent {noun} with something in it that the database refuses. What was sent is kept. Trying "
        "again helps once the product has been updated; ask whoever runs it."
    ),
    "StoreError": (
        "The database failed each time {noun} was to be saved. Have whoever runs this product look at the "
        "database and its log, then try again."
    ),
    "WorkerLostError": (
        "Working on {noun} ended badly: its worker died or hung each time. Have whoever runs this product "
        "look at the memory of the machine and at the log, then try again."
    ),
    "ConflictError": (
        "Saving {noun} contradicted what is known already, such as a phone number that belongs to another "
        "contact. Put the contacts right, then try again."
    ),
    "UnavailableError": (
        "Something that {noun} needs could not be reached each time. Once it can be, try again."
    ),
    "NotFoundError": (
        "Something that {noun} needs is not there any more. Try again if it is back; else ignore these."
    ),
}
_UNDELIVERED = (
    "Your mail server or another service that carries notifications could not be reached, or refused one, "
    "each time it was tried. Look at the addresses in CRM_NOTIFY_URLS and CRM_ALERT_URLS, then try again."
)
_BUG = (
    "Working on {noun} failed because of a mistake in this product. Nothing of it is lost. Report the "
    "mistake with what the log says of it; once the product has been updated, try again."
)


def noun_of(kind: str) -> str:
    """
    What an event or a follow-up of this kind is about.

    >>> noun_of("call.missed")
    'a missed call'
    """
    families = (noun for family, noun in _FAMILIES.items() if kind.startswith(family))
    return _NOUNS.get(kind) or next(families, f"something of the kind \u201c{kind}\u201d")


def explanation_of(cause: FailureCause) -> str:
    """What happened, in a sentence or two, and what helps."""
    if (cause.error_class, cause.event_type) == ("UnavailableError", "send"):
        return _UNDELIVERED
    text = _EXPLANATIONS.get(cause.error_class, _BUG)
    return text.format(noun=noun_of(cause.event_type))
