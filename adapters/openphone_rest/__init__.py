"""
OpenPhone's API over HTTP, held to its pace.

`OpenPhoneRest` plays every role of `openphone_crm.ports.openphone`. A request goes out with a permit that all
processes take from one pacer, is waited for as long as a person would, and is asked again only when it
changes nothing. Neither the key nor a number gets into an error or a log.
"""

from __future__ import annotations

from .client import Retries
from .openphone import OpenPhoneRest
from .wire import Access

__all__ = ["Access", "OpenPhoneRest", "Retries"]
