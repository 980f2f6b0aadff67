"""What a report does to the CRM: pure functions over the working set."""
