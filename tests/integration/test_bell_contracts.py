"""Both bells keep what the contract promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import attrs
import pytest
from rq.queue import Queue

from adapters.embedded_queue import EmbeddedJobQueue
from adapters.rq_queue import RqJobQueue
from openphone_crm.priority import Priority
from openphone_crm.testing import contracts
from tests.integration.servers import redis_client


@attrs.frozen
class EmbeddedBell:
    """An ear at the bells of one process."""

    queue: EmbeddedJobQueue = attrs.field(factory=EmbeddedJobQueue)

    def hear(self) -> list[Priority]:
        """Hear as the threads do."""
        heard = [priority for priority, bell in self.queue._bells.items() if bell.is_set()]
        for priority in heard:
            self.queue._bells[priority].clear()
        return heard


@attrs.frozen
class RqBell:
    """An ear at the jobs in Redis."""

    queue: RqJobQueue
    url: str

    def hear(self) -> list[Priority]:
        """Hear as a worker does: take the jobs, and clear the flag."""
        heard: list[Priority] = []
        with redis_client(self.url) as client:
            for priority in Priority:
                jobs = Queue(priority.label, connection=client, serializer="json")
                heard += [priority] * jobs.count
                jobs.empty()  # type: ignore[no-untyped-call]  # RQ forgot this one
                self.queue.clear(priority)
        return heard


class TestEmbeddedJobQueue(contracts.JobQueueContract):
    """The bell inside one process keeps its promises."""

    @pytest.fixture
    def bell(self) -> EmbeddedBell:
        """Lend a bell."""
        return EmbeddedBell()


class TestRqJobQueue(contracts.JobQueueContract):
    """The bell in Redis keeps its promises."""

    @pytest.fixture
    def bell(self, redis_url: str) -> Iterator[RqBell]:
        """Lend a bell in an empty Redis."""
        with closing(RqJobQueue(redis_url)) as queue:
            yield RqBell(queue, redis_url)
