"""What the processes read before they do anything."""
