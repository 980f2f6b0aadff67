"""A process that asks OpenPhone over and over, at the pace that a database keeps for all, and says when."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime

from adapters.openphone_rest import Access, OpenPhoneRest
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from openphone_crm.errors import DeferredError
from openphone_crm.moments import format_moment


class RememberingClock(SystemClock):
    """Remembers when it was asked last: that is when a request leaves, as its permit is looked at then."""

    def now(self) -> datetime:
        """Tell the present moment."""
        self.last = super().now()
        return self.last


def main(database_url: str, key: str, url: str, times: int) -> None:
    """Ask so many times, and print when each request left."""
    clock = RememberingClock()
    with closing(Database.open(database_url)) as database:
        openphone = OpenPhoneRest(Access(key=key, url=url), pacer=database.pacer, clock=clock)
        with closing(openphone):
            for _ in range(times):
                ask(openphone)
                print(format_moment(clock.last))  # noqa: T201 - it is what this program is for


def ask(openphone: OpenPhoneRest) -> None:
    """Get an answer; who is told to come back later asks again."""
    while True:
        try:
            openphone.lines()
        except DeferredError:
            continue
        return


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
