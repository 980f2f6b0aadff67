"""The bell in Redis."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from rq.job import Job
from rq.queue import Queue

from adapters.rq_queue import Listener, RqJobQueue
from adapters.rq_queue.job import DRAIN
from entrypoints import jobs
from openphone_crm.errors import UnavailableError
from openphone_crm.priority import Priority
from tests.integration.proxy import TcpProxy
from tests.integration.server_process import free_port
from tests.integration.servers import redis, redis_client
from tests.integration.waiting import wait_until

# With RQ's own limit of eleven seconds for an answer a worker would be deaf, and look at nothing, for longer.
SILENCE_LIMIT_S = 15.0


@pytest.fixture
def queue(redis_url: str) -> Iterator[RqJobQueue]:
    """Lend a queue in an empty Redis."""
    with closing(RqJobQueue(redis_url)) as lent:
        yield lent


def waiting_jobs(url: str, priority: Priority) -> list[Job]:
    """Read what waits in a queue."""
    with redis_client(url) as client:
        return Queue(priority.label, connection=client, serializer="json").jobs


def test_many_rings_are_one_job(queue: RqJobQueue, redis_url: str) -> None:
    """A thousand events need one drain."""
    for _ in range(10):
        queue.ring(Priority.CRITICAL)

    assert len(waiting_jobs(redis_url, Priority.CRITICAL)) == 1
    assert waiting_jobs(redis_url, Priority.LOW) == []


def test_a_cleared_bell_rings_again(queue: RqJobQueue, redis_url: str) -> None:
    """What arrives after a worker has looked rings once more."""
    queue.ring(Priority.LOW)

    queue.clear(Priority.LOW)
    queue.ring(Priority.LOW)

    assert len(waiting_jobs(redis_url, Priority.LOW)) == 2


def test_a_bell_that_nobody_hears_rings_again_by_itself(queue: RqJobQueue, redis_url: str) -> None:
    """The flag that keeps rings from piling up has a short life."""
    queue.ring(Priority.STANDARD)

    with redis_client(redis_url) as client:
        left = client.ttl("crm:wake:standard")

    assert 0 < left <= 30


def test_a_job_says_nothing_about_anybody(queue: RqJobQueue, redis_url: str) -> None:
    """The job names its queue, in JSON, and holds nothing else."""
    queue.ring(Priority.CRITICAL)

    [job] = waiting_jobs(redis_url, Priority.CRITICAL)

    assert (job.func_name, job.args, job.kwargs) == (DRAIN, ["critical"], {})
    assert job.description == "drain critical"
    assert job.result_ttl == 0


def test_the_name_of_the_job_leads_to_the_drain() -> None:
    """The dotted name that stands in Redis is that of the function."""
    assert f"{jobs.drain.__module__}.{jobs.drain.__name__}" == DRAIN


def test_an_unreachable_redis_is_unavailable() -> None:
    """Without Redis a ring fails in the words of the core, and the queue says that it is down."""
    with closing(RqJobQueue(f"redis://127.0.0.1:{free_port()}/0")) as queue:
        assert not queue.is_up()
        with pytest.raises(UnavailableError, match="Redis is unavailable"):
            queue.ring(Priority.CRITICAL)
        with pytest.raises(UnavailableError, match="Redis is unavailable"):
            queue.clear(Priority.CRITICAL)


def test_a_ring_that_fails_half_way_can_be_repeated(
    queue: RqJobQueue, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flag without a job would keep the next rings from being heard: it is taken away."""
    with monkeypatch.context() as patched:
        patched.setattr(Queue, "enqueue_call", _fail)
        with pytest.raises(UnavailableError):
            queue.ring(Priority.CRITICAL)

    queue.ring(Priority.CRITICAL)

    assert queue.is_up()
    assert len(waiting_jobs(redis_url, Priority.CRITICAL)) == 1


def test_a_worker_hears_the_bell(queue: RqJobQueue, redis_url: str) -> None:
    """A ring is a drain, done in the process of the worker; before the first one it looks by itself."""
    drained: Counter[Priority] = Counter()
    with listening(redis_url, Priority.CRITICAL, lambda: drained.update([Priority.CRITICAL])) as heard:
        assert wait_until(lambda: drained.total() == 1)

        queue.ring(Priority.CRITICAL)

        assert wait_until(lambda: heard == ["critical"])


def test_a_foreign_job_is_refused(redis_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever writes to Redis cannot make a worker run anything but the drain."""
    with redis_client(redis_url) as client:
        queue = Queue("critical", connection=client, serializer="json")
        queue.enqueue("os.system", "exit 3", description="foreign")
        queue.enqueue(DRAIN, "critical", description="own")

    with listening(redis_url, Priority.CRITICAL, lambda: None) as heard:
        assert wait_until(lambda: heard == ["critical"])

    assert "ForbiddenJobError" in caplog.text


def test_a_worker_outlives_redis(caplog: pytest.LogCaptureFixture) -> None:
    """While Redis is away a worker looks by itself, says so in one line, and hears the bell again later."""
    looked: Counter[str] = Counter()
    with (
        redis() as server,
        closing(RqJobQueue(server.url)) as queue,
        listening(server.url, Priority.LOW, lambda: looked.update(["look"])) as heard,
    ):
        assert wait_until(lambda: looked.total() == 1)
        queue.ring(Priority.LOW)
        assert wait_until(lambda: len(heard) == 1)

        server.stop()
        assert wait_until(lambda: looked.total() >= 3)
        server.start()

        assert wait_until(lambda: "hears the bell again" in caplog.text)
        assert wait_until(lambda: _rings(queue, Priority.LOW))
        assert wait_until(lambda: len(heard) == 2)
    lines = [record for record in caplog.records if "looks for work by itself" in record.getMessage()]
    assert len(lines) == 1


def test_a_silent_redis_is_unavailable(redis_url: str) -> None:
    """A Redis that takes everything and answers nothing is given up, and rung again when it answers."""
    with TcpProxy.before(redis_url) as proxy, closing(RqJobQueue(proxy.url)) as queue:
        assert queue.is_up()
        proxy.stall()

        assert not queue.is_up()
        with pytest.raises(UnavailableError, match="Redis is unavailable"):
            queue.ring(Priority.CRITICAL)

        proxy.pass_on()
        assert wait_until(lambda: _rings(queue, Priority.CRITICAL))


def test_a_worker_outlives_a_silent_redis(redis_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A worker that waits for an answer soon looks by itself, and hears the bell again later."""
    looked: Counter[str] = Counter()
    with (
        TcpProxy.before(redis_url) as proxy,
        closing(RqJobQueue(redis_url)) as queue,
        listening(proxy.url, Priority.LOW, lambda: looked.update(["look"])) as heard,
    ):
        queue.ring(Priority.LOW)
        assert wait_until(lambda: len(heard) == 1)

        proxy.stall()
        assert wait_until(lambda: looked.total() >= 3, limit_s=SILENCE_LIMIT_S)
        proxy.pass_on()

        assert wait_until(lambda: "hears the bell again" in caplog.text)
        queue.clear(Priority.LOW)
        queue.ring(Priority.LOW)
        assert wait_until(lambda: len(heard) >= 2)


@contextmanager
def listening(url: str, priority: Priority, work: Callable[[], None]) -> Iterator[list[str]]:
    """Run a worker of one queue in a thread; gives the labels of the drains that the bell brought."""
    heard: list[str] = []
    stopping = threading.Event()

    def pause(seconds: float) -> None:
        stopping.wait(min(seconds, 0.2))

    listener = Listener(
        url=url,
        priority=priority,
        name="test",
        should_stop=stopping.is_set,
        work=work,
        pause=pause,
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "drain", heard.append)
        # Only the main thread of a process may ask for the signal that ends a stuck job.
        patched.setattr("adapters.rq_queue.worker.FatalTimeout.setup_death_penalty", lambda _: None)
        thread = threading.Thread(target=listener.listen)
        thread.start()
        try:
            yield heard
        finally:
            stopping.set()
            thread.join(10)
            assert not thread.is_alive()


def _fail(*_arguments: object, **_options: object) -> None:
    raise UnavailableError("Redis", "cut")


def _rings(queue: RqJobQueue, priority: Priority) -> bool:
    try:
        queue.ring(priority)
    except UnavailableError:
        return False
    return True
