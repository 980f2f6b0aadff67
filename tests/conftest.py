"""How much hypothesis tries, what is left for `nox -s long`, and assertions that explain themselves."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("openphone_crm.testing.contracts")

# No deadlines, and no complaints of slowness: a busy machine is not a bug.
# Both names are explicit, or CI would run with a third profile.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("short", PATIENT, max_examples=10)
settings.register_profile("long", PATIENT, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has the time ask for what takes long, and for nothing else."""
    parser.addoption("--long", action="store_true", help="Run what is marked as long, and nothing else.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked as long to `nox -s long`, and the rest to the sessions of every day."""
    wants_long = bool(config.getoption("--long"))
    others = [item for item in items if (item.get_closest_marker("long") is not None) is not wants_long]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]
