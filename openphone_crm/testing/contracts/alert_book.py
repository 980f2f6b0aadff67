"""What keeping alerts promises."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import attrs

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.errors import NotFoundError
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.ids import AlertId, derived_id
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, all_pages, at_once, joined, raising
from openphone_crm.testing.contracts.dead_letters import LONG_AFTER
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store


class AlertBookContract:
    """At most one alert of each rule is open, and each change is kept with what tells of it."""

    def test_an_alert_is_kept(self, store: Store) -> None:
        """Every field of it comes back, and it is the open one of its rule alone."""
        alert = _alert(message=ODD_TEXTS[0], severity=Severity.WARNING)

        added = store.alert_book.add(alert, telling=())

        assert added is True
        assert store.alert_book.open(Rule.API_KEY) == alert
        assert store.alert_book.open(Rule.SILENCE) is None
        assert store.alert_book.find(PageRequest(10)).items == (alert,)

    def test_a_rule_is_open_once(self, store: Store) -> None:
        """Of many alerts of one rule at once one is kept, and only that one is told."""
        alerts = [_alert(f"{number}") for number in range(5)]

        added = at_once(*(partial(_add, store, alert) for alert in alerts))

        assert added.count(True) == 1
        kept = alerts[added.index(True)]
        assert store.alert_book.find(PageRequest(10)).items == (kept,)
        assert _told(store) == [kept.id]

    def test_rules_do_not_hinder_each_other(self, store: Store) -> None:
        """Alerts of two rules can be open at the same time."""
        store.alert_book.add(_alert("a"), telling=())

        added = store.alert_book.add(_alert("b", rule=Rule.SILENCE), telling=())

        assert added is True

    def test_what_is_said_of_an_alert_changes(self, store: Store) -> None:
        """Its message, how bad it is and when it was told; who knows of it and since when it is, stay."""
        store.alert_book.add(_alert(severity=Severity.WARNING), telling=())
        known = store.alert_book.acknowledge(_alert().id, by="Ann", at=make.later(1))
        worse = attrs.evolve(_alert(message=ODD_TEXTS[0], since=make.later(99)), told_at=make.later(2))

        refreshed = store.alert_book.refresh(worse, telling=(_telling("worse"),))

        assert refreshed is True
        assert store.alert_book.open(Rule.API_KEY) == attrs.evolve(
            known, message=ODD_TEXTS[0], severity=Severity.CRITICAL, told_at=make.later(2)
        )
        assert _told(store) == ["worse"]

    def test_nothing_more_is_said_of_what_is_over(self, store: Store) -> None:
        """Nothing is written and nothing told, as for an alert that never was."""
        store.alert_book.add(_alert(), telling=())
        store.alert_book.end(Rule.API_KEY, at=make.later(60), telling=())

        refreshed = [
            store.alert_book.refresh(_alert(name, message="still"), telling=(_telling("still"),))
            for name in ("a", "never")
        ]

        assert refreshed == [False, False]
        assert store.alert_book.find(PageRequest(10)).items == (
            attrs.evolve(_alert(), ended_at=make.later(60)),
        )
        assert _told(store) == []

    def test_an_alert_ends(self, store: Store) -> None:
        """It stays as one that has ended, that is told, and the next of its rule can open."""
        alert = _alert("a")
        store.alert_book.add(alert, telling=())

        ended = store.alert_book.end(alert.rule, at=make.later(60), telling=(_telling("end"),))

        assert ended is True
        assert store.alert_book.open(alert.rule) is None
        assert [one.ended_at for one in store.alert_book.find(PageRequest(10)).items] == [make.later(60)]
        assert _told(store) == ["end"]
        assert store.alert_book.add(_alert("b"), telling=()) is True

    def test_an_alert_ends_once(self, store: Store) -> None:
        """Of many who end it at once one does, and only that one tells; the moment stays."""
        store.alert_book.add(_alert(), telling=())

        ended = at_once(*(partial(_end, store, number) for number in range(5)))

        assert ended.count(True) == 1
        assert _told(store) == [f"{ended.index(True)}"]

    def test_what_is_not_open_does_not_end(self, store: Store) -> None:
        """Nothing is written, and nothing told."""
        ended = store.alert_book.end(Rule.BUDGET, at=make.NOON, telling=(_telling("end"),))

        assert ended is False
        assert _told(store) == []

    def test_an_alert_is_acknowledged_once(self, store: Store) -> None:
        """Who knew of it first stays; it is open all the same."""
        alert = _alert()
        store.alert_book.add(alert, telling=())
        first = store.alert_book.acknowledge(alert.id, by=ODD_TEXTS[1], at=make.later(1))

        second = store.alert_book.acknowledge(alert.id, by="Ben", at=make.later(2))

        assert (first.acknowledged_by, first.acknowledged_at) == (ODD_TEXTS[1], make.later(1))
        assert second == first == store.alert_book.open(alert.rule)

    def test_an_alert_that_is_not_there(self, store: Store) -> None:
        """It cannot be acknowledged."""
        with raising(NotFoundError):
            store.alert_book.acknowledge(AlertId("nobody\x00"), by="Ann", at=make.NOON)

    def test_alerts_are_listed_newest_first(self, store: Store) -> None:
        """Page by page, and the open or the ended ones alone."""
        rules = list(Rule)[:5]
        alerts = [_alert(f"{n}", rule=rule, since=make.later(n // 2)) for n, rule in enumerate(rules)]
        for alert in alerts:
            store.alert_book.add(alert, telling=())
        store.alert_book.end(rules[3], at=make.later(9), telling=())

        pages = all_pages(store.alert_book.find, limit=2)

        order = sorted(alerts, key=lambda alert: (alert.since, alert.id), reverse=True)
        assert [alert.id for alert in joined(pages)] == [alert.id for alert in order]
        assert {alert.rule for alert in store.alert_book.find(PageRequest(10), is_open=True).items} == {
            *rules[:3],
            rules[4],
        }
        assert [alert.rule for alert in store.alert_book.find(PageRequest(10), is_open=False).items] == [
            rules[3]
        ]

    def test_an_alert_is_a_change(self, store: Store) -> None:
        """Whoever polls is told of each step."""
        seen = [store.changes.current("events")]

        store.alert_book.add(_alert(), telling=())
        seen.append(store.changes.current("events"))
        store.alert_book.acknowledge(_alert().id, by="Ann", at=make.NOON)
        seen.append(store.changes.current("events"))
        store.alert_book.refresh(_alert(message="still"), telling=())
        seen.append(store.changes.current("events"))
        store.alert_book.end(Rule.API_KEY, at=make.NOON, telling=())
        seen.append(store.changes.current("events"))

        assert seen == sorted(set(seen))


def _alert(
    name: str = "a",
    *,
    rule: Rule = Rule.API_KEY,
    severity: Severity = Severity.CRITICAL,
    message: str = "The key is refused.",
    since: datetime = make.NOON,
) -> Alert:
    return Alert(
        id=AlertId(derived_id("built alert", name)),
        rule=rule,
        severity=severity,
        message=message,
        since=since,
    )


def _telling(subject: str) -> FollowUp:
    return FollowUp(
        id=follow_up_id("send", "alert", subject),
        kind="send",
        subject=subject,
        priority=Priority.CRITICAL,
        created_at=make.NOON,
        due_at=make.NOON,
        details={"channel": "mail", "title": "wrong", "body": "what to do"},
    )


def _add(store: Store, alert: Alert) -> bool:
    return store.alert_book.add(alert, telling=(_telling(alert.id),))


def _end(store: Store, number: int) -> bool:
    return store.alert_book.end(Rule.API_KEY, at=make.later(number), telling=(_telling(f"{number}"),))


def _told(store: Store) -> list[str]:
    claimed = store.follow_ups.claim(Priority.CRITICAL, worker="w1", now=LONG_AFTER, lease=LEASE, limit=10)
    return [claim.subject for claim in claimed]
