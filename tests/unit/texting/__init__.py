"""Tests of texts that people here write."""
