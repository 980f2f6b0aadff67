"""Files of messages and calls, plugged in: where they come from, and where they are kept."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.media_source import HttpMediaSource
from adapters.notifications import AppriseNotifier
from adapters.openphone_rest import OpenPhoneRest
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.plugging import asking_of, wants_of
from entrypoints.settings import Settings
from openphone_crm.follow_up_work import Task
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.routing import route
from openphone_crm.storing import Storing


def plug_in_files(  # noqa: PLR0913 - all that it touches
    settings: Settings,
    database: Database,
    clock: SystemClock,
    notifier: AppriseNotifier,
    openphone: OpenPhoneRest | None,
    *,
    storage: FileStorage,
) -> Mapping[str, Task]:
    """Make the tasks that fetch files and keep them, and that take them away for good."""
    storing = Storing(
        files=database.files,
        media=HttpMediaSource(settings.media_hosts),
        storage=storage,
        unit_of_work=database.unit_of_work,
        clock=clock,
        asking=asking_of(database, clock, notifier),
        api=openphone,
        handlers=(route, *wants_of(settings)),
        region=settings.default_region,
    )
    return storing.tasks
