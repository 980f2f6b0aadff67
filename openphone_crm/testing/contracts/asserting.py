"""What the contracts need of a test runner, so that they work under any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

import attrs

from openphone_crm.paging import Page, PageRequest

T = TypeVar("T")

PATIENCE_S: Final = 30

ODD_TEXTS: Final = (
    "\U0001f469\u200d\U0001f527 caf\u00e9 \u0634\u0643\u0631\u0627",
    'it\'s "quoted" \\ back\\slash; -- DROP TABLE contacts',
    "100 % of _them_ {json: [1]} :name %(name)s ?",
    "one\r\n\ttwo \u2028 three \x1f \x7f",
    "lost: \ufffd",
    " long " * 20_000,
)
"""Texts that real people send, and that break what was built for plain ones."""


@attrs.frozen
class raising:  # noqa: N801 - it reads like a function, as `contextlib.suppress` does
    """See that the block raises this error."""

    error: type[Exception]

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, kind: type[BaseException] | None, _: object, __: object) -> bool:
        """Complain when nothing was raised; let pass on what is another error."""
        assert kind is not None, f"{self.error.__name__} was not raised"
        return issubclass(kind, self.error)


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Do all of it in threads that start together, and tell the results in order."""
    gate: Future[None] = Future()

    def through_the_gate(call: Callable[[], T]) -> T:
        gate.result(PATIENCE_S)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(through_the_gate, call) for call in calls]
        gate.set_result(None)
        return [each.result(PATIENCE_S) for each in running]


def all_pages(find: Callable[[PageRequest], Page[T]], *, limit: int) -> list[tuple[T, ...]]:
    """Every page of a list, from the first to the one that says it is the last."""
    pages: list[tuple[T, ...]] = []
    page = find(PageRequest(limit))
    pages.append(page.items)
    while page.next is not None:
        page = find(PageRequest(limit, page.next))
        pages.append(page.items)
    return pages


def joined(pages: Sequence[tuple[T, ...]]) -> list[T]:
    """What stands on all the pages."""
    return [item for page in pages for item in page]
