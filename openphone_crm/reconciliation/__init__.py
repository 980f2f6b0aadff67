"""Gaps between OpenPhone's history and ours: what one is, where to look for them, and how one is healed."""
