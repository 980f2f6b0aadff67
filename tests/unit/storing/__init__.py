"""Tests of fetching files and keeping them."""
