"""`python -m entrypoints`."""

from __future__ import annotations

from entrypoints.cli import commands

if __name__ == "__main__":
    commands(prog_name="python -m entrypoints")
