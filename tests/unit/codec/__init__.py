"""Tests of the codec: what each generation of webhook says, in one language."""
