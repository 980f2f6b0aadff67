"""Accidents on purpose, with real processes: what was acknowledged comes out, once, whatever dies."""
