"""The total-queue checker finds what was planted: a loss, a double, a delay, poison that went astray."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import attrs

from openphone_crm.priority import Priority
from tests.chaos.checker import Event, Found, Sent, Verdict, check
from tests.chaos.traffic import Parcel, everyday, parcel, plain, received

DUE = datetime(2026, 4, 13, 19, 0, tzinfo=UTC)
LIMITS = {Priority.CRITICAL: timedelta(seconds=60)}
PARCELS = tuple(islice(everyday(plain), 12))


def event(parcel: Parcel, **fields: Any) -> Event:  # noqa: ANN401 - any field of an event
    """Make the row of a delivery that was processed a second after it was due."""
    whole = Event(
        id=f"event of {parcel.id}",
        delivery_id=parcel.id,
        status="processed",
        due_at=DUE,
        processed_at=DUE + timedelta(seconds=1),
        outcomes=["processed"],
        effects=[1],
    )
    return attrs.evolve(whole, **fields)


def found(*events: Event, parcels: tuple[Parcel, ...] = PARCELS) -> Found:
    """Make a database that holds these events, and all else as it should be."""
    things = {parcel.delivery.about: 1 for parcel in parcels}
    return Found(events=events or [event(parcel) for parcel in parcels], things=things, lines=dict(things))


def judged(database: Found, *, parcels: tuple[Parcel, ...] = PARCELS, **known: Any) -> Verdict:  # noqa: ANN401 - any field of Sent
    """Check a database against parcels that all were acknowledged."""
    everything = {"acknowledged": {parcel.id for parcel in parcels}, "limits": LIMITS}
    return check(Sent(parcels=parcels, **{**everything, **known}), database)


def with_first(**fields: Any) -> Found:  # noqa: ANN401 - any field of an event
    """Make a database in which the first event is not as it should be."""
    first, *others = PARCELS
    return found(event(first, **fields), *map(event, others))


def test_what_is_well_is_found_well() -> None:
    """Events that came out once and in time are no matter."""
    verdict = judged(found())

    assert [*verdict.lost, *verdict.doubled, *verdict.late, *verdict.wrong, *verdict.blamed] == []
    assert verdict.waits == {Priority.CRITICAL: 1, Priority.STANDARD: 1, Priority.LOW: 1}


def test_an_acknowledged_event_without_a_row_is_lost() -> None:
    """A planted loss is found, by the name of the delivery."""
    verdict = judged(found(*map(event, PARCELS[1:])))

    assert verdict.lost == [f"{PARCELS[0].id} was acknowledged and has no row"]


def test_what_was_never_acknowledged_may_be_missing() -> None:
    """The sender knows that it has to come again."""
    acknowledged = {parcel.id for parcel in PARCELS[1:]}

    verdict = judged(found(*map(event, PARCELS[1:])), acknowledged=acknowledged)

    assert verdict.lost == []


def test_an_event_that_is_not_processed_is_lost() -> None:
    """A row that waits for ever is no better than none."""
    verdict = judged(with_first(status="pending", processed_at=None, outcomes=[], effects=[]))

    assert verdict.lost == [f"event event of {PARCELS[0].id} is pending after []"]


def test_a_missing_message_is_lost() -> None:
    """An event that is processed and left nothing was not."""
    things = {key: rows for key, rows in found().things.items() if key != PARCELS[0].delivery.about}

    verdict = judged(attrs.evolve(found(), things=things))

    assert len(verdict.lost) == 1
    assert "there is no message" in verdict.lost[0]


def test_a_missing_line_is_lost() -> None:
    """A message that stands in no timeline is seen by nobody."""
    lines = {**found().lines, PARCELS[0].delivery.about: 0}

    verdict = judged(attrs.evolve(found(), lines=lines))

    assert len(verdict.lost) == 1
    assert "stands in no timeline" in verdict.lost[0]


def test_a_missing_effect_is_lost() -> None:
    """An event whose handler never came to its end was not processed."""
    verdict = judged(with_first(effects=[]))

    assert verdict.lost == [f"event event of {PARCELS[0].id} is processed and left no effect"]


def test_an_effect_that_is_there_twice_is_doubled() -> None:
    """A planted double is found, however well everything else merged."""
    verdict = judged(with_first(effects=[1, 2]))

    assert verdict.doubled == [f"event event of {PARCELS[0].id} left its effect 2 times"]


def test_an_event_that_was_processed_twice_is_doubled() -> None:
    """Two attempts that succeeded are one too many."""
    verdict = judged(with_first(outcomes=["processed", "processed"]))

    assert verdict.doubled == [f"event event of {PARCELS[0].id} was processed 2 times"]


def test_a_delivery_with_two_rows_is_doubled() -> None:
    """A repeated delivery must not become a second event."""
    verdict = judged(found(*map(event, PARCELS), event(PARCELS[0], id="another")))

    assert verdict.doubled == [f"2 times the delivery {PARCELS[0].id}"]


def test_a_message_with_two_rows_is_doubled() -> None:
    """One message is one row, and one line."""
    about = PARCELS[0].delivery.about
    planted = found()

    verdict = judged(
        attrs.evolve(planted, things={**planted.things, about: 2}, lines={**planted.lines, about: 2})
    )

    assert verdict.doubled == [f"2 times the row {about}", f"2 times the line {about}"]


def test_a_critical_event_over_its_limit_is_late() -> None:
    """A planted delay is found."""
    verdict = judged(with_first(processed_at=DUE + timedelta(seconds=61)))

    assert verdict.late == [f"critical event event of {PARCELS[0].id} waited 61.0 s"]
    assert verdict.waits[Priority.CRITICAL] == 61


def test_a_priority_without_a_limit_is_never_late() -> None:
    """Where nothing is promised, nothing is broken."""
    verdict = judged(with_first(processed_at=DUE + timedelta(hours=1)), limits={})

    assert verdict.late == []


def test_the_clock_starts_anew_when_a_worker_is_killed() -> None:
    """An event that was in the hands of a killed worker has its time from then."""
    struck = {f"event of {PARCELS[0].id}": DUE + timedelta(seconds=30)}

    verdict = judged(with_first(processed_at=DUE + timedelta(seconds=61)), struck=struck)

    assert verdict.late == []
    assert verdict.waits[Priority.CRITICAL] == 31


def test_a_row_that_nobody_sent_is_wrong() -> None:
    """What comes from nowhere is told."""
    stranger = event(PARCELS[0], id="another", delivery_id="msg_of_nobody")

    verdict = judged(found(*map(event, PARCELS), stranger))

    assert verdict.wrong == ["msg_of_nobody was never sent"]


def test_poison_in_the_dead_letters_is_well() -> None:
    """Four attempts, each failed in the way it was made to, are what is asked for."""
    bad = parcel(0, received, Priority.CRITICAL, text="x", outcome="lost")
    dead = event(bad, status="failed", processed_at=None, outcomes=["lost"] * 4, effects=[])

    verdict = judged(found(dead, parcels=(bad,)), parcels=(bad,))

    assert [*verdict.lost, *verdict.doubled, *verdict.wrong, *verdict.blamed] == []


def test_poison_that_was_tried_too_often_is_wrong() -> None:
    """A fifth attempt is found, and so is one of another kind."""
    bad = parcel(0, received, Priority.CRITICAL, text="x", outcome="failed")
    outcomes = ["failed", "lost", "failed", "failed", "failed"]
    dead = event(bad, status="failed", processed_at=None, outcomes=outcomes, effects=[])

    verdict = judged(found(dead, parcels=(bad,)), parcels=(bad,))

    assert verdict.wrong == [f"poison {dead.id} is failed after {outcomes}"]


def test_an_innocent_event_with_a_failed_attempt_is_blamed() -> None:
    """What was processed in the end, and charged with another's crash before, is told."""
    verdict = judged(with_first(outcomes=["lost", "processed"]))

    assert verdict.blamed == [f"event of {PARCELS[0].id}"]
    assert verdict.lost == []
