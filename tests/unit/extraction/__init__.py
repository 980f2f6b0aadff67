"""Reading, believing and approving."""
