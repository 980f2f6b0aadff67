"""Quotes as pages show them: in what was said around them, to be heard, and with the way to the thread."""

from __future__ import annotations

import attrs

from adapters.falcon_http.sign_in import API
from openphone_crm.contact_words import SOURCE_LABELS
from openphone_crm.extraction.contexts import ContextLine, context_of
from openphone_crm.extraction.records import Extraction, Note
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.files.kept import KeptFile
from openphone_crm.ids import ItemId
from openphone_crm.paging import LARGEST_LIMIT
from openphone_crm.ports.file_book import FileBook
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.thread_words import timecode

from .inbox import PATH


@attrs.frozen(kw_only=True)
class Quoted:
    """
    A quote with the lines around it; none where its source does not say so any more.

    `sound` is the stored recording or voicemail, from the second `at` on; `href` its place in the thread.
    """

    quote: str
    source: str
    lines: tuple[ContextLine, ...] = ()
    href: str = ""
    sound: str = ""
    at: str = ""


@attrs.define
class Quotes:
    """Finds them for one page; several out of one source are looked for once."""

    matter: ReadingMatter
    files: FileBook
    _known: dict[tuple[SourceKind, ItemId], Source | None] = attrs.field(factory=dict)

    def of(self, read: Suggestion | Extraction | Note) -> Quoted:
        """Show what something was read in."""
        label, source = SOURCE_LABELS[read.source_kind], self._source(read.source_kind, read.source_id)
        if source is None:
            return Quoted(quote=read.quote, source=label)
        start, end = (None, None) if isinstance(read, Note) else (read.start, read.end)
        lines = context_of(source, read.quote, start=start, end=end)
        second = next((line.start for line in lines if line.is_quoted), None)
        return Quoted(
            quote=read.quote,
            source=label,
            lines=lines,
            href=_href(source),
            sound=self._sound(source, second),
            at=timecode(second),
        )

    def _source(self, kind: SourceKind, item_id: ItemId) -> Source | None:
        key = (kind, item_id)
        if key not in self._known:
            self._known[key] = self.matter.get(kind, item_id)
        return self._known[key]

    def _sound(self, source: Source, second: float | None) -> str:
        file = self._file(source)
        return f"{API}/media/{file.id}{'' if second is None else f'#t={second:g}'}" if file else ""

    def _file(self, source: Source) -> KeptFile | None:
        match source.kind:
            case SourceKind.VOICEMAIL:
                return self.files.sound_of(source.id)
            case SourceKind.TRANSCRIPT:
                return self.files.recording_of(source.openphone_id)
            case _:
                return None


def _href(source: Source) -> str:
    """Long enough a thread that most of what is read stands on its page."""
    if source.conversation_id is None:
        return ""
    return f"{PATH}/{source.conversation_id}?limit={LARGEST_LIMIT}#item-{source.id}"
