"""What is wrong is told when it begins or gets worse, once a day in between, and when it ends."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.alarms import A_DAY
from openphone_crm.alerts import Alert, Rule, Severity
from tests.unit.health.clinic import Clinic

HOUR = timedelta(hours=1)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=30)


def ring(clinic: Clinic, message: str = "It is bad. Mend it.", **fields: Severity) -> None:
    """Have a disk noticed that is full."""
    clinic.alarms.ring(Rule.DISK, title="bad", message=message, **fields)


def stop(clinic: Clinic) -> None:
    """Have it noticed that there is room."""
    clinic.alarms.stop(Rule.DISK, title="good", message="It is mended.")


def opened(clinic: Clinic) -> Alert:
    """The alert, which must be open."""
    alert = clinic.alert(Rule.DISK)
    assert alert is not None
    return alert


def test_what_changes_is_written_down_and_not_told() -> None:
    """The message says how it is by now; since when it is, and when it was told, stay."""
    clinic = Clinic()
    ring(clinic)
    before = opened(clinic)
    clinic.clock.advance(HOUR)

    ring(clinic, "It is bad in another way.")

    assert opened(clinic).message == "It is bad in another way."
    assert (opened(clinic).since, opened(clinic).told_at) == (before.since, before.since)
    assert clinic.told() == [("mail", "bad")]


def test_figures_that_move_are_no_change() -> None:
    """The same fault in other figures stays as it was written down, and no poll is answered anew."""
    clinic = Clinic()
    ring(clinic, "1.5% of all events fail. Of 1,701 these are 26.")

    ring(clinic, "2.0% of all events fail. Of 1,802 these are 36.")

    assert opened(clinic).message == "1.5% of all events fail. Of 1,701 these are 26."


def test_what_gets_worse_is_told_anew() -> None:
    """Once, with what is said of it by now."""
    clinic = Clinic()
    ring(clinic, "Soon it is bad.", severity=Severity.WARNING)
    clinic.clock.advance(HOUR)

    for _ in range(3):
        ring(clinic)

    assert opened(clinic).severity is Severity.CRITICAL
    assert opened(clinic).told_at == clinic.clock.now()
    assert clinic.told() == [("mail", "bad"), ("mail", "bad")]


def test_what_gets_better_is_no_news() -> None:
    """It stays as bad as it was until it is over."""
    clinic = Clinic()
    ring(clinic)

    ring(clinic, "It is not so bad.", severity=Severity.WARNING)

    assert (opened(clinic).severity, opened(clinic).message) == (Severity.CRITICAL, "It is bad. Mend it.")
    assert clinic.told() == [("mail", "bad")]


def test_what_goes_on_is_told_once_a_day() -> None:
    """With what was said of it last and since when it is so, however often it is looked at."""
    clinic = Clinic()
    ring(clinic)

    for _ in range(49):
        clinic.alarms.remind()
        clinic.clock.advance(HOUR)

    assert clinic.told() == [("mail", "Still: It is bad"), ("mail", "Still: It is bad"), ("mail", "bad")]
    assert "It has been so since 2026-04-13 12:00 UTC." in clinic.bodies("Still: It is bad")[0]


def test_what_somebody_knows_of_is_not_told_again() -> None:
    """Its end is, all the same."""
    clinic = Clinic()
    ring(clinic)
    clinic.crm.alert_book.acknowledge(opened(clinic).id, by="Ann", at=clinic.clock.now())
    clinic.clock.advance(3 * A_DAY)

    clinic.alarms.remind()
    stop(clinic)

    assert clinic.told() == [("mail", "bad"), ("mail", "good")]


def test_the_end_of_what_nobody_heard_of_is_not_told() -> None:
    """Where the only channel was the one that does not work."""
    clinic = Clinic()
    clinic.alarms.ring(Rule.MAIL, title="mute", message="It fails.", but_not=["mail"])
    is_kept = clinic.alert(Rule.MAIL) is not None

    clinic.alarms.remind()
    clinic.alarms.stop(Rule.MAIL, title="heard", message="It works.")

    assert is_kept
    assert clinic.alert(Rule.MAIL) is None
    assert clinic.told() == []


def test_a_channel_that_fails_is_left_out() -> None:
    """The others tell of it."""
    clinic = Clinic("mail", "pager")

    clinic.alarms.ring(Rule.MAIL, title="mute", message="It fails.", but_not=["mail"])

    assert clinic.told() == [("pager", "mute")]


def test_no_alert_shows_a_phone_number() -> None:
    """Neither its message nor its title, nor what is sent."""
    clinic = Clinic()

    clinic.alarms.ring(Rule.DISK, title="No room for +12065550123", message="+12065550123 called.")
    message = opened(clinic).message
    clinic.alarms.stop(Rule.DISK, title="Room for +12065550123", message="+12065550123 may call.")

    titles = [title for _, title in clinic.told()]
    assert message == "+*********23 called."
    assert len(titles) == 2
    assert "65550123" not in "".join((*titles, *(body for title in titles for body in clinic.bodies(title))))


@given(STEPS)
def test_nothing_is_told_twice_without_a_reason(steps: list[tuple[bool, int]]) -> None:
    """Whatever is noticed when, the telling follows the transitions, and repeats come a day apart."""
    clinic, is_bad, expected = Clinic(), False, []
    told_at = clinic.clock.now()
    for now_bad, hours in steps:
        clinic.clock.advance(hours * HOUR)
        (ring if now_bad else stop)(clinic)
        clinic.alarms.remind()
        if now_bad is not is_bad:
            expected.append("bad" if now_bad else "good")
            is_bad, told_at = now_bad, clinic.clock.now()
        elif is_bad and clinic.clock.now() - told_at >= A_DAY:
            expected.append("Still: It is bad")
            told_at = clinic.clock.now()

    assert [title for _, title in clinic.told()] == sorted(expected)
