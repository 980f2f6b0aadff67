"""Tests of the fake OpenPhone's API."""
