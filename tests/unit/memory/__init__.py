"""The parts of the store in memory that no port tells of."""
