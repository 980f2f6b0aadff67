"""Registering webhooks."""
