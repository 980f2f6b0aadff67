"""OpenPhone webhooks become a CRM: the pure core, its ports and its in-memory adapters."""
