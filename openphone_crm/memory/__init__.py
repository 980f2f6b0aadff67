"""
Every port in memory: for tests, for trying things out, and for embedders that keep nothing.

`MemoryCrm` offers each port of the store as an attribute; it is safe to use from several threads.
"""

from __future__ import annotations

from openphone_crm.memory.clock import MemoryClock
from openphone_crm.memory.crm import MemoryCrm
from openphone_crm.memory.extractor import MemoryExtractor
from openphone_crm.memory.file_storage import MemoryFileStorage
from openphone_crm.memory.job_queue import MemoryJobQueue
from openphone_crm.memory.media_source import MemoryMedia, MemoryMediaSource
from openphone_crm.memory.notifier import MemoryNotifier
from openphone_crm.memory.openphone import MemoryOpenPhone
from openphone_crm.memory.replies import MemoryReplies

__all__ = [
    "MemoryClock",
    "MemoryCrm",
    "MemoryExtractor",
    "MemoryFileStorage",
    "MemoryJobQueue",
    "MemoryMedia",
    "MemoryMediaSource",
    "MemoryNotifier",
    "MemoryOpenPhone",
    "MemoryReplies",
]
