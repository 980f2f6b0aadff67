"""The adapters and the processes, against what they will really meet."""
