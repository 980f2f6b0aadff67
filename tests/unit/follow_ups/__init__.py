"""Working on what events lead to."""
