"""Which address is answered by which page."""

from __future__ import annotations

from adapters.falcon_http.erasers import Erasers
from adapters.falcon_http.parts import HttpParts

from .alerts import PATH as ALERTS
from .alerts import AcknowledgingAlert, AlertsPage
from .approvals import approval_pages
from .bulk_retries import JOBS, BulkRetry, Cancelling, RetryJobPage
from .callbacks import callback_pages
from .contacts import contact_pages
from .conversations import Conversations
from .daily_reports import DailyReportPage
from .failures import failure_pages
from .inbox import Inbox
from .page import Page
from .pages import Pages
from .people import AuditPage, People, Revoking
from .replying import thread_pages
from .review import review_pages
from .settings import SettingsPage
from .status import StatusPage
from .webhook_events import RetryingOne, WebhookEvent, WebhookEvents


def page_routes(parts: HttpParts, pages: Pages, erasers: Erasers) -> dict[str, Page]:
    """Give every page that only people see who are signed in."""
    inbox = Inbox(parts.conversations)
    return {
        "/conversations": Conversations(pages, inbox),
        **thread_pages(pages, parts, inbox),
        **approval_pages(pages, parts),
        **contact_pages(pages, parts, erasers),
        **callback_pages(pages, parts),
        **review_pages(pages, parts),
        **_event_pages(parts, pages),
        **failure_pages(pages, parts.failures, parts.failure_desk, parts.retrying),
        "/reports/daily": DailyReportPage(pages, parts.daily_reports),
        "/status": StatusPage(pages, parts.status_board, parts.histories),
        ALERTS: AlertsPage(pages, parts.alert_book),
        f"{ALERTS}/{{alert_id:id}}/acknowledge": AcknowledgingAlert(pages, parts.alert_book),
        "/settings": SettingsPage(pages, parts.settings),
        "/people": People(pages, parts.token_desk),
        "/people/revoke": Revoking(pages, parts.token_desk),
        "/people/audit": AuditPage(pages, parts.audit),
    }


def _event_pages(parts: HttpParts, pages: Pages) -> dict[str, Page]:
    return {
        "/webhook-events": WebhookEvents(pages, parts.events),
        "/webhook-events/{event_id:id}": WebhookEvent(pages, parts.events),
        "/webhook-events/{event_id:id}/retry": RetryingOne(pages, parts.retrying),
        "/webhook-events/retry": BulkRetry(pages, parts.retrying),
        f"{JOBS}/{{job_id:id}}": RetryJobPage(pages, parts.retrying),
        f"{JOBS}/{{job_id:id}}/cancel": Cancelling(pages, parts.retrying),
    }
