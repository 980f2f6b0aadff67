"""Tests of what an evaluation says."""

from __future__ import annotations

from tests.unit.entrypoints.evaluating.reports import small_report


def test_rows_go_from_topics_to_all() -> None:
    """By topic, by kind, by language, and together."""
    sections = small_report().sections

    assert [[row.name for row in section] for section in sections] == [
        ["name", "email", "address", "callback", "fact"],
        ["message", "voicemail", "transcript", "summary"],
        ["en", "es"],
        ["all"],
    ]


def test_a_row_has_counts_and_shares() -> None:
    """How many there are, were found and are right; what cannot be known is a dash."""
    topics, *_, (everything,) = small_report().sections

    assert topics[0].cells == ("name", "1", "2", "1", "50 % (9-91)", "100 % (21-100)")
    assert topics[1].cells == ("email", "1", "0", "0", "-", "0 % (0-79)")
    assert everything.cells[:4] == ("all", "2", "2", "1")


def test_a_cell_is_of_a_topic_and_a_kind() -> None:
    """Names in voicemails are told apart from names in texts."""
    name, *_ = small_report().matrix

    assert name == [
        ("name",),
        ("100 % (21-100)", "100 % (21-100)"),
        ("0 % (0-79)", "-"),
        ("-", "-"),
        ("-", "-"),
    ]


def test_sentences_say_what_the_tables_do_not() -> None:
    """How many texts, how much silence, and what was not believed."""
    assert list(small_report().sentences) == [
        "2 texts, 1 of them with nothing to extract.",
        "In 0 of those 1 nothing was found: 0 % (0-79).",
        "Not believed, and not counted as found: 1 (quote not in the source: 1).",
    ]


def test_every_difference_is_a_line() -> None:
    """What was missed, false or not believed is named with its text."""
    assert list(small_report().differences) == [
        "en-message: missed email 'ann@example.com'",
        "en-message: not believed name 'Eve' (quote not in the source)",
        "es-voicemail: false alarm name 'thanks, Bo' in 'thanks, Bo'",
    ]
