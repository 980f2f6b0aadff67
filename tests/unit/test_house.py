"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
CORE = CHECKOUT / "openphone_crm"
TREES = ["openphone_crm", "adapters", "entrypoints", "tests", "benchmarks"]
ALLOWED = {"openphone_crm", "attr", "attrs", "orjson", "phonenumbers"}
LONGEST_MODULE = 250


def test_the_core_imports_few_packages() -> None:
    """The core needs attrs, orjson, phonenumbers and the standard library; its pytest plugin needs pytest."""
    plugin = CORE / "testing" / "pytest_plugin.py"

    foreign = {
        (str(path.relative_to(CHECKOUT)), package)
        for path in CORE.rglob("*.py")
        for package in imported_packages(path) - sys.stdlib_module_names - ALLOWED
        if (path, package) != (plugin, "pytest")
    }

    assert foreign == set()


def test_no_module_is_long() -> None:
    """A module is one idea; one that needs more than 250 lines has two (migrations are history)."""
    modules = [path for tree in TREES for path in (CHECKOUT / tree).rglob("*.py")]

    too_long = [path for path in modules if "migrations" not in path.parts and lines(path) > LONGEST_MODULE]

    assert too_long == []


def test_unit_tests_have_no_sockets() -> None:
    """A unit test that opens a socket is told where it belongs."""
    with pytest.raises(AssertionError, match="tests/integration"):
        socket.create_connection(("127.0.0.1", 9))


def imported_packages(path: Path) -> set[str]:
    """Name the top-level packages that a module imports."""
    return {name.partition(".")[0] for name in imported_names(ast.parse(path.read_bytes()))}


def imported_names(tree: ast.Module) -> Iterator[str]:
    """Walk through the absolute imports of a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case _:
                pass


def lines(path: Path) -> int:
    """Count the lines of a file."""
    return len(path.read_bytes().splitlines())
