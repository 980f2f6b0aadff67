"""Settings from a file: simple lines, and the environment wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from entrypoints.dotenv import read_dotenv
from entrypoints.settings import environment
from openphone_crm.errors import SettingsError

LINES = """
# A comment
CRM_TIMEZONE=Europe/Berlin
export CRM_DEFAULT_REGION = "DE"
  CRM_WEBHOOK_KEYS='bGVnYWN5 c2Vjb25k'
CRM_PUBLIC_URL=https://crm.example.com/#a=b
CRM_REDIS_URL=
"""


def test_lines_are_read(tmp_path: Path) -> None:
    """Quotes and `export` are taken off; comments and empty lines are no settings."""
    (tmp_path / ".env").write_text(LINES)

    found = read_dotenv(tmp_path / ".env")

    assert found == {
        "CRM_TIMEZONE": "Europe/Berlin",
        "CRM_DEFAULT_REGION": "DE",
        "CRM_WEBHOOK_KEYS": "bGVnYWN5 c2Vjb25k",
        "CRM_PUBLIC_URL": "https://crm.example.com/#a=b",
        "CRM_REDIS_URL": "",
    }


def test_there_need_be_no_file(tmp_path: Path) -> None:
    """Without the file there is nothing to read."""
    assert read_dotenv(tmp_path / ".env") == {}


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment names is not taken from the file, even when it is empty."""
    (tmp_path / ".env").write_text("CRM_TIMEZONE=Europe/Berlin\nCRM_REDIS_URL=redis://r\nCRM_LOW_BATCH_S=3")
    monkeypatch.setenv("CRM_TIMEZONE", "Asia/Tokyo")
    monkeypatch.setenv("CRM_REDIS_URL", "")

    found = environment(tmp_path)

    assert (found["CRM_TIMEZONE"], found["CRM_REDIS_URL"], found["CRM_LOW_BATCH_S"]) == (
        "Asia/Tokyo",
        "",
        "3",
    )


@pytest.mark.parametrize("line", ["CRM_TIMEZONE", "1=2", "secret words"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    """A line that says nothing is an error, which names its number and does not quote it."""
    (tmp_path / ".env").write_text(f"# First\n{line}\n")

    with pytest.raises(SettingsError, match=r"\.env, line 2: must be NAME=value$"):
        read_dotenv(tmp_path / ".env")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are an error in one line."""
    (tmp_path / ".env").write_bytes(b"CRM_TIMEZONE=\xff\xfe")

    with pytest.raises(SettingsError, match=r"\.env: cannot be read"):
        read_dotenv(tmp_path / ".env")
