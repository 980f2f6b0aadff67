"""The core, without a socket and without a service."""
