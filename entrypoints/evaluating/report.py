"""What an evaluation says, whoever shows it: sentences, rows and cells."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from openphone_crm.extraction.evaluation import Evaluation, Figures, Judgement
from openphone_crm.extraction.readings import ReadingOutcome, Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.texts import one_line

HEAD = ("", "labels", "found", "right", "precision (95 %)", "recall (95 %)")


@attrs.frozen
class Row:
    """A line of the table of figures."""

    name: str
    figures: Figures

    @property
    def cells(self) -> tuple[str, ...]:
        """Each column as text, in the order of the head."""
        figures = self.figures
        counts = (figures.recall.whole, figures.precision.whole, figures.right)
        return (self.name, *map(str, counts), str(figures.precision), str(figures.recall))


@attrs.frozen(kw_only=True)
class Report:
    """The figures of one extractor on one file."""

    extractor: str
    model: str
    file: str
    evaluation: Evaluation

    @property
    def title(self) -> str:
        """What was measured on what."""
        return f"{self.extractor} ({self.model}) on {self.file}"

    @property
    def sentences(self) -> Iterator[str]:
        """What the tables do not say."""
        evaluation, quiet = self.evaluation, self.evaluation.quiet
        count = len(evaluation.judgements)
        yield f"{count} text{'' if count == 1 else 's'}, {quiet.whole} of them with nothing to extract."
        yield f"In {quiet.part} of those {quiet.whole} nothing was found: {quiet}."
        if doubts := evaluation.doubts:
            reasons = ", ".join(f"{doubt.value}: {count}" for doubt, count in doubts.most_common())
            yield f"Not believed, and not counted as found: {doubts.total()} ({reasons})."
        for outcome, count in evaluation.outcomes.items():
            if outcome is not ReadingOutcome.READ:
                yield f"Texts whose answer was {outcome.value}: {count}."

    @property
    def sections(self) -> list[list[Row]]:
        """The rows: by topic, by source kind, by language, and all."""
        figures = self.evaluation.figures
        return [
            [Row(topic.value, figures(topic=topic)) for topic in Topic],
            [Row(kind.value, figures(kind=kind)) for kind in SourceKind],
            [Row(language, figures(language=language)) for language in self.evaluation.languages],
            [Row("all", figures())],
        ]

    @property
    def matrix_head(self) -> list[str]:
        """The columns of the second table: a kind of source in each."""
        return ["", *(kind.value for kind in SourceKind)]

    @property
    def matrix(self) -> list[list[tuple[str, ...]]]:
        """The second table: a topic in each row; in a cell precision, and below it recall."""
        return [[(topic.value,), *(self._cell(topic, kind) for kind in SourceKind)] for topic in Topic]

    @property
    def differences(self) -> Iterator[str]:
        """What was missed, what was found and is not so, and what was not believed, one line each."""
        for judgement in self.evaluation.judgements:
            yield from (one_line(difference) for difference in _differences(judgement))

    def _cell(self, topic: Topic, kind: SourceKind) -> tuple[str, ...]:
        figures = self.evaluation.figures(topic=topic, kind=kind)
        return (str(figures.precision), str(figures.recall))


def _differences(judgement: Judgement) -> Iterator[str]:
    name = judgement.text.source.id
    for missed in judgement.missed:
        yield f"{name}: missed {missed.topic.value} {missed.value!r}"
    for alarm in judgement.false_alarms:
        yield f"{name}: false alarm {alarm.topic.value} {alarm.value!r} in {alarm.quote!r}"
    for dropped in judgement.dropped:
        finding = dropped.finding
        yield f"{name}: not believed {finding.topic.value} {finding.value!r} ({dropped.doubt.value})"
