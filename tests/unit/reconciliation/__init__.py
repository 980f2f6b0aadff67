"""Going through OpenPhone's history."""
