"""Going through OpenPhone's history: searching for gaps, healing them, and going on where it ended."""
