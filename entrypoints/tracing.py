"""Traces, for whoever names a collector; and nothing of them for anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeAlias

from adapters.tracing import is_available, open_tracer
from entrypoints.settings import OTLP_ENDPOINT, Settings
from openphone_crm.errors import SettingsError
from openphone_crm.spans import Span

Record: TypeAlias = Callable[[Span], None]


def see_that_traces_can_be_sent(settings: Settings) -> None:
    """
    See that what is asked for can be had.

    Raises:
        SettingsError: When traces are to be sent and the packages for it are missing.
    """
    if settings.otlp_endpoint is not None and not is_available():
        needs = "needs packages that are not installed: install the dependency group `tracing`, or unset it"
        raise SettingsError(OTLP_ENDPOINT, needs)


@contextmanager
def tracing(settings: Settings) -> Iterator[Record | None]:
    """
    Send spans while the block lasts, if a collector is named.

    Raises:
        SettingsError: When the packages for it are missing.
    """
    if settings.otlp_endpoint is None:
        yield None
        return
    see_that_traces_can_be_sent(settings)
    with closing(open_tracer(settings.otlp_endpoint)) as tracer:
        yield tracer.record
