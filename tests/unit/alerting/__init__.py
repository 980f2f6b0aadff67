"""When something is wrong enough to be told, and who is told how often."""
