"""How an evaluation is run and shown."""
