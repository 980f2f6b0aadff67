"""Tests of asking OpenPhone for what its webhooks left out."""
