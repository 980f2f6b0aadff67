"""What is said of a process that is not ready."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from openphone_crm.errors import UnavailableError
from tests.integration.falcon_http.world import make_world


@pytest.mark.parametrize(
    ("what", "members", "advice"),
    [
        ("database", {"database": "away"}, "python -m entrypoints check"),
        ("migrations", {"database": "ok", "migrations": "missing"}, "python -m entrypoints migrate"),
    ],
)
def test_the_part_is_named(what: str, members: Mapping[str, str], advice: str) -> None:
    """For people in the detail, for programs in members; the status of a problem is a number."""

    def readiness() -> Mapping[str, str]:
        raise UnavailableError(what, "the password hunter2")

    answer = make_world(readiness=readiness).send("GET", "/readyz")

    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"] == "5"
    assert (problem["status"], problem["title"], problem["ready"], problem["part"]) == (
        503,
        "Not ready",
        False,
        what,
    )
    assert members.items() <= problem.items()
    assert advice in problem["detail"]
    assert "hunter2" not in answer.text
