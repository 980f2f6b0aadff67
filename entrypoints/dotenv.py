"""Settings from a file named `.env`."""

from __future__ import annotations

import re
from pathlib import Path

from openphone_crm.errors import SettingsError

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_IGNORED = re.compile(r"\s*(#.*)?")
_QUOTED = re.compile(r"""(["'])(.*)\1""")


def read_dotenv(path: Path) -> dict[str, str]:
    """
    Read lines of `NAME=value`; quotes around a value are taken off, and lines that begin with # ignored.

    Returns:
        What the file says, nothing when there is none.

    Raises:
        SettingsError: When it cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), f"cannot be read: {error}") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if not _IGNORED.fullmatch(line)]
    return dict(_pair(line, f"{path}, line {number}") for number, line in numbered)


def _pair(line: str, place: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise SettingsError(place, "must be NAME=value")
    name, value = match.groups()
    return name, _QUOTED.sub(r"\2", value) if _QUOTED.fullmatch(value) else value
