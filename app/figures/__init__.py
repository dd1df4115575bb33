"""Numbers as single sources print them, contradictions included."""
