"""Tests of the handlers, over a working set without any store."""
