"""The document of the API: complete, true, and good enough to be tested by."""
