"""The ports in memory keep what the contracts promise; the installed wheel is tested with this file alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import pytest

from openphone_crm.memory import MemoryCrm, MemoryExtractor, MemoryJobQueue, MemoryNotifier
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.extractor import Extractor
from openphone_crm.priority import Priority
from openphone_crm.testing import contracts
from openphone_crm.testing.contracts.extractor import EXAMPLES
from openphone_crm.testing.exchange import MemoryExchange


@pytest.fixture
def store() -> contracts.Store:
    """Lend an empty store."""
    return MemoryCrm()


@attrs.frozen
class MemoryBell:
    """The bell in memory, heard by itself."""

    queue: MemoryJobQueue = attrs.field(factory=MemoryJobQueue)

    @property
    def hear(self) -> Callable[[], Sequence[Priority]]:
        """What the queue says to who listens."""
        return self.queue.hear


@pytest.fixture
def bell() -> contracts.Bell:
    """Lend a bell that nobody has rung."""
    return MemoryBell()


@attrs.frozen
class MemoryOutpost:
    """A channel that ends in this process."""

    notifier: MemoryNotifier = attrs.field(factory=lambda: MemoryNotifier({Audience.PEOPLE: ["mail"]}))
    secrets: Sequence[str] = ()

    def restarted(self) -> MemoryNotifier:
        """Make a notifier of the same channel."""
        return MemoryNotifier({Audience.PEOPLE: ["mail"]})

    def arrived(self) -> Sequence[Notification]:
        """All that went through the channel."""
        return self.notifier.sent("mail")

    def break_down(self) -> None:
        """Let the channel fail."""
        self.notifier.fail("mail")

    def recover(self) -> None:
        """Let it work again."""
        self.notifier.recover("mail")


@pytest.fixture
def outpost() -> contracts.Outpost:
    """Lend a channel that nothing went through."""
    return MemoryOutpost()


@pytest.fixture
def extractor() -> Extractor:
    """Lend an extractor that knows the examples of the contract."""
    return MemoryExtractor(lambda text: EXAMPLES.get(text.text, ()))


@pytest.fixture
def exchange() -> contracts.Exchange:
    """Lend a workspace in which nothing has happened."""
    return MemoryExchange()


class TestInbox(contracts.InboxContract):
    """The queue of record."""


class TestFollowUps(contracts.FollowUpsContract):
    """The queue of record of follow-up work."""


class TestUnitOfWork(contracts.UnitOfWorkContract):
    """Transactions."""


class TestConversationReader(contracts.ConversationReaderContract):
    """Looking at conversations."""


class TestCallReader(contracts.CallReaderContract):
    """Looking at calls."""


class TestContactReader(contracts.ContactReaderContract):
    """Looking at contacts."""


class TestEventReader(contracts.EventReaderContract):
    """Looking at events."""


class TestChangeCounter(contracts.ChangeCounterContract):
    """Whether anything changed."""


class TestChangeFeed(contracts.ChangeFeedContract):
    """What changed."""


class TestFailures(contracts.FailuresContract):
    """Groups of dead letters."""


class TestReportBook(contracts.ReportBookContract):
    """Figures of days."""


class TestContactWriting(contracts.ContactWritingContract):
    """Contacts as they are written."""


class TestApprovalBook(contracts.ApprovalBookContract):
    """What is suggested for contacts."""


class TestApprovalReader(contracts.ApprovalReaderContract):
    """Looking at what is suggested."""


class TestExtractionReader(contracts.ExtractionReaderContract):
    """Looking at the log of what was read."""


class TestNoteReader(contracts.NoteReaderContract):
    """Looking at notes."""


class TestReadingMatter(contracts.ReadingMatterContract):
    """What is to be read."""


class TestReadings(contracts.ReadingsContract):
    """What was read, and what it cost."""


class TestPacer(contracts.PacerContract):
    """Moments that are far enough apart."""


class TestArchive(contracts.ArchiveContract):
    """Letting go of what is old."""


class TestErasures(contracts.ErasuresContract):
    """Transactions that erase."""


class TestErasing(contracts.ErasingContract):
    """Erasing people."""


class TestRetryJobs(contracts.RetryJobsContract):
    """Dead letters that are tried once more."""


class TestAlertBook(contracts.AlertBookContract):
    """Alerts."""


class TestFileBook(contracts.FileBookContract):
    """Which files are kept."""


class TestFigures(contracts.FiguresContract):
    """What is counted of events."""


class TestRollups(contracts.RollupsContract):
    """The figures of minutes, hours and days."""


class TestOutgoingTexts(contracts.OutgoingTextsContract):
    """Texts on their way out."""


class TestHealthChecks(contracts.HealthChecksContract):
    """Health checks."""


class TestHeartbeats(contracts.HeartbeatsContract):
    """Signs of life."""


class TestSendLog(contracts.SendLogContract):
    """What became of what was to be told."""


class TestTraffic(contracts.TrafficContract):
    """Deliveries and refusals."""


class TestWebhookKeys(contracts.WebhookKeysContract):
    """The keys of registered webhooks."""


class TestWorkspace(contracts.WorkspaceContract):
    """Our numbers and people."""


class TestReconciliationBook(contracts.ReconciliationBookContract):
    """Runs through OpenPhone's history."""


class TestReceipts(contracts.ReceiptsContract):
    """Looking at what was received."""


class TestJobQueue(contracts.JobQueueContract):
    """The bell."""


class TestNotifier(contracts.NotifierContract):
    """The way out to people."""


class TestOpenPhone(contracts.OpenPhoneContract):
    """OpenPhone's API."""


class TestOpenPhoneWebhooks(contracts.OpenPhoneWebhooksContract):
    """OpenPhone's webhooks."""


class TestExtractor(contracts.ExtractorContract):
    """Whoever reads texts."""
