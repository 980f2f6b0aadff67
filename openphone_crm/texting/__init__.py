"""Texts that people here write: stored first, sent once, and never blindly again."""
