"""Whether deliveries come through: checks, what was seen of them, the fault that it proves, and silence."""
