"""The processes: wiring, and no logic. Run them as `python -m entrypoints COMMAND`."""
