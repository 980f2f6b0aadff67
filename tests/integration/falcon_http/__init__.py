"""The edges of the HTTP adapter over the ports in memory; asyncio opens a socket: these are no unit tests."""
