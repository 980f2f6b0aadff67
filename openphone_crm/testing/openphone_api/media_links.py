"""URLs of media as they are shown: signed anew each time, so that only the path tells them apart."""

from __future__ import annotations

import attrs

from openphone_crm.testing.happenings import Call, Happening, Media, Recording, Text, Voicemail
from openphone_crm.testing.identifiers import digest


def file_name(url: str) -> str:
    """
    Return what tells a file from any other: the last part of the path.

    >>> file_name("https://share.quo.com/v1/resource/call-recording/abc.mp3?sig=1")
    'abc.mp3'
    """
    return url.partition("?")[0].rpartition("/")[2]


@attrs.frozen
class MediaLinks:
    """Shows URLs: below a base, if there is one, else where they lie, and with a signature of their own."""

    base: str | None

    def shown(self, url: str, *seed: object) -> str:
        """Show a URL; another seed gives another signature."""
        plain = url.partition("?")[0]
        place = plain if self.base is None else f"{self.base.rstrip('/')}/{file_name(url)}"
        return f"{place}?sig={digest('signature', plain, *seed)[:40]}"

    def happening(self, happening: Happening, *seed: object) -> Happening:
        """Show every URL of a happening."""
        match happening.subject:
            case Text(media=media) as text if media:
                return attrs.evolve(happening, subject=self._text(text, seed))
            case Call() as call:
                return attrs.evolve(happening, subject=self._call(call, seed))
            case _:
                return happening

    def _text(self, text: Text, seed: tuple[object, ...]) -> Text:
        media = tuple(Media(url=self.shown(each.url, *seed), type=each.type) for each in text.media)
        return attrs.evolve(text, media=media)

    def _call(self, call: Call, seed: tuple[object, ...]) -> Call:
        recordings = tuple(self._recording(each, seed) for each in call.recordings)
        voicemail = call.voicemail and self._voicemail(call.voicemail, seed)
        return attrs.evolve(call, recordings=recordings, voicemail=voicemail)

    def _recording(self, recording: Recording, seed: tuple[object, ...]) -> Recording:
        return attrs.evolve(recording, url=recording.url and self.shown(recording.url, *seed))

    def _voicemail(self, voicemail: Voicemail, seed: tuple[object, ...]) -> Voicemail:
        return attrs.evolve(voicemail, url=voicemail.url and self.shown(voicemail.url, *seed))
