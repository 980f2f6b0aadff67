"""The watchdog ends a process that hangs, and no other."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

PATIENCE_S = 30


def run(body: str) -> subprocess.CompletedProcess[str]:
    """Run this in a process with a watchdog whose limit is a fifth of a second."""
    start = """
        import threading, time
        from datetime import timedelta
        from entrypoints import watchdog
        watchdog.SLACK_S = 0.1
        dog, limit = watchdog.Watchdog(), timedelta(seconds=0.2)
    """
    program = dedent(start) + dedent(body)
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_work_that_hangs_ends_its_process() -> None:
    """The process is gone, and its log says where it hung."""
    ended = run("""
        def hang():
            while True:
                pass
        with dog.watch(limit) as begin:
            begin()
            hang()
    """)

    assert ended.returncode != 0
    assert "in hang" in ended.stderr


def test_work_that_holds_the_interpreter_is_ended_too() -> None:
    """Also what never lets another thread run is ended: here a regular expression without an end."""
    ended = run("""
        import re
        with dog.watch(limit) as begin:
            begin()
            re.match(r"(a+)+$", "a" * 64 + "b")
    """)

    assert ended.returncode != 0


def test_the_time_starts_anew_with_each_piece_of_work() -> None:
    """A batch may take as long as it likes, as long as each of its events is quick."""
    ended = run("""
        with dog.watch(limit) as begin:
            for _ in range(12):
                begin()
                time.sleep(0.05)
        print("done")
    """)

    assert (ended.returncode, ended.stdout) == (0, "done\n")


def test_nobody_is_watched_who_does_not_work() -> None:
    """After the work the process may rest as long as it likes, and work again."""
    ended = run("""
        for _ in range(2):
            with dog.watch(limit) as begin:
                begin()
            time.sleep(0.5)
        print("done")
    """)

    assert (ended.returncode, ended.stdout) == (0, "done\n")


def test_one_thread_that_works_does_not_save_another_that_hangs() -> None:
    """Each thread has its own time, though the process has one alarm."""
    ended = run("""
        def hang():
            with dog.watch(limit) as begin:
                begin()
                time.sleep(60)
        threading.Thread(target=hang, daemon=True).start()
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            with dog.watch(limit) as begin:
                begin()
                time.sleep(0.01)
    """)

    assert ended.returncode != 0
    assert "in hang" in ended.stderr


def test_a_longer_limit_beside_a_shorter_one() -> None:
    """Work with more time is not ended when the time of other work beside it is over and it was done."""
    ended = run("""
        def quick():
            with dog.watch(limit) as begin:
                begin()
                time.sleep(0.05)
        with dog.watch(timedelta(seconds=20)) as begin:
            begin()
            thread = threading.Thread(target=quick)
            thread.start()
            thread.join()
            time.sleep(0.6)
        print("done")
    """)

    assert (ended.returncode, ended.stdout) == (0, "done\n")
