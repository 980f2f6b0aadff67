"""Intake and processing, over the ports in memory."""
