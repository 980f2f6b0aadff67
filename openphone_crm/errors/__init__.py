"""
Everything that can go wrong here, as one tree.

::

    CrmError
    ├── WebhookError            a hostile or broken delivery
    │   ├── SignatureError      nobody we know signed it
    │   └── BodyError           signed, but not a JSON object
    ├── TransientError          trying again later may help
    │   ├── UnavailableError    a store or service is away
    │   │   └── StoreAwayError  the store that everything is kept in is away
    │   ├── LeaseLostError      another worker has taken the event over
    │   ├── RateLimitedError    a service asks to be left alone for a while
    │   ├── WorkerLostError     a worker died or hung with nothing but this in hand
    │   ├── StoreError          a store is there, but failed at what was asked
    │   ├── MediaGoneError      a url leads to no file (yet, or any more)
    │   ├── UncertainError      nobody knows whether what was asked was done
    │   └── DeferredError       not now: it is tried later, and this was no attempt
    ├── PermanentError          trying again changes nothing
    │   ├── PayloadError        a known type whose payload cannot be read
    │   ├── UnstorableError     the store refuses this row's payload
    │   ├── ForbiddenHostError   nothing is fetched from there
    │   ├── TooLargeError   a file is larger than what is taken
    │   ├── UnexpectedTypeError  a file of a kind that is not kept
    │   ├── UnansweredError     a service that is paid was asked twice, and did not answer
    │   ├── GroupCallError      OpenPhone's API does not show calls of several parties
    │   └── RefusedError        a service does not like how it was asked
    │       └── NotSentError    a text is not sent, and sent again would not be either
    ├── NotFoundError           no such thing
    ├── ConflictError           not in the state it is in
    ├── PreconditionError       it changed since it was read
    ├── UnfitError              it lacks what is needed for that
    ├── InvalidInputError       a value that was asked for is wrong
    └── SettingsError           a setting is wrong or missing

Every error carries its data as attributes; ``str`` builds the sentence.
"""

from __future__ import annotations

from openphone_crm.errors.deliveries import (
    BodyError,
    PayloadError,
    SignatureError,
    WebhookError,
)
from openphone_crm.errors.files import (
    ForbiddenHostError,
    MediaGoneError,
    TooLargeError,
    UnexpectedTypeError,
)
from openphone_crm.errors.requests import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    PreconditionError,
    SettingsError,
    UnfitError,
)
from openphone_crm.errors.services import (
    GroupCallError,
    NotSentError,
    RateLimitedError,
    RefusedError,
    UnansweredError,
    UncertainError,
)
from openphone_crm.errors.stores import (
    DeferredError,
    LeaseLostError,
    StoreAwayError,
    StoreError,
    UnavailableError,
    UnstorableError,
    WorkerLostError,
)
from openphone_crm.errors.trees import (
    CrmError,
    PermanentError,
    TransientError,
)

__all__ = [
    "BodyError",
    "ConflictError",
    "CrmError",
    "DeferredError",
    "ForbiddenHostError",
    "GroupCallError",
    "InvalidInputError",
    "LeaseLostError",
    "MediaGoneError",
    "NotFoundError",
    "NotSentError",
    "PayloadError",
    "PermanentError",
    "PreconditionError",
    "RateLimitedError",
    "RefusedError",
    "SettingsError",
    "SignatureError",
    "StoreAwayError",
    "StoreError",
    "TooLargeError",
    "TransientError",
    "UnansweredError",
    "UnavailableError",
    "UncertainError",
    "UnexpectedTypeError",
    "UnfitError",
    "UnstorableError",
    "WebhookError",
    "WorkerLostError",
]
