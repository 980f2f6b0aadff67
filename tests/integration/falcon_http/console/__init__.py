"""The console over a store in memory."""
