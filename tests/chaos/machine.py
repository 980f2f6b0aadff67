"""Where and on what a run was made."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).parents[2]
GIBIBYTE = 2**30

_PROCESSORS = Path("/proc/cpuinfo")


def machine_in_words() -> str:
    """Say what kind of machine this is."""
    memory = round(psutil.virtual_memory().total / GIBIBYTE)
    system = f"{platform.system()} {platform.release()}"
    size = f"{psutil.cpu_count()} processors, {memory} GiB"
    return f"{_processor()}, {size}, {system}, Python {platform.python_version()}"


def commit_in_words() -> str:
    """Name the commit that was tested, and whether anything of the code was changed since."""
    commit = _git("rev-parse", "--short", "HEAD")
    if not commit:
        return "unknown"
    return commit + ("+" if _git("status", "--porcelain", "--", ":!docs") else "")


def _processor() -> str:
    if _PROCESSORS.exists():
        for line in _PROCESSORS.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.machine()


def _git(*arguments: str) -> str:
    """Ask git; nothing where there is none."""
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
