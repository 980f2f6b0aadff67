"""What the logs hold, and what they never hold."""
