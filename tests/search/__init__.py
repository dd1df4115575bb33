"""How words are compared, and what comes first of what they find."""
