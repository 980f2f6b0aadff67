"""Signed traffic from the command line."""

from __future__ import annotations

import subprocess

from tests.integration.processes import CHECKOUT, entry_point, environment
from tests.integration.server_process import private_room
from tests.integration.test_dev import dev

STRANGE_KEY = "b3RoZXIga2V5IG9mIHRoaXJ0eS10d28gYnl0ZXMgISE="


def simulate(url: str, key: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Send some traffic."""
    return subprocess.run(
        entry_point("simulate", "--url", url, "--key", key, "--count", "25", "--rate", "100", *options),
        cwd=CHECKOUT,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def figures(done: subprocess.CompletedProcess[str]) -> dict[str, float]:
    """Read the summary."""
    rows = [line.strip("│ ").split("│") for line in done.stdout.splitlines() if "│" in line]
    return {name.strip(): float(figure) for name, figure in rows}


def test_every_generation_is_accepted_and_nothing_else_is() -> None:
    """Everything sent is counted and arrives; a wrong key and a wrong address are said in one line each."""
    with private_room() as room, dev(room, "--no-simulator") as running:
        url = running.said("API").removesuffix("/api/v1/conversations")
        legacy, standard = (room / "data" / "webhook-keys").read_text().split()

        runs = [
            simulate(url, legacy, "--generation", "legacy-app"),
            simulate(url, legacy),
            simulate(f"{url}/webhooks/openphone", standard),
        ]
        refused = simulate(url, STRANGE_KEY)
        misdirected = simulate(f"{url}/nowhere", legacy)

        for done in runs:
            assert done.returncode == 0, done.stderr
            found = figures(done)
            assert (found["sent"], found["refused"], found["failures"]) == (25, 0, 0)
            assert found["queued"] + found["duplicates"] == 25
            assert found["p50 ms"] <= found["p99 ms"]
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.strip() == "--key: is none of the server's keys: 400 Invalid signature"
        assert misdirected.returncode == 1
        assert misdirected.stderr.strip() == f"--url: {url}/nowhere does not accept deliveries: 404 Not Found"
