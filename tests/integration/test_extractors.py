"""Which extractor the settings ask for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from entrypoints.extractors import EXTRACTORS, extractor_for
from entrypoints.settings import Settings
from openphone_crm.errors import SettingsError

KEY = {"GEMINI_API_KEY": "t0ps3cret"}
LEGACY = {"CRM_GEMINI_SDK": "google-generativeai"}


@pytest.mark.parametrize(
    ("environ", "name", "model"),
    [
        ({}, "pattern", "pattern/2"),
        (LEGACY, "pattern", "pattern/2"),
        (KEY, "google-genai", "gemini-3.5-flash-lite/prompt-2"),
        (KEY | LEGACY, "google-generativeai", "gemini-3.5-flash-lite/prompt-2"),
        (KEY | {"GEMINI_MODEL": "gemini-9"}, "google-genai", "gemini-9/prompt-2"),
    ],
)
def test_the_settings_choose(environ: dict[str, str], name: str, model: str) -> None:
    """Without a key patterns read, with one Gemini, through the package that is set."""
    extractor = extractor_for(Settings.load(environ))

    assert (extractor.name, extractor.model) == (name, model)


def test_each_can_be_named() -> None:
    """Whoever compares them asks for each by its name."""
    settings = Settings.load(KEY)

    names = [extractor_for(settings, name=name).name for name in EXTRACTORS]

    assert names == list(EXTRACTORS)


def test_gemini_needs_a_key() -> None:
    """Asked for by name, it says what is missing."""
    with pytest.raises(SettingsError, match=r"^GEMINI_API_KEY: is required here, and is not set$"):
        extractor_for(Settings.load({}), name="google-genai")


PROGRAM = """
import sys
from entrypoints.extractors import preload_extractor
from entrypoints.settings import Settings
preload_extractor(Settings.load({environ}))
print("google.genai" in sys.modules, "google.generativeai" in sys.modules)
"""


@pytest.mark.parametrize(
    ("environ", "loaded"), [({}, "False False"), (KEY, "True False"), (KEY | LEGACY, "False True")]
)
def test_only_what_is_used_is_loaded(environ: dict[str, str], loaded: str) -> None:
    """What the settings do not ask for costs nothing."""
    program = PROGRAM.replace("{environ}", repr(environ))

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout.strip(), done.stderr) == (loaded, "")
