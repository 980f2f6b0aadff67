"""A small report for tests."""

from __future__ import annotations

from entrypoints.evaluating.report import Report
from openphone_crm.extraction.evaluation import Evaluation, judge
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from tests.unit.extraction.labelling import finding, labelled, reading

ANN = finding("Ann Lee")
MAIL = finding("ann@example.com", topic=Topic.EMAIL)


def small_report(extractor: str = "pattern") -> Report:
    """Report on a name that is right, an e-mail that is missed, a wrong name, and one that nobody said."""
    ann = labelled("I am Ann Lee, ann@example.com", expected=(ANN, MAIL))
    nothing = labelled("ok\x07 thanks, Bo", kind=SourceKind.VOICEMAIL, language="es")
    judgements = (
        judge(ann, reading(ann, ANN, finding("Eve"))),
        judge(nothing, reading(nothing, finding("thanks, Bo"))),
    )
    return Report(
        extractor=extractor, model="pattern/1", file="small.jsonl", evaluation=Evaluation(judgements)
    )
