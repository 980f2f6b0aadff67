"""What the core asks of the world: one Protocol per file, its docstring the contract."""
