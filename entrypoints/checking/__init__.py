"""What a machine needs to serve, looked at part by part: what is missing, and what to do about it."""
