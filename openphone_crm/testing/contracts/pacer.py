"""What spacing out requests promises: moments that are far enough apart, and a service left alone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.store import Store


class PacerContract:
    """Moments that are far enough apart, whoever takes them."""

    def test_the_first_moment_is_now(self, store: Store) -> None:
        """Who comes to a service that is free need not wait."""
        moment = store.pacer.next_free("gemini", now=make.NOON, interval=timedelta(seconds=1))

        assert moment == make.NOON

    def test_moments_are_spaced_out(self, store: Store) -> None:
        """Who comes too early gets a later moment; who comes late gets his own."""
        seconds = (0, 0, 0.5, 10)

        moments = [
            store.pacer.next_free("gemini", now=make.later(each), interval=timedelta(seconds=1))
            for each in seconds
        ]

        assert moments == [make.later(each) for each in (0, 1, 2, 10)]

    def test_who_has_no_patience_takes_no_moment(self, store: Store) -> None:
        """It is told when the service is free, and whoever waits until then finds it free."""
        interval, patience = timedelta(seconds=8), timedelta(seconds=5)
        store.pacer.next_free("gemini", now=make.NOON, interval=interval, patience=patience)

        told = [
            store.pacer.next_free("gemini", now=make.later(each), interval=interval, patience=patience)
            for each in (0, 1, 3, 3)
        ]

        assert told == [make.later(each) for each in (8, 8, 8, 16)]

    def test_a_moment_that_nobody_means_is_let_go(self, store: Store) -> None:
        """Taken by somebody whose clock is ahead it stops nobody; asked for by the service it does."""
        interval, patience = timedelta(seconds=1), timedelta(seconds=5)
        for service in ("gemini", "openphone"):
            store.pacer.next_free(service, now=make.later(600), interval=interval, patience=patience)
        store.pacer.hold("openphone", until=make.later(300))

        told = [
            store.pacer.next_free(service, now=make.NOON, interval=interval, patience=patience)
            for service in ("gemini", "gemini", "openphone")
        ]

        assert told == [make.NOON, make.later(1), make.later(601)]

    def test_services_do_not_wait_for_each_other(self, store: Store) -> None:
        """Each service has a pace of its own."""
        interval = timedelta(hours=1)
        store.pacer.next_free("gemini", now=make.NOON, interval=interval)

        assert store.pacer.next_free("openphone", now=make.NOON, interval=interval) == make.NOON

    def test_who_wants_to_be_left_alone_is(self, store: Store) -> None:
        """Whoever comes before then is told when it is; an earlier wish takes nothing back."""
        for seconds in (3600, 60):
            store.pacer.hold("gemini", until=make.later(seconds))

        told = store.pacer.next_free(
            "gemini", now=make.NOON, interval=timedelta(seconds=1), patience=timedelta(seconds=5)
        )

        assert told == store.pacer.free_at("gemini", now=make.NOON) == make.later(3600)
        assert store.pacer.free_at("gemini", now=make.later(4000)) == make.later(4000)
        assert store.pacer.free_at("openphone", now=make.NOON) == make.NOON

    def test_refusals_are_counted_until_there_is_an_answer(self, store: Store) -> None:
        """How often in a row a service asked to be left alone, each service by itself."""
        counts = [store.pacer.refusals("gemini")]
        for seconds in (5, 10):
            store.pacer.hold("gemini", until=make.later(seconds))
            counts.append(store.pacer.refusals("gemini"))

        store.pacer.answered("openphone")
        counts.append(store.pacer.refusals("gemini"))
        store.pacer.answered("gemini")

        assert [*counts, store.pacer.refusals("gemini")] == [0, 1, 2, 2, 0]

    def test_of_many_at_once_no_two_get_the_same(self, store: Store) -> None:
        """Eight at once are spaced out as one after the other."""
        interval = timedelta(milliseconds=110)

        moments = at_once(
            *(partial(store.pacer.next_free, "openphone", now=make.NOON, interval=interval) for _ in range(8))
        )

        assert sorted(moments) == [make.NOON + number * interval for number in range(8)]
