"""When something is wrong enough to be told, when it is over, and what only follows from another fault."""
