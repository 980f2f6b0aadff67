"""Tests of telling people: whom, when, in which words, and how often."""
