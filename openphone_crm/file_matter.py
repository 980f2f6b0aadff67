"""What of a message or a call is a file somewhere at OpenPhone, and can be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from openphone_crm.crm import Message, Recording, Voicemail
from openphone_crm.files.kept import FileKind, FilePlace, KeptFile, file_for
from openphone_crm.ids import ItemId
from openphone_crm.recordings import location


@attrs.frozen(kw_only=True)
class FileMatter:
    """A file that OpenPhone has: what makes it the same, whose it is, and how to get at it for now."""

    place: FilePlace
    item_id: ItemId
    url: str = attrs.field(repr=False)

    def among(self, files: Iterable[KeptFile]) -> KeptFile | None:
        """The file as it is kept here, if it is."""
        return file_for(files, self.place, self.item_id)


def files_in(things: Iterable[object]) -> Iterator[FileMatter]:
    """
    The files of messages, recordings and voicemails; nothing else has any.

    >>> list(files_in([Recording(id=ItemId("1"), call_openphone_id="ACx1")]))
    []
    """
    for thing in things:
        match thing:
            case Message(id=item_id, openphone_id=owner, media=media):
                urls, kind = [each.url for each in media], FileKind.MEDIA
            case Recording(id=item_id, call_openphone_id=owner, url=str(url)):
                urls, kind = [url], FileKind.RECORDING
            case Voicemail(id=item_id, key=owner, url=str(url)):
                urls, kind = [url], FileKind.VOICEMAIL
            case _:
                continue
        for url in filter(None, urls):
            place = FilePlace(kind=kind, owner=owner, location=location(url))
            yield FileMatter(place=place, item_id=item_id, url=url)
