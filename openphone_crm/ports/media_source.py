"""Where recordings, voicemails and attachments come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import attrs


@attrs.frozen(kw_only=True)
class MediaStream:
    """A file on its way; `declared_size` is what its host promised, if it promised anything."""

    content_type: str
    chunks: Iterator[bytes]
    declared_size: int | None = None


class MediaSource(Protocol):
    """
    Fetches files of urls that strangers may have written.

    Nothing is sent but the request itself: no key, no cookie, no name. Whatever the url, its redirects and
    the name servers say, only hosts of a list are asked, at the addresses that were found to be harmless.
    """

    def fetch(self, url: str, *, limit_bytes: int) -> AbstractContextManager[MediaStream]:
        """
        Ask for a file, and give it in chunks while the block lasts.

        The first three errors are raised before anything of the file is given, the others at any time.

        Raises:
            ForbiddenHostError: When the url, or where it leads on to, is nothing that files are fetched from.
            MediaGoneError: When there is no file (any more), or its signature has expired.
            UnexpectedTypeError: When what is there is no recording, picture or other attachment.
            TooLargeError: When it is larger than the limit, or said to be.
            UnavailableError: When the host is away or not well, or takes too long, or breaks off.
        """
        ...
