"""The examples in the documentation run as they stand."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
EXPECTED = {
    "receive_in_memory.py": "| ",
    "verify_a_delivery.py": "accepted: msg_1\nrefused: ",
}


def test_every_example_is_run() -> None:
    """No example is left out."""
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It ends without an error and prints what it is about."""
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")

    assert EXPECTED[name] in capsys.readouterr().out
