"""Tests of health checks, silence, refused signatures and the alarms that they ring."""
