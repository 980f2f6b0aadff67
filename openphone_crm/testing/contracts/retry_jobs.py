"""What every `RetryJobs` promises."""

from __future__ import annotations

from openphone_crm.testing.contracts.held_jobs import HeldJobContract
from openphone_crm.testing.contracts.job_holds import JobHoldContract
from openphone_crm.testing.contracts.retry_starts import RetryStartContract


class RetryJobsContract(RetryStartContract, HeldJobContract, JobHoldContract):
    """Dead letters are tried once more: one by one, or many as a job."""
