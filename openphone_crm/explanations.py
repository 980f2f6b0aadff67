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
    "extract": "the reading of a customer's words",
    "tell": "the note to your people about a missed call or a voicemail",
    "send": "a notification on its way out",
    "store": "a recording, a voicemail or an attachment",
    "unstore": "taking away the files of somebody who was erased",
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
    "ForbiddenHostError": (
        "OpenPhone names a server for {noun} that files are not fetched from, for safety. If it "
        "is one of OpenPhone's, have whoever runs this product add it to CRM_MEDIA_HOSTS, then try again."
    ),
    "MediaGoneError": (
        "OpenPhone has not got {noun} where it said it would be. It may have been deleted, or "
        "the link to it has expired. Try again if it still plays in OpenPhone; else ignore these."
    ),
    "TooLargeError": (
        "OpenPhone has {noun} that is larger than what is kept here. It can still be seen in OpenPhone. "
        "Trying again does not help; ignore these."
    ),
    "UnexpectedTypeError": (
        "What OpenPhone has for {noun} is no recording, picture or other file that is kept here. It can "
        "still be seen in OpenPhone. Try again if it should be one; else ignore these."
    ),
    "NotFoundError": (
        "Something that {noun} needs is not there any more. Try again if it is back; else ignore these."
    ),
}
_UNDELIVERED = (
    "Your mail server or another service that carries notifications could not be reached, or refused one, "
    "each time it was tried. Look at the addresses in CRM_NOTIFY_URLS and CRM_ALERT_URLS, then try again."
)
_UNSTORED = (
    "A recording, a voicemail or an attachment could not be fetched from OpenPhone, or not be kept here, "
    "each time it was tried; its call or message is shown without it. Have whoever runs this product see "
    "that the disk (CRM_STORAGE_URL) is not full, and that this machine reaches OpenPhone's servers;"
    " then try again."
)
_READING = {
    "SettingsError": (
        "Gemini refused {noun}: it does not take the key, the model or the request. Have whoever runs this "
        "product look at GEMINI_API_KEY and GEMINI_MODEL with the command `check`, then try again."
    ),
    "UnavailableError": (
        "Gemini could not be reached, or was not well, each time for {noun}. Nothing is wrong with the "
        "words. Once it is back, try again."
    ),
    "RateLimitedError": (
        "Gemini asked to be left alone each time for {noun}: its quota may be used up. Raise the quota, or "
        "lower GEMINI_REQUESTS_PER_MINUTE, then try again."
    ),
    "UnansweredError": (
        "Gemini was asked twice for {noun} and did not answer in time. Both may have been paid for, so that "
        "it is not asked by itself once more. Once it answers, try again."
    ),
}
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
    if (cause.error_class, cause.event_type) == ("UnavailableError", "store"):
        return _UNSTORED
    if cause.event_type == "extract" and cause.error_class in _READING:
        return _READING[cause.error_class].format(noun=noun_of(cause.event_type))
    text = _EXPLANATIONS.get(cause.error_class, _BUG)
    return text.format(noun=noun_of(cause.event_type))
