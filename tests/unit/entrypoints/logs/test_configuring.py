"""Whatever is logged, by whomever, is one line of JSON without a secret, or a line for people."""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from typing import Any

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from entrypoints.logs import configure_logs, log_the_uncaught
from entrypoints.settings import Settings

SECRET = "opensesame-1"
SETTINGS = {"OPENPHONE_API_KEY": SECRET}


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Read the entries that were written."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail() -> None:
    """Raise what quotes a secret and a number."""
    message = f"{SECRET} to +12065550123"
    raise ValueError(message)


def test_an_entry_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    """It says when, how grave, by whom, and whatever was bound for the work at hand."""
    configure_logs(Settings.load(SETTINGS), readable=False)

    with bound_contextvars(request_id="r1"):
        structlog.get_logger("entrypoints.x").info("said", attempt=2)

    (entry,) = written(capsys)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "said",
        "level": "info",
        "logger": "entrypoints.x",
        "request_id": "r1",
        "attempt": 2,
    }


def test_others_speak_through_the_same_formatter(capsys: pytest.CaptureFixture[str]) -> None:
    """What a library logs has what was bound too, and is masked, arguments and traceback included."""
    configure_logs(Settings.load(SETTINGS), readable=False)

    with bound_contextvars(worker="w1"):
        try:
            fail()
        except ValueError:
            logging.getLogger("somebody").exception("cannot ring %s with %s", "+12065550123", SECRET)

    (entry,) = written(capsys)
    assert entry["worker"] == "w1"
    assert entry["event"] == "cannot ring +*********23 with ***"
    assert "ValueError: *** to +*********23" in entry["exception"]


def test_people_read_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Where people read, an entry is a line, masked as well."""
    configure_logs(Settings.load(SETTINGS), readable=True)

    structlog.get_logger("entrypoints.x").warning("said", to="+12065550123", key=SECRET)

    line = capsys.readouterr().err
    assert "said" in line
    assert "+*********23" in line
    assert SECRET not in line


@pytest.mark.parametrize(
    ("level", "heard"),
    [("debug", ["debug", "info", "warning"]), ("info", ["info", "warning"]), ("warning", ["warning"])],
)
def test_the_level_is_a_setting(capsys: pytest.CaptureFixture[str], level: str, heard: list[str]) -> None:
    """CRM_LOG_LEVEL says from which level on our own parts are heard."""
    configure_logs(Settings.load({"CRM_LOG_LEVEL": level}), readable=False)
    log = structlog.get_logger("adapters.x")

    log.debug("a")
    log.info("b")
    log.warning("c")

    assert [entry["level"] for entry in written(capsys)] == heard


def test_nobody_else_is_heard_at_length(capsys: pytest.CaptureFixture[str]) -> None:
    """What a library says of each step may hold headers and bodies: `debug` is for our own parts."""
    configure_logs(Settings.load({"CRM_LOG_LEVEL": "debug"}), readable=False)

    logging.getLogger("somebody").debug("headers")
    logging.getLogger("httpx2").info("HTTP Request: GET https://api.example")

    assert written(capsys) == []


@pytest.mark.parametrize("value", ["\ud800", 2**70, {"a": ["\ud800"]}])
def test_what_json_cannot_hold_is_logged_all_the_same(
    capsys: pytest.CaptureFixture[str], value: object
) -> None:
    """A lone surrogate or a huge number loses no entry."""
    configure_logs(readable=False)

    structlog.get_logger("entrypoints.x").info("odd", value=value)

    (entry,) = written(capsys)
    assert entry["event"] == "odd"


def test_an_uncaught_error_is_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    """What ends a process, a thread, or an object that goes is logged like anything else."""
    configure_logs(Settings.load(SETTINGS), readable=False)
    log_the_uncaught()
    thread = threading.Thread(target=fail, name="t1")

    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    of_the_thread, of_the_process = written(capsys)
    assert (of_the_thread["thread"], of_the_thread["level"]) == ("t1", "critical")
    for entry in (of_the_thread, of_the_process):
        assert "ValueError: *** to +*********23" in entry["exception"]


def test_a_destructor_that_fails_is_an_entry(capsys: pytest.CaptureFixture[str]) -> None:
    """What Python can only ignore is at least said."""

    class Thing:
        def __del__(self) -> None:
            fail()

    configure_logs(Settings.load(SETTINGS), readable=False)
    log_the_uncaught()

    del (things := [Thing()])[0]

    (entry,) = written(capsys)
    assert things == []
    assert "ValueError: *** to" in entry["exception"]


def test_warnings_are_entries(capsys: pytest.CaptureFixture[str]) -> None:
    """What Python warns of goes where everything else goes, masked."""
    configure_logs(Settings.load(SETTINGS), readable=False)
    log_the_uncaught()

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"do not use {SECRET}", stacklevel=1)

    (entry,) = written(capsys)
    assert "do not use ***" in entry["event"]


def test_ctrl_c_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever stops a process knows it."""
    log_the_uncaught()

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert "KeyboardInterrupt" in capsys.readouterr().err
