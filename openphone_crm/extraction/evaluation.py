"""How often an extractor is right: what it found in labelled texts against what should be found there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from openphone_crm.extraction.comparing import same
from openphone_crm.extraction.grounding import Candidate, Doubt, Dropped, grounded
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.labelled import LabelledText
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, Topic
from openphone_crm.extraction.sources import SourceKind


@attrs.frozen(kw_only=True)
class Figures:
    """What of the expected was found, what was missed, and what was found that is not so."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> Share:
        """How much of what was found is right."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """How much of what there is was found."""
        return Share(self.right, self.right + self.missed)

    def __add__(self, other: Figures) -> Figures:
        """Add what was counted elsewhere."""
        return Figures(
            right=self.right + other.right,
            missed=self.missed + other.missed,
            wrong=self.wrong + other.wrong,
        )


@attrs.frozen(kw_only=True)
class Judgement:
    """What an extractor made of one labelled text; what grounding drops does not count as found."""

    text: LabelledText
    outcome: ReadingOutcome
    right: tuple[Finding, ...]
    missed: tuple[Finding, ...]
    false_alarms: tuple[Candidate, ...]
    dropped: tuple[Dropped, ...]

    def figures(self, topic: Topic | None) -> Figures:
        """Count what concerns this topic; all of it for None."""
        return Figures(
            right=_count(self.right, topic),
            missed=_count(self.missed, topic),
            wrong=_count(self.false_alarms, topic),
        )

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was claimed that is not so."""
        return not self.false_alarms


@attrs.frozen
class Evaluation:
    """The judgements of a whole set."""

    judgements: tuple[Judgement, ...]

    def figures(
        self, *, topic: Topic | None = None, kind: SourceKind | None = None, language: str | None = None
    ) -> Figures:
        """Count everything, or what is of this topic, kind and language."""
        counted = (
            judgement.figures(topic)
            for judgement in self.judgements
            if kind in (None, judgement.text.source.kind) and language in (None, judgement.text.language)
        )
        return sum(counted, start=Figures())

    @property
    def quiet(self) -> Share:
        """In how many of the texts with nothing to extract nothing was found."""
        empty = [judgement for judgement in self.judgements if not judgement.text.expected]
        return Share(sum(judgement.is_quiet for judgement in empty), len(empty))

    @property
    def languages(self) -> list[str]:
        """The languages that there are, in the order of the alphabet."""
        return sorted({judgement.text.language for judgement in self.judgements})

    @property
    def doubts(self) -> Counter[Doubt]:
        """How often grounding did not believe a finding, and why."""
        return Counter(dropped.doubt for judgement in self.judgements for dropped in judgement.dropped)

    @property
    def outcomes(self) -> Counter[ReadingOutcome]:
        """How the readings ended."""
        return Counter(judgement.outcome for judgement in self.judgements)


def judge(text: LabelledText, reading: Reading) -> Judgement:
    """
    Hold what was read in a text against its labels.

    A field is right when it says the same in whatever spelling. A note is in an extractor's own words:
    it is right when it quotes the passage. Saying a right or a wrong thing again changes nothing.
    """
    beliefs = [grounded(finding, text.source) for finding in reading.findings.get(text.source.id, ())]
    met: set[int] = set()
    false_alarms: list[Candidate] = []
    for candidate in (belief for belief in beliefs if isinstance(belief, Candidate)):
        said = [place for place, label in enumerate(text.expected) if _says(candidate, label, text)]
        met.update([place for place in said if place not in met][:1])
        if not said and not any(_repeats(candidate, other) for other in false_alarms):
            false_alarms.append(candidate)
    return Judgement(
        text=text,
        outcome=reading.outcome,
        right=tuple(label for place, label in enumerate(text.expected) if place in met),
        missed=tuple(label for place, label in enumerate(text.expected) if place not in met),
        false_alarms=tuple(false_alarms),
        dropped=tuple(belief for belief in beliefs if isinstance(belief, Dropped)),
    )


def _says(candidate: Candidate, label: Finding, text: LabelledText) -> bool:
    if candidate.topic is not label.topic:
        return False
    if candidate.topic.is_field:
        return same(candidate.topic, candidate.value, label.value)
    start = text.source.text.index(label.quote)
    end = start + len(label.quote)
    shared = min(end, candidate.end) - max(start, candidate.start)
    # Half of the shorter one: a passage has no agreed beginning and end.
    return 2 * shared >= min(end - start, candidate.end - candidate.start)


def _repeats(candidate: Candidate, other: Candidate) -> bool:
    return candidate.topic is other.topic and same(candidate.topic, candidate.value, other.value)


def _count(things: Sequence[Finding] | Sequence[Candidate], topic: Topic | None) -> int:
    return sum(thing.topic is topic for thing in things) if topic else len(things)
