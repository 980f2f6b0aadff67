"""Settings as the console shows them: texts, never the settings themselves."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class ShownSetting:
    """One of them; a secret's `value` is masked. `is_usual` says that nobody has set it to anything else."""

    group: str
    name: str
    value: str
    sentence: str
    is_usual: bool
