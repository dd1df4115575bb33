"""Numbers of the kernel as answers show them: operands, printed figures, claims, citations."""
