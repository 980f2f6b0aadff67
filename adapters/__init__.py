"""Thin adapters: each plugs one technology into a port of the core."""
