"""The examples in the core's docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import openphone_crm

MODULES = [
    name
    for _, name, is_package in pkgutil.walk_packages(openphone_crm.__path__, "openphone_crm.")
    if not is_package
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    """Every example in a docstring does what it says."""
    module = importlib.import_module(name)

    found = doctest.testmod(module)

    assert found.failed == 0
