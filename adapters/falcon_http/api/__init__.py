"""The resources, one file each, and how the core's things look as JSON."""
