"""How much hypothesis tries, and assertions that explain themselves in the shipped contracts too."""

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
