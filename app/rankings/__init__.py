"""Organizations of a level in the order of a number."""
