"""Which webhooks there should be at OpenPhone, what is missing, and which keys they sign with."""
